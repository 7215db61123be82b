"""Cells that are summed, and whether the reports of a group may be added at all."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from govreport_search.columns.segment import NO_YEAR
from govreport_search.domain import CellId
from govreport_search.forms.derived import RATE_UNIT
from govreport_search.forms.lookup import indicators
from govreport_search.services.array import Flags, Positions
from govreport_search.services.corpus import Corpus
from govreport_search.services.measure import cell_measure


@dataclass(frozen=True, slots=True)
class StatisticCell:
    """A cell that is summed, with the labels of the newest form that has it.

    Attributes:
        is_share: a share, whose sum would mean nothing.
        stock: why it must not be added over years, in Chinese; empty where it may be.
    """

    cell: CellId
    label: str
    column_label: str
    unit: str
    is_share: bool
    stock: str


@cache
def described(cell: CellId) -> StatisticCell:
    """The cell as it is listed."""
    of = cell_measure(cell)
    return StatisticCell(cell, of.label, of.column_label, of.unit, of.unit == RATE_UNIT, of.stock)


def every_cell(corpus: Corpus) -> tuple[CellId, ...]:
    """Cells that any report has, in the order of the forms, rows of no form last."""
    held = dict.fromkeys(map(CellId.parse, corpus.columns.cells))
    known = [cell for cell in _form_cells() if cell in held]
    return tuple(dict.fromkeys((*known, *held)))


@cache
def _form_cells() -> tuple[CellId, ...]:
    return tuple(
        CellId(ref.table, ref.row, column) for ref in indicators() for column in ref.columns
    )


class Unlike:
    """Which groups of reports hold unlike things, so that adding some cells would be wrong.

    A body's report does not tell whether its numbers include those of the bodies below it, so
    that only bodies of one known level and kind are added (as ``compare`` does for regions).

    Attributes:
        mixed: groups of more than one level or kind, or of an unknown one, shape (groups + 1,);
            the whole is last.
        over_years: groups of more than one year, or of an unknown one, of the same shape.
    """

    def __init__(self, corpus: Corpus, reports: Positions, by: str) -> None:
        column = corpus.column(by)
        self._codes = column.codes.take(reports).astype(np.int64)
        self._size = len(column.values)
        self._tree = corpus.regions if by == "region" else None
        self.mixed = self._several(corpus, reports, "level")
        self.mixed |= self._several(corpus, reports, "kind")
        self.over_years = self._several(corpus, reports, "year")

    def _several(self, corpus: Corpus, reports: Positions, field: str) -> Flags:
        column = corpus.column(field)
        width = len(column.values)
        place = self._codes * width + column.codes.take(reports)
        held: NDArray[np.int64] = np.bincount(place, minlength=self._size * width)
        held = held.reshape(self._size, width)
        whole = held.sum(axis=0)[np.newaxis]
        groups = held if self._tree is None else self._tree.counts(held)
        every = np.concatenate((groups, whole)) > 0
        unknown = np.array([value in ("", NO_YEAR) for value in column.values], dtype=np.bool_)
        return np.asarray((every.sum(axis=1) > 1) | every[:, unknown].any(axis=1))
