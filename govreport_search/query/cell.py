"""Finds the cell that ``INDICATOR[.COLUMN]`` names, by label or by id."""

from __future__ import annotations

from collections.abc import Iterator

from govreport_search.domain import CellId
from govreport_search.errors import UnknownFieldError
from govreport_search.forms.lookup import (
    IndicatorRef,
    columns_of,
    find_columns,
    find_indicators,
)
from govreport_search.query.lexer import narrow
from govreport_search.query.likely import is_one_word, likely, spelled, split
from govreport_search.query.near import near
from govreport_search.sentence import listed, named, say

_SHOWN = 12


def resolve_cell(name: str) -> CellId:
    """The cell a condition names.

    Args:
        name: an indicator's label or id, with or without ``.COLUMN``, which may be a label
            too; without one the column is the total, or the only column there is.

    Raises:
        UnknownFieldError: no such indicator (code ``unknown_field``), more than one of that
            name (``ambiguous_indicator``), no such column (``unknown_column``), or a column
            is needed because there is no total (``column_needed``).
    """
    written = narrow(name).replace("。", ".").strip()  # both are one key to input methods
    for indicator, column in _readings(written):
        found = find_indicators(indicator)
        if found:
            return _cell(_only(name, indicator, found), indicator, column, name)
    raise _unknown(name, *[*_readings(written)][-1])


def _readings(written: str) -> Iterator[tuple[str, str]]:
    """The whole as an indicator, then split at each dot, the last one first."""
    yield written, ""
    at = written.rfind(".")
    while at > 0:
        if written[at + 1 :].strip():
            yield written[:at], written[at + 1 :].strip()
        at = written.rfind(".", 0, at)


def _only(name: str, indicator: str, found: tuple[IndicatorRef, ...]) -> IndicatorRef:
    if len(found) == 1:
        return found[0]
    raise UnknownFieldError(
        say("“%(indicator)s”可以指 %(count)s 个指标", indicator=indicator, count=len(found)),
        name=name,
        candidates=tuple(map(spelled, found)),
        remedy=say(
            "请写明其中一个：%(indicators)s",
            indicators=_listed([(spelled(ref), ref.label) for ref in found]),
        ),
        code="ambiguous_indicator",
    )


def _cell(indicator: IndicatorRef, written: str, column: str, name: str) -> CellId:
    """The cell of an indicator, which was written so."""
    if not column:
        if indicator.default_column:
            return CellId(indicator.table, indicator.row, indicator.default_column)
        raise _column_error(
            say("“%(label)s”没有总计栏，要写明是哪一栏", label=indicator.label),
            name,
            indicator,
            written,
        )
    found = find_columns(indicator, column)
    if len(found) == 1:
        return CellId(indicator.table, indicator.row, found[0])
    if found:
        wanted = [one for one in _columns(indicator) if one[0] in found]
        raise UnknownFieldError(
            say(
                "“%(label)s”有 %(count)s 栏叫“%(column)s”",
                label=indicator.label,
                count=len(found),
                column=column,
            ),
            name=name,
            candidates=tuple(f"{written}.{id_}" for id_, _ in wanted),
            remedy=say("请写明其中一栏：%(columns)s", columns=_listed(wanted)),
            code="ambiguous_indicator",
        )
    raise _column_error(
        say("“%(label)s”没有“%(column)s”这一栏", label=indicator.label, column=column),
        name,
        indicator,
        written,
        column,
        code="unknown_column",
    )


def _column_error(
    message: str,
    name: str,
    indicator: IndicatorRef,
    written: str,
    column: str = "",
    code: str = "column_needed",
) -> UnknownFieldError:
    choices = _columns(indicator)
    return UnknownFieldError(
        message,
        name=name,
        candidates=tuple(f"{written}.{one}" for one in near(column, dict(choices))),
        remedy=say("可选的栏：%(columns)s", columns=_listed(choices)),
        code=code,
    )


def _columns(indicator: IndicatorRef) -> list[tuple[str, str]]:
    """What to type for each column, its label where that means no other, and its label."""
    return [
        (label if find_columns(indicator, label) == (id_,) and is_one_word(label) else id_, label)
        for id_, label in columns_of(indicator)
    ]


def _unknown(name: str, written: str, column: str) -> UnknownFieldError:
    # Who typed a name reads names; ids are for rows whose name means others, too.
    nearest = sorted(likely(written)[:_SHOWN], key=lambda one: one[0] == one[1].id)
    return UnknownFieldError(
        say("没有“%(name)s”这个指标", name=name),
        name=name,
        candidates=(*split(written), *(_with_column(*one, column) for one in nearest)),
        remedy=say(
            "相近的指标：%(indicators)s。如果要查找这些文字本身，请加引号",
            indicators=_listed([(spelling, ref.label) for spelling, ref in nearest[:5]]),
        ),
    )


def _with_column(spelling: str, ref: IndicatorRef, column: str) -> str:
    return f"{spelling}.{column}" if column and find_columns(ref, column) else spelling


def _listed(choices: list[tuple[str, str]] | tuple[tuple[str, str], ...]) -> str:
    some = choices[:_SHOWN]
    shown = listed("、", (named(label, id_) if id_ != label else say(label) for id_, label in some))
    return say("%(shown)s 等", shown=shown) if len(choices) > _SHOWN else shown
