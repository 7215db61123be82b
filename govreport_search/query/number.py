"""Reads the number or the range behind a comparison operator."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from govreport_search.domain import CellId
from govreport_search.forms.derived import RATE_TABLE
from govreport_search.query import words
from govreport_search.query.lexer import Edit, FaultError, Token, narrow
from govreport_search.query.tree import Op
from govreport_search.sentence import say

_NUMBER = r"[-−]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?%?"
_BEGINNING = re.compile(r"[-−]?[0-9]|\.\.")
_ONE = re.compile(_NUMBER)
_RANGE = re.compile(rf"({_NUMBER})?\.\.({_NUMBER})?")
_NUMBER_THEN_WORD = re.compile(rf"({_NUMBER})(且|或|and|or)(.+)")
_COUNTED = re.compile("[件个条次人项份]+$")
_BETWEEN = re.compile(r"\.\.|(?<=.)-|~|—|–|至|到")

_DIGITS = {**{char: at for at, char in enumerate("零一二三四五六七八九")}, "〇": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}
_CHINESE = re.compile(f"[{''.join(_DIGITS)}]+")
_PIECE = rf"[0-9][0-9,]*(?:\.[0-9]+)?|[{''.join((*_DIGITS, *_PLACES, *_MYRIADS))}]"
_PIECES = re.compile(_PIECE)
_LONGEST = 20
"""Characters of a number in words: its value has fewer digits than arithmetic keeps."""
_IN_WORDS = re.compile(f"(?:{_PIECE})+")

Bounds = tuple[Op, Decimal | None, Decimal | None]


def read_bounds(op: Op, token: Token, name: Token) -> Bounds:
    """Operator, lower and upper bound of a comparison.

    Args:
        op: as typed; ``=`` before a range becomes ``BETWEEN``.
        token: what stands behind the operator.
        name: what stands before it, to word the repair.

    Raises:
        FaultError: the token is no number, or a range that cannot hold.
    """
    written = narrow(token.text)
    if _ONE.fullmatch(written):
        return op, _decimal(written), None
    span = _RANGE.fullmatch(written)
    if span is None or not (span[1] or span[2]):
        raise _no_number(op, token, name, written)
    low = _decimal(span[1]) if span[1] else None
    high = _decimal(span[2]) if span[2] else None
    if op is not Op.EQ:
        message = say("范围“%(text)s”只能写在“=”后面", text=token.text)
        negated = f" NOT {name.text}={written}"
        edits = [Edit(name.start, token.end, negated)] if op is Op.NE else []
        raise FaultError(message, token.start, token.end, *edits)
    if low is not None and high is not None and low > high:
        swapped = Edit(token.start, token.end, f"{span[2]}..{span[1]}")
        raise FaultError(say("范围的下限大于上限"), token.start, token.end, swapped)
    return Op.BETWEEN, low, high


def begins_as_number(text: str) -> bool:
    """Whether a number or a range was meant, well written or not."""
    return _BEGINNING.match(narrow(text)) is not None or bool(in_digits(text))


def in_digits(text: str) -> str:
    """A number written in digits, in Chinese or in both, in digits; else nothing.

    ``十二``, ``二〇``, ``1.5万``, ``一万二`` (12000), ``三百件``: what is counted may stand behind.
    """
    written = narrow(text)
    if _ONE.fullmatch(written):
        return written
    written = _COUNTED.sub("", written)
    if _ONE.fullmatch(written):
        return written
    if _CHINESE.fullmatch(written):
        return str(int("".join(str(_DIGITS[char]) for char in written)))
    if len(written) > _LONGEST or not _IN_WORDS.fullmatch(written):
        return ""
    return _summed(_PIECES.findall(written))


def _summed(pieces: list[str]) -> str:
    """Digits and places from left to right; the last digit may leave its place out (一百二)."""
    total = section = Decimal(0)
    digit: Decimal | None = None
    open_place = 1
    for piece in pieces:
        if piece in _PLACES:
            open_place = _PLACES[piece]
            section, digit = section + (1 if digit is None else digit) * open_place, None
        elif piece in _MYRIADS:
            open_place = _MYRIADS[piece]
            whole = section + (digit or 0)
            if not whole + total:
                return ""
            # 一亿二千万: so many times what came since; 一万亿: all that was before.
            total = total + whole * open_place if whole else total * open_place
            section, digit = Decimal(0), None
        elif piece in "零〇":
            open_place = 1
        elif digit is not None:
            return ""
        else:
            digit = Decimal(_DIGITS[piece] if piece in _DIGITS else piece.replace(",", ""))
    left = (digit or 0) * (max(open_place // 10, 1) if pieces[-1] in _DIGITS else 1)
    return format((total + section + left).normalize(), "f")


def check_scale(cell: CellId, token: Token, bounds: Iterable[Decimal | None]) -> None:
    """Refuse a bound that no cell of this kind can meet.

    Raises:
        FaultError: a percentage of something that is no share, or a share above 1.
    """
    written = narrow(token.text)
    if cell.table != RATE_TABLE:
        if "%" in written:
            plain = Edit(token.start, token.end, written.replace("%", ""))
            raise FaultError(say("这个指标不是比率，不能写百分数"), token.start, token.end, plain)
    elif any(bound is not None and bound > 1 for bound in bounds):
        percent = [] if "%" in written else [Edit(token.start, token.end, _as_percent(written))]
        message = say("比率在 0 和 1 之间；百分数要写 %")
        raise FaultError(message, token.start, token.end, *percent)


def _as_percent(written: str) -> str:
    return "..".join(f"{number}%" if number else "" for number in written.split(".."))


def _decimal(written: str) -> Decimal:
    plain = written.replace(",", "").replace("−", "-")
    if plain.endswith("%"):
        return Decimal(plain[:-1]) / 100
    return Decimal(plain)


def _no_number(op: Op, token: Token, name: Token, written: str) -> FaultError:
    edits: list[Edit] = []
    if written in words.STATE_NAMES:
        verb = " is " if op is not Op.NE else ""
        if verb:
            edits.append(Edit(name.end, token.end, f"{verb}{token.text}"))
    elif glued := _NUMBER_THEN_WORD.fullmatch(written):
        edits.append(Edit(token.start, token.end, f"{glued[1]} {glued[2]} {glued[3]}"))
    elif number := in_digits(written) or _range_in_digits(written):
        edits.append(Edit(token.start, token.end, number))
    edits.append(Edit(name.start, token.end, f"「{name.text}{op.value}{token.text}」"))
    message = say(
        "“%(text)s”不是数字；比较符号后面写数字或范围（3..5），文字里的符号要加引号",
        text=token.text,
    )
    return FaultError(message, token.start, token.end, *edits)


def _range_in_digits(written: str) -> str:
    """A range however its numbers are written and joined (1万-2万, 一至三, 1万..), or nothing."""
    ends = _BETWEEN.split(written)
    numbers = [in_digits(end) for end in ends]
    known = all(number or not end for end, number in zip(ends, numbers, strict=True))
    return "..".join(numbers) if len(ends) == 2 and known and any(numbers) else ""
