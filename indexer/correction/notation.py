"""How a person writes what a cell holds, or a region, or a year; and how it is written back."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from govreport_search.domain import Quantity, State
from govreport_search.errors import UserError
from govreport_search.sentence import say

NATIONAL = "全国"
"""Written for the region of a national body."""

TEXT = "text:"

_STATES = {
    "blank": State.BLANK,
    "空": State.BLANK,
    "/": State.NOT_APPLICABLE,
    "unreadable": State.UNREADABLE,
    "missing": State.MISSING,
}
_WRITTEN = {
    State.BLANK: "blank",
    State.NOT_APPLICABLE: "/",
    State.UNREADABLE: "unreadable",
    State.MISSING: "missing",
}
_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
YEARS = range(2000, 2101)
"""What may be the year of a report."""

MOST_DIGITS = 15
"""What the store keeps exactly."""


def quantity_of(text: str, read: Quantity) -> Quantity:
    """What a cell holds by a person's word.

    Args:
        text: a number, ``blank``, ``/``, ``unreadable``, ``missing`` or ``text:`` and words.
        read: what was read, which an unreadable cell goes on showing.

    Raises:
        UserError: it is none of these.
    """
    written = unicodedata.normalize("NFKC", text).strip()
    if _NUMBER.fullmatch(written):
        digits = written.lstrip("-").replace(".", "").strip("0")
        if len(digits) <= MOST_DIGITS:
            return Quantity(State.NUMBER, Decimal(written), written)
    if written.startswith(TEXT) and written.removeprefix(TEXT).strip():
        return Quantity(State.TEXT, raw=text.strip()[len(TEXT) :].strip())
    state = _STATES.get(written.lower())
    if state is None:
        raise UserError(
            say("不能作为格子的内容：%(text)s", text=text),
            remedy=say(
                "请写数字（最多 15 位），或 blank（空白）、/（不适用）、"
                "unreadable（无法识读）、missing（没有这一格）、text:文字"
            ),
            code="bad_value",
        )
    if state is State.UNREADABLE:
        return Quantity(state, raw=read.raw or "", note=say("由人判定无法识读"))
    raws = {State.BLANK: "", State.NOT_APPLICABLE: "/"}
    return Quantity(state, raw=raws.get(state))


def notation_of(quantity: Quantity) -> str:
    """The inverse of ``quantity_of``, for what was read."""
    if quantity.value is not None:
        return format(quantity.value, "f")
    if quantity.state is State.TEXT:
        return f"{TEXT}{quantity.raw or ''}"
    return _WRITTEN[quantity.state]


def region_of(text: str) -> tuple[str, ...]:
    """Names from the province down, ``()`` for a national body.

    Raises:
        UserError: a name is empty.
    """
    if text.strip() == NATIONAL:
        return ()
    names = tuple(name.strip() for name in text.split("/"))
    if not all(names):
        raise UserError(
            say("地区应写作 省/市/县/镇 或 %(national)s：%(text)s", national=NATIONAL, text=text),
            remedy="",
            code="bad_value",
        )
    return names


def region_text(region: tuple[str, ...] | None) -> str:
    """The inverse of ``region_of``; empty where the region is unknown."""
    return "" if region is None else "/".join(region) or NATIONAL


def year_of(text: str) -> int:
    """A report year.

    Raises:
        UserError: it is none.
    """
    year = text.strip().removesuffix("年")
    if not (year.isascii() and year.isdigit() and len(year) == 4 and int(year) in YEARS):
        raise UserError(
            say("年份应是 2000 至 2100 的四位数：%(text)s", text=text), remedy="", code="bad_value"
        )
    return int(year)
