"""Titles made from the divisions themselves: the region is right or empty, never wrong."""

from __future__ import annotations

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from govreport_search.domain import Identity, Place
from govreport_search.regions import Division, divisions
from indexer.blocks import Line
from indexer.identify import identify

KNOWN = divisions()
PROVINCES = KNOWN.children()
ZONE = re.compile(r"开发|园|管理|示范|产业|新区|高新|经济|集聚|合作|[实试]验|城乡")
UPPER = [
    unit
    for province in PROVINCES
    for below in (province, *KNOWN.children(province.path))
    for unit in (below, *KNOWN.children(below.path))
    if unit.level != "township" and unit.name[-1] in "省市区县旗盟州" and not ZONE.search(unit.name)
]
COUNTIES = [unit for unit in UPPER if unit.level == "county"]


@st.composite
def townships(draw: st.DrawFn) -> Division:
    county = draw(st.sampled_from(COUNTIES).filter(lambda unit: KNOWN.children(unit.path)))
    below = [
        unit
        for unit in KNOWN.children(county.path)
        # Longer ones hold other places' names (某开发区东区某街道) and may stay undecided.
        if unit.name.endswith(("镇", "乡", "街道", "苏木")) and len(unit.name) < 10
    ]
    return draw(st.sampled_from(below)) if below else county


def read(title: str) -> Identity:
    return identify([Line(title, Place(line=1, end_line=1))], name="report.txt")


def body_of(unit: Division) -> str:
    return unit.name + ("办事处" if unit.name.endswith("街道") else "人民政府")


@given(townships(), st.sampled_from(["政府信息公开工作年度报告", "政府信息公开年报"]))
@settings(max_examples=150, deadline=None)
def test_a_township_with_its_county(unit: Division, words: str) -> None:
    found = read(f"{unit.path[-2]}{body_of(unit)}2020年{words}")
    assert found.year == 2020
    same = [other for other in KNOWN.named(unit.name) if other.path[-2:] == unit.path[-2:]]
    if len(same) == 1:
        assert found.region == unit.path
        assert found.level == unit.level
        assert found.agency == body_of(unit)
    else:
        assert found.region in (None, unit.path)


@given(townships())
@settings(max_examples=150, deadline=None)
def test_a_township_alone(unit: Division) -> None:
    found = read(f"{body_of(unit)}2020年政府信息公开工作年度报告")
    assert found.region in (None, unit.path)
    assert (found.region is None) == (len(KNOWN.named(unit.name)) > 1)
    assert found.agency == body_of(unit)
    assert found.level == unit.level


@given(st.sampled_from(UPPER), st.sampled_from(["人民政府", "市场监督管理局", "教育局", ""]))
@example(KNOWN.named("公安县")[0], "教育局")
@example(KNOWN.named("全椒县")[0], "")
@settings(max_examples=200, deadline=None)
def test_a_body_with_its_whole_address(unit: Division, tail: str) -> None:
    found = read(f"{''.join(unit.path)}{tail}2021年度政府信息公开工作年度报告")
    assert found.region == unit.path
    assert found.level == unit.level
    assert found.agency == unit.name + (tail or "人民政府")
