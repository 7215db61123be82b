"""Bodies × years against plain Python; rows come from the list, never from the archive."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from services_world import Made, World, make_world

from govreport_search.errors import BadFilterError, UserError
from govreport_search.regions import divisions
from govreport_search.regions.seat import seats
from govreport_search.services.archive import Archive
from govreport_search.services.body import bodies_of
from govreport_search.services.body_list import (
    ListedBody,
    bodies_of_divisions,
    read_bodies,
)
from govreport_search.services.body_match import BodyMatch
from govreport_search.services.corpus import Corpus
from govreport_search.services.coverage import (
    AMBIGUOUS,
    COVERAGE_STATES,
    MISSING,
    PUBLISHED,
    UNREADABLE,
    Coverage,
    Scope,
    coverage,
)
from govreport_search.services.coverage_record import (
    COVERAGE_COLUMNS,
    coverage_record,
    coverage_rows,
    wide_columns,
    wide_rows,
)
from govreport_search.store.record import ManifestEntry, SourceFile

LIST = """机关,地区,备注
霞市甲局,云省/霞市,
霞市甲局,,同名的分不清
云省霞市岚县人民政府,,带上级的全称
岚县政府,云省,简称
没有这个机关,,
"""


def archive_of(world: World) -> Archive:
    return Archive(world.store, world.engines["scan"], world.columns)


def text_or_table(made: Made) -> bool:
    return bool(made.report.form) or any(
        "".join(section.printed.split()) for section in made.report.sections
    )


def own(world: World, name: str, inside: tuple[str, ...]) -> list[Made]:
    """Reports of that body in a region or below it."""
    return [
        made
        for made in world.reports
        if made.report.identity.agency == name
        and (not inside or (made.report.identity.region or ())[: len(inside)] == inside)
    ]


def expected_state(reports: list[Made], year: int) -> tuple[str, set[str]]:
    bodies = {made.report.identity.region for made in reports}
    held = [made for made in reports if made.report.identity.year == year]
    ids = {made.id for made in held}
    if held and len(bodies) > 1:
        return AMBIGUOUS, ids
    if any(map(text_or_table, held)):
        return PUBLISHED, ids
    return UNREADABLE if held else MISSING, ids


WANTED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("霞市甲局", ("云省", "霞市")),
    ("霞市甲局", ()),
    ("岚县人民政府", ("云省", "霞市")),
    ("岚县人民政府", ("云省",)),
    ("没有这个机关", ()),
)
"""For each row of the list the body it means, and where."""


def test_states_are_those_of_plain_python(worlds: list[World]) -> None:
    seen = set()
    for world in worlds:
        found = coverage(archive_of(world), read_bodies(LIST), ["2018..2021"])
        assert found.years == (2018, 2019, 2020, 2021)
        for row, (name, inside) in zip(found.rows, WANTED, strict=True):
            reports = own(world, name, inside)
            if row.listed.name.startswith("云省霞市岚县"):
                # The places before the name are those its region holds, and no others.
                reports = [
                    made
                    for made in reports
                    if made.report.identity.region in (inside, (*inside, "岚县"))
                ]
            for cell in row.cells:
                state, ids = expected_state(reports, cell.year)
                assert (cell.state, set(cell.reports)) == (state, ids), row.listed
                seen.add(state)
        states = [cell.state for row in found.rows for cell in row.cells]
        assert found.counts == {state: states.count(state) for state in COVERAGE_STATES}
    assert seen >= {PUBLISHED, MISSING, AMBIGUOUS}


def test_bodies_that_the_list_does_not_know_stand_apart(worlds: list[World]) -> None:
    for world in worlds:
        found = coverage(archive_of(world), read_bodies(LIST))
        identities = [made.report.identity for made in world.reports]
        assert found.without_agency == sum(not one.agency for one in identities)
        listed = {(body.name, body.region) for row in found.rows for body in row.bodies}
        bodies = {(one.agency, one.region) for one in identities if one.agency}
        assert {(body.name, body.region) for body in found.others} == bodies - listed
        assert bodies - listed
        for body in found.others:
            for year, ids in body.reports.items():
                assert set(ids) == {
                    made.id
                    for made in world.reports
                    if (made.report.identity.agency, made.report.identity.region)
                    == (body.name, body.region)
                    and made.report.identity.year == year
                }


def test_the_tables_know_what_could_not_be_read_of_bodies_outside_the_list(
    worlds: list[World],
) -> None:
    seen = set()
    for world in worlds:
        found = coverage(archive_of(world), read_bodies(LIST))
        for line in coverage_rows(found):
            if line["listed"] == "no":
                ids = set(line["reports"].split())
                held = [made for made in world.reports if made.id in ids]
                assert line["state"] == (PUBLISHED if any(map(text_or_table, held)) else UNREADABLE)
                seen.add(line["state"])
    assert seen == {PUBLISHED, UNREADABLE}


def test_nothing_of_a_list_is_kept(worlds: list[World]) -> None:
    listed = read_bodies("\n".join(f"霞市甲局,没有{number}省" for number in range(1, 40)))

    def held(corpus: Corpus) -> tuple[dict[str, int], dict[str, int]]:
        match = BodyMatch(corpus, bodies_of(corpus))
        sizes: list[dict[str, int]] = [{}, {}]
        for size in sizes:
            size |= {name: len(one) for name, one in vars(match).items() if isinstance(one, dict)}
            match.candidates(listed)
        return sizes[0], sizes[1]

    before, after = archive_of(worlds[0]).ask(held)
    assert before == after


def test_the_order_of_levels_does_not_matter() -> None:
    levels = ["county", "prefecture"]
    assert bodies_of_divisions("河南省", levels) is bodies_of_divisions("河南省", levels[::-1])


def test_others_are_looked_for_in_the_scope(worlds: list[World]) -> None:
    dropped = 0
    for world in worlds:
        inside = Scope("云省", ("county",), governing=True)
        found = coverage(archive_of(world), (), scope=inside)
        assert {(body.name, body.region) for body in found.others} == {
            (one.agency, one.region)
            for one in (made.report.identity for made in world.reports)
            if one.agency
            and (one.region or ())[:1] == ("云省",)
            and one.level == "county"
            and one.kind == "government"
        }
        named = {
            (one.agency, one.region)
            for one in (made.report.identity for made in world.reports)
            if one.agency and (one.region or ())[:1] == ("云省",) and one.level == "county"
        }
        assert found.other_kinds == len(named) - len(found.others)
        dropped += found.other_kinds
        of_all = coverage(archive_of(world), (), scope=Scope("云省", ("county",)))
        assert (len(of_all.others), of_all.other_kinds) == (len(named), 0)
    assert dropped


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[World]:
    world = make_world(tmp_path, seed=11, size=2)
    yield world
    world.close()


def reject(world: World, name: str, code: str = "damaged") -> None:
    with world.store.writing() as writer:
        writer.reject(SourceFile(f"/{name}", name, "0" * 64, 1), code, "读不出")


def states(found: Coverage, row: int = 0) -> dict[int, str]:
    return {cell.year: cell.state for cell in found.rows[row].cells}


def test_files_that_could_not_be_read_are_not_missing(fresh: World) -> None:
    listed = read_bodies("虹市乙局\n虹市乙局分局\n虹市丙局\n")
    reject(fresh, "收集/虹市乙局2019.pdf")
    reject(fresh, "收集/虹市乙局分局2019年.pdf")
    reject(fresh, "收集/虹市丙局2019.txt", "not_a_report")
    reject(fresh, "收集/虹市丙局2018-2019.pdf")
    reject(fresh, "收集/a.pdf")
    with fresh.store.writing() as writer:
        writer.put_manifest(
            [ManifestEntry("/收集/a.pdf", "m.csv", 2, agency="虹市丙局", year=2021)]
        )
    found = coverage(archive_of(fresh), listed, ["2018..2021"])
    nothing = dict.fromkeys(range(2018, 2022), MISSING)
    assert states(found) == {**nothing, 2019: UNREADABLE}
    assert states(found, 1) == {**nothing, 2019: UNREADABLE}
    assert states(found, 2) == {**nothing, 2021: UNREADABLE}
    (file,) = found.rows[2].cells[3].files
    assert (file.source, file.by) == ("收集/a.pdf", "manifest")
    assert {file.source for file in found.unassigned} == {
        "收集/虹市丙局2019.txt",
        "收集/虹市丙局2018-2019.pdf",
    }


def test_the_tables_say_what_the_cells_say(worlds: list[World]) -> None:
    found = coverage(archive_of(worlds[0]), read_bodies(LIST), ["2019..2020"])
    record = coverage_record(found)
    lines = list(coverage_rows(found))
    assert all(set(line) <= set(COVERAGE_COLUMNS) for line in lines)
    told = [
        (line["name"], line["year"], line["state"]) for line in lines if line["listed"] == "yes"
    ]
    assert told == [
        (row["name"], cell["year"], cell["state"])
        for row in record["rows"]
        for cell in row["cells"]
    ]
    assert wide_columns(found) == ("name", "region", "2019", "2020")
    for row, line in zip(found.rows, wide_rows(found), strict=True):
        assert [line["2019"], line["2020"]] == [COVERAGE_STATES[c.state] for c in row.cells]


def test_regions_that_nobody_knows_are_said(worlds: list[World]) -> None:
    listed = read_bodies("甲局,云省\n乙局,河南/洛阳市\n丙局,没有省/霞市\n丁局,\n")
    found = coverage(archive_of(worlds[0]), listed)
    assert found.unknown_regions == ("没有省/霞市",)


def test_lists_are_read_with_and_without_a_header() -> None:
    assert [body.name for body in read_bodies("\ufeff甲局\n\n 乙局 \n甲局\n")] == ["甲局", "乙局"]
    assert read_bodies("甲局;云省\n")[0].region == "云省"
    (body,) = read_bodies("region,x,agency\n云省／霞市,1,甲局\n")
    assert (body.name, body.region) == ("甲局", "云省/霞市")
    assert read_bodies("某县政府")[0].names == ("某县政府", "某县人民政府")


def test_divisions_give_the_governments_of_a_subtree() -> None:
    assert len(bodies_of_divisions()) == len(divisions().children())
    counties = bodies_of_divisions("河南/洛阳市", ["county"])
    assert (
        ListedBody(
            "老城区人民政府",
            ("老城区人民政府",),
            "河南省/洛阳市/老城区",
            ("河南省", "洛阳市", "老城区"),
        )
        in counties
    )
    assert {body.path[:2] for body in counties if body.path} == {("河南省", "洛阳市")}
    every = bodies_of_divisions("河南省/洛阳市")
    assert len(every) == len(counties) + 1
    (street,) = bodies_of_divisions("河南省/洛阳市/老城区/西关街道", ["township"])
    assert street.name == "西关街道办事处"
    office = divisions().get(("黑龙江省", "大兴安岭地区"))
    assert office is not None
    assert seats(office) == ("大兴安岭地区行政公署", "大兴安岭地区人民政府")


@pytest.mark.parametrize(
    ("region", "levels", "said"),
    [("没有省", (), "区划里没有"), ("新华区", (), "写明上级"), ("", ("ministry",), "这一级")],
)
def test_divisions_that_cannot_be_meant_are_refused(
    region: str, levels: tuple[str, ...], said: str
) -> None:
    with pytest.raises(UserError, match=said):
        bodies_of_divisions(region, levels)


def test_years_must_be_known(worlds: list[World]) -> None:
    for years in (["none"], ["1900..2020"], ["abc"]):
        with pytest.raises(BadFilterError):
            coverage(archive_of(worlds[0]), (), years)
