"""Numbers as automatic numbering prints them (``w:numFmt``)."""

from __future__ import annotations

_DIGITS = "〇一二三四五六七八九"
_ZERO_DIGITS = "○一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "十", "百", "千")
_LEGAL_PLACES = ("", "拾", "佰", "仟")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LARGEST = 9999
"""Of what Chinese and Roman numerals are made for here; larger ones are printed in digits."""


def numeral(number: int, style: str) -> str:
    """The number in that style; one that is not known is printed in digits.

    Args:
        number: 0 or more.
        style: a value of ``w:numFmt``.
    """
    if style in ("none", "bullet"):
        return ""
    if not 0 < number <= _LARGEST:
        return str(number)
    match style:
        case "decimalZero":
            return f"{number:02d}"
        case "decimalFullWidth" | "decimalFullWidth2":
            return "".join(chr(ord("０") + int(digit)) for digit in str(number))
        case "upperRoman":
            return _roman(number).upper()
        case "lowerRoman":
            return _roman(number)
        case "upperLetter" | "lowerLetter":
            letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
            return letter.upper() if style == "upperLetter" else letter
        case "ideographTraditional":
            return _STEMS[number - 1] if number <= len(_STEMS) else str(number)
        case "ideographZodiac":
            return _BRANCHES[number - 1] if number <= len(_BRANCHES) else str(number)
        case _ if style.startswith("decimalEnclosed"):
            return _enclosed(number, style)
        case _:
            return _chinese(number, style)


def _chinese(number: int, style: str) -> str:
    match style:
        case (
            "chineseCounting"
            | "chineseCountingThousand"
            | "japaneseCounting"
            | "taiwaneseCounting"
            | "taiwaneseCountingThousand"
            | "koreanCounting"
        ):
            return _counted(number, _DIGITS, _PLACES)
        case "chineseLegalSimplified" | "ideographLegalTraditional" | "japaneseLegal":
            return _counted(number, _LEGAL, _LEGAL_PLACES)
        case "ideographDigital" | "japaneseDigitalTenThousand":
            return "".join(_DIGITS[int(digit)] for digit in str(number))
        case "taiwaneseDigital" | "koreanDigital2":
            return "".join(_ZERO_DIGITS[int(digit)] for digit in str(number))
    return str(number)


def _counted(number: int, digits: str, places: tuple[str, ...]) -> str:
    printed = ""
    zero = False
    for place in range(len(str(number)) - 1, -1, -1):
        digit = number // 10**place % 10
        if digit == 0:
            zero = bool(printed)
            continue
        printed += ("零" if zero else "") + digits[digit] + places[place]
        zero = False
    return printed[1:] if printed.startswith("一十") else printed


def _roman(number: int) -> str:
    printed = ""
    for amount, letters in _ROMAN:
        printed += letters * (number // amount)
        number %= amount
    return printed


def _enclosed(number: int, style: str) -> str:
    """``①``, ``⑴``, ``⒈`` or ``㈠``, as far as there are such characters."""
    first = {
        "decimalEnclosedFullstop": "⒈",
        "decimalEnclosedParen": "⑴",
    }.get(style, "①")
    return chr(ord(first) + number - 1) if number <= 20 else str(number)
