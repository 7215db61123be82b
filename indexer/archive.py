"""ZIP files of reports: which files stand in them, and their bytes, without unpacking to disk.

A file in an archive has the path ``a.zip!/folder/b.pdf``, one in an archive in an archive
``a.zip!/c.zip!/b.pdf``.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from zipfile import ZipFile, ZipInfo

from govreport_search.errors import UnreadableSourceError
from govreport_search.sentence import say
from govreport_search.store.ingest import WITHIN
from indexer.readers import packed
from indexer.readers.sniff import office_kind, other_package

MAX_DEPTH = 2
"""An archive in an archive is read, one in that is not."""

MAX_TOTAL = 4 * 1024 * 1024 * 1024
"""Unpacked bytes of all files in an archive; they are never in memory together."""

ARCHIVE_SUFFIX = ".zip"

_MAGIC = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_UTF8_NAME = 0x800


@dataclass(frozen=True, slots=True)
class Contents:
    """What an archive holds.

    Attributes:
        members: paths behind ``!/``, in the order of the archive; folders left out.
        doubles: names that stand in it more than once; the last one counts.
    """

    members: tuple[str, ...]
    doubles: tuple[str, ...]


def parted(location: str) -> tuple[str, tuple[str, ...]]:
    """A location as the file on disk and the members that lead on from it.

    A folder on disk may have a name with ``!`` at its end: what exists as it stands is a file.
    """
    if WITHIN not in location or Path(location).exists():
        return location, ()
    path, *members = location.split(WITHIN)
    return path, tuple(members)


def folder_of(location: str) -> str:
    """The folder that a file stands in, on disk or in an archive; with its last separator."""
    on_disk, members = parted(location)
    if members:
        return location[: max(location.rfind("/"), location.rfind(WITHIN) + 1) + 1]
    return str(Path(on_disk).parent) + os.sep


def beside(location: str, path: str) -> str:
    """Where a path leads that is relative to a file's folder."""
    inside = bool(parted(location)[1])
    return folder_of(location) + (path if inside else path.replace("/", os.sep))


def exists(location: str) -> bool:
    """Whether the file, or the archive that it was in, still stands."""
    return Path(parted(location)[0]).exists()


def is_archive(path: Path) -> bool:
    """Whether a file on disk is a ZIP file that is no document, by content."""
    try:
        with path.open("rb") as stream:
            if not stream.read(4).startswith(_MAGIC):
                return False
            with packed.opened(stream, path.name) as archive:
                return office_kind(archive) is None and not other_package(archive)
    except UnreadableSourceError:
        return path.suffix.lower() == ARCHIVE_SUFFIX
    except OSError:
        return False


@dataclass(frozen=True, slots=True)
class _Open:
    archive: ZipFile
    files: tuple[tuple[str, ZipInfo], ...]
    stack: ExitStack
    by_name: dict[str, ZipInfo]
    """Of two files of one name the later, as unpacking would leave it."""


class Opener:
    """Opens archives; keeps the last one open, for its members are asked for in turn."""

    def __init__(self) -> None:
        self._chain: tuple[str, ...] = ()
        self._opened: list[_Open] = []

    def contents(self, location: str) -> Contents:
        """What stands in the archive at a location.

        Raises:
            UnreadableSourceError: it cannot be opened, is damaged, or declares too much.
        """
        path, members = parted(location)
        names = Counter(name for name, _ in self._reached((path, *members)).files)
        return Contents(tuple(names), tuple(name for name in names if names[name] > 1))

    def read(self, location: str) -> bytes:
        """The bytes of a file in an archive.

        Raises:
            UnreadableSourceError: also ``not_found`` where the archive has no such file.
        """
        path, members = parted(location)
        return _member(self._reached((path, *members[:-1])), members[-1])

    def close(self) -> None:
        """Let go of what is open."""
        self._leave(0)

    def _reached(self, chain: tuple[str, ...]) -> _Open:
        """The archive at the end of a chain; what is open of it already stays open."""
        if len(chain) > MAX_DEPTH:
            name = chain[-1].rpartition("/")[2]
            raise packed.too_complex(
                name,
                say("是第 %(depth)s 层压缩包，只读 %(most)s 层", depth=len(chain), most=MAX_DEPTH),
            )
        common = 0
        for old, new in zip(self._chain, chain, strict=False):
            if old != new:
                break
            common += 1
        self._leave(common)
        for depth in range(common, len(chain)):
            self._opened.append(self._entered(chain[: depth + 1]))
            self._chain = chain[: depth + 1]
        return self._opened[-1]

    def _entered(self, chain: tuple[str, ...]) -> _Open:
        name = chain[-1].rpartition("/")[2]
        stack = ExitStack()
        try:
            if len(chain) == 1:
                source: bytes | BinaryIO = stack.enter_context(_on_disk(chain[0]))
                name = Path(chain[0]).name
            else:
                source = _member(self._opened[-1], chain[-1])
            archive = stack.enter_context(packed.opened(source, name))
            files = _files(archive)
            packed.require_modest([info for _, info in files], name, MAX_TOTAL)
        except BaseException:
            stack.close()
            raise
        return _Open(archive, files, stack, dict(files))

    def _leave(self, depth: int) -> None:
        while len(self._opened) > depth:
            self._opened.pop().stack.close()
        self._chain = self._chain[:depth]


def _on_disk(path: str) -> BinaryIO:
    try:
        return Path(path).open("rb")
    except FileNotFoundError as error:
        raise UnreadableSourceError(
            say("找不到 %(source)s", source=path), code="not_found"
        ) from error
    except OSError as error:
        raise UnreadableSourceError(
            say("无法打开 %(source)s（%(error)s）", source=path, error=error.strerror),
            remedy=say("请检查文件权限"),
            code="cannot_open",
        ) from error


def _member(opened: _Open, member: str) -> bytes:
    info = opened.by_name.get(member)
    if info is None:
        raise UnreadableSourceError(say("压缩包里没有 %(member)s", member=member), code="not_found")
    return packed.unpacked(opened.archive, info, member.rpartition("/")[2])


def _files(archive: ZipFile) -> tuple[tuple[str, ZipInfo], ...]:
    """Names and entries of the files, folders left out."""
    infos = [info for info in archive.infolist() if not info.is_dir()]
    encoding = _encoding(infos)
    named = ((_name(info, encoding), info) for info in infos)
    return tuple((name, info) for name, info in named if name)


def _encoding(infos: Sequence[ZipInfo]) -> str:
    """Of the names that do not say UTF-8: Chinese systems write GBK, macOS unmarked UTF-8."""
    raw = [_raw(info) for info in infos if not info.flag_bits & _UTF8_NAME]
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            for name in raw:
                name.decode(encoding)
            return encoding
    return "cp437"


def _raw(info: ZipInfo) -> bytes:
    # zipfile has decoded the bytes of the name by the code page of the first PCs, one to one;
    # only ``orig_filename`` still has the backslashes that are second bytes of GBK.
    return info.orig_filename.encode("cp437", "replace")


def _name(info: ZipInfo, encoding: str) -> str:
    marked = info.flag_bits & _UTF8_NAME
    name = info.orig_filename if marked else _raw(info).decode(encoding)
    parts = name.replace("\\", "/").split("/")
    # Nothing is unpacked to disk: a path that leads out of the archive leads nowhere.
    return "/".join(part for part in parts if part not in ("", ".", ".."))
