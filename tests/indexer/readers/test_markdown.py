"""Markdown as converters write it: tables in both spellings, emphasis, escapes, entities."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govreport_search.domain import CellId, State
from indexer.readers import read_document
from indexer.readers.span import MOST_SPANNED
from indexer.recognise import Reading, understand


def texts(source: str, name: str = "r.md") -> list[str]:
    return [line.text for line in read_document(source.encode(), name).lines]


def rows(source: str) -> list[tuple[int | None, tuple[str, ...]]]:
    lines = read_document(source.encode(), "r.md").lines
    return [(line.place.line, line.cells) for line in lines if line.cells]


@pytest.mark.parametrize(
    ("printed", "seen"),
    [
        ("**一、概述：**正文**要点**", "一、概述：正文要点"),
        ("__要点__与*重点*与_次要_", "要点与重点与次要"),
        ("***一、概述***", "一、概述"),
        ("## **二、事项** ##", "二、事项"),
        ("##二、事项", "二、事项"),
        ("二、事项 {#anchor .title}", "二、事项"),
        ("> 引文", "引文"),
        ("- 第一点", "第一点"),
        ("* **第二点**：很好", "第二点：很好"),
        ("1\\. 受理 12\\.5 万元，同比\\-35\\*", "1. 受理 12.5 万元，同比-35*"),
        ("甲&nbsp;乙&amp;丙&lt;丁&gt;&#39;戊&#x4e00;", "甲\xa0乙&丙<丁>'戊一"),
        ('[一、概述](#sec1 "题")', "一、概述"),
        ("见<https://example.org/a_b_c>", "见https://example.org/a_b_c"),
        ("![公章](img/seal.png)", "公章"),
        ('<p align="center"><b>标题</b></p>', " 标题 "),
        ("上行<br/>下行", "上行 下行"),
        ("`a_b*c*`", "a_b*c*"),
        ("~~删去~~", "删去"),
        ("行末\\", "行末"),
        ("<!-- 第2页 -->正文", "正文"),
        ("---", ""),
        ("```markdown", ""),
        # what only looks like markup
        ("- 4 -", "- 4 -"),
        ("- 35", "- 35"),
        ("5 * 3 * 2，张**代表", "5 * 3 * 2，张**代表"),
        ("a_b_c 与 ____", "a_b_c 与 ____"),
        ("收到<5件，>3件", "收到<5件，>3件"),
        ("R&D 与 AT&T;", "R&D 与 AT&T;"),
        ("\\<b\\>", "<b>"),
        ("&lt;b&gt;&#42;&#42;", "<b>**"),
    ],
)
def test_markup_is_undone(printed: str, seen: str) -> None:
    assert texts(f"{printed}\n尾") == [seen, "尾"]


@pytest.mark.parametrize("text", ["*甲*与**乙**", "1\\. 丙", "&nbsp;丁", "# 戊", "<b>己</b>"])
def test_plain_text_keeps_its_stars_and_backslashes(text: str) -> None:
    assert texts(text, "r.txt") == [text]


def test_markup_over_several_lines_keeps_the_line_numbers() -> None:
    source = "甲\n**很长的\n要点**乙\n<!-- 注\n释 -->丙\n<span\nclass='x'>丁</span>\n戊"
    document = read_document(source.encode(), "r.md")
    assert [line.text for line in document.lines] == [
        *("甲", "很长的", "要点乙", "", "丙", "", "丁", "戊")
    ]
    assert [line.place.line for line in document.lines] == list(range(1, 9))
    assert document.text == source


def test_tables_of_markdown_say_that_a_text_is_markdown() -> None:
    document = read_document("| 甲 | 乙 |\n|---|---|\n| **1** | 2 |".encode(), "r.txt")
    assert document.kind == "markdown"
    assert document.lines[2].cells == ("1", "2")


def test_cells_of_pipe_tables() -> None:
    source = """| **甲** | 乙\\|丙 | &#124; |
|:---|:---:|---:|
| 本年<br>制发<br />件数 | &nbsp;21&nbsp; | \\-3\\.5 |
| 3<br>4 | | **7** |
"""
    assert rows(source) == [
        (1, ("甲", "乙|丙", "|")),
        (3, ("本年 制发 件数", "21", "-3.5")),
        (4, ("3 / 4", "", "7")),
    ]
    assert texts(source)[1:] == ["", "本年 制发 件数\t21\t-3.5", "3 / 4\t\t7"]


def test_tables_in_html_become_rows() -> None:
    source = """前文<table border="1">
<caption>表题</caption>
<tr><th colspan="3">甲&nbsp;类</th></tr>
<tr>
<td rowspan="2">乙</td>
<td>丙<br>丁</td>
<td><p><strong>11</strong></p></td>
</tr>
<tr><td>戊<td></td></tr><tr><td colspan=2>己</td><td>12</td></tr>
</table>后文
尾"""
    lines = read_document(source.encode(), "r.md").lines
    assert [(line.place.line, line.text, line.cells) for line in lines] == [
        (1, "前文", None),
        (2, "表题", None),
        (3, "甲 类", ("甲 类",)),
        (4, "乙\t丙 丁\t11", ("乙", "丙 丁", "11")),
        (9, "戊\t", ("戊", "")),
        (9, "己\t12", ("己", "12")),
        (10, "后文", None),
        (11, "尾", None),
    ]


def test_rows_hold_the_cells_that_begin_in_them() -> None:
    source = """<table><tr><td>甲</td><td rowspan="3">5</td><td colspan="2">6</td></tr>
<tr><td>乙</td><td>7</td><td>8</td></tr>
<tr><td>丙</td><td>9</td><td colspan="999999">10</td></tr></table>"""
    cells = [row for _, row in rows(source)]
    assert cells == [("甲", "5", "6"), ("乙", "7", "8"), ("丙", "9", "10")]
    (grid,) = read_document(source.encode(), "r.md").grids
    assert [(cell.text, cell.row, cell.column) for cell in grid.cells if cell.row == 1] == [
        *(("乙", 1, 0), ("7", 1, 2), ("8", 1, 3))
    ]


@pytest.mark.parametrize("end", ["", "</td></tr>", "</table></table>"])
def test_tables_inside_tables_and_tables_never_closed(end: str) -> None:
    source = f"<table><tr><td>甲<table><tr><td>乙</td><td>13</td></tr></table></td></tr>{end}\n尾"
    assert ("乙", "13") in [row for _, row in rows(source)]
    assert any("尾" in text for text in texts(source))


COLUMNS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]


def test_spans_are_clamped() -> None:
    wide = '<td rowspan="99999999" colspan="99999999">5</td>'
    source = f"<table><tr><td>甲</td>{wide}</tr><tr><td>乙</td></tr></table>"
    assert len(rows(source)[1][1]) <= 1 + MOST_SPANNED


REPORT = """# 云岭县青禾镇人民政府2022年政府信息公开工作年度报告

**一、总体情况**

本镇*稳步*推进&nbsp;1\\.5 项工作。

## 三、收到和处理政府信息公开申请情况

{table}

**五、存在的主要问题及改进情况**

人手&nbsp;不足。
"""
LABELS = (
    ("一、本年新收政府信息公开申请数量", "", ""),
    ("三、本年度办理结果", "（一）予以公开", ""),
    ("", "（三）不予公开", "1.属于国家秘密"),
    ("", "", "2.其他法律行政法规禁止公开"),
    ("四、结转下年度继续办理", "", ""),
)
ROWS = ("new", "granted", "denied.state_secret", "denied.law_forbidden", "carried_out")


def _values(row: int) -> list[str]:
    return [str(20 + 10 * row + column) for column in range(7)]


def _html(indent: str) -> str:
    spans = (
        ((0, 3, 1),),
        ((0, 1, 3), (1, 2, 1)),
        ((1, 1, 2), (2, 1, 1)),
        ((2, 1, 1),),
        ((0, 3, 1),),
    )
    head = f"<td colspan=3>申请人情况</td>{indent}" + indent.join(f"<td>{c}</td>" for c in COLUMNS)
    made = [f"<tr>{head}</tr>"]
    for row, cells in enumerate(spans):
        labels = [
            f'<td colspan="{across}" rowspan="{down}">{LABELS[row][cell]}</td>'
            for cell, across, down in cells
        ]
        values = [f'<td style="text-align:center">{value}</td>' for value in _values(row)]
        made.append(f"<tr>{indent}{indent.join([*labels, *values])}{indent}</tr>")
    return f"<table>{indent}{indent.join(made)}{indent}</table>"


def _piped(label: str, value: str) -> str:
    made = ["| 申请人情况 | | | " + " | ".join(COLUMNS) + " |", "|---" * 10 + "|"]
    for row, labels in enumerate(LABELS):
        cells = [label.format(text) if text else "" for text in labels]
        cells += [value.format(text) for text in _values(row)]
        made.append("| " + " | ".join(cells) + " |")
    return "\n".join(made)


def _check(reading: Reading) -> None:
    facts = {str(fact.cell): fact.quantity.value for fact in reading.facts}
    columns = [
        *("natural_person", "commercial", "research", "public_welfare"),
        *("legal_service", "other_org", "total"),
    ]
    for number, row in enumerate(ROWS):
        found = [facts[f"requests.{row}.{column}"] for column in columns]
        assert found == [Decimal(value) for value in _values(number)], row
    printed = {section.id: section.printed for section in reading.sections}
    assert printed == {
        "front": "云岭县青禾镇人民政府2022年政府信息公开工作年度报告",
        "overview": "本镇稳步推进\xa01.5 项工作。",
        "requests": "",
        "problems": "人手\xa0不足。",
    }


@pytest.mark.parametrize(
    "table",
    [
        _html(""),
        _html("\n"),
        f"<html><body>{_html('')}</body></html>",
        _piped("{}", "{}"),
        _piped("**{}**", "**{}**"),
        _piped("{}", "&nbsp;{}&nbsp;"),
        _piped("<b>{}</b>", '<span style="color:red">{}</span>'),
        _piped("{}", "{}").replace("1.属", "1\\. 属").replace("2.其", "2\\. 其"),
        _piped("{}", "{}").replace("政府信息", "<br>政府信息").replace("公开", " <br /> 公开"),
    ],
)
def test_reports_as_converters_write_them(table: str) -> None:
    document = read_document(REPORT.format(table=table).encode(), "r.md")
    _check(understand(document.lines, document.grids))


PAGES = sorted((Path(__file__).resolve().parents[4] / "shared" / "real").glob("*.html"))


@pytest.mark.skipif(not PAGES, reason="the shared reports are not there")
@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_tables_of_published_pages_left_in_markdown(page: Path) -> None:
    truth = json.loads(page.with_name("expected.json").read_text(encoding="utf-8"))
    expected = {
        CellId(table, row, column): value
        for table in ("disclosure", "requests", "disputes")
        for row, columns in truth["reports"][page.name][table].items()
        for column, value in columns.items()
    }
    tables = re.findall(r"<table.*?</table>", page.read_text(encoding="utf-8"), re.DOTALL)
    titles = ("二、主动公开情况", "三、收到和处理申请情况", "四、行政复议、行政诉讼情况")
    source = "\n\n".join(f"{title}\n\n{table}" for title, table in zip(titles, tables, strict=True))
    document = read_document(source.encode(), "r.md")
    facts = understand(document.lines, document.grids).facts
    found = {fact.cell: fact.quantity for fact in facts}
    assert len(expected) > 150
    for cell, value in expected.items():
        if value is None:
            assert found[cell].state is State.BLANK, cell
        else:
            assert found[cell].value == Decimal(str(value)), cell


MARKS = st.sampled_from([*"*_`~<>|\\&;#-[](){}!\n \t", "<table>", "<td>", "</table>", "<br>", "甲"])


@given(st.lists(MARKS, max_size=80))
def test_any_markup_is_read_and_no_line_comes_out_of_order(parts: list[str]) -> None:
    lines = read_document(("甲" + "".join(parts)).encode(), "r.md").lines
    numbers = [line.place.line or 0 for line in lines]
    assert numbers == sorted(numbers)
    assert not any("\n" in line.text for line in lines)


@pytest.mark.parametrize("label", ["<td></td>" * 3, "<td colspan=3></td>"])
def test_a_value_over_two_columns_belongs_to_neither(label: str) -> None:
    values = "".join(f"<td>{value}</td>" for value in (1, 2, 3, 4, 5))
    row = f"<tr>{label}<td colspan=2>77</td>{values}</tr>"
    head, first, *others = _html("").split("</tr>")
    table = "</tr>".join([head, first, row.removesuffix("</tr>"), *others])
    document = read_document(REPORT.format(table=table).encode(), "r.md")
    facts = understand(document.lines, document.grids).facts
    assert all(fact.quantity.value != Decimal(77) for fact in facts)
    allowed = {1: "research", 2: "public_welfare", 3: "legal_service", 4: "other_org", 5: "total"}
    for fact in facts:
        if fact.quantity.value in allowed:
            assert fact.cell.column == allowed[int(fact.quantity.value)]
