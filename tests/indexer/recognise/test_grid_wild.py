"""Grids as they are published: variants of tables, second tables, extra rows, odd cells."""

from __future__ import annotations

from dataclasses import replace

import pytest
from grid_drawing import (
    Drawing,
    Drawn,
    Truth,
    draw,
    every_table_of,
    facts_of,
    lay,
    read,
    report,
    truth_of,
    unread,
    wrong,
)

from govreport_search.domain import CellId, State
from govreport_search.forms import Form, form
from indexer.recognise import understand

LATEST = form("2021")
TRUTH = truth_of(LATEST)


def drawn(table: str, truth: Truth = TRUTH) -> Drawing:
    return draw(LATEST, LATEST.table(table), truth)


def with_table(table: str, *parts: Drawing, chosen: Form = LATEST, truth: Truth = TRUTH):  # type: ignore[no-untyped-def]
    """A report in which one table is printed in another way."""
    drawings: list[Drawing | None] = []
    for name in every_table_of(chosen):
        mine = parts if name == table else (draw(chosen, chosen.table(name), truth),)
        drawings += [None, *mine]
    return drawings


def all_right(reading, cells=TRUTH) -> None:  # type: ignore[no-untyped-def]
    assert wrong(reading, TRUTH) == []
    assert unread(reading, TRUTH, cells) == []


def block_values(block: str) -> list[Drawn]:
    table = LATEST.table("disputes")
    row = table.row(block)
    return [Drawn(TRUTH[c], cell=c) for c in (CellId(table.id, block, k) for k in row.columns)]


NAMES = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
BLOCKS = {
    "review": "行政复议",
    "litigation_direct": "未经复议直接起诉",
    "litigation_after_review": "复议后起诉",
}


def test_blocks_one_below_the_other_with_their_labels() -> None:
    header = [Drawn("类别"), *map(Drawn, NAMES)]
    rows = [[Drawn(label), *block_values(block)] for block, label in BLOCKS.items()]
    all_right(read(LATEST, with_table("disputes", [header, *rows])))


def test_blocks_one_below_the_other_with_their_own_headers() -> None:
    parts: Drawing = []
    for block, label in BLOCKS.items():
        parts += [[Drawn(label, columns=5)], [Drawn(n) for n in NAMES], block_values(block)]
    all_right(read(LATEST, with_table("disputes", parts)))


def test_blocks_in_tables_of_their_own() -> None:
    parts = [
        [[Drawn(label, columns=5)], [Drawn(n) for n in NAMES], block_values(block)]
        for block, label in BLOCKS.items()
    ]
    all_right(read(LATEST, with_table("disputes", *parts)))


def test_every_value_of_the_blocks_on_a_row_of_its_own() -> None:
    parts: Drawing = []
    for block, label in BLOCKS.items():
        first = [Drawn(label, rows=5)]
        for name, value in zip(NAMES, block_values(block), strict=True):
            parts.append([*first, Drawn(name), value])
            first = []
    all_right(read(LATEST, with_table("disputes", parts)))


def test_values_drift_against_the_spans_of_the_header() -> None:
    form_2019 = form("2019")
    truth = truth_of(form_2019)
    cells = [CellId("disclosure", "licensing", c) for c in ("prev_items", "delta", "decisions")]
    drawing = draw(form_2019, form_2019.table("disclosure"), truth)
    for row in drawing:
        if any(cell.cell in cells for cell in row):
            first, second, third = row[1:]
            row[1:] = [replace(first, columns=5), replace(second, columns=3), third]
    reading = read(form_2019, with_table("disclosure", drawing, chosen=form_2019, truth=truth))
    assert wrong(reading, truth) == []
    assert unread(reading, truth, cells) == []


def test_a_value_over_two_columns_beside_others_is_no_value() -> None:
    drawing = drawn("requests")
    row = next(row for row in drawing if row[-1].cell == CellId("requests", "new", "total"))
    row[2:4] = [replace(row[2], columns=2)]
    reading = read(LATEST, with_table("requests", drawing))
    facts = facts_of(reading)
    merged = [CellId("requests", "new", c) for c in ("commercial", "research")]
    assert [facts[cell].quantity.state for cell in merged] == [State.UNREADABLE] * 2
    assert facts[merged[0]].quantity.raw == TRUTH[merged[0]]
    all_right(reading, [cell for cell in TRUTH if cell not in merged])


def test_ink_that_cannot_be_read_is_unreadable() -> None:
    drawing = drawn("requests")
    cell = CellId("requests", "granted", "total")
    for row in drawing:
        row[:] = [replace(c, text="1?", legible=False) if c.cell == cell else c for c in row]
    reading = read(LATEST, with_table("requests", drawing))
    quantity = facts_of(reading)[cell].quantity
    assert (quantity.state, quantity.raw) == (State.UNREADABLE, "1?")
    all_right(reading, [other for other in TRUTH if other != cell])


def test_a_local_row_is_an_extension() -> None:
    drawing = drawn("requests")
    at = next(i for i, row in enumerate(drawing) if row[-1].cell and row[-1].cell.row == "granted")
    drawing[at][0] = replace(drawing[at][0], rows=drawing[at][0].rows + 1)
    values = [Drawn(str(number)) for number in range(9001, 9008)]
    drawing.insert(at + 1, [Drawn("同意延期答复", columns=2), *values])
    reading = read(LATEST, with_table("requests", drawing))
    all_right(reading)
    added = CellId("requests", "extension.同意延期答复", "total")
    assert facts_of(reading)[added].quantity.raw == "9007"


def test_a_row_that_leaves_a_group_unsplit_is_the_group() -> None:
    drawing = [
        row
        for row in drawn("requests")
        if not (row[-1].cell and row[-1].cell.row.startswith("other."))
    ]
    columns = LATEST.table("requests").row("other").columns
    values = [Drawn(str(8001 + i)) for i in range(len(columns))]
    at = next(
        i for i, row in enumerate(drawing) if row[-1].cell and row[-1].cell.row == "result_total"
    )
    drawing.insert(at, [Drawn("（六）其他处理"), Drawn(""), *values])
    reading = read(LATEST, with_table("requests", drawing))
    assert (
        wrong(
            reading,
            TRUTH | {CellId("requests", "other", c): str(8001 + i) for i, c in enumerate(columns)},
        )
        == []
    )
    assert facts_of(reading)[CellId("requests", "other", "total")].quantity.raw == "8007"
    assert (
        facts_of(reading)[CellId("requests", "other.else", "total")].quantity.state is State.MISSING
    )


def test_of_two_tables_the_first_is_read() -> None:
    other = {cell: str(int(float(text)) + 5000) for cell, text in TRUTH.items()}
    reading = read(LATEST, with_table("requests", drawn("requests"), drawn("requests", other)))
    all_right(reading)
    assert "table_repeated" in {finding.code for finding in reading.findings}


def test_a_header_in_another_order_decides() -> None:
    drawing = drawn("requests")
    for row in drawing[3:]:
        row.insert(len(row) - 7, row.pop())
    drawing[0:3] = [
        [
            Drawn("", columns=3, rows=2),
            Drawn("总计", rows=2),
            Drawn("自然人", rows=2),
            Drawn("法人或其他组织", columns=5),
        ],
        [Drawn(c.label) for c in LATEST.table("requests").columns if c.parent],
    ]
    all_right(read(LATEST, with_table("requests", drawing)))


def test_headers_that_disagree_leave_the_moved_columns_unread() -> None:
    drawing = drawn("requests")
    header = [list(row) for row in drawing[:3]]
    header[2][0], header[2][1] = header[2][1], header[2][0]
    above, below = drawing[:5], drawing[5:]
    reading = read(LATEST, with_table("requests", above, [*header, *below]))
    facts = facts_of(reading)
    moved, total = (CellId("requests", "granted", c) for c in ("research", "total"))
    assert facts[moved].quantity.state is State.UNREADABLE
    assert facts[total].quantity.raw == TRUTH[total]
    assert "header_unclear" in {finding.code for finding in reading.findings}
    assert wrong(reading, TRUTH) == []


def test_a_label_cut_by_a_page_is_one_row() -> None:
    drawing = drawn("requests")
    at = next(
        i
        for i, row in enumerate(drawing)
        if row[-1].cell and row[-1].cell.row == "denied.safety_stability"
    )
    label = drawing[at][0]
    drawing[at][0] = replace(label, text=label.text[:6])
    rest = [replace(label, text=label.text[6:]), *(Drawn("") for _ in range(7))]
    above, below = drawing[: at + 1], [[Drawn(""), Drawn(""), *rest], *_closed(drawing, at + 1)]
    all_right(read(LATEST, with_table("requests", above, below)))


def _closed(drawing: Drawing, at: int) -> Drawing:
    """The rows from one on, blank cells in place of the groups above that reach into them."""
    rows: Drawing = []
    for row in drawing[at:]:
        lacking = 10 - sum(cell.columns for cell in row)
        rows.append([*(Drawn("") for _ in range(lacking)), *row])
    return [[replace(cell, rows=1) for cell in row] for row in rows]


@pytest.mark.parametrize("sure", [True, False])
def test_columns_that_were_guessed_read_whole_rows_only(sure: bool) -> None:
    drawing = drawn("requests")
    cell = CellId("requests", "new", "commercial")
    for row in drawing:
        if any(c.cell == cell for c in row):
            at = next(i for i, c in enumerate(row) if c.cell == cell)
            row[at : at + 2] = [replace(row[at], columns=2)]
    reading = read(LATEST, with_table("requests", drawing), sure=sure)
    total = facts_of(reading)[CellId("requests", "new", "total")].quantity
    assert (total.state is State.NUMBER) == sure
    assert wrong(reading, TRUTH) == []


def test_a_heading_in_a_layout_table_begins_a_section() -> None:
    lines, grids = report(LATEST, with_table("requests", drawn("requests")))
    at = next(i for i, line in enumerate(lines) if line.text.startswith("五、"))
    grid, rows = lay(
        [[Drawn("五、存在的主要问题及改进情况", columns=2)], [Drawn("问题"), Drawn("有待改进")]], at
    )
    lines = (*lines[:at], *(replace(row, place=lines[at].place) for row in rows), *lines[at + 1 :])
    moved = tuple(replace(g, first=g.first + 1) if g.first > at else g for g in grids)
    reading = understand(lines, (*moved, grid))
    assert "problems" in {section.id for section in reading.sections}
    all_right(reading)


def test_confidence_goes_with_the_fact() -> None:
    lines, grids = report(LATEST, with_table("requests", drawn("requests")))
    faint = tuple(
        replace(g, cells=tuple(replace(c, confidence=0.7) for c in g.cells)) for g in grids
    )
    facts = facts_of(understand(lines, faint))
    assert facts[CellId("requests", "new", "total")].confidence == 0.7


def test_lines_are_read_where_a_grid_holds_only_a_scrap() -> None:
    """One row repeated in a grid is no reason to leave the rest of the table, in lines, unread."""
    lines, grids = report(LATEST, with_table("requests", drawn("requests")))
    whole = next(grid for grid in grids if grid.rows > 20)
    last = whole.rows - 1
    cells = tuple(replace(cell, row=0) for cell in whole.cells if cell.row == last)
    scrap = replace(whole, first=whole.first + last, rows=1, cells=cells)
    all_right(understand(lines, (scrap,)))


def test_a_front_table_is_left_alone() -> None:
    lines, grids = report(LATEST, with_table("requests", drawn("requests")))
    front = [
        [Drawn("索引号"), Drawn("014000/2024-00011"), Drawn("发布日期"), Drawn("2024-01-20")],
        [Drawn("名称"), Drawn("年度报告"), Drawn("有效性"), Drawn("有效")],
    ]
    grid, rows = lay(front, 1)
    shifted = tuple(replace(g, first=g.first + 2) for g in grids)
    reading = understand((lines[0], *rows, *lines[1:]), (grid, *shifted))
    all_right(reading)
    assert "014000/2024-00011" in reading.sections[0].printed
