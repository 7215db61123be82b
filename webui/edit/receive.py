"""Files from a form onto the disk: names made harmless, sizes limited, nothing overwritten."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path, PurePosixPath

from werkzeug.datastructures import FileStorage

from govreport_search.services.intake import Intake
from govreport_search.store import SourceState
from webui.edit.batch import DONE, Batch, UploadedFile, Uploads

MEGABYTE = 1024 * 1024
FILE_BYTES = 100 * MEGABYTE
"""Of one file: larger ones the indexer refuses, too."""

REQUEST_BYTES = 300 * MEGABYTE
"""Of all files of one upload, with their names."""

MOST_FILES = 200
MOST_NAME_BYTES = 160
"""Of a name in UTF-8, its ending included; file systems take 255."""

_BLOCK = MEGABYTE
_HARMFUL = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]')
"""Separators, what Windows forbids, and signs that make a name look like another one."""

_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.ASCII | re.IGNORECASE)


def receive(
    given: Iterable[FileStorage], by: str, uploads: Uploads, intake: Intake
) -> Batch | None:
    """Store the files of one form as a new upload; ``None`` where no file was chosen.

    What the archive has already is not stored a second time, nor is what is empty or too large;
    the record says so for each.
    """
    chosen = [file for file in given if file.filename][:MOST_FILES]
    if not chosen:
        return None
    batch = uploads.begin(by)
    folder = uploads.folder(batch)
    files: list[UploadedFile] = []
    taken: set[str] = set()
    for one in chosen:
        name = free_name(safe_name(one.filename or ""), taken)
        taken.add(name.casefold())
        files.append(_store(one, folder / name, intake))
    batch = replace(batch, files=tuple(files))
    return uploads.save(batch if batch.kept else replace(batch, state=DONE))


def safe_name(given: str) -> str:
    """A plain file name that is harmless on every system and shows what it is.

    Never empty, hidden, a folder or a device; the ending is kept.
    """
    name = unicodedata.normalize("NFC", given).replace("\\", "/").rpartition("/")[2]
    name = name.encode("utf-8", "replace").decode()
    name = _HARMFUL.sub("_", name).strip(" .~$")
    if _DEVICES.match(name):
        name = f"_{name}"
    stem, ending = _parted(name)
    if len(ending.encode()) > 12:
        stem, ending = name, ""
    room = MOST_NAME_BYTES - len(ending.encode())
    stem = stem.encode()[:room].decode("utf-8", "ignore").rstrip(" .")
    return f"{stem or 'file'}{ending}"


def free_name(name: str, taken: set[str]) -> str:
    """The name, numbered if another file of the upload has it, in whatever letter case."""
    stem, ending = _parted(name)
    number, free = 2, name
    while free.casefold() in taken:
        free, number = f"{stem} ({number}){ending}", number + 1
    return free


def _parted(name: str) -> tuple[str, str]:
    path = PurePosixPath(name)
    return path.stem, path.suffix


def _store(given: FileStorage, path: Path, intake: Intake) -> UploadedFile:
    digest, size = sha256(), 0
    with path.open("xb") as out:
        while size <= FILE_BYTES and (block := given.stream.read(_BLOCK)):
            size += len(block)
            digest.update(block)
            out.write(block)
    stored = UploadedFile(path.name, digest.hexdigest(), size)
    refusal = _refusal(size)
    before = [state for state in intake.same_bytes([stored.sha256]) if state.report]
    stands = any(_exists(state) for state in before)
    if refusal or stands:
        path.unlink()
    if refusal:
        return replace(stored, code=refusal[0], reason=refusal[1])
    return replace(stored, report=before[0].report if before else "", kept=not stands)


def _refusal(size: int) -> tuple[str, str] | None:
    """Code and reason for not storing a file of that size; ``None`` for storing it."""
    if size == 0:
        return "empty", "文件是空的。请重新下载"
    if size <= FILE_BYTES:
        return None
    most = FILE_BYTES // MEGABYTE
    return "too_large", f"超过 {most} MB。请确认是不是年度报告；很大的扫描件请拆分后再交"


def _exists(state: SourceState) -> bool:
    """Whether a file still lies where it was read; one in an archive, while that does."""
    return Path(state.file.location.partition("!/")[0]).is_file()
