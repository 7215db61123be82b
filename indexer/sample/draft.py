"""A report before it is laid out as a file of any kind: its plan, sections and tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from govreport_search.domain import CellId, State
from govreport_search.forms import form
from indexer.sample.model import Body, Planted, TrueCell
from indexer.sample.sheet import Sheet, truth_of
from indexer.sample.story import DraftSection


@dataclass(frozen=True, slots=True)
class Plan:
    """One report to be made.

    Attributes:
        form: id of the form it is on.
        plant: the deviation to plant, empty for none.
        number: running number of the report.
        again: whether it is a second, different report of the same body and year.
    """

    body: Body
    year: int
    form: str
    plant: str
    number: int
    again: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything a report says, before any layout.

    Attributes:
        sections: in printed order, ``front`` first.
        sheets: the tables by id; empty where the report is prose only.
        planted: deviations put in so far.
    """

    plan: Plan
    sections: tuple[DraftSection, ...]
    sheets: Mapping[str, Sheet]
    planted: tuple[Planted, ...]

    @property
    def form(self) -> str:
        """Id of the statutory form printed, empty where no table is printed."""
        return self.plan.form if self.sheets else ""

    def truth(self, keeps_blanks: bool) -> dict[CellId, TrueCell]:
        """Every cell of the form: what the printed rows show, the others missing.

        Args:
            keeps_blanks: whether the layout shows where a blank cell stands.
        """
        if not self.sheets:
            return {}
        truth = dict.fromkeys(form(self.plan.form).cells(), TrueCell(State.MISSING))
        for sheet in self.sheets.values():
            for row in sheet.rows:
                truth.update(truth_of(row, keeps_blanks))
        return truth
