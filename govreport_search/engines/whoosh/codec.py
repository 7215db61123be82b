"""Whoosh's extension points that carry our grams: two field types and a codec.

A section is one Whoosh document with report key, section key and folded text. Whoosh numbers the
documents and hands their values to the codec's per-document writer. Ours writes them, with their
postings, as two more files of the segment, from which they are read again when segments are
merged. Whoosh's own postings and stored fields stay empty: its loop over single postings is what
makes it slow.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from whoosh.codec.whoosh3 import W3Codec, W3PerDocWriter
from whoosh.fields import STORED, FieldType, Schema

from govreport_search.engines.gram.block import BLOCK_CHARACTERS
from govreport_search.engines.protocol import Manifest
from govreport_search.engines.whoosh.part_writer import PartWriter
from govreport_search.engines.whoosh.segment_file import EXTENSION

REPORT, SECTION, TEXT = "report", "section", "text"


# Whoosh ships no types, so that its classes are Any to mypy: hence the ignored [misc] below.
class GramField(FieldType):  # type: ignore[misc]
    """The folded text, kept and found by the codec's postings only.

    Whoosh writes the schema with every commit, so that what is kept here appears with the
    commit it belongs to.

    Attributes:
        manifest: what the commit was built from.
        seal: ``seal`` of the commit.
    """

    indexed = False
    stored = True

    def __init__(self, manifest: Manifest) -> None:
        self.manifest = manifest
        self.seal = 0


def make_schema(manifest: Manifest) -> Schema:
    """The fields of a section document."""
    return Schema(**{REPORT: STORED(), SECTION: STORED(), TEXT: GramField(manifest)})


class GramCodec(W3Codec):  # type: ignore[misc]
    """Whoosh's default codec and the files of postings. Has no state: Whoosh pickles it."""

    def per_document_writer(self, storage: Any, segment: Any) -> GramWriter:
        """The writer that sees every document of a new segment."""
        return GramWriter(self, storage, segment)


class GramWriter(W3PerDocWriter):  # type: ignore[misc]
    """Collects texts up to the size of a block, so that memory stays bounded."""

    def __init__(self, codec: GramCodec, storage: Any, segment: Any) -> None:
        super().__init__(codec, storage, segment)
        self._parts = PartWriter(Path(storage.folder) / segment.make_filename(EXTENSION))
        self._rows: list[tuple[int, int, str]] = []
        self._characters = 0

    def finish_doc(self) -> None:
        """Take the finished document over; ``cancel_doc`` passes this by."""
        stored = self._storedfields
        if stored:
            self._rows.append((stored[REPORT], stored[SECTION], stored[TEXT]))
            self._characters += len(stored[TEXT])
            stored.clear()  # nothing is left to Whoosh, which would compress each document
        super().finish_doc()
        if self._characters >= BLOCK_CHARACTERS:
            self._flush()

    def close(self) -> None:
        """Write what is left and the end of the file."""
        super().close()
        self._flush()
        self._parts.finish()

    def _flush(self) -> None:
        if self._rows:
            self._parts.add(self._rows)
        self._rows = []
        self._characters = 0
