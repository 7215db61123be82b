"""Comparison and ranking as users ask for them: by command, in Python and by JSON."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from cli_world import run
from jsonschema import Draft202012Validator
from sample_world import SampleIndex
from workbook_reading import sheets_of

import govreport_search as g
from govreport_search.domain import CellId
from govreport_search.services.comparison_record import COMPARISON_COLUMNS, RANKING_COLUMNS
from govreport_search.services.standing import ENTRY_LABELS
from govreport_search.settings import Settings
from webui.app import create_app

NEW = CellId.parse("requests.new.total")
CELLS = ("--cell", "新收", "--cell", "rate.denied")


def get(index: SampleIndex, path: str, **parameters: Any) -> Any:
    client = create_app(Settings(index.index_dir)).test_client()
    return client.get(f"/api/v1/{path}", query_string=parameters)


def check(answer: Any, schema: str, index: SampleIndex) -> None:
    described = get(index, "openapi.json").json
    reference = {"$ref": f"#/components/schemas/{schema}", "components": described["components"]}
    assert list(Draft202012Validator(reference).iter_errors(answer)) == []


def test_command_python_and_json_say_the_same(sample_index: SampleIndex) -> None:
    by_command = json.loads(run(sample_index, "compare", *CELLS, "--limit", "5").stdout)
    by_url = get(sample_index, "compare", cell=["新收", "rate.denied"], limit=5).json
    assert by_command == by_url
    check(by_url, "Comparison", sample_index)
    with g.open(sample_index.index_dir) as library:
        found = library.compare(cells=["新收", "rate.denied"], limit=5)
    assert [row["agency"] for row in by_url["rows"]] == [row.agency for row in found.rows]
    made = {report.body.name for report in sample_index.reports}
    assert {row["agency"] for row in by_url["rows"]} <= made
    for row in by_url["rows"]:
        for year in row["years"]:
            cell = year["cells"][0]
            assert (cell["state"] == "no_report") == (year["reports"] == [])


def test_numbers_are_those_of_the_truth(sample_index: SampleIndex) -> None:
    answer = get(sample_index, "compare", cell="新收", limit=1000).json
    found = {
        (row["agency"], *row["region"], year["year"]): year["cells"][0]
        for row in answer["rows"]
        if row["region"] is not None
        for year in row["years"]
        if len(year["reports"]) == 1
    }
    checked = 0
    for report in sample_index.reports:
        cell = found.get((report.body.name, *report.body.region, report.year))
        if cell is not None and cell["state"] == "number":
            assert cell["value"] == report.cells[NEW].value
            checked += 1
    assert checked > 5


def test_csv_has_every_row(sample_index: SampleIndex) -> None:
    whole = get(sample_index, "compare", cell="新收", limit=1000).json
    lines = run(sample_index, "compare", "--cell", "新收", "--limit", "1", "--format", "csv").stdout
    rows = list(csv.DictReader(lines.splitlines()))
    assert tuple(rows[0]) == COMPARISON_COLUMNS
    assert len(rows) == whole["total_rows"] * len(whole["years"])
    text = get(sample_index, "compare", cell="新收", format="csv").get_data(as_text=True)
    assert text.removeprefix("\ufeff") == lines
    ranked = get(sample_index, "rank", cell="新收", limit=1000).json
    lines = run(sample_index, "rank", "--cell", "新收", "--format", "csv").stdout
    places = list(csv.DictReader(lines.splitlines()))
    assert tuple(places[0]) == RANKING_COLUMNS
    assert len(places) == ranked["total"] == len(ranked["ranked"])


def test_a_workbook_holds_what_the_csv_holds(sample_index: SampleIndex, tmp_path: Path) -> None:
    for command, columns in (("compare", COMPARISON_COLUMNS), ("rank", RANKING_COLUMNS)):
        whole, by_url = tmp_path / f"{command}.xlsx", tmp_path / f"{command}-web.xlsx"
        run(sample_index, command, "--cell", "新收", "--format", "xlsx", "--output", str(whole))
        by_url.write_bytes(get(sample_index, command, cell="新收", format="xlsx").data)
        lines = run(sample_index, command, "--cell", "新收", "--format", "csv").stdout
        rows = list(csv.DictReader(lines.splitlines()))
        for path in (whole, by_url):
            with path.open("rb") as file:
                head, *body = next(iter(sheets_of(file).values()))
            assert tuple(head) == columns
            assert len(body) == len(rows)
            at = columns.index("value")
            numbers = [row[at] if len(row) > at else None for row in body]
            assert numbers == [float(row["value"]) if row["value"] else None for row in rows]


def test_numbers_are_placed_among_those_of_peers(sample_index: SampleIndex) -> None:
    answer = get(sample_index, "compare", cell="新收", limit=1000).json
    # Of each report's own year, level and kind.
    numbers: dict[tuple[int, str, str], list[float]] = {}
    for one in get(sample_index, "rank", cell="新收", limit=1000).json["ranked"]:
        if one["value"] is not None:
            peers = one["year"], one["level"], one["kind"]
            numbers.setdefault(peers, []).append(one["value"])
    placed = []
    for row in answer["rows"]:
        for year in row["years"]:
            (cell,) = year["cells"]
            if cell["among"] is not None:
                peers = year["year"], row["level"], row["kind"]
                placed.append((peers, cell["value"], cell["among"]))
    assert len(placed) > 5
    for peers, value, among in placed:
        others = numbers[peers]
        assert among["numbers"] == len(others)
        assert among["rank"] == 1 + sum(other > value for other in others)
        assert among["tied"] == others.count(value)
        less = sum(other < value for other in others)
        expected = round(less / (len(others) - 1), 6) if len(others) > 1 else None
        assert among["lower"] == expected


def test_regions_are_sums_of_one_level_and_kind(sample_index: SampleIndex) -> None:
    refused = get(sample_index, "compare", cell="新收", by="region")
    assert refused.status_code == 400
    assert refused.json["error"]["code"] == "level_and_kind_needed"
    chosen = {"level": "county", "kind": "government"}
    answer = get(sample_index, "compare", cell="新收", by="region", depth=0, **chosen).json
    check(answer, "Comparison", sample_index)
    facets = get(sample_index, "statistics", cell="新收", **chosen).json
    if not answer["repeated"] and not answer["unplaced"]:
        sums = {group["value"]: group["cells"][0]["sum"] for group in facets["groups"]}
        years = answer["rows"][0]["years"] if answer["rows"] else []
        assert {str(year["year"]): year["cells"][0]["value"] for year in years} == sums


def test_a_ranking_is_the_same_by_command_and_json(sample_index: SampleIndex) -> None:
    by_command = json.loads(run(sample_index, "rank", "--cell", "新收", "--ascending").stdout)
    by_url = get(sample_index, "rank", cell="新收", ascending="1").json
    assert by_command == by_url
    check(by_url, "Ranking", sample_index)
    with g.open(sample_index.index_dir) as library:
        found = library.rank(cell="新收", ascending=True)
    assert [one["rank"] for one in by_url["ranked"]] == [one.rank for one in found.ranked]
    assert by_url["ranked"][0]["rank"] == 1


def test_tables_name_what_is_not_a_number(
    sample_index: SampleIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    arguments = ("--cell", "不予公开理由", "--cell", "requests.carried_out", "--format", "table")
    table = run(sample_index, "compare", *arguments, "--limit", "1000").stdout
    answer = get(sample_index, "compare", cell=["reasons", "requests.carried_out"], limit=1000).json
    cells = [cell for row in answer["rows"] for year in row["years"] for cell in year["cells"]]
    states = {cell["state"] for cell in cells} - {"number"}
    assert states
    assert [state for state in states if ENTRY_LABELS[state] not in table] == []
    assert "各年不合计：结转的申请" in table
    assert "同级同类机关的分布" in table
    ranked = run(sample_index, "rank", "--cell", "rate.denied", "--format", "table").stdout
    assert "不予公开率" in ranked
    region = ("--by", "region", "--level", "county", "--kind", "government")
    sums = run(sample_index, "compare", "--cell", "新收", *region, "--format", "table").stdout
    assert "只合计县级的人民政府" in sums
    assert "有数字的机关数／有这一年报告的机关数" in sums


@pytest.mark.parametrize(
    "arguments",
    [
        ("compare",),
        ("compare", "--cell", "没有的指标"),
        ("compare", "--cell", "新收", "--by", "region"),
        ("rank",),
        ("rank", "--cell", "不予公开理由"),
        ("rank", "--cell", " "),
    ],
)
def test_what_cannot_be_asked_ends_with_code_2(
    sample_index: SampleIndex, arguments: tuple[str, ...]
) -> None:
    result = run(sample_index, *arguments)
    assert result.exit_code == 2
    assert result.stderr
