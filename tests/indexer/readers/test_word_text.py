"""What Word paragraphs print: runs, marks, fields, revisions, hidden text, automatic numbers."""

from __future__ import annotations

import pytest
from word_files import docx, p, part, r, tbl, tr

from indexer.blocks import Document
from indexer.readers import read_document

VANISH = "<w:vanish/>"
HIGHER = '<w:position w:val="6"/><w:sz w:val="21"/>'
RAISED = '<w:vertAlign w:val="superscript"/>'


def read(body: str, **more: object) -> Document:
    return read_document(docx(body, **more), "a.docx")  # type: ignore[arg-type] # passed on as given


def texts(body: str, **more: object) -> list[str]:
    return [line.text for line in read(body, **more).lines]


def field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def instruction(text: str) -> str:
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


@pytest.mark.parametrize(
    ("runs", "printed"),
    [
        ([r("受理1"), r("3"), r("4件")], "受理134件"),
        ([r("甲"), "<w:r><w:tab/></w:r>", r("乙")], "甲\t乙"),
        ([r("信息"), "<w:r><w:softHyphen/></w:r>", r("公开")], "信息公开"),
        ([r("2"), "<w:r><w:noBreakHyphen/></w:r>", r("3")], "2-3"),
        ([r("信\u00ad息\u200b公开")], "信息公开"),
        ([r("可见"), r("不可见", VANISH)], "可见"),
        ([r("可见", '<w:vanish w:val="0"/>')], "可见"),
        (["<w:ins>", "</w:ins>"], ""),
        ([f"<w:ins>{r('12')}</w:ins>", "<w:del><w:r><w:delText>3</w:delText></w:r></w:del>"], "12"),
        ([f"<w:moveTo>{r('来')}</w:moveTo>", f"<w:moveFrom>{r('去')}</w:moveFrom>"], "来"),
        ([f"<w:smartTag>{r('2023')}</w:smartTag>", r("年")], "2023年"),
        ([f"<w:hyperlink>{r('链接')}</w:hyperlink>"], "链接"),
        ([f"<w:sdt><w:sdtPr/><w:sdtContent>{r('填好')}</w:sdtContent></w:sdt>"], "填好"),
        (
            [
                "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
                f"<w:sdtContent>{r('单击此处输入')}</w:sdtContent></w:sdt>"
            ],
            "",
        ),
        (
            [
                "<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>yǎ</w:t></w:r></w:rt>"
                "<w:rubyBase><w:r><w:t>雅</w:t></w:r></w:rubyBase></w:ruby></w:r>"
            ],
            "雅",
        ),
        ([r("x"), "<m:oMath><m:r><m:t>1</m:t></m:r></m:oMath>"], "x1"),
        (
            [
                "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num>"
                "<m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>"
            ],
            "1/2",
        ),
        ([r("12"), '<w:r><w:footnoteReference w:id="2"/></w:r>', r("件")], "12件"),
        ([r("12"), r("1", RAISED), r("件")], "12（1）件"),
        ([r("12"), r("[", RAISED), r("3", RAISED), r("]", RAISED)], "12（3）"),
        ([r("12"), r("①", '<w:position w:val="8"/><w:sz w:val="19"/>')], "12（①）"),
        ([r("1", HIGHER), r("2", HIGHER)], "12"),
        ([r("1", RAISED), r("2", RAISED), r("件")], "12件"),
        ([r("人数"), r("2", '<w:position w:val="8"/>')], "人数2"),
        ([r("80m"), r("2", RAISED)], "80m2"),
        ([r("10"), r("3x", RAISED)], "10^3x"),
        (["<w:r><w:t>  前后  </w:t></w:r>", r("空格")], "前后空格"),
    ],
)
def test_runs_become_the_printed_line(runs: list[str], printed: str) -> None:
    assert texts(p("".join(runs)) + p("末")) == [printed, "末"]


def test_a_field_prints_its_result_and_not_its_instruction() -> None:
    runs = [field("begin"), instruction("PAGE 7"), field("separate"), r("12"), field("end")]
    assert texts(p("共", *runs, "件")) == ["共12件"]


def test_a_field_inside_an_instruction_prints_nothing() -> None:
    inner = [field("begin"), instruction("x"), field("separate"), r("9"), field("end")]
    runs = [field("begin"), instruction("IF "), *inner, field("separate"), r("是"), field("end")]
    assert texts(p(*runs)) == ["是"]


def test_a_field_may_run_over_paragraphs() -> None:
    body = p(field("begin"), instruction("TOC"), r("丙"), field("separate"), r("甲"))
    assert texts(body + p(r("乙"), field("end")) + p("丁")) == ["甲", "乙", "丁"]


def test_a_circled_number_is_kept_as_such() -> None:
    runs = [field("begin"), instruction(r"eq \o\ac(○,3)"), field("end")]
    assert texts(p(*runs, "公开")) == ["③公开"]


def test_breaks_end_lines_and_a_page_break_does_not_join_them() -> None:
    body = p(r("甲"), "<w:r><w:br/></w:r>", r("乙"), '<w:r><w:br w:type="page"/></w:r>', r("丙"))
    assert texts(body) == ["甲", "乙", "丙"]


def test_tabs_inside_a_line_part_cells_and_at_its_ends_do_not() -> None:
    tab = "<w:r><w:tab/></w:r>"
    lines = read(p(tab, "一、总体情况") + p("行政许可", tab, "12", tab, "3")).lines
    assert lines[0].text == "一、总体情况"
    assert lines[0].cells is None
    assert lines[1].cells == ("行政许可", "12", "3")


@pytest.mark.parametrize(
    ("code", "font", "printed"),
    [("F0FC", "Wingdings", "√"), ("F031", "Symbol", "1"), ("F06A", "Wingdings 2", "①")],
)
def test_symbols_print_what_their_font_draws(code: str, font: str, printed: str) -> None:
    run = f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'
    assert texts(p(run, "项")) == [f"{printed}项"]


def test_an_unknown_symbol_in_a_cell_makes_it_illegible() -> None:
    run = '<w:p><w:r><w:sym w:font="Webdings" w:char="F031"/></w:r></w:p>'
    grid = read(tbl(tr("甲", f"<w:tc>{run}</w:tc>"), ["乙", "2"])).grids[0]
    assert [cell.legible for cell in grid.cells] == [True, False, True, True]
    assert not any(char.isdigit() for char in grid.cells[1].text)


def test_styles_hide_text_and_runs_show_it_again() -> None:
    styles = part(
        "w:styles",
        '<w:style w:type="paragraph" w:styleId="base"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="note"><w:basedOn w:val="base"/></w:style>'
        '<w:style w:type="character" w:styleId="ghost"><w:rPr><w:vanish/></w:rPr></w:style>',
    )
    body = p(r("隐"), r("现", '<w:vanish w:val="0"/>'), properties='<w:pStyle w:val="note"/>')
    body += p(r("隐", '<w:rStyle w:val="ghost"/>'), "现")
    more = {"parts": {"word/s.xml": styles}, "relations": {"rId1": ("styles", "s.xml")}}
    assert texts(body, **more) == ["现", "现"]


def test_a_paragraph_whose_end_is_deleted_runs_on() -> None:
    body = p("四、政府信", properties="<w:rPr><w:del/></w:rPr>") + p("息公开行政复议") + p("末")
    assert texts(body) == ["四、政府信息公开行政复议", "末"]


def box(inside: str) -> str:
    return f"<w:txbxContent>{inside}</w:txbxContent>"


def test_a_text_box_is_printed_once_though_written_twice() -> None:
    run = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>'
        f"{box(p('框内'))}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box(p('框内'))}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    document = read(p("正文", run) + p("之后"))
    assert [line.text for line in document.lines] == ["正文", "框内", "之后"]
    assert document.lines[1].place.element == "p[1]/txbxContent[1]/p[1]"


def test_a_fallback_is_taken_where_the_choice_holds_nothing() -> None:
    run = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wpx"/>'
        f"<mc:Fallback><w:pict><v:textbox>{box(p('框内'))}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    assert texts(p(run)) == ["", "框内"]


def test_a_table_in_a_text_box_is_a_grid() -> None:
    run = f"<w:r><w:pict><v:textbox>{box(tbl(['甲', '1'], ['乙', '2']))}</v:textbox></w:pict></w:r>"
    (grid,) = read(p("上", run) + p("下")).grids
    assert [cell.text for cell in grid.cells] == ["甲", "1", "乙", "2"]
    assert grid.cells[3].place.element == "p[1]/txbxContent[1]/tbl[1]/tr[2]/tc[2]"


def test_notes_are_lines_of_their_own_after_what_refers_to_them() -> None:
    notes = part(
        "w:footnotes",
        '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        f'<w:footnote w:id="2">{p("<w:r><w:footnoteRef/></w:r>", "含上年结转")}</w:footnote>',
    )
    more = {"parts": {"word/f.xml": notes}, "relations": {"rId1": ("footnotes", "f.xml")}}
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    document = read(p("受理12", mark, "件") + p("下一段"), **more)
    assert [line.text for line in document.lines] == ["受理12件", "含上年结转", "下一段"]
    table = tbl(tr("新收", f"<w:tc>{p('12', mark)}</w:tc>"), ["结转", "3"])
    document = read(table + p("表后"), **more)
    assert document.grids[0].cells[1].text == "12"
    assert [line.text for line in document.lines][2:] == ["含上年结转", "表后"]


def test_headers_and_footers_are_no_part_of_the_text() -> None:
    footer = part("w:ftr", p("第 12 页"))
    body = p("正文") + '<w:sectPr><w:footerReference r:id="rId1"/></w:sectPr>'
    more = {"parts": {"word/footer1.xml": footer}, "relations": {"rId1": ("footer", "footer1.xml")}}
    assert texts(body, **more) == ["正文"]


def test_lines_know_their_elements() -> None:
    document = read(p("甲") + tbl(["a", "b"], ["c", "d"]) + p("乙"))
    places = [line.place for line in document.lines]
    assert [place.element for place in places] == ["p[1]", "tbl[1]/tr[1]", "tbl[1]/tr[2]", "p[2]"]
    assert [place.line for place in places] == [1, 2, 3, 4]
    assert document.text.split("\n")[1] == "a\tb"
