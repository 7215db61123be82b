"""A report's statutory tables: the form's drawing, and what each of its cells holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from govreport_search.domain import CellId, Fact, Finding, State
from govreport_search.domain.quantity import MISSING
from govreport_search.forms import Form, Table
from govreport_search.forms.explanation import Explanation, column_explanation, explanation
from govreport_search.query.describe import describe_cell
from govreport_search.query.words import STATE_LABELS
from webui.present.drawing import Box, Drawing, Extension, draw

UNSURE = 0.9
"""Of a cell that was recognised from an image with less confidence the table says so."""


@dataclass(frozen=True, slots=True)
class CorrectionNote:
    """A person's word on a cell.

    Attributes:
        words: what was read, who says otherwise, when and why.
    """

    cell: CellId
    name: str
    confirmed: bool
    words: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of one report.

    Attributes:
        facts: what the cells hold.
        flagged: cells that a finding concerns, with the number of the first one on the page.
        states: states that occur besides ``number``, in the order of ``State``.
    """

    table: Table
    drawing: Drawing
    facts: Mapping[CellId, Fact]
    flagged: Mapping[CellId, int]
    states: tuple[State, ...]

    @property
    def corrections(self) -> tuple[CorrectionNote, ...]:
        """What people said about its cells, in the order of the cells."""
        return tuple(_note(fact) for fact in self.facts.values() if fact.correction)

    def fact(self, cell: CellId) -> Fact:
        """What a drawn cell holds."""
        return self.facts.get(cell) or Fact(cell, MISSING)

    @property
    def has_unsure(self) -> bool:
        """Whether a cell was recognised with little confidence."""
        return any(map(is_unsure, self.facts.values()))

    def told(self, box: Box) -> Explanation | None:
        """What a drawn label means; ``None`` where nothing is said of it."""
        if not box.about:
            return None
        if box.scope == "col":
            return column_explanation(self.table.id, box.about)
        return explanation(f"{self.table.id}.{box.about}")

    def name(self, box: Box) -> str:
        """The label without its number of the row or column that a drawn label is of."""
        if box.scope == "col":
            return self.table.column(box.about).label
        return self.table.row(box.about).label

    @property
    def is_lost(self) -> bool:
        """Whether nothing of the table was printed."""
        return all(fact.quantity.state is State.MISSING for fact in self.facts.values())


def is_unsure(fact: Fact) -> bool:
    """Whether a value that was recognised from an image should be compared with it."""
    return fact.confidence < UNSURE and fact.quantity.state not in (State.UNREADABLE, State.MISSING)


def sheets(form: Form, facts: Iterable[Fact], findings: Iterable[Finding]) -> tuple[Sheet, ...]:
    """The tables of a form as one report fills them, in printed order."""
    by_table: dict[str, list[Fact]] = {}
    for fact in facts:
        by_table.setdefault(fact.cell.table, []).append(fact)
    flagged: dict[CellId, int] = {}
    for number, f in enumerate(findings, 1):
        if f.table and f.row and f.column:
            flagged.setdefault(CellId(f.table, f.row, f.column), number)
    return tuple(_sheet(t, by_table.get(t.id, []), flagged) for t in form.tables)


def _sheet(table: Table, facts: Sequence[Fact], flagged: Mapping[CellId, int]) -> Sheet:
    cells = {fact.cell: fact for fact in facts}
    printed = {
        cell.row for cell in cells if table.has_row(cell.row) and table.row(cell.row).is_group
    }
    drawing = draw(table, printed, _extensions(table, facts))
    drawn = [box.cell for line in drawing.body for box in line if box.cell]
    states = {cells[cell].quantity.state if cell in cells else State.MISSING for cell in drawn}
    return Sheet(
        table=table,
        drawing=drawing,
        facts=cells,
        flagged={cell: number for cell, number in flagged.items() if cell in cells},
        states=tuple(s for s in State if s in states and s is not State.NUMBER),
    )


def _extensions(table: Table, facts: Iterable[Fact]) -> list[Extension]:
    columns: dict[str, list[str]] = {}
    labels: dict[str, str] = {}
    for fact in facts:
        if not table.has_row(fact.cell.row):
            columns.setdefault(fact.cell.row, []).append(fact.cell.column)
            labels[fact.cell.row] = fact.label
    return [Extension(row, labels[row] or row, tuple(ids)) for row, ids in columns.items()]


def _note(fact: Fact) -> CorrectionNote:
    said, read = fact.correction, (fact.read or fact).quantity
    assert said is not None
    held = STATE_LABELS[read.state] if read.value is None else format(read.value, "f")
    printed = f"，印作“{read.raw}”" if read.raw and read.value is None else ""
    why = f"：{said.why}" if said.why else ""
    words = f"读作 {held}{printed}。{said.by} {said.at[:10]}{why}"
    return CorrectionNote(fact.cell, describe_cell(fact.cell), said.confirmed, words)
