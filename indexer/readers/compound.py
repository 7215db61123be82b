"""OLE compound files ([MS-CFB]), in which DOC, WPS, XLS and encrypted Office files are kept.

A damaged file gives no names and no streams.
"""

from __future__ import annotations

import io

from olefile import OleFileIO

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def root_names(data: bytes) -> frozenset[str]:
    """Streams and folders that stand at the top; those of embedded objects are not among them."""
    try:
        with OleFileIO(io.BytesIO(data)) as file:
            return frozenset(path[0] for path in file.listdir(streams=True, storages=True))
    except Exception:  # the library raises what struct, io and its own checks come upon
        return frozenset()


def stream(data: bytes, name: str, most: int) -> bytes:
    """The first ``most`` bytes of a stream at the top, empty where there is none."""
    try:
        with OleFileIO(io.BytesIO(data)) as file, file.openstream(name) as content:
            return bytes(content.read(most))
    except Exception:  # as above
        return b""
