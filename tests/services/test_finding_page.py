"""Findings chosen, counted and put in order, against plain Python over the same store."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from services_world import World

from govreport_search.domain import Answer
from govreport_search.errors import UserError
from govreport_search.query.finding_request import FINDING_SORTS, FindingRequest, finding_values
from govreport_search.query.request import Filters, Request
from govreport_search.services.archive import Archive
from govreport_search.services.finding_page import (
    FINDING_FACETS,
    FindingHit,
    finding_page,
    finding_stream,
)
from govreport_search.services.search import search
from govreport_search.store.record import FindingRecord, ReportRecord

WHOLE = Request(limit=1000, facet_limit=1000)
QUESTIONS = (
    FindingRequest(WHOLE),
    FindingRequest(WHOLE, code=("balance",)),
    FindingRequest(WHOLE, code=("balance", "正文与表格不符"), severity=("warning", "错误")),
    FindingRequest(WHOLE, answer=("none",)),
    FindingRequest(WHOLE, answer=("矛盾",)),
    FindingRequest(replace(WHOLE, filters=Filters(year=("2019..2020",), level=("county",)))),
    FindingRequest(replace(WHOLE, query="甲", filters=Filters(year=("none", "2021")))),
    FindingRequest(replace(WHOLE, filters=Filters(agency=("none",))), code=("row_total",)),
    FindingRequest(WHOLE, not_code=("正文与表格不符",), not_answer=("none",)),
    FindingRequest(WHOLE, severity=("warning", "错误"), not_severity=("错误",)),
)
"""Everything, each filter, several at once, a query, and what is kept out."""


def archive_of(world: World) -> Archive:
    return Archive(world.store, world.engines["scan"], world.columns)


def holds(asked: FindingRequest, record: FindingRecord, leave_out: str = "") -> bool:
    """Whether a finding is chosen by code, answer and severity, one of them disregarded."""
    finding = record.finding
    names = {"正文与表格不符": "text_vs_table", "矛盾": "contradiction", "错误": "error"}
    for name, own in (
        ("code", finding.code),
        ("answer", finding.answer.value if finding.answer else "none"),
        ("severity", finding.severity.value),
    ):
        wanted, unwanted = (
            {names.get(value, value) for value in getattr(asked, one)}
            for one in (name, f"not_{name}")
        )
        if name != leave_out and ((wanted and own not in wanted) or own in unwanted):
            return False
    return True


def reports_of(world: World, asked: FindingRequest) -> set[str]:
    """Ids of the reports that the search finds."""
    page = search(archive_of(world), replace(asked.asked, unit="reports"))
    return {hit.report for hit in page.hits}


@pytest.mark.parametrize("asked", QUESTIONS)
def test_totals_list_and_stream_are_one(worlds: list[World], asked: FindingRequest) -> None:
    seen = 0
    for world in worlds:
        chosen = reports_of(world, asked)
        every = [one for one in world.store.iter_findings() if one.report.id in chosen]
        expected = Counter((one.report.id, one.finding) for one in every if holds(asked, one))
        archive = archive_of(world)
        page = finding_page(archive, asked)
        assert Counter((hit.report.id, hit.finding) for hit in page.hits) == expected
        assert page.total == expected.total()
        assert page.reports == len({report for report, _ in expected})
        assert page.searched == len(chosen)
        streamed = Counter((one.report.id, one.finding) for one in finding_stream(archive, asked))
        assert streamed == expected
        seen += page.total
    assert seen


@pytest.mark.parametrize("asked", QUESTIONS)
def test_a_facet_counts_under_all_other_filters(worlds: list[World], asked: FindingRequest) -> None:
    for world in worlds:
        archive = archive_of(world)
        page = finding_page(archive, asked)
        assert tuple(page.facets) == FINDING_FACETS
        for name in ("code", "answer", "severity"):
            alone = replace(asked, **{name: (), f"not_{name}": ()})
            out = set(finding_values(name, asked.unwanted(name)))
            assert {value.value for value in page.facets[name] if value.excluded} == out
            for value in page.facets[name]:
                chosen = replace(alone, **{name: (value.value,)})
                assert finding_page(archive, chosen).total == value.count, (name, value)
        filters = asked.asked.filters
        for name in ("year", "region", "level", "kind", "agency", "form"):
            for value in page.facets[name]:
                one = replace(filters, **{name: (value.value,)})
                chosen = replace(asked, asked=replace(asked.asked, filters=one))
                assert finding_page(archive, chosen).total == value.count, (name, value)


def key(sort: str, head: ReportRecord, hit: FindingHit) -> tuple[object, ...]:
    year, agency = head.identity.year, head.identity.agency
    match sort:
        case "gravity":
            graver = ("error", "warning", "info").index(hit.finding.severity)
            return (hit.finding.answer is not Answer.CONTRADICTION, graver, -(year or 0))
        case "year":
            return (year is None, year or 0)
        case "-year":
            return (-(year or 0),)
        case "agency":
            return (not agency, agency)
        case _:
            return ()


@pytest.mark.parametrize("sort", FINDING_SORTS)
def test_pages_in_every_order_hold_each_finding_once(worlds: list[World], sort: str) -> None:
    for world in worlds:
        archive = archive_of(world)
        whole = finding_page(archive, FindingRequest(WHOLE, sort=sort)).hits
        keys = [key(sort, hit.report, hit) for hit in whole]
        assert keys == sorted(keys)
        paged = [
            hit
            for offset in range(0, len(whole), 3)
            for hit in finding_page(
                archive, FindingRequest(Request(limit=3, offset=offset), sort=sort)
            ).hits
        ]
        assert [(hit.report.id, hit.finding) for hit in paged] == [
            (hit.report.id, hit.finding) for hit in whole
        ]
    names = [
        [hit.report.identity.agency for hit in finding_page(archive_of(world), asked).hits]
        for world in worlds
        for asked in (FindingRequest(WHOLE, sort="agency"), FindingRequest(WHOLE, sort="-agency"))
    ]
    for rising, falling in zip(names[::2], names[1::2], strict=True):
        assert [one for one in rising if one] == [one for one in falling if one][::-1]


@pytest.mark.parametrize(
    "asked",
    [
        FindingRequest(code=("nothing",)),
        FindingRequest(severity=("loud",)),
        FindingRequest(answer=("yes",)),
        FindingRequest(not_answer=("yes",)),
        FindingRequest(sort="relevance"),
        FindingRequest(Request(query="“")),
    ],
)
def test_what_does_not_exist_is_refused(worlds: list[World], asked: FindingRequest) -> None:
    with pytest.raises(UserError) as refused:
        finding_page(archive_of(worlds[0]), asked)
    assert refused.value.remedy or refused.value.message
