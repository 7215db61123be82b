"""Word and Excel files written out for the pages: paragraphs, tables, places, merged cells."""

from __future__ import annotations

import re

import pytest
from original_world import FILES

from govreport_search.domain import Place
from indexer.blocks import Document, Grid, GridCell, Line, laid_out, row_line
from indexer.original import write
from indexer.original.write import written_out
from indexer.readers import read_document


def document(lines: list[Line], *grids: Grid, unread: int = 0) -> Document:
    numbered, placed, text = laid_out(lines, grids)
    return Document(numbered, "xlsx", text=text, grids=placed, unread_images=unread)


def cell(text: str, row: int, column: int, rows: int = 1, columns: int = 1) -> GridCell:
    return GridCell(text, row, column, Place(element=f"tbl[1]/{row}{column}"), rows, columns)


def table(*rows: tuple[GridCell, ...], columns: int, first: int = 0) -> tuple[list[Line], Grid]:
    cells = tuple(one for row in rows for one in row)
    return [row_line(row, Place()) for row in rows], Grid(first, len(rows), columns, cells)


def test_cells_are_where_they_are_merged_or_missing() -> None:
    lines, grid = table(
        (cell("头", 0, 0, rows=2), cell("a\nb", 0, 1, columns=2)),
        (cell("", 1, 2),),
        columns=3,
    )
    assert written_out(document(lines, grid)) == (
        "<table>"
        '<tr data-lines="1-1"><td data-path="tbl[1]/00" rowspan="2">头</td>'
        '<td data-path="tbl[1]/01" colspan="2">a<br>b</td></tr>'
        '<tr data-lines="2-2"><td data-none=""></td><td data-path="tbl[1]/12"></td></tr>'
        "</table>"
    )


def test_lines_of_one_paragraph_stand_together_and_all_is_escaped() -> None:
    lines = [
        Line("<script>x()</script> & ", Place(element="p[1]")),
        Line("二", Place(element="p[1]")),
        Line("", Place(element="p[2]")),
        Line("三", Place(element='p"<3>')),
    ]
    assert written_out(document(lines)) == (
        '<p data-path="p[1]" data-lines="1-2">&lt;script&gt;x()&lt;/script&gt; &amp;<br>二</p>'
        '<p data-path="p&quot;&lt;3&gt;" data-lines="4-4">三</p>'
    )


def test_lines_are_not_told_where_pictures_may_have_been_read() -> None:
    assert "data-lines" not in written_out(document([Line("一", Place(element="p[1]"))], unread=1))


def test_sheets_are_named_once_before_what_stands_in_them() -> None:
    at = ["甲!A1", "甲!A2", "乙 & 丙!A1"]
    shown = written_out(document([Line(one, Place(element=one)) for one in at]))
    assert re.findall("<h2>(.*?)</h2>", shown) == ["甲", "乙 &amp; 丙"]
    assert shown.index("<h2>乙") < shown.index(">乙 &amp; 丙!A1<")


def test_what_is_printed_but_not_read_is_said_to_be() -> None:
    bad = GridCell("#REF!", 0, 1, Place(), legible=False)
    lines, grid = table((cell("a", 0, 0), bad), columns=2)
    assert "<td>#REF!〔不能辨认〕</td>" in written_out(document(lines, grid))


def test_tables_beyond_the_bound_are_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write, "MOST_CELLS", 5)
    lines, grid = table((cell("1", 0, 0), cell("2", 0, 1)), columns=2)
    wide, broad = table(tuple(cell(str(n), 0, n) for n in range(4)), columns=4, first=1)
    shown = written_out(document([*lines, *wide], grid, broad))
    assert shown.count("<table>") == 1
    assert '<p data-lines="2-2">0\u30001\u30002\u30003</p>' in shown


@pytest.mark.parametrize("name", ["kind-docx.docx", "kind-xlsx-report.xlsx", "kind-xls.xls"])
def test_every_cell_that_was_read_can_be_found(name: str) -> None:
    read = read_document((FILES / name).read_bytes(), name)
    shown = written_out(read)
    assert read.grids
    for grid in read.grids:
        for one in grid.cells:
            assert shown.count(f'data-path="{one.place.element}"') == 1
    lines = [line for line in read.lines if line.text.strip()]
    held = [range(int(a), int(b) + 1) for a, b in re.findall(r'data-lines="(\d+)-(\d+)"', shown)]
    assert all(any(line.place.line in some for some in held) for line in lines)
