"""The single steps: names, titles, years, and what a user's region changes."""

from __future__ import annotations

import pytest

from govreport_search.domain import Place
from govreport_search.regions import divisions
from govreport_search.store import ManifestEntry
from indexer.blocks import Line
from indexer.correction import corrected
from indexer.identify import identify, with_region
from indexer.identify.name import parse_name
from indexer.identify.title import find_title, year_number
from indexer.identify.wording import read_wording

KNOWN = divisions()


def lines(*texts: str) -> list[Line]:
    return [Line(t, Place(line=n, end_line=n)) for n, t in enumerate(texts, 1)]


@pytest.mark.parametrize(
    ("name", "places", "tail"),
    [
        ("荆州市市场监管局", ("荆州市",), "市场监管局"),
        ("公安县公安局", ("公安县",), "公安局"),
        ("城市管理局", (), "城市管理局"),
        ("乡镇企业局", (), "乡镇企业局"),
        ("绾溪县葭月镇人民政府", ("绾溪县", "葭月镇"), "人民政府"),
        ("江苏苏州市教育局", ("江苏", "苏州市"), "教育局"),
        ("北京路街道办事处", ("北京路街道",), "办事处"),
        ("昆山市北京路街道办事处", ("昆山市", "北京路街道"), "办事处"),
        ("葭月办事处", ("葭月办事处",), ""),
        ("当涂县林业局", ("当涂县",), "林业局"),
    ],
)
def test_a_name_taken_apart(name: str, places: tuple[str, ...], tail: str) -> None:
    body = parse_name(name, KNOWN)
    assert body is not None
    assert (body.places, body.tail) == (places, tail)


@pytest.mark.parametrize("text", ["总体情况", "首页", "要求编制", "一", "abc", "严格按照"])
def test_no_name(text: str) -> None:
    assert parse_name(text, KNOWN) is None


def test_a_breadcrumb_is_no_title_but_a_body_in_one_is() -> None:
    crumbs = lines("首页 > 年报 > 2020年政府信息公开年报", "当前位置：崂山区 > 年报")
    assert find_title(read_wording(crumbs).pieces, KNOWN) is None
    named = lines("首页 > 崂山区民政局2020年政府信息公开年报 > 正文")
    title = find_title(read_wording(named).pieces, KNOWN)
    assert title is not None
    assert (title.printed, title.year, title.line) == ("崂山区民政局", 2020, 1)


def test_evidence_names_the_printed_words_and_their_line() -> None:
    found = identify(lines("", "当涂县审计局2020年政府信息公开工作年度报告"), name="a.txt")
    assert found.evidence["agency"] == "标题（第2行）印有“当涂县审计局”"
    assert found.evidence["year"] == "标题（第2行）写明2020年"
    assert "当涂县" in found.evidence["region"]


@pytest.mark.parametrize(
    ("printed", "year"), [("2020", 2020), ("二〇一九", 2019), ("二零二一", 2021)]
)
def test_year_number(printed: str, year: int) -> None:
    assert year_number(printed) == year


def test_running_text_joins_broken_lines_and_keeps_their_numbers() -> None:
    wording = read_wording(
        lines(
            "一、总体情况",
            "本年度，当涂县审计局坚持公开，按照上级的各项统一部",
            "署做好工作。",
            "二、其他",
        )
    )
    assert "统一部署做好工作。\n二" in wording.flow
    assert wording.line_at(wording.flow.index("署做好")) == 3


def test_file_name_and_address_are_support_only() -> None:
    text = lines("一、总体情况", "我局做好公开。")
    alone = identify(text, name="崂山区民政局2019年政府信息公开工作年度报告.txt")
    assert (alone.agency, alone.year) == ("崂山区民政局", 2019)
    assert alone.confidence["agency"] <= 0.5 >= alone.confidence["year"]
    by_address = identify(text, name="a.txt", url="http://example.invalid/202101/t20210118_1.html")
    assert by_address.year == 2020
    assert by_address.confidence["year"] <= 0.3
    titled = lines("当涂县审计局2020年政府信息公开工作年度报告")
    other = identify(titled, name="崂山区民政局2019年政府信息公开工作年度报告.txt")
    assert (other.agency, other.year) == ("当涂县审计局", 2020)


def test_a_given_region_shortens_the_name_and_tells_the_level() -> None:
    found = identify(lines("绾溪市葭月镇2020年政府信息公开工作年度报告"), name="a.txt")
    assert (found.agency, found.region) == ("绾溪市葭月镇人民政府", None)
    given = with_region(found, ("某省", "某州", "绾溪市", "葭月镇"))
    assert (given.agency, given.level) == ("葭月镇人民政府", "township")
    city = identify(lines("绾溪市教育局2020年政府信息公开工作年度报告"), name="a.txt")
    assert city.level == "prefecture"
    assert with_region(city, ("某省", "某州", "绾溪市")).level == "county"
    relative = identify(lines("区审计局2020年政府信息公开工作年度报告"), name="a.txt")
    placed = with_region(relative, ("山东省", "青岛市", "崂山区"))
    assert (placed.agency, placed.level) == ("区审计局", "county")


def test_an_empty_report_has_an_empty_identity() -> None:
    found = identify([], name="a.txt")
    assert (found.agency, found.level, found.kind, found.region, found.year) == (
        "",
        "",
        "",
        None,
        None,
    )
    assert set(found.confidence.values()) == {0.0}


def test_a_manifest_with_a_region_shortens_the_name_of_the_text() -> None:
    found = identify(lines("绾溪市葭月镇2020年政府信息公开工作年度报告"), name="a.txt")
    region = ("某省", "某州", "绾溪市", "葭月镇")
    entry = ManifestEntry("a.txt", "manifest.csv", 2, region=region)
    said = corrected(found, entry)
    assert (said.agency, said.region, said.level) == ("葭月镇人民政府", region, "township")
    assert said.confidence["region"] == 1.0
    assert "manifest.csv" in said.evidence["region"]
    city = identify(lines("绾溪市教育局2020年政府信息公开工作年度报告"), name="a.txt")
    county = corrected(city, ManifestEntry("a.txt", "m.csv", 2, region=region[:3]))
    assert (county.agency, county.level) == ("绾溪市教育局", "county")
    assert "绾溪市" in county.evidence["level"]
    renamed = ManifestEntry("a.txt", "m.csv", 2, agency="葭月镇人民政府", region=region)
    other = corrected(city, renamed)
    assert (other.agency, other.level, other.kind) == ("葭月镇人民政府", "township", "government")
