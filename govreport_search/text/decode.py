"""Bytes that people's programs send without saying how they are encoded."""

from __future__ import annotations

_ENCODINGS = ("utf-8-sig", "gb18030")


def decoded(data: bytes) -> str | None:
    """The text of bytes in UTF-8, with a mark or without, or else in GB18030, as Windows in
    China writes it; ``None`` where they are neither."""
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
