"""Tables of pages on their grid: spans, order, nesting, odd cells."""

from __future__ import annotations

import pytest

from indexer.blocks import Document, Grid
from indexer.readers import read_document

FRONT = "<p>云岭县青禾镇2022年政府信息公开工作年度报告</p>"


def page(markup: str) -> Document:
    source = f"<html><body>{FRONT}{markup}</body></html>"
    return read_document(source.encode(), "r.html")


def grid(markup: str) -> Grid:
    grids = page(markup).grids
    assert len(grids) == 1
    return grids[0]


def drawn(found: Grid) -> list[str]:
    """The grid as rows of letters: each position shows the text of the cell that covers it."""
    rows = [["."] * found.columns for _ in range(found.rows)]
    for cell in found.cells:
        for row in range(cell.row, cell.row + cell.rows):
            for column in range(cell.column, cell.column + cell.columns):
                assert rows[row][column] == ".", "cells overlap"
                rows[row][column] = cell.text or "_"
    return ["".join(row) for row in rows]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("<tr><td colspan=2>A<td>B<tr><td>C<td>D<td>E", ["AAB", "CDE"]),
        ("<tr><td rowspan=2>A<td>B<tr><td>C", ["AB", "AC"]),
        ("<tr><td rowspan=0>A<td>B<tr><td>C<tr><td>D", ["AB", "AC", "AD"]),
        ("<tr><td>A<td rowspan=9>B<tr><td>C<tr>", ["AB", "CB", ".B"]),
        # a wide cell that would run over one reaching down from above
        ("<tr><td>A<td rowspan=2>B<tr><td colspan=2>C<td>D", ["AB.", "CBD"]),
        ("<tr><td>A<td rowspan=2>B<td>C<td>D<tr><td colspan=3>E<td>F", ["ABCD", "EB.F"]),
        ("<tr><td>A<td>B<td>C<tr><td>D", ["ABC", "D.."]),
        ("<tr><td>A<td><tr><td><td>B", ["A_", "_B"]),
        ("<tr><td>A<td style='display:none'>9<td>B<tr><td>C<td hidden>9<td>D", ["AB", "CD"]),
        ("<tr><td>A<td style='visibility:hidden'>9<tr><td>C<td>D", ["A_", "CD"]),
        ("<tr><td>A<td>B<tr style='display:none'><td>8<td>9<tr><td>C<td>D", ["AB", "CD"]),
        ("<tfoot><tr><td>E<td>F</tfoot><tbody><tr><td>C<td>D</tbody><thead><tr><td>A<td>B", None),
        ("<tbody><tr><td rowspan=5>A<td>B</tbody><tbody><tr><td>C<td>D</tbody>", ["AB", "CD"]),
        ("<tr><td>A<td>B<tr height=0><td width=60><td width=60>", ["AB"]),
        ("<tr><td colspan='x'>A<td colspan=-3>B<tr><td colspan='2.5'>C", ["AB", "CC"]),
        ("<tr><th>A<th>B</tr><caption>表题</caption><tr><td>C<td>D", ["AB", "CD"]),
    ],
)
def test_spans(rows: str, expected: list[str] | None) -> None:
    assert drawn(grid(f"<table>{rows}</table>")) == (expected or ["AB", "CD", "EF"])


def test_spans_are_clamped() -> None:
    found = grid("<table><tr><td colspan=1000000000 rowspan=1000000000>A<td>1<tr><td>2</table>")
    assert (found.rows, found.columns) == (2, 61)
    assert max(cell.columns for cell in found.cells) == 60


@pytest.mark.parametrize(
    ("cell", "text", "legible"),
    [
        ("<span>1</span><span lang=EN-US>3<o:p></o:p></span>", "13", True),
        ("<p class=MsoNormal><span>1</span></p><p><span>3</span></p>", "1\n3", True),
        ("1<br>3", "1\n3", True),
        ("1\n3", "1 3", True),
        ("&nbsp;&nbsp;13&nbsp;", "13", True),
        ("&#8203;1&shy;3\ufeff", "13", True),
        ("\u300013\u3000", "13", True),
        ("&nbsp;", "", True),
        ("<!-- 7 -->", "", True),
        ("<!--[if gte mso 9]><b>7</b><![endif]-->13", "13", True),
        ("<![if !supportEmptyParas]>&nbsp;<![endif]>", "", True),
        ("12<sup>①</sup>", "12（①）", True),
        ("12<sup>1</sup>", "12（1）", True),
        ("<span style='display:none'>9</span>13", "13", True),
        ("<span style='mso-hide:all'>9</span>13", "13", True),
        ("<del>12</del>", "12", False),
        ("<s>12</s>13", "12 13", False),
        ("<span style='text-decoration:line-through'>12</span>", "12", False),
        ("<img src='a/12.gif'>", "", False),
        ("<img src='spacer.gif' width=1 height=1>", "", True),
        ("<input type=text value='13' disabled>", "13", True),
        ("<input type=hidden value='9'>13", "13", True),
        ("<textarea>13</textarea>", "13", True),
        ("<select><option>9<option selected>13</select>", "13", True),
        ("本年新<br>制作数量", "本年新\n制作数量", True),
        ("本年新\n    制作数量", "本年新制作数量", True),
        ("<table><tr><td>1</td><td>3</td></tr></table>", "1\n3", True),
        ("1\ufffd3", "1\ufffd3", False),
        ("<button>填报</button>13", "13", True),
    ],
)
def test_what_a_cell_says(cell: str, text: str, legible: bool) -> None:
    rows = "".join(f"<tr><td>行{n}<td>{n}<td>{n}" for n in range(5))
    found = grid(f"<table>{rows}<tr><td>行<td>{cell}</td><td>5</td></tr></table>")
    odd = next(one for one in found.cells if one.row == 5 and one.column == 1)
    assert (odd.text, odd.legible) == (text, legible)


def test_a_table_inside_one_that_lays_out_the_page() -> None:
    inner = "<table><tr><td>A<td>1<tr><td>B<td>2</table>"
    document = page(f"<table><tr><td><p>一、概述</p>{inner}<p>二、其他</p></td></tr></table>")
    assert [line.text for line in document.lines[1:]] == ["一、概述", "A\t1", "B\t2", "二、其他"]
    assert drawn(document.grids[0]) == ["A1", "B2"]


def test_prose_in_a_table_is_lines() -> None:
    words = "本镇把公开放在首位，凡能公开的一律公开；群众来问的当场答复。" * 8
    document = page(f"<table><tr><td>概述</td><td>{words}</td></tr></table>")
    assert document.grids == ()
    assert [line.text for line in document.lines[1:]] == ["概述", words]


@pytest.mark.parametrize(
    "markup",
    [
        "<table><tr><td>A<td>1</table><table><tr><td>B<td>2</table>",
        "<div><table><tr><td>A<td>1</table></div><br><div><table><tr><td>B<td>2</table></div>",
        "<table><tr><td>A<td>1</table><p>&nbsp;</p><table><tr><td>B<td>2</table>",
        "<div role=table><div role=row><span role=cell>A</span><span role=cell>1</span></div>"
        "<div role=row><span role=cell>B</span><span role=cell>2</span></div></div>",
        "<div style='display:table'><div style='display:table-row'>"
        "<div style='display:table-cell'>A</div><div style='display:table-cell'>1</div></div>"
        "<div style='display:table-row'><div style='display:table-cell'>B</div>"
        "<div style='display:table-cell'>2</div></div></div>",
        "<section><div style='display:flex'><div>A</div><div>1</div></div>"
        "<div style='display:flex'><div>B</div><div>2</div></div></section>",
        "<style>.x{display:none}</style><table><tr><td>A<td class=x>9<td>1<tr><td>B<td>2</table>",
    ],
)
def test_tables_in_parts_and_of_other_elements(markup: str) -> None:
    assert drawn(grid(markup)) == ["A1", "B2"]


def test_a_row_is_a_line_with_the_cells_that_begin_in_it() -> None:
    document = page("<table><tr><td rowspan=2>甲<td>1<br>2<tr><td>3</table><p>尾</p>")
    found = document.grids[0]
    assert [line.cells for line in document.lines[found.first : found.first + 2]] == [
        ("甲", "1 / 2"),
        ("3",),
    ]
    assert document.text.split("\n") == [line.text for line in document.lines]
    for line, number in zip(document.lines, range(1, 99), strict=False):
        assert line.place.line == number
    cell = found.cells[2]
    assert cell.place.element == "html/body/table[1]/tbody[1]/tr[2]/td[1]"
    assert cell.place.line == found.first + 2


def test_cells_that_word_adds_for_browsers_are_none() -> None:
    filler = "<![if !supportMisalignedColumns]><td width=3>&nbsp;</td><![endif]>"
    markup = f"<table><tr><td>A<td>1</td>{filler}</tr><tr><td>B<td>2</tr></table>"
    assert drawn(grid(markup)) == ["A1", "B2"]
    printed = filler.replace("&nbsp;", "3")
    assert drawn(grid(markup.replace(filler, printed))) == ["A13", "B2."]
