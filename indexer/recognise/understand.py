"""The façade: one reading of a report's lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from govreport_search.domain import (
    Fact,
    Finding,
    PrintedRow,
    Quantity,
    Section,
    State,
)
from govreport_search.domain.quantity import MISSING
from govreport_search.forms import Form, Table
from govreport_search.sentence import say
from indexer.blocks import Grid, Line
from indexer.recognise.choose import choose_form, form_of_chapters
from indexer.recognise.consumed import consumed_lines
from indexer.recognise.earlier_year import earlier_years
from indexer.recognise.extension import PREFIX
from indexer.recognise.gridded import Gridded, read_grids
from indexer.recognise.lost import empty_tables, repeated_lines_removed
from indexer.recognise.repeat import merged
from indexer.recognise.stretch import Stretch, stretches
from indexer.recognise.table import TableReading, read_table
from indexer.recognise.vocabulary import Vocabulary, vocabulary
from indexer.segment import Heading, headings, sections, without_run_on


@dataclass(frozen=True)
class Reading:
    """What a report says.

    Attributes:
        form: id of the statutory form, empty if the text has neither table nor chapters.
        form_confidence: how sure that is, 0 to 1.
        sections: in printed order.
        facts: one for each cell of the form, missing ones included; then group rows that
            print values of their own, and rows the form does not have.
        rows: every statutory row seen, group rows included, in printed order by table.
        findings: what was odd about the tables.
    """

    form: str
    form_confidence: float
    sections: tuple[Section, ...]
    facts: tuple[Fact, ...]
    rows: tuple[PrintedRow, ...]
    findings: tuple[Finding, ...]


def understand(lines: Sequence[Line], grids: Sequence[Grid] = ()) -> Reading:
    """Read a report.

    Args:
        lines: every line of it, as a reader yields them.
        grids: the tables among them whose rows and columns the source itself draws.
    """
    form, confidence = choose_form(lines)
    if form is None:
        heads = headings(lines, form_of_chapters(lines))
        return Reading("", 0.0, sections(lines, heads, frozenset(), {}), (), (), ())
    words = vocabulary(form)
    gridded = read_grids(grids, words, lines)
    drawn = frozenset(i for reading in gridded.tables.values() for i in reading.used)
    heads = headings(lines, form, drawn)
    lines = without_run_on(lines, heads)
    other = earlier_years(lines, heads, words, gridded.lines)
    found = stretches(lines, heads, words, gridded.lines | other)
    tables = [_one_route(table, gridded, found, words, lines) for table in form.tables]
    kept = frozenset(i for table in tables if table in gridded.tables.values() for i in table.used)
    in_lines = [table for table in tables if table not in gridded.tables.values()]
    consumed = kept | consumed_lines(in_lines, found, heads, words, lines)
    chapters = sections(lines, heads, consumed, _lost_headings(tables, heads))
    unread = empty_tables(tables, chapters)
    findings = [finding for table in tables for finding in table.findings]
    findings.extend(unread.values())
    findings.extend(repeated_lines_removed(tables, found, lines))
    return Reading(
        form=form.id,
        form_confidence=confidence,
        sections=chapters,
        facts=tuple(_facts(form, tables, unread)),
        rows=tuple(row for table in tables for row in _rows(table)),
        findings=tuple(findings),
    )


def _one_route(
    table: Table,
    gridded: Gridded,
    found: Sequence[Stretch],
    words: Vocabulary,
    lines: Sequence[Line],
) -> TableReading:
    """The table as the grids have it; as lines have it where those say more of it.

    Lines of grids are not read again as lines. A cell on which a grid says something else is
    not read.
    """
    drawn = gridded.tables.get(table.id)
    if drawn is not None and _count(drawn) >= sum(1 for _ in table.cells()):
        return drawn
    printed = read_table(table, found, words, lines)
    if drawn is None:
        return printed
    if _count(printed) <= _count(drawn):
        return drawn
    for row_id, out in printed.read.items():
        if row_id in drawn.read and not row_id.startswith(PREFIX):
            row = table.row(row_id)
            printed.read[row_id] = merged(out, drawn.read[row_id], table, row)
    return printed


def _count(reading: TableReading) -> int:
    """How many cells of the form hold something that was read."""
    return sum(1 for fact in reading.facts if fact.quantity.state is not State.UNREADABLE)


def _lost_headings(tables: Sequence[TableReading], heads: Sequence[Heading]) -> dict[str, int]:
    """First lines of tables whose section has no heading; a title alone is no table."""
    known = {head.section for head in heads}
    return {
        reading.table.section: min(reading.used)
        for reading in tables
        if reading.used and reading.rows and reading.table.section not in known
    }


def _rows(reading: TableReading) -> Iterator[PrintedRow]:
    """Each printed row once, where it is printed first."""
    seen = set()
    for row in reading.rows:
        if row.row not in seen:
            seen.add(row.row)
            yield row


def _facts(
    form: Form, tables: Sequence[TableReading], unread: dict[str, Finding]
) -> Iterator[Fact]:
    read = {fact.cell: fact for table in tables for fact in table.facts}
    printed = {(row.table, row.row): row for table in tables for row in table.rows}
    for cell in form.cells():
        row = printed.get((cell.table, cell.row))
        if cell in read:
            yield read.pop(cell)
        elif row is not None:
            note = say("印有行名，没有可读的值")
            yield Fact(cell, Quantity(State.UNREADABLE, raw="", note=note), row.place, row.label)
        elif cell.table in unread:
            quantity = Quantity(State.UNREADABLE, raw="", note=say("该节为空，表格可能是图片"))
            yield Fact(cell, quantity, unread[cell.table].place)
        else:
            yield Fact(cell, MISSING)
    yield from read.values()
