"""What the page around a report tells: its title, source, breadcrumb and site."""

from __future__ import annotations

import pytest

from govreport_search.domain import Place
from indexer.blocks import Capture, Line
from indexer.identify import identify
from indexer.readers import read_document

BODY = "<p>一、总体情况</p><p>{}</p><p>二、主动公开政府信息情况</p><p>公开信息275条。</p>"


def read(markup: str) -> tuple[str, int | None, tuple[str, ...] | None, dict[str, str]]:
    document = read_document(f"<html>{markup}</html>".encode(), "t20200131_1.html")
    found = identify(document.lines, name="t20200131_1.html", capture=document.capture)
    return found.agency, found.year, found.region, found.evidence


def page(
    title: str = "", words: str = "本机关做好公开工作。", head: str = "", top: str = ""
) -> str:
    told = f"<title>{title}</title>" if title else ""
    return f"<head>{told}{head}</head><body>{top}<div id=zoom>{BODY.format(words)}</div></body>"


QINGDAO = ("山东省", "青岛市", "崂山区")


@pytest.mark.parametrize(
    ("markup", "agency", "year", "region"),
    [
        (page("青岛市崂山区审计局2020年政府信息公开工作年度报告"), "崂山区审计局", 2020, QINGDAO),
        (
            page("崂山区审计局2020年政府信息公开工作年度报告_崂山区政务网"),
            "崂山区审计局",
            2020,
            QINGDAO,
        ),
        (
            page(head="<meta name=ArticleTitle content='崂山区民政局2019年政府信息公开年报'>"),
            "崂山区民政局",
            2019,
            QINGDAO,
        ),
        (
            page(
                "2020年政府信息公开工作年度报告",
                head="<meta name=ContentSource content=崂山区审计局>",
            ),
            "崂山区审计局",
            2020,
            QINGDAO,
        ),
        (
            page(
                "2020年政府信息公开年报",
                "我局做好公开工作，我局没有收到申请。",
                top="<div>当前位置：<a>首页</a> &gt; 政务公开 &gt; 崂山区教育局 &gt; 年报</div>",
            ),
            "崂山区教育局",
            2020,
            QINGDAO,
        ),
        # the report's own title counts more than that of a list of many years
        (
            page(
                "2021年政府信息公开年报", top="<h2>崂山区审计局2020年政府信息公开工作年度报告</h2>"
            ),
            "崂山区审计局",
            2020,
            QINGDAO,
        ),
        (
            page("2021年政府信息公开年报", "所列数据统计期限自2020年1月1日起至2020年12月31日止。"),
            "",
            2020,
            None,
        ),
        # a county's site serves its bureaus: it is no author of 我局
        (
            page(
                "2020年政府信息公开年报",
                "我局做好公开工作，我局没有收到申请。",
                head="<meta name=SiteName content=崂山区人民政府门户网站>",
            ),
            "",
            2020,
            None,
        ),
        (
            page(
                "2020年政府信息公开年报",
                "全区做好公开工作，我区没有收到申请。",
                head="<meta name=SiteName content=崂山区人民政府门户网站>",
            ),
            "崂山区人民政府",
            2020,
            QINGDAO,
        ),
        (page("政府信息公开年报", head="<meta name=ContentSource content=办公室>"), "", None, None),
    ],
)
def test_openings_of_pages(
    markup: str, agency: str, year: int | None, region: tuple[str, ...] | None
) -> None:
    assert read(markup)[:3] == (agency, year, region)


def test_evidence_says_that_it_is_the_page() -> None:
    evidence = read(page("青岛市崂山区审计局2020年政府信息公开工作年度报告"))[3]
    assert evidence["agency"] == "标题（网页标题）印有“青岛市崂山区审计局”"
    assert evidence["year"] == "网页标题写明2020年"


def test_a_site_decides_among_places_of_one_name() -> None:
    lines = read_document("<html><p>城关镇2020年政府信息公开工作年度报告</p>".encode(), "a").lines
    assert identify(lines, name="a").region is None
    site = Capture(site="当前位置：首页 > 舒城县人民政府 > 城关镇")
    assert identify(lines, name="a", capture=site).region == (
        *("安徽省", "六安市", "舒城县", "城关镇"),
    )


@pytest.mark.parametrize(
    "line",
    [
        "填报单位（盖章）：崂山区审计局　　填报时间：2021年1月8日",
        "填报单位：崂山区审计局",
        "单位名称（公章）：崂山区审计局　　　　负责人：某某",
        "填表单位\t崂山区审计局\t填表日期\t2021.1.8",
    ],
)
def test_an_annex_names_who_filled_it_in(line: str) -> None:
    texts = ["2020年度政府信息公开情况统计表", line, "统计指标\t单位\t统计数"]
    lines = [
        Line(text, Place(line=n), tuple(text.split("\t")) if "\t" in text else None)
        for n, text in enumerate(texts, 1)
    ]
    found = identify(lines, name="a.xlsx")
    assert (found.agency, found.year) == ("崂山区审计局", 2020)


def test_a_source_is_told_from_the_breadcrumb_behind_it() -> None:
    top = "<div>当前位置：首页 > 年报</div><p>来源：青岛市崂山区审计局 日期：2021-01-25</p>"
    markup = page("2020年政府信息公开工作年度报告", top=top)
    assert read(markup)[:3] == ("崂山区审计局", 2020, QINGDAO)
