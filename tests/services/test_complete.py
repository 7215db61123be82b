from __future__ import annotations

from collections.abc import Iterator

import pytest
from sample_world import SampleIndex

from govreport_search.forms.lookup import find_indicators
from govreport_search.library import Library
from govreport_search.query.parser import parse
from govreport_search.query.tree import FieldFilter, StateIs
from govreport_search.services import catalogue
from govreport_search.services.complete import beginning
from govreport_search.settings import Settings


@pytest.fixture(scope="module")
def library(sample_index: SampleIndex) -> Iterator[Library]:
    with Library(Settings(sample_index.index_dir)) as opened:
        yield opened


def inserted(library: Library, text: str, limit: int = 10) -> list[str]:
    return [one.insert for one in library.complete(text, limit)]


def test_terms_by_their_beginning_and_by_pinyin(library: Library) -> None:
    assert "不予公开" in inserted(library, "不予")
    assert inserted(library, "xxgk")[0] == "信息公开"
    for typed in ("yishenqing", "yishenqinggongkai", "yisqgk"):
        assert inserted(library, typed)[0] == "依申请公开"
    assert "政府信息公开申请" in inserted(library, "公开申请")


def test_every_kind_can_be_found(library: Library, sample_index: SampleIndex) -> None:
    body = next(report.body for report in sample_index.reports if report.body.region)
    region = body.region[0]
    (agency, *_) = (one for one in library.complete(f"机关:{body.name}") if one.text == body.name)
    assert agency.kind == "agency"
    assert agency.reports == sum(r.body.name == body.name for r in sample_index.reports)
    assert any(one.kind == "region" and one.text == region for one in library.complete(region))
    assert ("indicator", "本年新收") not in [(o.kind, o.text) for o in library.complete("水利")]
    assert any(one.kind == "indicator" for one in library.complete("新收"))


def test_what_is_inserted_asks_for_it(library: Library, sample_index: SampleIndex) -> None:
    """The reports that are promised are those that are found."""
    for report in sample_index.reports[:8]:
        for one in library.complete(report.body.name[:2]):
            if one.kind in ("agency", "region"):
                assert isinstance(parse(one.insert), FieldFilter)
                assert library.search(one.insert, limit=0).total_reports == one.reports


def test_an_indicator_is_inserted_so_that_it_is_understood(library: Library) -> None:
    for typed in ("其他", "行政复议", "新收", "bygk"):
        for one in library.complete(typed, 50):
            if one.kind == "indicator":
                (meant,) = find_indicators(one.insert)
                column = meant.columns[0]
                assert isinstance(parse(f"{one.insert}.{column} is 空白"), StateIs)


def test_only_the_last_thing_typed_is_completed(library: Library) -> None:
    text = "年份:2020 且 (不予"
    for one in library.complete(text):
        assert text[: one.start] == "年份:2020 且 ("
    assert inserted(library, text) == inserted(library, "不予")


@pytest.mark.parametrize(
    ("text", "start", "kinds", "typed"),
    [
        ("甲 不予", 2, ("term", "indicator", "region", "agency"), "不予"),
        ("-不予", 1, ("term", "indicator", "region", "agency"), "不予"),
        ("“不予", 1, ("term", "indicator", "region", "agency"), "不予"),
        ("甲 机关:水", 2, ("agency",), "水"),
        ("地区：“云", 0, ("region",), "云"),
        ("分词:公开", 3, ("term",), "公开"),
        ("年份:20", 0, (), "20"),
        ("XXGK", 0, ("term", "indicator", "region", "agency"), "xxgk"),
    ],
)
def test_where_the_last_thing_begins(
    text: str, start: int, kinds: tuple[str, ...], typed: str
) -> None:
    assert beginning(text) == (start, kinds, typed)


@pytest.mark.parametrize("text", ["", "甲 ", "年份:2", "不" * 61, "(", "机关:"])
def test_nothing_is_offered_for_nothing(library: Library, text: str) -> None:
    assert library.complete(text) == ()


def test_no_more_than_asked_and_no_kind_crowds_out_another(library: Library) -> None:
    offered = library.complete("gk", 10)
    assert len(offered) == 10
    assert {"term", "indicator"} <= {one.kind for one in offered}
    assert len(library.complete("公开", 3)) == 3
    assert library.complete("公开", 0) == ()


def test_names_are_made_once_for_a_commit(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.complete("公开")
    made = []
    names = catalogue.Names
    monkeypatch.setattr(catalogue, "Names", lambda given: made.append(given) or names(given))
    library.complete("信息")
    assert made == []
