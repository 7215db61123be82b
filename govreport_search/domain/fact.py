"""A fact: one statutory cell of one report, with its place in the source."""

from __future__ import annotations

from dataclasses import dataclass

from govreport_search.domain.quantity import Quantity


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the source.

    Attributes:
        line: 1-based line of the source text, ``None`` where the source has pages instead.
        end_line: last line, equal to ``line`` for a single one.
        page: 1-based page, ``None`` for kinds without pages.
        part: index of the source file among the report's files; 0 is the main file.
    """

    line: int | None = None
    end_line: int | None = None
    page: int | None = None
    part: int = 0


@dataclass(frozen=True, slots=True, order=True)
class CellId:
    """Names a cell across all reports: table + row + column, e.g. requests/new/total.

    ``str()`` gives the dotted id all outputs use: ``requests.new.total``; ``parse`` is its
    inverse. Only the row may hold dots.
    """

    table: str
    row: str
    column: str

    @classmethod
    def parse(cls, text: str) -> CellId:
        """The cell of a dotted id."""
        table, _, rest = text.partition(".")
        row, _, column = rest.rpartition(".")
        return cls(table, row, column)

    @property
    def indicator(self) -> str:
        """Table and row, e.g. ``requests.denied.state_secret``."""
        return f"{self.table}.{self.row}"

    def __str__(self) -> str:
        return f"{self.table}.{self.row}.{self.column}"


@dataclass(frozen=True, slots=True)
class Fact:
    """Indicator x column in one report.

    Attributes:
        cell: which cell of the form.
        quantity: what it holds.
        place: where it is printed; ``None`` only for a missing cell.
        label: the row's label as printed; empty for a missing row.
    """

    cell: CellId
    quantity: Quantity
    place: Place | None = None
    label: str = ""
