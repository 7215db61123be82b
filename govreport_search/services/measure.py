"""What is compared: a cell, a share of two sums of cells, or one ground among all refusals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from govreport_search.domain import CellId
from govreport_search.errors import BadFilterError
from govreport_search.forms.concordance import Link, link_of
from govreport_search.forms.derived import (
    RATE_UNIT,
    DerivedIndicator,
    derived_indicators,
    sum_parts,
    term_cell,
)
from govreport_search.forms.loader import all_forms
from govreport_search.forms.lookup import cell_labels
from govreport_search.forms.stock import stock_note
from govreport_search.query.cell import resolve_cell
from govreport_search.query.lexer import narrow
from govreport_search.sentence import say

GROUNDS = ("reasons", "不予公开理由")
"""Names that stand for the share of each ground of refusal; ``.COLUMN`` may follow."""

SHARE = "share."
"""Stands before a ground's cell in the id of its share, which is a name, too."""

MOST_MEASURES = 50
"""Measures of one comparison at most."""

_DENIED = "requests.denied"


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that bodies and years are compared by.

    Attributes:
        id: the cell's id; of a ground's share ``share.`` and the cell's id.
        cell: what is read of each report; of a ground's share its count.
        unit: ``比率`` for shares.
        definition: how a share is computed, in Chinese; empty for cells.
        above, below: cells whose sums are a share's numerator and denominator; empty for cells.
        grounds: all grounds of refusal in the column, for a ground's share.
        stock: why it must not be added over years, in Chinese; empty where it may be.
        links: what of it changed between forms.
    """

    id: str
    cell: CellId
    label: str
    column_label: str
    unit: str
    definition: str = ""
    above: tuple[CellId, ...] = ()
    below: tuple[CellId, ...] = ()
    grounds: tuple[CellId, ...] = ()
    stock: str = ""
    links: tuple[Link, ...] = ()

    @property
    def is_share(self) -> bool:
        """Whether it is a fraction, which is never added."""
        return bool(self.below)

    @property
    def parts(self) -> tuple[CellId, ...]:
        """What a share is computed from, each once; nothing for cells."""
        return tuple(dict.fromkeys((*self.above, *self.below)))

    @property
    def is_computed(self) -> bool:
        """Whether it is computed from printed cells, and so rests on what was corrected there."""
        return self.is_share or self.cell.indicator in _computed()


def measures_of(names: Sequence[str]) -> tuple[Measure, ...]:
    """What names of cells mean, each once, in the order named.

    Args:
        names: cells as in conditions; ``GROUNDS`` with or without ``.COLUMN`` for the shares of
            all grounds of refusal; ``SHARE`` and a ground's cell for one of them.

    Raises:
        BadFilterError: none is named, or more than ``MOST_MEASURES`` are meant.
        UnknownFieldError: a name that no cell has, or more than one.
    """
    found = tuple(dict.fromkeys(one for name in names if name.strip() for one in _meant(name)))
    if not found:
        raise BadFilterError(
            say("没有指明要比较的指标"),
            remedy=say("例如 新收、rate.denied、%(value)s；名称与条件里的相同", value=GROUNDS[1]),
        )
    if len(found) > MOST_MEASURES:
        raise BadFilterError(
            say(
                "要比较的指标有 %(count)s 个，最多 %(most)s 个",
                count=len(found),
                most=MOST_MEASURES,
            ),
            remedy=say("请分几次比较"),
        )
    return found


def _meant(name: str) -> tuple[Measure, ...]:
    written = narrow(name).replace("。", ".").strip()
    if written.lower().startswith(SHARE):
        return (_named_share(name, resolve_cell(written[len(SHARE) :])),)
    head, _, column = written.partition(".")
    if head.lower() not in GROUNDS:
        return (cell_measure(resolve_cell(name)),)
    of = resolve_cell(f"{_DENIED}.{column}" if column.strip() else _DENIED)
    return tuple(_ground_share(of, ground) for ground in _grounds(of.column))


def _named_share(name: str, cell: CellId) -> Measure:
    if cell not in _grounds(cell.column):
        raise BadFilterError(
            say("“%(name)s”不是一项不予公开的理由", name=name),
            remedy=say(
                "可用的：%(value)s", value="、".join(SHARE + str(one) for one in _grounds("total"))
            ),
        )
    table, _, row = _DENIED.partition(".")
    return _ground_share(CellId(table, row, cell.column), cell)


@cache
def cell_measure(cell: CellId) -> Measure:
    """A cell to compare by; where it is a rate, with what it is computed from."""
    label, column_label, unit = cell_labels(cell)
    rate = _rates().get(cell.indicator)
    above = _terms(rate.numerator, cell.column) if rate else ()
    below = _terms(rate.denominator, cell.column) if rate else ()
    every = dict.fromkeys((cell, *above, *below))
    links = dict.fromkeys(filter(None, (link_of(one.indicator) for one in every)))
    return Measure(
        id=str(cell),
        cell=cell,
        label=label,
        column_label=column_label,
        unit=unit,
        definition=rate.definition if rate else "",
        above=above,
        below=below,
        stock=next((say(note) for note in map(stock_note, every) if note), ""),
        links=tuple(links),
    )


@cache
def _ground_share(denied: CellId, ground: CellId) -> Measure:
    label, column_label, _ = cell_labels(ground)
    names = {"ground": say(label), "whole": say(cell_labels(denied)[0])}
    return Measure(
        id=f"{SHARE}{ground}",
        cell=ground,
        label=say("%(ground)s占%(whole)s的比例", **names),
        column_label=column_label,
        unit=RATE_UNIT,
        definition=say(
            "%(ground)s ÷ %(whole)s：因这一项理由不予公开的，占全部不予公开的比例", **names
        ),
        above=(ground,),
        below=(denied,),
        grounds=_grounds(denied.column),
    )


@cache
def _grounds(column: str) -> tuple[CellId, ...]:
    """Every ground of refusal of the forms, the newest form's first."""
    rows = (row for form in reversed(all_forms()) for row in sum_parts(form, _DENIED))
    table = _DENIED.partition(".")[0]
    return tuple(dict.fromkeys(CellId(table, row.id, column) for row in rows))


@cache
def _rates() -> dict[str, DerivedIndicator]:
    return {one.id: one for one in derived_indicators() if one.is_rate}


@cache
def _computed() -> frozenset[str]:
    return frozenset(one.id for one in derived_indicators())


def _terms(terms: Sequence[str], column: str) -> tuple[CellId, ...]:
    return tuple(term_cell(term, column) for term in terms)
