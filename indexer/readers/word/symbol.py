"""Characters of symbol fonts, which stand in a text under private code points."""

from __future__ import annotations

_UNKNOWN = "\ufffd"
"""What is printed but has no known meaning; never a digit, never nothing."""

_SYMBOL_FONT = {
    0x22: "∀", 0x24: "∃", 0x27: "∋", 0x2A: "∗", 0x2D: "−", 0x40: "≅",
    0xA2: "′", 0xA3: "≤", 0xA5: "∞", 0xAE: "→", 0xAF: "↓", 0xAC: "←", 0xAD: "↑",
    0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "·", 0xB8: "÷", 0xB9: "≠", 0xBC: "…",
}  # fmt: skip
_WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "□", 0x72: "□", 0x75: "◆", 0x9E: "·", 0x9F: "•",
    0xA7: "■", 0xA8: "□", 0xD8: "➢", 0xE0: "→", 0xF0: "⇨", 0xFB: "×", 0xFC: "√", 0xFD: "☒",
    0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2 = {
    0x2A: "□", 0x4F: "×", 0x50: "√", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□",
    **{0x6A + at: chr(ord("①") + at) for at in range(10)},
}  # fmt: skip
_DIGITS_IN_SYMBOL = range(0x20, 0x40)


def symbol(code: int, font: str) -> str:
    """The character a symbol font prints for a code point.

    Args:
        code: as written, with or without the private offset 0xF000.
        font: its name; any other font prints the character itself.
    """
    low = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    match font.strip().lower():
        case "symbol":
            plain = chr(low) if low in _DIGITS_IN_SYMBOL else _UNKNOWN
            return _SYMBOL_FONT.get(low, plain)
        case "wingdings":
            return _WINGDINGS.get(low, _UNKNOWN)
        case "wingdings 2":
            return _WINGDINGS_2.get(low, _UNKNOWN)
        case "wingdings 3" | "webdings" | "marlett":
            return _UNKNOWN
    if 0xE000 <= code <= 0xF8FF or not 0x20 <= code <= 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return _UNKNOWN
    return chr(code)


def shown(text: str, font: str) -> str:
    """Text of a run whose private characters are those of a symbol font."""
    if text.isascii() or not any(0xF000 <= ord(char) <= 0xF0FF for char in text):
        return text
    return "".join(
        symbol(ord(char), font or "symbol") if 0xF000 <= ord(char) <= 0xF0FF else char
        for char in text
    )
