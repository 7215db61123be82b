"""The other parts of a Word document: footnotes, pictures, embedded sheets, included pages."""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from typing import Any

from PIL import Image

from govreport_search.errors import UnreadableSourceError
from indexer.readers.options import MOST_PIXELS, ReadOptions
from indexer.readers.package import Package
from indexer.readers.sniff import Kind, kind_of
from indexer.readers.word.content import Block, Content
from indexer.readers.word.emit import Inset
from indexer.readers.word.inline import Figure
from indexer.readers.word.markup import W

SMALLEST = (240, 80)
"""Pixels, across and down, below which no table can be read; logos and seals are smaller."""

_NO_TABLE = Inset((), ())
_SHEET_MAGIC = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


class Parts:
    """Looks up what the relationships of the main part lead to."""

    def __init__(self, package: Package, main: str, content: Content, options: ReadOptions) -> None:
        """Look up parts of ``package`` from the part ``main`` on."""
        self._package = package
        self._main = main
        self._content = content
        self._options = options
        self._notes: dict[str, Any] | None = None
        self._seen: dict[str, Inset | None] = {}

    def figure(self, figure: Figure) -> Inset | None:
        """What an embedded sheet or, with OCR, a picture prints; ``None`` if it stays unread."""
        if figure.embedded:
            sheet = self._sheet(figure.embedded)
            if sheet is not None:
                return sheet
        path = self._target(figure.picture)
        if path not in self._seen:
            self._seen[path] = self._picture(path)
        return self._seen[path]

    def included(self, relation: str) -> Inset | None:
        """An included document, read by the reader of its kind."""
        data = self._package.read(self._target(relation)) if self._target(relation) else None
        if not data:
            return _NO_TABLE
        kind = kind_of(data, self._package.name)
        if kind not in (Kind.HTML, Kind.MHTML, Kind.TEXT):
            return None
        # Each reader is imported when it is needed.
        if kind is Kind.HTML:
            from indexer.readers.html import read_html

            document = read_html(data, self._package.name, self._options)
        elif kind is Kind.MHTML:
            from indexer.readers.html import read_mhtml

            document = read_mhtml(data, self._package.name, self._options)
        else:
            from indexer.readers.plain import read_plain

            document = read_plain(data, self._package.name)
        return Inset(document.lines, document.grids)

    def note(self, note: str) -> Sequence[Block]:
        """The blocks of a footnote, or of an endnote where the id begins with ``e``."""
        if self._notes is None:
            self._notes = {**self._read_notes("footnote", ""), **self._read_notes("endnote", "e")}
        element = self._notes.pop(note, None)
        if element is None:
            return ()
        kind, at = ("endnote", note[1:]) if note.startswith("e") else ("footnote", note)
        return self._content.blocks(element, f"{kind}[{at}]/")

    def _target(self, relation: str) -> str:
        found = self._package.relations(self._main).get(relation)
        return found.target if found else ""

    def _read_notes(self, kind: str, prefix: str) -> dict[str, Any]:
        root = self._package.tree(self._package.related(self._main, f"{kind}s"))
        notes = () if root is None else root.iterchildren(f"{W}{kind}")
        return {
            prefix + each.get(f"{W}id", ""): each
            for each in notes
            if each.get(f"{W}type", "normal") == "normal"
        }

    def _sheet(self, relation: str) -> Inset | None:
        data = self._package.read(self._target(relation)) if self._target(relation) else None
        if not data or not data.startswith(_SHEET_MAGIC):
            return None
        # Each reader is imported when it is needed.
        from indexer.readers.sheet import shown_sheet

        try:
            lines, grids = shown_sheet(data, self._package.name)
        except UnreadableSourceError:
            return None  # of another kind, or damaged: its picture is what is printed
        return Inset(lines, grids) if lines else None

    def _picture(self, path: str) -> Inset | None:
        data = self._package.read(path) if path else None
        if not data:
            return _NO_TABLE  # it points outside, or to nothing: nothing is printed here
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                image = Image.open(io.BytesIO(data))
        except Exception:  # Pillow's plugins raise what they like; EMF and WMF end here, too
            return None
        across, down = image.size
        if across < SMALLEST[0] or down < SMALLEST[1]:
            return _NO_TABLE
        if not self._options.ocr or across * down > MOST_PIXELS:
            return None
        from indexer.readers import scan

        if not scan.available():
            return None
        try:
            image.load()
        except Exception:  # the same for damaged data
            return None
        lines, grids = scan.read_image(image.convert("RGB"), 1, self._options)
        return Inset(lines, grids)
