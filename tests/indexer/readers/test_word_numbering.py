"""Automatic numbers of Word: they stand in no run, yet they are printed."""

from __future__ import annotations

import pytest
from word_files import docx, p, part, tbl, tr

from indexer.readers import read_document
from indexer.readers.word.numeral import numeral


def level(at: int, style: str, pattern: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>'
        f'<w:lvlText w:val="{pattern}"/>{more}</w:lvl>'
    )


REPORT = (
    level(0, "chineseCountingThousand", "%1、")
    + level(1, "chineseCountingThousand", "（%2）")
    + level(2, "decimal", "%3.", '<w:suff w:val="space"/>')
)


def num(number: int, abstract: int = 0, override: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{override}</w:num>'


def listed(text: str, number: int = 1, at: int = 0) -> str:
    place = f'<w:ilvl w:val="{at}"/><w:numId w:val="{number}"/>'
    return p(text, properties=f"<w:numPr>{place}</w:numPr>")


def texts(body: str, levels: str = REPORT, nums: str = num(1), styles: str = "") -> list[str]:
    abstract = f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
    parts = {
        "word/numbering.xml": part("w:numbering", abstract + nums),
        "word/styles.xml": part("w:styles", styles),
    }
    relations = {"a": ("numbering", "numbering.xml"), "b": ("styles", "styles.xml")}
    document = read_document(docx(body, parts, relations), "a.docx")
    return [line.text for line in document.lines]


def test_levels_count_and_start_again_below_a_higher_one() -> None:
    body = "".join(
        listed(text, at=at)
        for text, at in [
            ("总体情况", 0),
            ("主动公开", 1),
            ("政策文件", 2),
            ("财政资金", 2),
            ("依申请公开", 1),
            ("受理", 2),
            ("主动公开政府信息情况", 0),
            ("规章", 1),
        ]
    )
    assert texts(body) == [
        "一、总体情况",
        "（一）主动公开",
        "1. 政策文件",
        "2. 财政资金",
        "（二）依申请公开",
        "1. 受理",
        "二、主动公开政府信息情况",
        "（一）规章",
    ]


def test_text_between_does_not_interrupt_the_count() -> None:
    assert texts(listed("甲") + p("正文") + listed("乙")) == ["一、甲", "正文", "二、乙"]


def test_two_lists_of_one_kind_go_on_unless_one_says_otherwise() -> None:
    restarting = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    body = listed("甲", 1) + listed("乙", 2) + listed("丙", 3) + listed("丁", 3)
    nums = num(1) + num(2) + num(3, override=restarting)
    assert texts(body, nums=nums) == ["一、甲", "二、乙", "一、丙", "二、丁"]


def test_a_style_numbers_its_paragraphs_by_the_level_bound_to_it() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="h1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        '</w:pPr></w:style><w:style w:type="paragraph" w:styleId="h2"><w:basedOn w:val="h1"/>'
        '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    body = p("总体情况", properties='<w:pStyle w:val="h1"/>')
    body += p("主动公开", properties='<w:pStyle w:val="h2"/>')
    body += p("无号", properties='<w:pStyle w:val="h2"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert texts(body, styles=styles) == ["一、总体情况", "（一）主动公开", "无号"]


def test_a_level_that_never_restarts_goes_on() -> None:
    levels = level(0, "decimal", "%1、") + level(
        1, "decimal", "（%2）", '<w:lvlRestart w:val="0"/>'
    )
    body = listed("甲") + listed("a", at=1) + listed("乙") + listed("b", at=1)
    assert texts(body, levels) == ["1、甲", "（1）a", "2、乙", "（2）b"]


def test_a_number_of_several_levels() -> None:
    levels = level(0, "decimal", "%1 ") + level(1, "decimal", "%1.%2")
    body = listed("甲") + listed("乙", at=1) + listed("丙", at=1)
    assert texts(body, levels) == ["1 甲", "1.1 乙", "1.2 丙"]


def test_legal_numbering_prints_digits() -> None:
    levels = level(0, "chineseCounting", "%1、") + level(1, "decimal", "%1.%2", "<w:isLgl/>")
    assert texts(listed("甲") + listed("乙", at=1), levels) == ["一、甲", "1.1 乙"]


def test_marks_that_libreoffice_loses_in_rtf_are_put_back() -> None:
    levels = level(0, "chineseCountingThousand", "%1?") + level(1, "chineseCounting", "?%2?")
    assert texts(listed("甲") + listed("乙", at=1), levels) == ["一、甲", "（一）乙"]


def test_bullets_print_no_number() -> None:
    assert texts(listed("甲"), level(0, "bullet", "")) == ["甲"]


@pytest.mark.parametrize("pattern", ["%1", "%1.", "（%1）"])
@pytest.mark.parametrize("gap", ["nothing", "space", "tab"])
def test_a_number_is_never_joined_to_a_value(pattern: str, gap: str) -> None:
    levels = level(0, "decimal", pattern, f'<w:suff w:val="{gap}"/>')
    abstract = f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
    parts = {"word/numbering.xml": part("w:numbering", abstract + num(1))}
    body = tbl(tr("甲", f"<w:tc>{listed('5')}</w:tc>"), ["乙", "6"])
    document = read_document(docx(body, parts, {"a": ("numbering", "numbering.xml")}), "a.docx")
    first, second = document.grids[0].cells[1].text.split("\n")
    assert (first, second) == (pattern.replace("%1", "1"), "5")


@pytest.mark.parametrize(
    ("number", "style", "printed"),
    [
        (10, "chineseCounting", "十"),
        (11, "chineseCountingThousand", "十一"),
        (20, "japaneseCounting", "二十"),
        (105, "chineseCountingThousand", "一百零五"),
        (12, "ideographDigital", "一二"),
        (3, "chineseLegalSimplified", "叁"),
        (2, "ideographTraditional", "乙"),
        (3, "decimalEnclosedCircleChinese", "③"),
        (3, "decimalEnclosedParen", "⑶"),
        (7, "decimalFullWidth", "７"),
        (7, "decimalZero", "07"),
        (4, "lowerRoman", "iv"),
        (28, "upperLetter", "BB"),
        (25, "decimalEnclosedCircle", "25"),
        (6, "someNewStyle", "6"),
    ],
)
def test_numerals(number: int, style: str, printed: str) -> None:
    assert numeral(number, style) == printed
