"""Text of a page as a browser shows it: spaces collapsed, what has no width left out."""

from __future__ import annotations

import re

_NO_WIDTH = dict.fromkeys(
    [0x00AD, 0x061C, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)]
)
_SPACES = {0x00A0: " ", 0x2007: " ", 0x202F: " "}
_TABLE = {**_NO_WIDTH, **_SPACES, 0x0085: " ", 0x2028: "\n", 0x2029: "\n"}
_HAS_ODD = re.compile("[" + "".join(map(chr, _TABLE)) + "]")
_WIDE = r"[\u2e80-\u303e\u3041-\u33ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff]"
# A source line that ends between two Chinese characters is no space.
_BROKEN = re.compile(rf"(?<={_WIDE})[ \t]*[\r\n][ \t\r\n]*(?={_WIDE})")
_RUN = re.compile(r"[ \t\r\n\f]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def collapsed(text: str) -> str:
    """One line of running text."""
    if "\n" in text or "\r" in text:
        text = _BROKEN.sub("", text)
    text = _RUN.sub(" ", text)
    if _HAS_ODD.search(text):
        text = text.translate(_TABLE)
    return _CONTROL.sub("", text).replace("\n", " ").strip()


def preserved(text: str) -> list[str]:
    """Lines of text whose spaces and line ends are shown as they stand."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_TABLE)
    return [_CONTROL.sub("", line).rstrip() for line in text.expandtabs(8).split("\n")]
