"""ZIP files, safely: what one declares is checked before anything of it is unpacked.

Archives, DOCX and XLSX are all ZIP files; what is said here holds for all of them. Nothing is
ever unpacked to disk.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from govreport_search.errors import UnreadableSourceError
from govreport_search.sentence import say

MAX_MEMBERS = 10_000
"""A DOCX has some dozens, an archive of a year's reports some hundreds."""

MAX_DOCUMENT_TOTAL = 100 * 1024 * 1024
"""Unpacked bytes of a DOCX or XLSX; they are all in memory at once."""

MAX_MEMBER = 100 * 1024 * 1024
"""Unpacked bytes of one file in an archive: the clamp that a file on disk has, too."""

MAX_RATIO = 100
"""Unpacked to packed bytes; text packs 3 to 40 times, bombs 1,000 times and more."""

RATIO_FREE = 10 * 1024 * 1024
"""Up to so many unpacked bytes no ratio is asked for: they do no harm."""

MAX_DIRECTORY = 8 * 1024 * 1024
"""Bytes of the table of contents: each entry of it costs memory before any can be judged."""

_END = b"PK\x05\x06"
_END_64 = b"PK\x06\x06"
_TAIL = 65557 + 76
_METHODS = frozenset(
    (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
)
_LOCAL_HEADER = 30
_ENCRYPTED = 0x1


def opened(source: bytes | BinaryIO, name: str) -> ZipFile:
    """A ZIP file with its table of contents read and found sound.

    Args:
        source: its bytes, or an open file, which then must stay open.
        name: for messages.

    Raises:
        UnreadableSourceError: ``damaged``, or ``too_complex`` for more than ``MAX_MEMBERS``
            members or members that overlap.
    """
    stream = io.BytesIO(source) if isinstance(source, bytes) else source
    try:
        count, size = _declared(stream)
        if count > MAX_MEMBERS or size > MAX_DIRECTORY:
            raise too_complex(
                name,
                say("目录里有 %(count)s 个文件，上限是 %(most)s", count=count, most=MAX_MEMBERS),
            )
        archive = ZipFile(stream)
        members = archive.infolist()
    except UnreadableSourceError:
        raise
    except (BadZipFile, OSError, ValueError, struct.error, OverflowError, RuntimeError) as error:
        raise _damaged(name, error) from error
    if len(members) > MAX_MEMBERS:
        raise too_complex(
            name,
            say("目录里有 %(count)s 个文件，上限是 %(most)s", count=len(members), most=MAX_MEMBERS),
        )
    if _overlap(members):
        raise too_complex(name, say("目录里的文件互相重叠，是压缩炸弹的做法"))
    return archive


def require_modest(members: Sequence[ZipInfo], name: str, limit: int) -> None:
    """Refuse members whose unpacked bytes are too many, going by what they declare.

    Raises:
        UnreadableSourceError: ``too_large``.
    """
    total = sum(member.file_size for member in members)
    if total > limit:
        raise too_large(name, total, limit)
    packed = sum(member.compress_size for member in members)
    if total > RATIO_FREE and total > MAX_RATIO * max(packed, 1):
        raise UnreadableSourceError(
            say(
                "%(name)s 解压后有 %(total)s 字节，是压缩后的 %(times)s 倍，"
                "超过上限 %(most)s 倍，像是压缩炸弹",
                name=name,
                total=total,
                times=total // max(packed, 1),
                most=MAX_RATIO,
            ),
            remedy=say("请确认文件来源"),
            code="too_large",
        )


def unpacked(archive: ZipFile, member: ZipInfo, name: str) -> bytes:
    """The bytes of one member, no more than it declares and never more than ``MAX_MEMBER``.

    Raises:
        UnreadableSourceError: ``encrypted``, ``too_large``, ``damaged`` or
            ``kind_not_supported`` for a rare way of packing.
    """
    if member.flag_bits & _ENCRYPTED:
        raise UnreadableSourceError(
            say("%(name)s 加了密码", name=name),
            remedy=say("请先用密码解压，或换一份没有密码的文件"),
            code="encrypted",
        )
    require_modest([member], name, MAX_MEMBER)
    if member.compress_type not in _METHODS:
        raise UnreadableSourceError(
            say(
                "%(name)s 用了少见的压缩方法（编号 %(method)s）",
                name=name,
                method=member.compress_type,
            ),
            remedy=say("请先解压，再索引解压出来的文件"),
            code="kind_not_supported",
        )
    try:
        with archive.open(member) as stream:
            return stream.read(MAX_MEMBER)
    except Exception as error:  # zlib, bzip2 and lzma each have errors of their own
        raise _damaged(name, error) from error


def too_large(name: str, total: int, limit: int) -> UnreadableSourceError:
    """The error for something that unpacks to too much."""
    return UnreadableSourceError(
        say(
            "%(name)s 解压后有 %(total)s 字节，超过上限 %(most)s 字节",
            name=name,
            total=total,
            most=limit,
        ),
        remedy=say("请确认文件来源；确实需要时先解压，分开索引"),
        code="too_large",
    )


def too_complex(name: str, cause: str) -> UnreadableSourceError:
    """The error for a structure that no published file has."""
    return UnreadableSourceError(
        say("%(name)s %(cause)s", name=name, cause=cause),
        remedy=say("请确认文件来源"),
        code="too_complex",
    )


def _damaged(name: str, cause: Exception) -> UnreadableSourceError:
    words = " ".join(str(cause).split())[:80]
    return UnreadableSourceError(
        say(
            "%(name)s 已损坏或不完整（%(error)s: %(words)s）",
            name=name,
            error=type(cause).__name__,
            words=words,
        ),
        remedy=say("请重新下载"),
        code="damaged",
    )


def _declared(stream: BinaryIO) -> tuple[int, int]:
    """Members and bytes of the table of contents, as the end of the file says."""
    length = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, length - _TAIL))
    tail = stream.read(_TAIL)
    stream.seek(0)
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 22:
        raise BadZipFile("no table of contents")
    count, size = struct.unpack_from("<HL", tail, at + 10)
    at = tail.rfind(_END_64, 0, at)
    if at >= 0 and len(tail) >= at + 56:
        count, size = struct.unpack_from("<QQ", tail, at + 32)
    return count, size


def _overlap(members: Sequence[ZipInfo]) -> bool:
    """Whether two members share packed bytes, which only bombs have them do."""
    end = 0
    for member in sorted(members, key=lambda one: one.header_offset):
        if member.header_offset < end:
            return True
        end = member.header_offset + _LOCAL_HEADER + member.compress_size
    return False
