"""Forms, tables, rows, columns and rules as frozen dataclasses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from govreport_search.domain import CellId


class Evidence(StrEnum):
    """How well a printed wording is attested; an unverified rule never contradicts."""

    VERBATIM = "verbatim"
    PARTIAL = "partial"
    UNVERIFIED = "unverified"


class Layout(StrEnum):
    """How a table is laid out on paper.

    ``ROWS``: a header, then one line of values for each row.
    ``GROUPED``: sub-tables under group rows, each with its own columns.
    ``SINGLE_LINE``: one line of values, block after block; a block is a row of ours.
    """

    ROWS = "rows"
    GROUPED = "grouped"
    SINGLE_LINE = "single_line"


class ValueType(StrEnum):
    """What numbers a column may hold."""

    INTEGER = "integer"
    SIGNED = "signed"
    DECIMAL = "decimal"


@dataclass(frozen=True, slots=True)
class Column:
    """A printed column. ``parent`` is the printed super-header, e.g. 法人或其他组织."""

    id: str
    label: str
    aliases: tuple[str, ...] = ()
    parent: str = ""
    unit: str = ""
    value_type: ValueType = ValueType.INTEGER


@dataclass(frozen=True, slots=True)
class Row:
    """A printed row; group rows hold no values of their own in the official template.

    Attributes:
        id: unique within the table; children are named ``parent.child`` or listed by ``parent``.
        no: printed numbering, e.g. （三） or 1.
        columns: ids of the columns this row has, in printed order.
        evidence: how well the wording is attested.
        article: the clause of the 《条例》 (2019) the row rests on, only where certain.
    """

    id: str
    label: str
    columns: tuple[str, ...]
    no: str = ""
    parent: str = ""
    is_group: bool = False
    aliases: tuple[str, ...] = ()
    evidence: Evidence = Evidence.VERBATIM
    unit: str = ""
    article: str = ""


@dataclass(frozen=True)
class Table:
    """One statutory table."""

    id: str
    section: str
    title: str
    layout: Layout
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    unit: str = ""
    corner: str = ""

    @cached_property
    def _columns(self) -> dict[str, Column]:
        return {column.id: column for column in self.columns}

    @cached_property
    def _rows(self) -> dict[str, Row]:
        return {row.id: row for row in self.rows}

    def column(self, column_id: str) -> Column:
        """The column of that id; ``KeyError`` if there is none."""
        return self._columns[column_id]

    def row(self, row_id: str) -> Row:
        """The row of that id; ``KeyError`` if there is none."""
        return self._rows[row_id]

    def has_row(self, row_id: str) -> bool:
        """Whether the table has a row of that id, group rows included."""
        return row_id in self._rows

    @property
    def data_rows(self) -> tuple[Row, ...]:
        """Rows that hold values in the official template."""
        return tuple(row for row in self.rows if not row.is_group)

    def children(self, row_id: str) -> tuple[Row, ...]:
        """Rows directly under a group row, in printed order."""
        return tuple(row for row in self.rows if row.parent == row_id)

    def unit_of(self, row: Row, column: Column) -> str:
        """The unit of a cell: the column's, else the row's, else the table's."""
        return column.unit or row.unit or self.unit

    def cells(self) -> Iterator[CellId]:
        """Every cell the official template has, in printed order."""
        for row in self.data_rows:
            for column_id in row.columns:
                yield CellId(self.id, row.id, column_id)


@dataclass(frozen=True, slots=True)
class FormSection:
    """A chapter of the form: id from the controlled list, printed number and titles."""

    id: str
    title: str
    no: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """An arithmetic identity of one table: sum(left) == sum(right).

    With ``each == "row"`` the terms are column ids and the rule holds in every data row;
    with ``each == "column"`` they are row ids and it holds in every column.

    Attributes:
        code: code of the finding that a breach yields.
        words: the rule in Chinese, as shown to users.
        official: whether the official template itself states or implies it.
        basis: where it comes from.
    """

    id: str
    table: str
    each: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    official: bool
    basis: str
    evidence: Evidence = Evidence.VERBATIM
    code: str = ""
    words: str = ""


@dataclass(frozen=True)
class Form:
    """A statutory form in force for certain report years.

    Attributes:
        last_year: ``None`` while in force.
        tolerated_years: further report years in which using it was no fault.
        tell_tale: printed labels that occur in no other form.
    """

    id: str
    title: str
    first_year: int
    last_year: int | None
    basis: str
    tell_tale: tuple[str, ...]
    sections: tuple[FormSection, ...]
    tables: tuple[Table, ...]
    rules: tuple[Rule, ...]
    tolerated_years: tuple[int, ...] = ()

    def includes_year(self, year: int) -> bool:
        """Whether the form was in force for reports on that year."""
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)

    def table(self, table_id: str) -> Table:
        """The table of that id; ``KeyError`` if there is none."""
        for table in self.tables:
            if table.id == table_id:
                return table
        raise KeyError(table_id)

    def has_cell(self, cell: CellId) -> bool:
        """Whether the form's template prints that cell (group rows count as having none)."""
        for table in self.tables:
            if table.id == cell.table and table.has_row(cell.row):
                row = table.row(cell.row)
                return not row.is_group and cell.column in row.columns
        return False

    def cells(self) -> Iterator[CellId]:
        """Every cell of the form, in printed order."""
        for table in self.tables:
            yield from table.cells()
