"""What is an annual report, and what only speaks of one."""

from __future__ import annotations

from pathlib import Path

import pytest

from govreport_search.errors import NotAReportError
from govreport_search.forms import form
from indexer.pipeline import Input, read_report, sha256_of

SHARED = Path(__file__).parents[3] / "shared"


def read(text: str, name: str = "file.txt"):
    data = text.encode("utf-8")
    return read_report([Input(name, data, sha256_of(data))]).report


NO_REPORTS = {
    "news": "云溪县发布2022年政府信息公开工作年度报告\n来源：云溪日报\n"
    "近日，云溪县发布2022年政府信息公开工作年度报告。报告显示，全县共收到政府信息公开申请312件，"
    "予以公开180件，不予公开40件。\n",
    "guide": "云溪县政府信息公开指南\n根据《中华人民共和国政府信息公开条例》，编制本指南。\n"
    "一、主动公开\n（一）公开范围\n规章、规范性文件、行政许可、行政处罚等。\n"
    "二、依申请公开\n公民可以向本机关申请获取政府信息。\n三、监督方式\n可以申请行政复议。\n",
    "another yearly report": "云溪县2022年法治政府建设年度报告\n现将有关情况报告如下。\n"
    "一、总体情况\n推进政府信息公开，全年公开信息1200条。\n二、存在的主要问题\n意识有待加强。\n"
    "三、下一步工作安排\n继续推进。\n",
    "regulation": "云溪县政府信息公开条例\n第一条 为了公开，制定本条例。\n"
    "第五十条 政府信息公开工作年度报告应当包括下列内容：\n（一）行政机关主动公开政府信息的情况；\n"
    "（二）行政机关收到和处理政府信息公开申请的情况；\n（三）存在的主要问题及改进情况；\n",
    "notice": "关于做好2022年政府信息公开工作年度报告编制发布工作的通知\n各乡镇人民政府：\n"
    "一、编制内容\n总体情况、主动公开政府信息情况等六个部分。\n二、时间要求\n一月二十日前报送。\n",
    "work plan": "2023年政务公开工作要点\n一、加强重点领域信息公开\n二、规范依申请公开工作\n"
    "三、其他事项\n",
    "application form": "政府信息公开申请表\n申请人信息 公民 姓名 工作单位\n所需信息情况\n",
    "a sentence": "今天天气很好。政府信息公开。\n",
    "source code": "def f(x):\n    return x\n",
}


@pytest.mark.parametrize("kind", NO_REPORTS)
def test_what_is_no_report_is_rejected_with_what_was_looked_for(kind):
    with pytest.raises(NotAReportError, match=r"file\.txt 不像.*章节.*行"):
        read(NO_REPORTS[kind])


def test_a_description_of_the_forms_is_no_report():
    """All chapters and rows stand in it, with ids and without values."""
    tables = {table.id: table for table in form("2021").tables}
    rows = dict.fromkeys((cell.table, cell.row) for cell in form("2021").cells())
    described = "# 政府信息公开工作年度报告\n\n| row | label | columns | evidence |\n" + "".join(
        f"| `{table}.{row}` | {tables[table].row(row).label} | all columns | verbatim |\n"
        for table, row in rows
    )
    with pytest.raises(NotAReportError, match="数据或说明文件"):
        read(described, "forms.txt")


REPORTS = {
    "no title": "本报告所列数据的统计期限自2022年1月1日起至2022年12月31日止，依据《中华人民共和国"
    "政府信息公开条例》编制。\n一、总体情况\n平稳。\n",
    "prose of earlier years": "云溪县档案局2012年政府信息公开年度报告\n"
    "一、主动公开政府信息的情况\n公开信息5条。\n二、依申请公开政府信息的情况\n没有收到申请。\n",
    "headings lost": "云溪县人民政府2017年政府信息公开工作年度报告\n根据《中华人民共和国政府信息"
    "公开条例》，现公布2017年度报告。本年报由基本情况、主动公开情况等组成。\n公开信息5条。\n",
}


@pytest.mark.parametrize("kind", REPORTS)
def test_a_report_is_taken_though_much_is_missing(kind):
    assert read(REPORTS[kind]).sections


def test_a_bare_table_is_a_report():
    rows = ("规章", "行政规范性文件", "行政许可", "行政处罚", "行政强制", "行政事业性收费")
    lines = ["信息内容\t本年制发件数\t本年废止件数\t现行有效件数"]
    lines += [f"{row}\t1\t2\t3" for row in rows[:2]]
    lines += ["信息内容\t本年处理决定数量", *(f"{row}\t4" for row in rows[2:5])]
    assert read("\n".join(lines)).form == "2021"


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not beside this clone")
def test_every_published_report_at_hand_is_taken():
    files = [p for p in SHARED.rglob("*") if p.suffix in (".txt", ".md") and p.name != "README.md"]
    files = [p for p in files if p.parent.name in ("seeds", "real", "openings", "partial")]
    assert len(files) >= 30
    for path in files:
        data = path.read_bytes()
        assert read_report([Input(path.name, data, sha256_of(data))]).report.sections, path
