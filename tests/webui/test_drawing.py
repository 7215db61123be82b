"""Every table of every form is drawn whole: each cell once, all lines of one width."""

import pytest

from govreport_search.domain import CellId
from govreport_search.forms import Layout, Table, all_forms, form
from webui.present.drawing import Box, Drawing, Extension, Line, draw

TABLES = [pytest.param(t, id=f"{f.id}-{t.id}") for f in all_forms() for t in f.tables]


def widths(lines: tuple[Line, ...]) -> list[int]:
    """The width of each line, spans from the lines above counted in."""
    result: list[int] = []
    hanging: list[tuple[int, int]] = []  # (lines still covered, columns)
    for line in lines:
        own = sum(box.colspan for box in line)
        result.append(own + sum(columns for _, columns in hanging))
        hanging = [(left - 1, columns) for left, columns in hanging if left > 1]
        hanging += [(box.rowspan - 1, box.colspan) for box in line if box.rowspan > 1]
    assert not hanging
    return result


def boxes(drawing: Drawing) -> list[Box]:
    return [box for line in (*drawing.head, *drawing.body) for box in line]


@pytest.mark.parametrize("table", TABLES)
def test_each_cell_stands_once_in_printed_order(table: Table) -> None:
    drawn = [box.cell for box in boxes(draw(table)) if box.cell is not None]
    assert drawn == list(table.cells())


@pytest.mark.parametrize("table", TABLES)
def test_all_lines_fill_the_same_width(table: Table) -> None:
    drawing = draw(table)
    found = set(widths(drawing.head) + widths(drawing.body))
    assert len(found) == 1


@pytest.mark.parametrize("table", TABLES)
def test_every_label_of_the_form_is_drawn(table: Table) -> None:
    text = "".join(box.text for box in boxes(draw(table)))
    for row in table.rows:
        assert row.label in text
    for column in table.columns:
        assert column.label in text


def test_group_labels_span_their_rows_as_printed() -> None:
    labels = {box.text: box for box in boxes(draw(form("2021").table("requests")))}
    assert labels["三、本年度办理结果"].rowspan == 22
    assert labels["（三）不予公开"].rowspan == 8
    assert labels["法人或其他组织"].colspan == 5
    assert labels["一、本年新收政府信息公开申请数量"].colspan == 3


def test_disputes_are_three_blocks_of_five() -> None:
    table = form("2021").table("disputes")
    assert table.layout is Layout.SINGLE_LINE
    drawing = draw(table)
    spans = {box.text: box.colspan for line in drawing.head[:2] for box in line}
    assert spans == {"行政复议": 5, "行政诉讼": 10, "未经复议直接起诉": 5, "复议后起诉": 5}
    assert len(drawing.body) == 1
    assert len(drawing.body[0]) == 15


def test_sub_tables_stand_under_their_article() -> None:
    drawing = draw(form("2019").table("disclosure"))
    first = [line[0].text for line in drawing.body]
    assert first[:3] == ["第二十条第（一）项", "信息内容", "规章"]
    assert drawing.body[-1][-1].colspan == 2


def test_a_group_row_with_values_of_its_own_gets_a_line() -> None:
    table = form("2021").table("requests")
    drawing = draw(table, printed={"other"})
    cells = [box.cell for box in boxes(drawing)]
    assert CellId("requests", "other", "total") in cells
    assert len(set(widths(drawing.head) + widths(drawing.body))) == 1


@pytest.mark.parametrize("table", [t for t in TABLES if t.values[0].layout != "single_line"])
def test_rows_beyond_the_form_are_drawn_below(table: Table) -> None:
    extra = Extension("extra_1", "另加的一行", table.rows[-1].columns)
    drawing = draw(table, extensions=[extra])
    assert drawing.body[-1][0].text == "另加的一行"
    assert len(set(widths(drawing.head) + widths(drawing.body))) == 1
