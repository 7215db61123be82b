"""Word tables on their grid: spans, merges, damage, tables that only place prose."""

from __future__ import annotations

import pytest
from word_files import docx, p, tbl, tc, tr

from govreport_search.errors import UnreadableSourceError
from indexer.blocks import Document, Grid
from indexer.readers import read_document
from indexer.readers.word import content


def read(body: str) -> Document:
    return read_document(docx(body), "a.docx")


def drawn(grid: Grid) -> list[tuple[str, int, int, int, int]]:
    return [(c.text, c.row, c.column, c.rows, c.columns) for c in grid.cells]


def row_of(*cells: tuple[str, int]) -> str:
    """A row by widths alone, as converters write it."""
    return tr(
        *(tc(text, properties=f'<w:tcW w:w="{width}" w:type="dxa"/>') for text, width in cells)
    )


def test_merged_headers_and_blank_cells() -> None:
    table = tbl(
        tr(tc("行政复议", 2), tc("行政诉讼", 1, "restart")),
        tr("维持", "纠正", tc("", 1, "continue")),
        ["1", "", "3"],
    )
    (grid,) = read(table).grids
    assert drawn(grid) == [
        ("行政复议", 0, 0, 1, 2),
        ("行政诉讼", 0, 2, 2, 1),
        ("维持", 1, 0, 1, 1),
        ("纠正", 1, 1, 1, 1),
        ("1", 2, 0, 1, 1),
        ("", 2, 1, 1, 1),
        ("3", 2, 2, 1, 1),
    ]
    assert read(table).lines[2].cells == ("1", "", "3")


def test_merged_blanks_are_blank_once() -> None:
    table = tbl(
        tr("甲", tc("", 1, "restart"), "1"), tr("乙", tc("", 1, "continue"), "2"), ["丙", "x", "3"]
    )
    (grid,) = read(table).grids
    assert ("", 0, 1, 2, 1) in drawn(grid)
    assert len(grid.cells) == 8


def test_what_a_merged_cell_hides_is_not_printed() -> None:
    table = tbl(tr(tc("7", 1, "restart"), "1"), tr(tc("9", 1, "continue"), "2"), ["丙", "3"])
    assert [cell.text for cell in read(table).grids[0].cells] == ["7", "1", "2", "丙", "3"]


def test_a_merge_that_continues_nothing_is_a_cell_of_its_own() -> None:
    table = tbl(tr(tc("三、本年度", 1, "continue"), "1"), ["乙", "2"])
    assert drawn(read(table).grids[0])[0] == ("三、本年度", 0, 0, 1, 1)


def test_merges_of_other_widths_do_not_overlap() -> None:
    table = tbl(
        tr(tc("甲", 2, "restart"), "1"),
        tr(tc("乙", 1, "continue"), tc("丙", 1, "continue"), "2"),
        ["a", "b", "c"],
    )
    (grid,) = read(table).grids
    covered = [
        (r, c)
        for cell in grid.cells
        for r in range(cell.row, cell.row + cell.rows)
        for c in range(cell.column, cell.column + cell.columns)
    ]
    assert len(covered) == len(set(covered)) == 9


def test_old_horizontal_merges() -> None:
    restart, go_on = '<w:hMerge w:val="restart"/>', '<w:hMerge w:val="continue"/>'
    row = tr(tc("行政诉讼", properties=restart), tc("", properties=go_on), "总计")
    assert drawn(read(tbl(row, ["1", "2", "3"])).grids[0])[:2] == [
        ("行政诉讼", 0, 0, 1, 2),
        ("总计", 0, 2, 1, 1),
    ]


def test_rows_that_begin_or_end_inside_have_no_cell_there() -> None:
    skipped = '<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>'
    (grid,) = read(tbl(tr("中", properties=skipped), ["a", "b", "c"], ["d", "e", "f"])).grids
    assert drawn(grid)[0] == ("中", 0, 1, 1, 1)
    assert (grid.rows, grid.columns) == (3, 3)


def test_spans_left_out_are_found_by_the_widths() -> None:
    table = tbl(
        row_of(("合并", 2000), ("丙", 1000)),
        row_of(("1", 1010), ("2", 995), ("3", 995)),
        row_of(("4", 1000), ("5", 1000), ("6", 1000)),
    )
    assert drawn(read(table).grids[0])[:3] == [
        ("合并", 0, 0, 1, 2),
        ("丙", 0, 2, 1, 1),
        ("1", 1, 0, 1, 1),
    ]


def test_widths_that_make_no_grid_leave_the_cells_in_order() -> None:
    table = tbl(row_of(("甲", 900), ("乙", 500)), row_of(("1", 300), ("2", 0), ("3", 300)), "")
    assert [cell[2] for cell in drawn(read(table).grids[0])] == [0, 1, 0, 1, 2]


def test_rows_in_wrappers_count_and_deleted_or_hidden_ones_do_not() -> None:
    table = tbl(
        f"<w:sdt><w:sdtContent>{tr('甲', '1')}</w:sdtContent></w:sdt>",
        tr("乙", "2", properties="<w:del/>"),
        tr("丙", "3", properties="<w:hidden/>"),
        tr("丁", "<w:sdt><w:sdtContent>" + tc("4") + "</w:sdtContent></w:sdt>"),
    )
    grid = read(table).grids[0]
    assert [cell.text for cell in grid.cells] == ["甲", "1", "丁", "4"]
    assert grid.cells[2].place.element == "tbl[1]/tr[4]/tc[1]"


def test_a_deleted_row_leaves_no_number_behind() -> None:
    table = tbl(["甲", "1"], tr("乙", "99", properties="<w:del/>"), ["丙", "3"])
    assert "99" not in read(table).text


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (p("本年新") + p("制作数量"), "本年新\n制作数量"),
        (p("1") + p("2"), "1\n2"),
        (p("1", "<w:r><w:tab/></w:r>", "2"), "1\n2"),
        (p("共", "<w:r><w:tab/></w:r>", "计"), "共 计"),
        (p("1", "3", "4"), "134"),
        (p() + p("5") + p(), "5"),
    ],
)
def test_lines_of_a_cell(cell: str, text: str) -> None:
    grid = read(tbl(tr("甲", f"<w:tc>{cell}</w:tc>"), ["乙", "0"])).grids[0]
    assert grid.cells[1].text == text


def test_numbers_of_two_lines_never_become_one() -> None:
    document = read(tbl(tr("甲", f"<w:tc>{p('1')}{p('2')}</w:tc>"), ["乙", "0"]))
    assert document.lines[0].cells == ("甲", "1 / 2")


def test_a_frame_around_the_report_is_no_table() -> None:
    inner = tbl(["甲", "1"], ["乙", "2"])
    document = read(tbl(tr(f"<w:tc>{p('一、总体情况')}{inner}{p('尾')}</w:tc>")))
    assert [line.text for line in document.lines] == ["一、总体情况", "甲\t1", "乙\t2", "尾"]
    (grid,) = document.grids
    assert (grid.first, grid.rows, grid.columns) == (1, 2, 2)
    assert grid.cells[0].place.element == "tbl[1]/tr[1]/tc[1]/tbl[1]/tr[1]/tc[1]"


def test_prose_beside_an_empty_cell_is_no_table() -> None:
    prose = "本年度本机关依法公开政府信息。" * 40
    document = read(tbl(tr(f"<w:tc>{p(prose)}</w:tc>", "")))
    assert document.grids == ()
    assert document.lines[0].text == prose


def test_prose_over_the_whole_width_cuts_a_table() -> None:
    prose = "本年度本机关依法公开政府信息。" * 12
    table = tbl(["甲", "1"], ["乙", "2"], tr(tc(prose, 2)), ["丙", "3"], ["丁", "4"])
    document = read(table)
    assert [(grid.first, grid.rows) for grid in document.grids] == [(0, 2), (3, 2)]
    assert document.lines[2].cells is None
    assert document.grids[1].cells[0].row == 0


def test_a_caption_over_the_whole_width_stays_in_its_table() -> None:
    table = tbl(tr(tc("第二十条第（一）项", 2)), ["信息内容", "件数"], ["规章", "1"])
    (grid,) = read(table).grids
    assert drawn(grid)[0] == ("第二十条第（一）项", 0, 0, 1, 2)


def test_a_small_table_in_a_data_cell_is_its_text() -> None:
    inner = tbl(["1", "2"])
    table = tbl(["甲", "1"], ["乙", "2"], ["丙", "3"], tr("丁", f"<w:tc>{inner}</w:tc>"))
    (grid,) = read(table).grids
    assert grid.cells[-1].text == "1\n2"


def test_a_small_table_between_a_few_cells_leaves_them_a_table() -> None:
    inner = tbl(["1", "2"], ["3", "4"])
    table = tbl(["甲", "乙", "丙"], ["丁", "1", f"<w:tc>{inner}</w:tc>"], ["戊", "2", ""])
    (grid,) = read(table).grids
    assert grid.columns == 3
    assert grid.cells[5].text == "1\n2\n3\n4"


def test_tables_in_a_row_stay_apart() -> None:
    document = read(tbl(["甲", "1"], ["乙", "2"]) + tbl(["丙", "3"], ["丁", "4"]))
    assert [(grid.first, grid.rows) for grid in document.grids] == [(0, 2), (2, 2)]


def test_a_span_of_a_thousand_million_is_refused() -> None:
    with pytest.raises(UnreadableSourceError) as caught:
        read(tbl(tr(tc("甲", 10**9), tc("乙", 10**9)), ["1", "2"]))
    assert caught.value.code == "too_complex"


def test_tables_inside_tables_without_end_are_refused() -> None:
    table = tbl(["甲", "1"])
    for _ in range(60):
        table = tbl(tr(f"<w:tc>{table}</w:tc>"))
    with pytest.raises(UnreadableSourceError) as caught:
        read(table)
    assert caught.value.code == "too_complex"


def test_more_cells_than_any_report_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "MOST_CELLS", 20)
    table = tbl(["甲", "1"], ["乙", "2"], ["丙", "3"])
    assert len(read(table * 3).grids) == 3
    with pytest.raises(UnreadableSourceError) as caught:
        read(table * 4)
    assert caught.value.code == "too_complex"
