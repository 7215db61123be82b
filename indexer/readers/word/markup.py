"""Names of the elements and attributes of WordprocessingML that the reader knows."""

from __future__ import annotations

from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
V = "{urn:schemas-microsoft-com:vml}"
O = "{urn:schemas-microsoft-com:office:office}"  # noqa: E741 - the prefix Word itself writes

VAL = f"{W}val"

_OFF = frozenset(("0", "false", "off", "none"))


def is_on(holder: Any | None, name: str) -> bool | None:
    """A switch such as ``w:vanish`` among the children of ``holder``; ``None`` if not given."""
    found = None if holder is None else holder.find(f"{W}{name}")
    return None if found is None else found.get(VAL, "1").lower() not in _OFF


def value(holder: Any | None, name: str) -> str:
    """``w:val`` of a child of ``holder``, empty where there is none."""
    found = None if holder is None else holder.find(f"{W}{name}")
    return "" if found is None else str(found.get(VAL, ""))


def whole(printed: str | None, fallback: int = 0) -> int:
    """An integer attribute; some writers put decimals or nothing there."""
    try:
        return int(float(printed or ""))
    except (ValueError, OverflowError):
        return fallback
