"""What a printed cell says: a number in the column's unit, or one of the other states."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from govreport_search.domain import Quantity, State
from govreport_search.forms import ValueType
from govreport_search.sentence import say
from indexer.grid import plain_value

_ZERO = frozenset("〇零")
_NOT_APPLICABLE = frozenset({"/", "\\", "-", "--", "---", "—", "——", "———", "无", "×", "不涉及"})
_UNCHANGED = frozenset({"持平", "无变化", "不变"})
_SIGN = {"增": 1, "增加": 1, "+": 1, "↑": 1, "减": -1, "减少": -1, "-": -1, "−": -1, "↓": -1}
_WAN = {
    "元": Decimal("0.0001"),
    "百元": Decimal("0.01"),
    "千元": Decimal("0.1"),
    "万元": Decimal(1),
    "万": Decimal(1),
    "亿元": Decimal(10000),
}
_COUNT_UNITS = "人次|件|条|宗|项|个|次|起|例|篇|人|期|场"
_NUMBER = re.compile(
    r"(?P<sign>增加|减少|[增减+\-−↑↓])?\s*(?P<digits>\d[\d,\s]*(?:\.[\d\s]+)?)\s*"
    rf"(?P<unit>亿元|万元|万|元|{_COUNT_UNITS})?\s*(?P<note>\(.*)?"
)
_MOST_DIGITS = 18
"""More digits than this are several numbers run together, or none at all."""

_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")


@dataclass(frozen=True)
class Reading:
    """A quantity and what is odd about it, if anything (a finding code)."""

    quantity: Quantity
    oddity: str = ""


def read_quantity(raw: str, value_type: ValueType, unit: str = "", money: str = "") -> Reading:
    """Read one cell.

    Args:
        raw: the cell as printed, stray spaces inside one separated cell included.
        value_type: what the column may hold.
        unit: the column's unit; amounts are converted to 万元 where that is the unit.
        money: the unit printed in the header, for an amount printed without one.
    """
    plain = plain_value(raw)
    if not plain:
        return Reading(Quantity(State.BLANK, raw=raw))
    if re.sub(rf"(?:{_COUNT_UNITS}|万元|元)$", "", plain) in _ZERO:
        return Reading(Quantity(State.NUMBER, Decimal(0), raw))
    if re.sub(r"\s", "", plain) in _NOT_APPLICABLE:
        return Reading(Quantity(State.NOT_APPLICABLE, raw=raw))
    if value_type is ValueType.SIGNED and plain in _UNCHANGED:
        return Reading(
            Quantity(
                State.NUMBER, Decimal(0), raw, say("印为“%(printed)s”，增减为0", printed=plain)
            )
        )
    match = _NUMBER.fullmatch(plain)
    if match is None:
        return Reading(Quantity(State.TEXT, raw=raw))
    header = money if unit == "万元" and not match["unit"] else ""
    value = _value(match, header or match["unit"] or "", unit)
    if value is None:
        unreadable = Quantity(State.UNREADABLE, raw=raw, note=say("数字写法有歧义"))
        return Reading(unreadable, "ambiguous_number")
    note = (match["note"] or "").strip("() ")
    if header not in ("", unit):
        units = {"header": header, "unit": unit}
        if note:
            note = say("%(printed)s；表头单位为%(header)s，已换算为%(unit)s", printed=note, **units)
        else:
            note = say("表头单位为%(header)s，已换算为%(unit)s", **units)
    return Reading(Quantity(State.NUMBER, value, raw, note), _oddity(value, value_type, unit))


def _value(match: re.Match[str], printed: str, unit: str) -> Decimal | None:
    digits = re.sub(r"\s", "", match["digits"])
    if "," in digits:
        if not _GROUPED.fullmatch(digits):
            return None
        digits = digits.replace(",", "")
    if len(digits) > _MOST_DIGITS:
        return None
    try:
        value = Decimal(digits)
    except InvalidOperation:
        return None
    if printed in _WAN:
        if unit == "万元":
            value *= _WAN[printed]
        elif printed.startswith("万"):
            value *= 10000
        else:
            return None  # an amount of money in a column of counts
    sign = _SIGN.get(match["sign"] or "", 1)
    return _plain(value * sign)


def _plain(value: Decimal) -> Decimal:
    """Without trailing zeros and without an exponent: 25.1000 is 25.1."""
    if value == value.to_integral_value():
        return value.quantize(Decimal(1))
    return value.normalize()


def _oddity(value: Decimal, value_type: ValueType, unit: str) -> str:
    if value < 0 and value_type is not ValueType.SIGNED:
        return "negative_count"
    is_amount = value_type is ValueType.DECIMAL or unit == "万元"  # 0.05 万元 is 500 yuan
    if value != value.to_integral_value() and not is_amount:
        return "fractional_count"
    return ""
