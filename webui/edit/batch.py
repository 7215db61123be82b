"""One upload: its files, who brought them and when, and what people say of them.

Everything lies in ``<index>/uploads``: the files in a folder with the upload's id, its record
beside it (``<id>.json``), and the manifest with people's words (``<id>.csv``). The files stay
there, because pictures of pages and later readings need them.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from threading import RLock
from time import time
from typing import Any

from govreport_search import atomic
from govreport_search.errors import NotFoundError
from govreport_search.sentence import say
from govreport_search.settings import Settings

WORDS = ("agency", "region", "year", "url", "captured")
"""What a person may say of a file; columns of a manifest."""

WAITING, DONE, BROKEN, UNDONE = "waiting", "done", "broken", "undone"
"""To be read (again); read; the reading ended without an answer; taken out again."""

ABANDONED_SECONDS = 3600
"""A folder without a record that nobody has written to for so long is being filled by nobody."""

_ID = re.compile(r"\d{8}-\d{6}-[0-9a-f]{6}", re.ASCII)


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """One file of an upload.

    Attributes:
        name: as it is stored and shown; a plain file name without folders.
        size: bytes.
        report: id of the report that these bytes led to before the upload, empty if none.
        code, reason: why it was not even stored, empty if it was.
        kept: whether it lies in the upload's folder.
        words: what a person says of it, by the names of ``WORDS``.
    """

    name: str
    sha256: str = ""
    size: int = 0
    report: str = ""
    code: str = ""
    reason: str = ""
    kept: bool = False
    words: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Batch:
    """One upload.

    Attributes:
        id: date, time and some random digits; the name of its folder.
        by, at: who brought it, and when (ISO 8601).
        state: one of the four above.
        note: what the reading said when it ended without an answer.
        refused: of the last reading, ``source``, ``code`` and ``reason`` of each refusal: of an
            archive as a whole the store says nothing.
        before: the newest report's key when it was brought.
        older: reports that it merely found again, at a place where nothing stands any more;
            ``None`` until it has been read.
        undone_by, undone_at: who took it out again.
    """

    id: str
    by: str
    at: str
    files: tuple[UploadedFile, ...] = ()
    state: str = WAITING
    note: str = ""
    refused: tuple[dict[str, str], ...] = ()
    before: int = 0
    older: tuple[str, ...] | None = None
    undone_by: str = ""
    undone_at: str = ""

    @property
    def kept(self) -> tuple[UploadedFile, ...]:
        """The files that were stored, to be read."""
        return tuple(file for file in self.files if file.kept)


def now() -> str:
    """This moment as records hold it."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def location_of(path: Path) -> str:
    """An absolute path as the store knows files."""
    return os.path.normcase(os.path.abspath(path))  # noqa: PTH100 - as the indexer writes it


class Uploads:
    """All uploads of an index folder."""

    def __init__(self, settings: Settings) -> None:
        self._folder = settings.uploads_path
        self._changing = RLock()
        self._unwritten: dict[str, Batch] = {}

    @contextmanager
    def changing(self, key: str) -> Iterator[Batch]:
        """An upload as it is now; until the block ends nobody else of this server changes one.

        Raises:
            NotFoundError: there is none.
        """
        with self._changing:
            yield self.get(key)

    def begin(self, by: str) -> Batch:
        """A new upload with an empty folder of its own, which no other has or will have."""
        moment = datetime.now().astimezone()
        made = Batch(
            id=f"{moment:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}",
            by=by,
            at=moment.isoformat(timespec="seconds"),
        )
        self.folder(made).mkdir(parents=True)
        return made

    def abandon(self, batch: Batch) -> None:
        """Delete what was stored of an upload that did not get as far as a record."""
        shutil.rmtree(self.folder(batch), ignore_errors=True)

    def sweep(self) -> None:
        """Delete what servers left that were killed while they received files."""
        for path in self._folder.glob("*"):
            told = (self._folder / f"{path.name}.json").exists()
            if path.is_dir() and _ID.fullmatch(path.name) and not told:
                with suppress(OSError):
                    if time() - path.stat().st_mtime > ABANDONED_SECONDS:
                        shutil.rmtree(path, ignore_errors=True)

    def folder(self, batch: Batch) -> Path:
        """Where its files lie."""
        return self._folder / batch.id

    def path(self, batch: Batch, file: UploadedFile) -> Path:
        """Where one of its files lies."""
        return self.folder(batch) / file.name

    def save(self, batch: Batch) -> Batch:
        """Keep the record; whoever reads it sees the old or the new one, never half.

        Raises:
            OSError: it cannot be written; the old one stands.
        """
        text = json.dumps(asdict(batch), ensure_ascii=False, indent=1)
        atomic.put(self._folder / f"{batch.id}.json", text.encode())
        self._unwritten.pop(batch.id, None)
        return batch

    def break_off(self, batch: Batch, why: str) -> None:
        """Say of an upload that waits to be read that its reading failed, and why.

        Where even that cannot be written, this server remembers it; the next one finds an upload
        that waits, and reads it.
        """
        with self._changing:
            with suppress(NotFoundError):
                batch = self.get(batch.id)
            if batch.state != WAITING:
                return
            broken = replace(batch, state=BROKEN, note=why, refused=())
            try:
                self.save(broken)
            except OSError:
                self._unwritten[batch.id] = broken

    def get(self, key: str) -> Batch:
        """An upload by its id.

        Raises:
            NotFoundError: there is none.
        """
        if key in self._unwritten:
            return self._unwritten[key]
        if _ID.fullmatch(key):
            try:
                return _batch(json.loads((self._folder / f"{key}.json").read_bytes()))
            except (OSError, ValueError, TypeError, KeyError):
                pass
        raise NotFoundError(say("没有这次录入"), remedy=say("请从“录入”页的记录里打开"))

    def all(self) -> Iterator[Batch]:
        """Every upload, the latest first; a record that is damaged is passed over."""
        for key in self.ids():
            try:
                yield self.get(key)
            except NotFoundError:
                continue

    def ids(self) -> list[str]:
        """Of every upload, the latest first."""
        names = (path.stem for path in self._folder.glob("*.json"))
        return sorted((name for name in names if _ID.fullmatch(name)), reverse=True)

    def manifest(self, batch: Batch) -> Path | None:
        """The manifest with what people say of its files; ``None`` where they say nothing."""
        path = self._folder / f"{batch.id}.csv"
        return path if path.exists() else None

    def put_manifest(self, batch: Batch, *, draft: bool = False) -> Path:
        """Write what people say of its files as a manifest; a draft is read by nobody."""
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(("path", *WORDS))
        for file in batch.kept:
            if file.words:
                said = (file.words.get(name, "") for name in WORDS)
                writer.writerow((f"{batch.id}/{file.name}", *said))
        name = f".{batch.id}.{secrets.token_hex(4)}.csv" if draft else f"{batch.id}.csv"
        atomic.put(self._folder / name, out.getvalue().encode())
        return self._folder / name

    def drop_files(self, batch: Batch) -> None:
        """Delete its files; its record stays in the log."""
        for file in batch.kept:
            self.path(batch, file).unlink(missing_ok=True)
        (self._folder / f"{batch.id}.csv").unlink(missing_ok=True)
        try:
            self.folder(batch).rmdir()
        except OSError:
            return  # somebody else put something there, or a file had to stay


def _batch(record: dict[str, Any]) -> Batch:
    files = tuple(UploadedFile(**file) for file in record.pop("files"))
    refused = tuple(dict(one) for one in record.pop("refused"))
    older = record.pop("older")
    return Batch(
        files=files, refused=refused, older=None if older is None else tuple(older), **record
    )


def with_file(batch: Batch, number: int, file: UploadedFile) -> Batch:
    """The upload with another state of one of its files."""
    files = list(batch.files)
    files[number] = file
    return replace(batch, files=tuple(files))
