"""Counts of terms against plain Python, and each of them against the search that it names."""

from __future__ import annotations

from dataclasses import replace

import pytest
import services_oracle as oracle
from services_world import Made, World

from govreport_search.engines.pattern import Pattern
from govreport_search.engines.protocol import Matches
from govreport_search.errors import BadFilterError, UserError
from govreport_search.query.parser import parse
from govreport_search.query.request import Filters, Request
from govreport_search.query.tree import And, SameReport
from govreport_search.services.archive import Archive
from govreport_search.services.grouping import GROUPINGS
from govreport_search.services.search import search
from govreport_search.services.term_list import LONGEST_TERM, MOST_TERMS, read_terms
from govreport_search.services.term_record import term_rows, wide_columns, wide_rows
from govreport_search.services.term_table import Count, TermTable, term_table

TERMS = ("甲", "不予公开", "甲乙", "无此词", "a", "“乙", "=甲")
REQUESTS = (
    Request(),
    Request("乙 新收>=0 或 丙"),
    Request("", Filters(section=("overview", "problems"), level=("county", "none"))),
    Request("非 A", Filters(where=("新收>=0 或 新收 is not 数字",))),
    Request("", fold=False),
)


def archive_of(world: World) -> Archive:
    return Archive(world.store, world.engines["whoosh"], world.columns)


def groups_of(made: Made, by: str) -> list[tuple[str, str]]:
    """Values of the groups that a report counts in, each with the region that tells it apart."""
    identity = made.report.identity
    where = "none" if identity.region is None else "/".join(identity.region) or "national"
    if by == "report":
        return [(made.id, where)]
    if by == "agency":
        return [(identity.agency, where)] if identity.agency else [("none", "none")]
    if by == "region":
        parts = identity.region or ()
        return [("/".join(parts[:end]), "none") for end in range(1, len(parts) + 1)] or [
            (where, "none")
        ]
    held = made.report.form if by == "form" else getattr(identity, by)
    return [(str(held or "none"), "none")]


def expected(
    reports: list[Made], request: Request, by: str
) -> dict[tuple[str, str], dict[str, Count]]:
    """Counts by group and term."""
    base = parse(request.query)
    table: dict[tuple[str, str], dict[str, Count]] = {}
    for made in reports:
        chosen = [SameReport(base)] if base != And(()) else []
        chosen += [parse(text) for text in request.filters.where]
        inside = replace(request.filters, section=(), where=())
        if made.id not in oracle.answer(reports, And(tuple(chosen)), inside).reports:
            continue
        for group in groups_of(made, by):
            table.setdefault(group, {})
        for term in TERMS:
            written = f"「{term}」" if request.fold else f"原样:「{term}」"
            found = oracle.answer([made], parse(written), Filters(section=request.filters.section))
            for group in groups_of(made, by) if found.hits else ():
                old = table[group].get(term, Count())
                table[group][term] = Count(
                    old.hits + sum(count for _, _, count in found.hits),
                    old.sections + found.hits.total(),
                    old.reports + 1,
                )
    return table


def region_text(region: tuple[str, ...] | None) -> str:
    return "none" if region is None else "/".join(region) or "national"


def told(found: TermTable) -> dict[tuple[str, str], dict[str, Count]]:
    return {
        (group.name.value, region_text(group.name.region)): {
            found.terms[at].text: count for at, count in group.counts.items()
        }
        for group in found.groups
    }


@pytest.mark.parametrize("by", GROUPINGS)
@pytest.mark.parametrize("request_", REQUESTS, ids=str)
def test_counts_are_those_of_plain_python(worlds: list[World], request_: Request, by: str) -> None:
    for world in worlds[:2]:
        found = term_table(archive_of(world), request_, TERMS, by, every=True)
        wanted = expected(world.reports, request_, by)
        assert told(found) == wanted
        short = term_table(archive_of(world), request_, TERMS, by)
        assert told(short) == {group: counts for group, counts in wanted.items() if counts}
        assert short.empty_groups == len(wanted) - len(short.groups)


@pytest.mark.parametrize("by", GROUPINGS)
@pytest.mark.parametrize("request_", REQUESTS, ids=str)
def test_each_count_is_that_of_the_search_it_names(
    worlds: list[World], request_: Request, by: str
) -> None:
    archive, tried = archive_of(worlds[0]), 0
    found = term_table(archive, request_, TERMS, by)
    named = [(term.query, term.count) for term in found.terms]
    for group in found.groups:
        some = list(group.counts.items())[:2]
        named += [(found.query(at, group), count) for at, count in some]
    for query, count in named:
        page = search(archive, replace(request_, query=query, limit=1000))
        assert (page.total_hits, page.total_reports) == (count.sections, count.reports), query
        if not request_.query:
            assert sum(hit.count for hit in page.hits) == count.hits, query
        tried += 1
    assert tried > len(TERMS)
    assert "无此词" in found.absent


def test_bodies_of_one_name_are_told_apart(worlds: list[World]) -> None:
    """Their regions lie in one another, too."""
    shared = 0
    for world in worlds:
        found = term_table(archive_of(world), Request(), ["甲"], every=True)
        names = [group.name.value for group in found.groups if group.name.value != "none"]
        shared += len(names) - len(set(names))
        bodies = {(m.report.identity.agency, m.report.identity.region) for m in world.reports}
        assert len(names) == len({body for body in bodies if body[0]})
    assert shared > 3


def test_reports_without_text_are_not_taken_for_reports_without_the_term(
    worlds: list[World],
) -> None:
    for world in worlds:
        found = term_table(archive_of(world), Request(), ["甲"], "report", every=True)
        bare = {m.id for m in world.reports if not any(s.printed for s in m.report.sections)}
        told_bare = {group.name.value for group in found.groups if group.without_text}
        assert told_bare >= bare
        assert len(told_bare) == found.without_text


def test_the_tables_say_what_the_counts_say(worlds: list[World]) -> None:
    found = term_table(archive_of(worlds[0]), Request(), TERMS, "year", every=True)
    long = list(term_rows(found))
    assert [row["hits"] for row in long[: len(TERMS)]] == [t.count.hits for t in found.terms]
    columns = wide_columns(found)
    assert columns[-1] == "'=甲"  # no formula, in the header either
    for count in ("hits", "sections", "reports"):
        whole, *rows = wide_rows(found, count)
        for term, column in zip(found.terms, columns[-len(TERMS) :], strict=True):
            own = {r["value"]: r[count] for r in long[len(TERMS) :] if r["term"] == term.text}
            assert {row["value"]: row[column] for row in rows if row[column]} == own
            assert whole[column] == sum(own.values()) == getattr(term.count, count)


def test_a_term_costs_one_question_to_the_engine_and_no_text(
    worlds: list[World], monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = archive_of(worlds[0])
    corpus = archive.ask(lambda corpus: corpus)
    asked: list[Pattern] = []
    find = corpus._find

    def counting(pattern: Pattern) -> Matches:
        asked.append(pattern)
        return find(pattern)

    monkeypatch.setattr(corpus, "_find", counting)
    monkeypatch.setattr(corpus, "_texts", None)
    monkeypatch.setattr(corpus, "_prints", None)
    for by in GROUPINGS:
        asked.clear()
        term_table(archive, Request("乙 新收>=0"), TERMS, by)
        assert len(asked) == len(TERMS) + 1


def test_a_list_is_read_by_lines() -> None:
    assert read_terms(["\ufeff甲\r\n\n 乙 丙 \n甲", "丁"]) == ("甲", "乙 丙", "丁")
    many = [str(number) for number in range(MOST_TERMS + 1)]
    assert len(read_terms(many[1:])) == MOST_TERMS
    assert read_terms(['机关,词\n甲局,"乙，丙"\n丁局,戊\n己局\n']) == ("乙，丙", "戊")
    for alone in ("词\n甲\n", '"关键词"\r\n"甲"\r\n', "\ufeffTerm\n甲"):
        assert read_terms([alone]) == ("甲",)
    assert read_terms(["关键词\n"]) == ("关键词",)
    assert read_terms(["甲\n词\n"]) == ("甲", "词")
    assert read_terms(["甲\n", "词,备注\n乙,丙\n"]) == ("甲", "乙")
    for wrong in (many, ["字" * (LONGEST_TERM + 1)]):
        with pytest.raises(BadFilterError):
            read_terms(wrong)


def test_an_unknown_grouping_is_refused(worlds: list[World]) -> None:
    with pytest.raises(UserError, match="可用的分组"):
        term_table(archive_of(worlds[0]), Request(), ["甲"], "colour")
