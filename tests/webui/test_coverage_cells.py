"""Each state of a cell of coverage: its sign, its word, and where it leads."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient

from govreport_search.query.parser import parse
from govreport_search.query.request import Request
from govreport_search.query.tree import FieldFilter
from govreport_search.services.body_list import ListedBody
from govreport_search.services.coverage import (
    AMBIGUOUS,
    COVERAGE_STATES,
    MISSING,
    PUBLISHED,
    UNREADABLE,
    ArchiveBody,
    Coverage,
    CoverageCell,
    CoverageRow,
)
from govreport_search.services.unread import UnreadFile
from webui.present.coverage import STATES, CellView, Links, chosen_rows, row_views

FILE = UnreadFile("某县/2020.pdf", "encrypted", "文件加了密码", "name")
LINKS = Links(
    report=lambda report: f"report {report}",
    body=lambda body: f"body {body.name}",
    search=lambda asked: f"search {asked.query}",
    file=lambda source: f"file {source}",
)


def shown(app_client: FlaskClient, cell: CoverageCell) -> CellView:
    body = ArchiveBody("某县人民政府", ("某省", "某县"), {cell.year: cell.reports})
    row = CoverageRow(ListedBody("某县", ("某县",)), (cell,), (body,))
    with app_client.application.test_request_context():
        (view,) = row_views([row], LINKS)
    assert (view.url, view.known_as) == ("body 某县人民政府", "某县人民政府")
    return view.cells[0]


@pytest.mark.parametrize(
    ("cell", "word", "url", "reason"),
    [
        (CoverageCell(2020, PUBLISHED, ("a",)), "已收录", "report a", ""),
        (CoverageCell(2020, MISSING), "没有", "", ""),
        (CoverageCell(2020, UNREADABLE, ("a",), (FILE,)), "读不出", "report a", "文件加了密码"),
        (
            CoverageCell(2020, UNREADABLE, (), (FILE,)),
            "读不出",
            "file 某县/2020.pdf",
            "文件加了密码",
        ),
    ],
)
def test_a_cell_says_what_there_is_and_leads_to_it(
    world: FlaskClient, cell: CoverageCell, word: str, url: str, reason: str
) -> None:
    view = shown(world, cell)
    assert (view.word, view.url, view.reason) == (word, url, reason)
    assert view.sign == STATES[cell.state].sign


@pytest.mark.parametrize(("state", "word"), [(PUBLISHED, "2 份"), (AMBIGUOUS, "同名待定")])
def test_several_reports_are_a_search(world: FlaskClient, state: str, word: str) -> None:
    view = shown(world, CoverageCell(2020, state, ("a", "b")))
    assert view.word == word
    assert parse(view.url.removeprefix("search ")) == FieldFilter("report", ("a", "b"))


def test_signs_are_told_apart_without_colour() -> None:
    assert set(STATES) == set(COVERAGE_STATES)
    assert len({words.sign for words in STATES.values()}) == len(STATES)


def test_rows_with_a_state_are_chosen() -> None:
    rows = tuple(
        CoverageRow(ListedBody(name, (name,)), (CoverageCell(2020, state),), ())
        for name, state in (("甲", PUBLISHED), ("乙", MISSING), ("丙", UNREADABLE))
    )
    found = Coverage((2020,), rows, (), (), 0, 0, ())
    assert chosen_rows(found, (MISSING, UNREADABLE)) == rows[1:]
    assert chosen_rows(found, ()) == rows
    assert found.by_year == {PUBLISHED: (1,), UNREADABLE: (1,), MISSING: (1,), AMBIGUOUS: (0,)}


def test_the_search_for_several_reports_finds_just_these(world: FlaskClient) -> None:
    data = world.get("/api/v1/search?unit=reports").json
    assert data is not None
    two = tuple(hit["report"] for hit in data["hits"][:2])
    view = shown(world, CoverageCell(2020, PUBLISHED, two))
    query = Request(unquote(view.url.removeprefix("search "))).query
    found = world.get("/api/v1/search", query_string={"q": query, "unit": "reports"}).json
    assert found is not None
    assert {hit["report"] for hit in found["hits"]} == set(two)
