"""Values as a number format prints them (ECMA-376, 18.8.30 and 18.8.31).

A format that cannot be followed gives ``None``: what is printed is then not known.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from indexer.readers.sheet.date import dated

_BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
    5: '"¥"#,##0;"¥"-#,##0', 6: '"¥"#,##0;"¥"-#,##0',
    7: '"¥"#,##0.00;"¥"-#,##0.00', 8: '"¥"#,##0.00;"¥"-#,##0.00',
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"', 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00", 41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"',
    54: 'm"月"d"日"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
"""Formats that files name by number only, as a Chinese office shows them."""

_TOKEN = re.compile(
    r"""
    (?P<literal>"[^"]*"?|\\.|_.|\*.)
    |(?P<bracket>\[[^\]]*\])
    |(?P<general>general|g/通用格式)
    |(?P<date>am/pm|a/p|上午/下午|y+|m+|d+|h+|s+(?:\.0+)?|e+(?![+-])|aaaa?)
    |(?P<power>e[+-])
    |(?P<digits>[0\#?](?:[0\#?,]*[0\#?])?)
    |(?P<other>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\]")
_COMPARE = {"<": -1, ">": 1, "=": 0}
_LONGEST = 255
_LARGEST = 1e11
"""From here on General prints a power of ten."""


def built_in(number: int) -> str:
    """The code of a format that stands in no file."""
    return _BUILT_IN.get(number, "General")


def printed(value: float, code: str, epoch_1904: bool = False) -> str | None:
    """A number or date in a format; ``None`` where the format cannot be followed.

    Args:
        value: as stored.
        code: of the format, all its sections.
        epoch_1904: whether days count from 1904.
    """
    if len(code) > _LONGEST:
        return None
    chosen = _section(value, code)
    if chosen is None:
        return None
    section, bare = chosen
    tokens = _tokens(section)
    if tokens is None:
        return None
    kinds = {kind for kind, _ in tokens}
    if "date" in kinds:
        return dated(value, tokens, epoch_1904)
    if ("other", "@") in tokens:
        return general(value)
    if "general" in kinds:
        number = general(abs(value) if bare else value)
        return "".join(number if kind == "general" else text for kind, text in tokens).strip()
    if "power" in kinds or any(kind == "other" and text == "/" for kind, text in tokens):
        return None
    return _number(value, tokens, bare)


def text_in(text: str, code: str) -> str:
    """A text in a format: the fourth section may hide it or add to it."""
    sections = _sections(code)
    if len(sections) < 4:
        return text
    tokens = _tokens(sections[3]) or ()
    return "".join(text if part == "@" else part for _, part in tokens)


def general(value: float) -> str:
    """A number without any format."""
    if value != value or abs(value) == float("inf"):
        return ""
    if value == int(value) and abs(value) < _LARGEST:
        return str(int(value))
    number = f"{value:.10g}"
    if "e" in number and 1e-10 < abs(value) < _LARGEST:
        number = f"{Decimal(number):f}"
    return number.replace("e", "E")


@lru_cache(512)
def _sections(code: str) -> tuple[str, ...]:
    sections = [""]
    for token in _TOKEN.finditer(code):
        if token.lastgroup == "other" and token[0] == ";":
            sections.append("")
        else:
            sections[-1] += token[0]
    return tuple(sections)


def _section(value: float, code: str) -> tuple[str, bool] | None:
    """The section that prints a value, and whether it prints it without its sign."""
    sections = _sections(code)
    conditions = [_CONDITION.search(section) for section in sections[:2]]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=False):
            if condition is None or _holds(value, condition[1], float(condition[2])):
                return section, False
        return (sections[2], False) if len(sections) > 2 else None
    if len(sections) == 1 or value > 0:
        return sections[0], False
    if value < 0:
        return sections[1], True
    return (sections[2] if len(sections) > 2 else sections[0]), False


def _holds(value: float, sign: str, limit: float) -> bool:
    if sign == "<>":
        return value != limit
    order = (value > limit) - (value < limit)
    return any(_COMPARE[each] == order for each in sign)


@lru_cache(512)
def _tokens(section: str) -> tuple[tuple[str, str], ...] | None:
    """The section in pieces, literals as they are printed; ``None`` for other numerals."""
    tokens: list[tuple[str, str]] = []
    for match in _TOKEN.finditer(section):
        kind, text = match.lastgroup or "other", match[0]
        if kind == "literal":
            plain = {'"': text.strip('"'), "\\": text[1:], "_": " ", "*": ""}[text[0]]
            tokens.append(("literal", plain))
        elif kind == "bracket":
            inner = text[1:-1].lower()
            if inner.startswith("dbnum"):
                return None
            if inner.startswith("$"):
                tokens.append(("literal", text[2:-1].partition("-")[0]))
            elif inner and not inner.strip("hms"):
                tokens.append(("date", inner))
        else:
            tokens.append((kind, text))
    return tuple(tokens)


def _number(value: float, tokens: tuple[tuple[str, str], ...], bare: bool) -> str:
    """Digits and literals; the first placeholders take the integer part, what follows a dot
    the decimals."""
    point = next((at for at, token in enumerate(tokens) if token == ("other", ".")), len(tokens))
    whole = [at for at, (kind, _) in enumerate(tokens) if kind == "digits" and at < point]
    decimals = [at for at, (kind, _) in enumerate(tokens) if kind == "digits" and at > point]
    text = "".join(part for kind, part in tokens if kind == "other")
    number = Decimal(repr(abs(value)))
    number *= Decimal(100) ** text.count("%")
    last = max((*whole, *decimals), default=-1)
    while 0 <= last < len(tokens) - 1 and tokens[last + 1] == ("other", ","):
        number /= 1000
        last += 1
    pattern = "".join(tokens[at][1] for at in decimals)
    number = number.quantize(Decimal(1).scaleb(-len(pattern)), ROUND_HALF_UP)
    before, _, after = f"{number:f}".partition(".")
    wanted = "".join(tokens[at][1] for at in whole)
    before = before.lstrip("0").rjust(wanted.count("0"), "0")
    if "," in wanted:
        before = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", before)
    after = after.rstrip("0").ljust(len(pattern.rstrip("#?")), "0") if after else ""
    pieces = []
    for at, (kind, part) in enumerate(tokens):
        if kind == "digits":
            pieces += [before] if at in whole[:1] else [after] if at in decimals[:1] else []
        elif kind == "other" and part == ".":
            pieces.append("." if after or pattern.count("0") else "")
        elif kind == "other" and part in ",@":
            continue
        else:
            pieces.append(part)
    shown = "".join(pieces).strip()
    minus = "-" if value < 0 and not bare and number and (whole or decimals) else ""
    return minus + shown
