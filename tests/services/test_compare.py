"""Comparisons and rankings against plain Python over the reports that went in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from statistics import quantiles

import pytest
import services_oracle as oracle
from services_world import CELLS, ONLY_2019, RATE, SUM, Made, World, make_world

from govreport_search.columns.snapshot import ColumnSnapshot
from govreport_search.domain import CellId, State
from govreport_search.errors import BadFilterError, UserError
from govreport_search.query.parser import parse
from govreport_search.query.request import Filters, Request
from govreport_search.services.archive import Archive
from govreport_search.services.compare import Comparison, compare, comparisons
from govreport_search.services.comparison_row import Entry, Row
from govreport_search.services.peer import Spread
from govreport_search.services.ranking import Ranking, ranking, rankings

NAMED = (*CELLS, ONLY_2019, SUM, RATE)
EVERY = Request(limit=1000)
Body = tuple[str, tuple[str, ...] | None]
Said = tuple[str, Decimal | None]


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[World]]:
    """One small world and one with many reports of a body, a year, a level and a kind."""
    sizes = enumerate((12, 160))
    made = [make_world(tmp_path_factory.mktemp("world"), seed, size) for seed, size in sizes]
    yield made
    for world in made:
        world.close()


def archive_of(world: World) -> Archive:
    return Archive(world.store, world.engines["whoosh"], world.columns)


def said(made: Made, cell: CellId) -> Said:
    quantity = made.cells.get(cell)
    if quantity is None:
        return ("outside_form" if made.report.form else "missing"), None
    return quantity.state.value, quantity.value


def together(reports: Sequence[Made], cell: CellId) -> Said:
    """What the reports of one body and year say of a cell."""
    every = {said(made, cell) for made in reports}
    if cell == RATE:
        of = [CellId("requests", row, "total") for row in ("granted", "result_total")]
        if len({tuple(said(made, part) for part in of) for made in reports}) > 1:
            return ("differs", None) if len(every) > 1 else unequal(every.pop())
    return every.pop() if len(every) == 1 else ("differs", None)


def unequal(same: Said) -> Said:
    """One share of different numbers is none; one state without a number stays."""
    return ("differs", None) if same[1] is not None else same


def slots(reports: Sequence[Made]) -> dict[Body, dict[int, list[Made]]]:
    found: dict[Body, dict[int, list[Made]]] = defaultdict(lambda: defaultdict(list))
    for made in reports:
        head = made.report.identity
        if head.agency and head.year is not None:
            found[head.agency, head.region][head.year].append(made)
    return found


def matching(world: World, query: str, filters: Filters) -> list[Made]:
    ids = oracle.answer(world.reports, parse(query), filters).reports
    return [made for made in world.reports if made.id in ids]


def parts(cell: CellId, reports: Sequence[Made]) -> tuple[Decimal, Decimal]:
    """Numerator and denominator of ``RATE`` where it is a number: blanks are proven zeros."""
    granted, whole = (
        together(reports, CellId("requests", row, cell.column))[1] or Decimal(0)
        for row in ("granted", "result_total")
    )
    return granted, whole


@pytest.mark.parametrize("query", ["", "甲", "新收=0 或 乙"])
def test_each_number_of_a_body_is_that_of_its_report(worlds: list[World], query: str) -> None:
    seen = set()
    for world in worlds:
        filters = Filters(form=("2014", "2019", "2021", "none"))
        request = Request(query, filters, limit=1000)
        found = compare(archive_of(world), request, list(map(str, NAMED)))
        chosen = matching(world, query, filters)
        expected = slots(chosen)
        assert found.reports == len(chosen)
        placed = [made for years in expected.values() for group in years.values() for made in group]
        assert found.unplaced == len(chosen) - len(placed)
        assert {(row.agency, row.region) for row in found.rows} == set(expected)
        assert found.total_rows == len(found.rows) == len(expected)
        assert list(found.years) == sorted({year for years in expected.values() for year in years})
        for row in found.rows:
            years = expected[row.agency, row.region]
            assert [line.year for line in row.lines] == list(found.years)
            for line in row.lines:
                group = years.get(line.year, [])
                assert list(line.reports) == [made.id for made in group]
                for cell, entry in zip(NAMED, line.entries, strict=True):
                    check_entry(entry, cell, group)
                    seen.add(entry.state)
    assert seen >= {*State, "outside_form", "differs", "no_report"} or query


def check_entry(entry: Entry, cell: CellId, group: Sequence[Made]) -> None:
    if not group:
        assert (entry.state, entry.value, entry.states) == ("no_report", None, {"no_report": 1})
        return
    state, value = together(group, cell)
    if cell == RATE and value is not None:
        top, bottom = parts(cell, group)
        assert (entry.numerator, entry.denominator) == (top, bottom)
        assert float(value) == pytest.approx(float(top / bottom), abs=1e-6)
    else:
        assert entry.numerator is None
    assert entry.state == state
    assert dict(entry.states) == {state: 1}
    assert entry.value == (None if value is None else pytest.approx(float(value)))


@pytest.mark.parametrize("depth", [0, 1, 2, 3])
def test_a_region_adds_bodies_of_one_level_and_kind(worlds: list[World], depth: int) -> None:
    summed = 0
    for world in worlds:
        filters = Filters(level=("province",), kind=("department",))
        names = list(map(str, NAMED))
        found = compare(archive_of(world), Request("", filters, limit=1000), names, "region", depth)
        expected: dict[tuple[str, ...], dict[int, list[list[Made]]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for (_, region), years in slots(matching(world, "", filters)).items():
            if depth == 0 or (region is not None and len(region) >= depth):
                for year, group in years.items():
                    expected[(region or ())[:depth]][year].append(group)
        assert [row.region for row in found.rows] == sorted(expected)
        for row in found.rows:
            assert row.region is not None
            assert (row.level, row.kind, row.agency) == ("province", "department", "")
            for line in row.lines:
                groups = expected[row.region].get(line.year, [])
                assert line.bodies == len(groups)
                for cell, entry in zip(NAMED, line.entries, strict=True):
                    numbers = [g for g in groups if together(g, cell)[1] is not None]
                    summed += len(numbers) > 1
                    check_sum(entry, cell, numbers)
                    absent = row.bodies - len(groups)
                    assert entry.states.get("no_report", 0) == absent
                    assert sum(entry.states.values()) == row.bodies
                    kinds = Counter(together(g, cell)[0] for g in groups)
                    assert {k: n for k, n in entry.states.items() if k != "no_report"} == kinds
    assert summed or depth > 1


def check_sum(entry: Entry, cell: CellId, numbers: Sequence[Sequence[Made]]) -> None:
    assert entry.states.get("number", 0) == len(numbers)
    if not numbers:
        assert entry.value is None
    elif cell == RATE:
        tops, bottoms = zip(*(parts(cell, group) for group in numbers), strict=True)
        assert (entry.numerator, entry.denominator) == (sum(tops), sum(bottoms))
        assert entry.value == pytest.approx(float(sum(tops) / sum(bottoms)), abs=1e-6)
    else:
        total = sum((together(group, cell)[1] or Decimal(0) for group in numbers), Decimal(0))
        assert entry.value == total


def test_regions_are_not_summed_over_levels(worlds: list[World]) -> None:
    for filters in (
        Filters(),
        Filters(level=("county",)),
        Filters(kind=("government",)),
        Filters(level=("county", "province"), kind=("government",)),
        Filters(level=("none",), kind=("government",)),
    ):
        with pytest.raises(BadFilterError) as caught:
            compare(archive_of(worlds[0]), Request("", filters), ["新收"], "region")
        assert caught.value.code == "level_and_kind_needed"


def test_over_years_flows_are_added_and_stocks_are_not(worlds: list[World]) -> None:
    withheld = added = 0
    for world in worlds:
        names = ["requests.new.total", "requests.carried_in.total", "rate.granted.total"]
        for row in compare(archive_of(world), EVERY, names).rows:
            new, carried, rate = row.totals
            numbers = [line.entries[0].value for line in row.lines]
            numbers = [number for number in numbers if number is not None]
            assert (new.value, new.years) == (sum(numbers) if numbers else None, len(numbers))
            assert carried.value is None
            assert "结转" in carried.withheld
            shares = [e for line in row.lines if (e := line.entries[2]).value is not None]
            if shares:
                top = sum(one.numerator or 0 for one in shares)
                bottom = sum(one.denominator or 0 for one in shares)
                assert rate.value == pytest.approx(top / bottom, abs=1e-6)
            withheld += carried.years > 0
            added += len(numbers) > 1
    assert withheld
    assert added


def test_breaks_are_where_the_form_changes_and_the_cell_with_it(worlds: list[World]) -> None:
    names = ["requests.new.total", str(ONLY_2019), "requests.other.total"]
    comparable = []
    for world in worlds:
        for row in compare(archive_of(world), EVERY, names).rows:
            comparable += check_breaks(row)
    assert set(comparable) == {True, False}


def check_breaks(row: Row) -> list[bool]:
    reported = [line for line in row.lines if line.bodies]
    pairs = {
        (before.year, after.year): {*before.forms, *after.forms}
        for before, after in pairwise(reported)
        if before.forms != after.forms and len(before.reports) == len(after.reports) == 1
    }
    found = {(one.measure, one.before, one.after): one for one in row.breaks}
    changes = {(b.year, a.year) for b, a in pairwise(reported) if b.forms != a.forms}
    assert {(before, after) for _, before, after in found} <= changes
    for (before, after), forms in pairs.items():
        changed = found.get((str(ONLY_2019), before, after))
        split = found.get(("requests.other.total", before, after))
        if {"2019", "2021"} <= forms:
            assert changed is not None
            assert not changed.comparable
            assert "项目数量" in changed.note
            assert split is not None
            assert split.comparable
        if "2014" in forms and len(forms - {""}) > 1:
            assert found["requests.new.total", before, after].comparable is False
    return [one.comparable for one in found.values()]


def test_the_grounds_of_refusal_share_out_what_was_refused(worlds: list[World]) -> None:
    whole = 0
    for world in worlds:
        found = compare(archive_of(world), EVERY, ["不予公开理由"])
        assert [one.id for one in found.measures][:2] == [
            "share.requests.denied.state_secret.total",
            "share.requests.denied.law_forbidden.total",
        ]
        groups = slots(world.reports)
        for row in found.rows:
            for line in row.lines:
                known = [entry for entry in line.entries if entry.value is not None]
                group = groups[row.agency, row.region].get(line.year, [])
                state, denied = together(group, SUM) if group else ("no_report", None)
                if known:
                    assert len(known) == len(line.entries)
                    assert {entry.denominator for entry in known} == {denied}
                    assert sum(entry.numerator or 0 for entry in known) == denied
                    whole += 1
                elif denied is None and state != "differs":
                    assert {entry.state for entry in line.entries} <= {state, "differs"}
                elif denied == 0:
                    assert {entry.state for entry in line.entries} <= {
                        "not_applicable",
                        "differs",
                    }
    assert whole


def test_a_spread_is_of_all_peers_in_the_archive(worlds: list[World]) -> None:
    compared = 0
    for world in worlds:
        request = Request("甲", limit=1000)
        found = compare(archive_of(world), request, ["requests.new.total"])
        wanted = {
            (line.year, row.level, row.kind)
            for row in found.rows
            for line in row.lines
            if line.bodies and row.level and row.kind
        }
        spreads = {(s.peers.year, s.peers.level, s.peers.kind): s for s in found.spreads}
        for key in wanted & set(spreads):
            compared += check_spread(world, spreads[key])
        assert set(spreads) <= wanted
    assert compared


def test_a_number_is_placed_among_all_its_peers(worlds: list[World]) -> None:
    placed = 0
    for world in worlds:
        found = compare(archive_of(world), EVERY, ["requests.new"])
        for row in found.rows:
            for line in row.lines:
                (entry,) = line.entries
                peers = peer_numbers(world, line.year, row.level, row.kind)
                mine = peers.pop((row.agency, row.region), None)
                if entry.value is None or not (row.level and row.kind) or mine != entry.value:
                    continue
                others = [number for number in peers.values() if number is not None]
                assert entry.among is not None
                assert entry.among.rank == 1 + sum(one > mine for one in others)
                assert entry.among.tied == 1 + others.count(mine)
                assert entry.among.numbers == 1 + len(others)
                less = sum(one < mine for one in others)
                assert entry.among.lower == (pytest.approx(less / len(others)) if others else None)
                placed += len(others) > 0
    assert placed


def peer_numbers(world: World, year: int, level: str, kind: str) -> dict[Body, Decimal | None]:
    of_peers = [
        made
        for made in world.reports
        if (made.report.identity.level, made.report.identity.kind) == (level, kind)
    ]
    cell = CellId.parse("requests.new.total")
    return {
        body: together(years[year], cell)[1]
        for body, years in slots(of_peers).items()
        if year in years
    }


def check_spread(world: World, spread: Spread) -> bool:
    peers = spread.peers
    chosen = [
        made
        for made in world.reports
        if (made.report.identity.level, made.report.identity.kind) == (peers.level, peers.kind)
    ]
    groups = [years[peers.year] for years in slots(chosen).values() if peers.year in years]
    held = (together(group, CELLS[0])[1] for group in groups)
    numbers = [float(value) for value in held if value is not None]
    assert (spread.bodies, spread.numbers) == (len(groups), len(numbers))
    if len(numbers) < 2:
        return False
    lower, middle, upper = quantiles(numbers, n=4, method="inclusive")
    ninth = quantiles(numbers, n=10, method="inclusive")[-1]
    assert (spread.quartile, spread.median, spread.upper_quartile, spread.ninth) == pytest.approx(
        (lower, middle, upper, ninth)
    )
    return True


@pytest.mark.parametrize("ascending", [False, True])
@pytest.mark.parametrize("cell", [CELLS[0], SUM, RATE])
def test_ties_share_a_rank_and_the_unknown_has_none(
    worlds: list[World], cell: CellId, ascending: bool
) -> None:
    tied = unknown = 0
    for world in worlds:
        found = ranking(archive_of(world), EVERY, str(cell), ascending=ascending)
        groups = slots(world.reports)
        expected = {
            (agency, region, year): together(group, cell)
            for (agency, region), years in groups.items()
            for year, group in years.items()
        }
        assert found.total == len(found.ranked) == len(expected)
        values = [value for _, value in expected.values() if value is not None]
        for one in found.ranked:
            state, value = expected[one.agency, one.region, one.year]
            assert one.state == state
            assert one.reports == tuple(
                made.id for made in groups[one.agency, one.region][one.year]
            )
            if value is None:
                assert (one.rank, one.tied, one.value) == (None, 0, None)
                unknown += 1
                continue
            before = [v for v in values if (v < value if ascending else v > value)]
            assert (one.rank, one.tied) == (len(before) + 1, values.count(value))
            assert one.value == pytest.approx(float(value))
            tied += one.tied > 1
        ranks = [one.rank for one in found.ranked]
        known = [rank for rank in ranks if rank is not None]
        assert ranks == sorted(known) + [None] * (len(ranks) - len(known))
        assert sum(found.states.values()) == found.total
    assert tied or cell == RATE  # which is seldom a number there
    assert unknown


def test_pages_are_cut_from_the_whole(worlds: list[World]) -> None:
    archive, cells = archive_of(worlds[0]), ["新收", "rate.granted"]
    whole = compare(archive, EVERY, cells)
    pages: list[Comparison] = list(comparisons(archive, Request(limit=2), cells))
    assert len(pages) > 1
    assert tuple(row for page in pages for row in page.rows) == whole.rows
    assert compare(archive, Request(limit=2, offset=2), cells) == pages[1]
    places = ranking(archive, EVERY, "新收")
    cut: list[Ranking] = list(rankings(archive, Request(limit=2), "新收"))
    assert tuple(one for page in cut for one in page.ranked) == places.ranked


def test_where_nothing_matches_there_is_nothing_to_compare(worlds: list[World]) -> None:
    archive, cells = archive_of(worlds[1]), ["新收", "rate.granted", "不予公开理由"]
    nothing = Request("无此词", Filters(level=("county",), kind=("government",)))
    for by in ("agency", "region"):
        found = compare(archive, nothing, cells, by)
        assert (found.rows, found.years, found.spreads, found.reports) == ((), (), (), 0)
    assert ranking(archive, nothing, "新收").ranked == ()
    whole = compare(archive, Request(limit=0), cells)
    assert (whole.rows, len(whole.years)) == ((), 3)
    beyond = Request("", nothing.filters, offset=whole.total_rows)
    assert compare(archive, beyond, cells, "region").rows == ()
    assert compare(archive, beyond, cells).rows == ()
    with pytest.raises(BadFilterError):
        compare(archive, Request(limit=-1), cells)


def test_a_comparison_reads_each_cell_once_whatever_its_size(
    worlds: list[World], monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    cell = ColumnSnapshot.cell
    monkeypatch.setattr(
        ColumnSnapshot, "cell", lambda self, name: read.append(name) or cell(self, name)
    )
    for limit in (1, 1000):
        read.clear()
        found = compare(archive_of(worlds[1]), Request(limit=limit), ["新收", "不予公开理由"])
        assert found.rows
        # 新收, what was refused, and its eight grounds.
        assert len(read) == len(set(read)) == 10


@pytest.mark.parametrize(
    ("cells", "by", "depth"),
    [
        ([], "agency", 1),
        (["没有这一项"], "agency", 1),
        (["新收"], "year", 1),
        (["新收"], "region", 5),
        (["share.requests.new.total"], "agency", 1),
        (["requests.denied.state_secret.total"] * 3 + ["share.x"], "agency", 1),
    ],
)
def test_what_cannot_be_compared_is_said(
    worlds: list[World], cells: list[str], by: str, depth: int
) -> None:
    with pytest.raises(UserError):
        compare(archive_of(worlds[0]), EVERY, cells, by, depth)


def test_a_ranking_is_by_one_measure(worlds: list[World]) -> None:
    with pytest.raises(BadFilterError, match="8 个指标"):
        ranking(archive_of(worlds[0]), EVERY, "不予公开理由")
    one = ranking(archive_of(worlds[0]), EVERY, "share.requests.denied.third_party.total")
    assert one.measure.is_share
