"""Headings as reports print them, and narratives that only look like headings."""

from __future__ import annotations

import pytest

from indexer.readers import read_document
from indexer.recognise import Reading, understand

TABLE_TWO = """第二十条第（一）项
信息内容 本年制发件数 本年废止件数 现行有效件数
规章 11 12 13
行政规范性文件 14 15 16
"""
DISPUTES = """行政复议 行政诉讼
未经复议直接起诉 复议后起诉
21 22 23 24 25 26 27 28 29 30 31 32 33 34 35
"""
REPORT = f"""云岭县青禾镇人民政府2022年政府信息公开工作年度报告
一、总体情况
本镇稳步推进各项工作。
二、主动公开政府信息情况
{TABLE_TWO}三、收到和处理政府信息公开申请情况
四、结转下年度继续办理 41 42 43 44 45 46 47
四、政府信息公开行政复议、行政诉讼情况
{DISPUTES}五、存在的主要问题及改进情况
人手仍然不足。
六、其他需要报告的事项
无
"""
SECTIONS = ["front", "overview", "disclosure", "requests", "disputes", "problems", "other"]


def read(text: str) -> Reading:
    return understand(read_document(text.encode(), "report.txt").lines)


def sections(text: str) -> dict[str, str]:
    return {s.id: s.printed for s in read(text).sections}


def check(text: str) -> None:
    reading = read(text)
    assert [s.id for s in reading.sections] == SECTIONS
    printed = {s.id: s.printed for s in reading.sections}
    assert printed["problems"] == "人手仍然不足。"
    assert printed["other"] == "无"
    assert (printed["disclosure"], printed["disputes"]) == ("", "")
    values = [f.quantity.value for f in reading.facts if f.quantity.value is not None]
    assert values[:6] == [11, 12, 13, 14, 15, 16]
    assert values[6:] == [*range(41, 48), *range(21, 36)]


def test_plain_headings() -> None:
    check(REPORT)


@pytest.mark.parametrize(
    ("plain", "printed"),
    [
        ("一、总体情况\n", "一、\n总体情况\n"),
        ("一、总体情况\n", "## 一、 总 体 情 况\n"),
        ("二、主动公开政府信息情况\n", "二、行政机关主动公开政府信息情况\n"),
        ("二、主动公开政府信息情况\n", "二、主动公开政府政府情况\n"),
        ("二、主动公开政府信息情况\n", "二、主動公開政府信息情況\n"),
        ("三、收到和处理政府信息公开申请情况\n", "三、行政机关收到和处理政府信息\n公开申请情况\n"),
        (
            "四、结转下年度继续办理 41 42 43 44 45 46 47\n",
            "四、结转下年度继续办理 41 42 43 44 45 46 47 ",
        ),
        (
            "四、政府信息公开行政复议、行政诉讼情况\n",
            "四、因政府信息公开工作被申请行政复议、\n提起行政诉讼情况\n",
        ),
        ("五、存在的主要问题及改进情况\n", "五、政府信息公开工作存在的主要问题及改进情况："),
        ("六、其他需要报告的事项\n", "六、其他需要报告的事项。"),
        ("六、其他需要报告的事项\n", "六、其他报告事项\n"),
        ("一、总体情况\n", "第 1 页\n一、总体情况\n"),
    ],
)
def test_headings_as_they_are_printed(plain: str, printed: str) -> None:
    assert plain in REPORT
    check(REPORT.replace(plain, printed))


def test_numbered_lines_of_a_narrative_are_no_headings() -> None:
    narrative = """一、工作开展情况
专人负责。
二、依申请办理情况
收到来信2件。
三、下步改进措施
（一）主动公开政府信息情况
（五）行政复议、行政诉讼情况
"""
    text = REPORT.replace("本镇稳步推进各项工作。\n", narrative)
    check(text)
    assert sections(text)["overview"] == narrative.strip()


def test_the_statutory_part_may_follow_a_narrative_with_its_own_numbers() -> None:
    narrative = """一、总体情况
本年工作平稳。
二、机制保障
三、主动公开工作情况
全年发布信息31条。
四、政府信息公开申请情况
全年收到申请5件。
"""
    text = REPORT.replace("一、总体情况\n本镇稳步推进各项工作。\n", narrative)
    text = text.replace("二、主动公开政府信息情况", "一、主动公开政府信息情况")
    text = text.replace("三、收到和处理", "二、收到和处理")
    text = text.replace("四、政府信息公开行政", "三、政府信息公开行政")
    check(text)
    assert "全年收到申请5件。" in sections(text)["overview"]


def test_the_title_may_stand_behind_the_first_heading() -> None:
    title, rest = REPORT.split("\n", 1)
    text = rest.replace("一、总体情况\n", f"一、总体情况\n{title}\n")
    found = sections(text)
    assert list(found) == SECTIONS[1:]
    assert found["overview"].startswith(title)


def test_an_annex_is_a_section_of_its_own() -> None:
    found = sections(REPORT + "附件1：重点事项清单\n清单见后。\n")
    assert list(found) == [*SECTIONS, "annex"]
    assert found["annex"] == "清单见后。"


def test_a_sentence_that_begins_with_a_number_stays_text() -> None:
    sentences = "0 件复议、2 件诉讼均已办结。\n行政许可 97\n件，不予公开 3 件。"
    text = REPORT.replace("人手仍然不足。", sentences)
    assert sections(text)["problems"] == sentences
    facts = {str(f.cell): f.quantity.value for f in read(text).facts}
    assert facts["disclosure.licensing.decisions"] is None


def test_each_line_of_a_section_has_its_place() -> None:
    lines = REPORT.split("\n")
    sections = read(REPORT).sections
    assert len(sections) >= 6
    for section in sections:
        printed = section.printed.split("\n") if section.printed else []
        assert len(printed) == len(section.line_places)
        for text, place in zip(printed, section.line_places, strict=True):
            assert place.line is not None
            assert text in lines[place.line - 1]


def test_a_chapter_without_its_heading_is_known_by_its_first_sub_heading() -> None:
    text = REPORT.replace("五、存在的主要问题及改进情况\n", "（一）主要问题\n")
    reading = read(text)
    assert [s.id for s in reading.sections] == SECTIONS
    problems = next(s for s in reading.sections if s.id == "problems")
    assert (problems.title, problems.printed) == ("", "（一）主要问题\n人手仍然不足。")


CONTENTS = [line for line in REPORT.splitlines() if line[1:2] == "、" and "结转" not in line]


@pytest.mark.parametrize(
    "printed",
    [
        "目录\n" + "\n".join(CONTENTS),
        "目  录\n\n" + "\n\n".join(CONTENTS),
        "\n".join([CONTENTS[0], "（一）加强组织", "（二）规范流程", *CONTENTS[1:]]),
        "\n".join(CONTENTS) + "\n来源：镇办公室",
        "\n".join(CONTENTS[:4]),
    ],
)
def test_a_list_of_the_headings_begins_no_sections(printed: str) -> None:
    title, rest = REPORT.split("\n", 1)
    text = f"{title}\n{printed}\n{rest}"
    check(text)
    assert sections(text)["front"] == f"{title}\n{printed}"
    assert sections(text)["overview"] == "本镇稳步推进各项工作。"


def test_a_list_alone_is_no_report_of_empty_chapters() -> None:
    body = [line for line in REPORT.splitlines() if line not in CONTENTS]
    found = sections("\n".join([body[0], *CONTENTS, *body[1:]]))
    assert "一、总体情况" in found["front"]
    assert "overview" not in found


def test_empty_chapters_are_not_a_list() -> None:
    kept = [line for line in REPORT.splitlines() if line in CONTENTS or line.endswith("。")]
    reading = read("\n".join([*kept, "无"]))
    assert [s.id for s in reading.sections] == SECTIONS[1:]
    assert {s.id for s in reading.sections if not s.printed} == {
        "disclosure",
        "requests",
        "disputes",
    }


LISTED = """全年办理结果分列如下：
1.属于国家秘密 51 件
2.重复申请 52 件
（一）予以公开 53 件
行政许可 54 件
自然人 法人或其他组织 总计
55 56 57"""


def test_a_narrative_that_lists_its_numbers_stays_text() -> None:
    text = REPORT.replace("本镇稳步推进各项工作。", LISTED)
    assert sections(text)["overview"] == LISTED
    check(text)


def test_a_row_printed_again_is_no_text() -> None:
    row = "规章 11 12 13\n"
    assert row in TABLE_TWO
    check(REPORT.replace(row, f"{row}- 2 -\n{row}"))
