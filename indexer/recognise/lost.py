"""What a source lost on its way to text, and how that shows."""

from __future__ import annotations

from collections.abc import Sequence

from govreport_search.domain import Finding, Section, Severity
from govreport_search.sentence import say
from indexer.blocks import Line
from indexer.grid import place_of
from indexer.recognise.stretch import Stretch
from indexer.recognise.table import TableReading

_FEWEST_LABELS = 10
_FEWEST_LINES = 20


def empty_tables(tables: Sequence[TableReading], chapters: Sequence[Section]) -> dict[str, Finding]:
    """Tables whose section has a heading and nothing below it: an image, most likely."""
    by_id = {section.id: section for section in chapters if section.title}
    printed = {reading.table.section for reading in tables if reading.used}
    found = {}
    for reading in tables:
        section = by_id.get(reading.table.section)
        if section is None or section.id in printed or section.printed.strip():
            continue
        found[reading.table.id] = Finding(
            code="table_not_text",
            severity=Severity.WARNING,
            message=say(
                "“%(section)s”一节没有文字，表格可能是图片，其中的值无法读取", section=section.title
            ),
            table=reading.table.id,
            place=section.place,
        )
    return found


def repeated_lines_removed(
    tables: Sequence[TableReading], found: Sequence[Stretch], lines: Sequence[Line]
) -> list[Finding]:
    """Tables whose labels stand without values in a text that repeats no line at all."""
    labels = sum(
        1
        for reading in tables
        for row in {row.row for row in reading.rows}
        if row not in reading.read and not reading.table.row(row).is_group
    )
    printed = [
        lines[i].text.strip()
        for stretch in found
        for i in range(stretch.first, stretch.end)
        if lines[i].text.strip()
    ]
    if labels < _FEWEST_LABELS or len(printed) < _FEWEST_LINES or len(set(printed)) < len(printed):
        return []
    first = min(stretch.first for stretch in found)
    last = max(stretch.end for stretch in found) - 1
    return [
        Finding(
            code="repeated_lines_removed",
            severity=Severity.WARNING,
            message=say(
                "表格中没有任何重复的行，提取文字时重复的行（包括数字）可能被删除，其中的值无法读取"
            ),
            place=place_of(lines, first, last),
        )
    ]
