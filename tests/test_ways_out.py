"""Every empty result says what could be asked instead; every wrong use says what is right."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sample_world import SampleIndex

from govreport_search.cli import main
from govreport_search.domain import CellId

NEW = CellId("requests", "new", "total")


def run(index: SampleIndex, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--index-dir", str(index.index_dir), *arguments])


def ways(index: SampleIndex, *arguments: str) -> list[dict[str, Any]]:
    result = run(index, "search", "--format", "json", *arguments)
    assert result.exit_code == 0, result.output
    page = json.loads(result.stdout)
    assert page["total_hits"] == 0
    for way in page["suggestions"]:
        again = run(index, "search", "--format", "json", "--", way["query"])
        if not way["filters"]:
            assert json.loads(again.stdout)["total_reports"] == way["reports"] > 0
    found: list[dict[str, Any]] = page["suggestions"]
    return found


def test_a_year_that_no_report_has_is_exchanged_for_the_nearest(sample_index: SampleIndex) -> None:
    last = max(report.year for report in sample_index.reports)
    first = min(report.year for report in sample_index.reports)
    for asked, nearest in (("2099", last), ("1850", first), ("..1850", first), ("2099..", last)):
        in_query = ways(sample_index, f"年份:{asked}")
        assert f"year:{nearest}" in [way["query"] for way in in_query]
        assert "" in [way["query"] for way in in_query], "leaving the year out is a way, too"
        as_option = ways(sample_index, "公开", "--year", asked)
        assert {"year": [str(nearest)]} in [way["filters"] for way in as_option]


def test_a_place_in_the_query_is_exchanged_like_one_in_an_option(
    sample_index: SampleIndex,
) -> None:
    province = next(r.body.region[0] for r in sample_index.reports if r.body.region)
    queries = [way["query"] for way in ways(sample_index, f"地区:X{province[1:]} 公开")]
    assert any(f"region:{province} AND" in query for query in queries)


def test_a_number_that_nothing_reaches_is_answered_with_the_range(
    sample_index: SampleIndex,
) -> None:
    values = [r.cells[NEW].value for r in sample_index.reports if NEW in r.cells]
    numbers = [value for value in values if value is not None]
    way = ways(sample_index, "新收>100000000")[0]
    assert way["query"] == f"requests.new.total={min(numbers)}..{max(numbers)}"
    assert way["reports"] == len(numbers)
