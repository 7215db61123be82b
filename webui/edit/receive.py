"""Files from a form onto the disk: names made harmless, sizes limited, nothing overwritten."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path, PurePosixPath

from werkzeug.datastructures import FileStorage

from govreport_search.errors import StoreError, UserError
from govreport_search.sentence import say
from govreport_search.services.intake import Intake
from webui.edit.batch import DONE, Batch, UploadedFile, Uploads
from webui.language import gettext as _

MEGABYTE = 1024 * 1024
FILE_BYTES = 100 * MEGABYTE
"""Of one file: larger ones the indexer refuses, too."""

REQUEST_BYTES = 300 * MEGABYTE
"""Of all files of one upload, with their names."""

MOST_FILES = 200
MOST_NAME_BYTES = 160
"""Of a name in UTF-8, its ending included; file systems take 255."""

REFUSALS = {
    "empty": say("文件是空的。请重新下载"),
    "too_large": say(
        "超过 %(most)s MB。请确认是不是年度报告；很大的扫描件请拆分后再交",
        most=FILE_BYTES // MEGABYTE,
    ),
}
"""What is said of a file that is not stored, by its code."""

_BLOCK = MEGABYTE
_HARMFUL = frozenset('<>:"/\\|?*')
"""Separators, and what Windows forbids."""

_UNSEEN = frozenset(("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"))
"""Kinds of characters that nobody sees, or that make a name look like another one."""

_DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])", re.IGNORECASE)


def receive(
    given: Iterable[FileStorage], by: str, uploads: Uploads, intake: Intake
) -> Batch | None:
    """Store the files of one form as a new upload; ``None`` where no file was chosen.

    What the archive has already is stored once more, so that no upload rests on another's files.
    What is empty or too large is not; the record says so for each.

    Raises:
        UserError: too many files; nothing is stored.
        StoreError: the files cannot be stored; nothing is left of them.
    """
    chosen = [file for file in given if file.filename]
    if len(chosen) > MOST_FILES:
        raise UserError(
            _("一次最多 %(n)s 个文件，收到 %(m)s 个", n=MOST_FILES, m=len(chosen)),
            remedy=_("没有存下任何一个；请分几次交，或者装在一个 ZIP 里"),
            code="too_many_files",
        )
    if not chosen:
        return None
    try:
        batch = uploads.begin(by)
    except OSError as error:
        raise _not_stored(error) from error
    try:
        files = _stored(chosen, uploads.folder(batch), intake)
        batch = replace(batch, files=files, before=intake.newest_key())
        return uploads.save(batch if batch.kept else replace(batch, state=DONE))
    except BaseException as error:
        uploads.abandon(batch)
        if isinstance(error, OSError):
            raise _not_stored(error) from error
        raise


def _not_stored(error: OSError) -> StoreError:
    return StoreError(
        _("文件没有存下（%(why)s）", why=error.strerror or error),
        remedy=_("这次交来的一个也没有留下；请检查磁盘空间和索引目录的权限"),
        code="upload_not_stored",
    )


def _stored(
    chosen: Iterable[FileStorage], folder: Path, intake: Intake
) -> tuple[UploadedFile, ...]:
    files: list[UploadedFile] = []
    taken: set[str] = set()
    for one in chosen:
        name = free_name(safe_name(one.filename or ""), taken)
        taken.add(name.casefold())
        files.append(_store(one, folder / name, intake))
    return tuple(files)


def safe_name(given: str) -> str:
    """A plain file name that is harmless on every system and shows what it is.

    Never empty, hidden, a folder or a device; the ending is kept.
    """
    name = unicodedata.normalize("NFC", given).replace("\\", "/").rpartition("/")[2]
    name = "".join("_" if _is_harmful(sign) else sign for sign in name).strip(" .~$")
    if _DEVICE.fullmatch(name.partition(".")[0].strip()):
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


def _is_harmful(sign: str) -> bool:
    return sign in _HARMFUL or unicodedata.category(sign) in _UNSEEN


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
    code = _refusal(size)
    if code:
        path.unlink()
        return replace(stored, code=code, reason=REFUSALS[code])
    before = [state.report for state in intake.same_bytes([stored.sha256]) if state.report]
    return replace(stored, report=before[0] if before else "", kept=True)


def _refusal(size: int) -> str:
    """Code of the reason for not storing a file of that size; empty for storing it."""
    return "empty" if size == 0 else "too_large" if size > FILE_BYTES else ""
