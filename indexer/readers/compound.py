"""The names in the root folder of an OLE compound file: what tells DOC, WPS and XLS apart.

By [MS-CFB]. Only the directory is read; a damaged file gives no names.
"""

from __future__ import annotations

import struct

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

MAX_SECTORS = 4096
"""Of the directory: 16,000 entries and more; a document has some dozens."""

_HEADER = 512
_ENTRY = 128
_LAST_SECTOR = 0xFFFFFFFA
_NOBODY = 0xFFFFFFFF
_IN_HEADER = 109


def root_names(data: bytes) -> frozenset[str]:
    """Streams and folders that stand at the top; those of embedded objects are not among them."""
    try:
        entries = _directory(data)
        return frozenset(_below_root(entries))
    except (struct.error, IndexError, ValueError):
        return frozenset()


def _directory(data: bytes) -> bytes:
    (shift,) = struct.unpack_from("<H", data, 30)
    (sector,) = struct.unpack_from("<L", data, 48)
    if shift not in (9, 12):
        raise ValueError("no such size of sectors")
    size = 1 << shift
    tables = struct.unpack_from(f"<{_IN_HEADER}L", data, 76)
    found = bytearray()
    seen: set[int] = set()
    while sector < _LAST_SECTOR and sector not in seen and len(seen) < MAX_SECTORS:
        seen.add(sector)
        found += data[size * (sector + 1) : size * (sector + 2)]
        # The table of sectors is itself spread over sectors that the header lists.
        table, place = divmod(sector, size // 4)
        (sector,) = struct.unpack_from("<L", data, size * (tables[table] + 1) + 4 * place)
    return bytes(found)


def _below_root(entries: bytes) -> list[str]:
    """Names of the root's children, which form a tree of siblings."""
    names = []
    (child,) = struct.unpack_from("<L", entries, 76)
    waiting, seen = [child], set[int]()
    while waiting:
        number = waiting.pop()
        if number == _NOBODY or number in seen:
            continue
        seen.add(number)
        at = number * _ENTRY
        (length,) = struct.unpack_from("<H", entries, at + 64)
        names.append(entries[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace"))
        waiting += struct.unpack_from("<LL", entries, at + 68)
    return names
