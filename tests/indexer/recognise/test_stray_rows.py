"""Lines that look like rows: tails of labels are no rows of their own, prose stays prose."""

from __future__ import annotations

import pytest
from recognise_layouts import OVERVIEW, WRITERS, Numbers, numbers, values

from govreport_search.forms import form
from indexer.readers import read_document
from indexer.recognise import Reading, understand

SHAPE = form("2021")
CELLS = numbers(SHAPE)
TABLE = SHAPE.table("requests")


def read(text: str) -> Reading:
    return understand(read_document(text.encode(), "report.txt").lines)


def numbers_read(reading: Reading) -> Numbers:
    return {f.cell: f.quantity.value for f in reading.facts if f.quantity.value is not None}


def test_the_end_of_a_label_broken_by_a_strange_line_is_no_row_of_its_own() -> None:
    text = WRITERS["broken_labels"](SHAPE, CELLS)
    row = TABLE.row("unable.still_unclear")
    printed = " ".join(values(TABLE, row, CELLS))
    whole = "\n\n".join(["3.补正", "后申请内", "容仍不明", "确", printed])
    assert whole in text
    broken = f"3.补正后申请内容仍\n打印自 example.org/gk 共 9 页\n不明确 {printed}"
    got = numbers_read(read(text.replace(whole, broken)))
    assert not [cell for cell in got if cell.row.startswith("extension.")]
    assert {c: v for c, v in got.items() if CELLS[c] != v} == {}
    assert {c: v for c, v in CELLS.items() if c.row != row.id}.items() <= got.items()


def test_lines_of_another_chapter_that_give_no_fact_stay_text() -> None:
    listed = [
        "其中，各类办件如下：",
        "（一）予以公开 931 件",
        "2.重复申请 932 件",
        "行政许可 933 件",
        "自然人 法人或其他组织 总计",
        "934 935 1869",
    ]
    text = WRITERS["page_layout"](SHAPE, CELLS).replace(OVERVIEW, "\n".join([OVERVIEW, *listed]))
    reading = read(text)
    assert numbers_read(reading) == CELLS
    overview = next(s for s in reading.sections if s.id == "overview")
    assert overview.printed.split("\n")[-len(listed) :] == listed


@pytest.mark.parametrize("pieces", [("（六）", "其他", "处理"), ("（六）其", "", "他处理")])
def test_a_group_row_broken_around_its_values_is_the_group(pieces: tuple[str, str, str]) -> None:
    printed = "901 902 903 904 905 906 907"
    children = {row.id for row in TABLE.children("other")}
    lines = WRITERS["broken_labels"](SHAPE, CELLS).split("\n\n")
    first = next(i for i, line in enumerate(lines) if line == "（六）")
    end = next(i for i, line in enumerate(lines) if line.startswith("（七）总计"))
    lines[first:end] = [part for part in (*pieces[:2], printed, pieces[2]) if part]
    got = numbers_read(read("\n\n".join(lines)))
    group = {cell.column: str(value) for cell, value in got.items() if cell.row == "other"}
    assert [group[column.id] for column in TABLE.columns] == printed.split()
    assert {c: v for c, v in got.items() if c.row != "other"} == {
        c: v for c, v in CELLS.items() if c.row not in children
    }


def test_a_corner_cell_broken_up_by_header_cells_is_no_text() -> None:
    text = WRITERS["broken_labels"](SHAPE, CELLS)
    heading = SHAPE.sections[2].title
    at = text.index(heading) + len(heading)
    corner = (
        f"\n\n{TABLE.corner[:10]}\n\n{TABLE.corner[10:20]}\n申请人情况\n\n{TABLE.corner[20:]}\n"
    )
    before = read(text)
    after = read(text[:at] + corner + text[at:])
    assert numbers_read(after) == numbers_read(before) == CELLS
    assert [s.printed for s in after.sections] == [s.printed for s in before.sections]
