"""``govreport findings`` says what the page and the API say."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from cli_world import run as command
from click.testing import Result
from sample_world import SampleIndex
from workbook_reading import sheets_of

from govreport_search.settings import Settings
from webui.app import create_app


def run(index: SampleIndex, *arguments: str) -> Result:
    return command(index, "findings", *arguments)


def test_a_page_is_that_of_the_api(sample_index: SampleIndex) -> None:
    arguments = ("--severity", "warning", "--year", "2019..2023", "--limit", "2", "--sort", "-year")
    arguments += ("--not-code", "一行的值太多", "--facet-find", "region:泽", "--facet-limit", "1")
    found = json.loads(run(sample_index, *arguments).stdout)
    client = create_app(Settings(sample_index.index_dir)).test_client()
    asked = "severity=warning&year=2019..2023&limit=2&sort=-year"
    asked += "&not_code=row_too_long&facet_find=region:泽&facet_limit=1"
    assert found == client.get(f"/api/v1/findings?format=json&{asked}").json
    assert len(found["findings"]) == 2 < found["total"]
    assert 0 < found["facet_found"]["region"] < found["facet_sizes"]["region"]


def test_tables_hold_every_finding_that_is_chosen(
    sample_index: SampleIndex, tmp_path: Path
) -> None:
    total = json.loads(run(sample_index, "--code", "收支不平", "--limit", "0").stdout)["total"]
    rows = list(
        csv.DictReader(
            io.StringIO(run(sample_index, "--code", "balance", "--format", "csv").stdout)
        )
    )
    assert len(rows) == total > 0
    assert {row["code"] for row in rows} == {"balance"}
    file = tmp_path / "核查.xlsx"
    arguments = ("--code", "balance", "--format", "xlsx", "--output", str(file))
    assert run(sample_index, *arguments).exit_code == 0
    with file.open("rb") as stream:
        (sheet,) = sheets_of(stream).values()
    assert len(sheet) == total + 1


def test_the_terminal_shows_what_and_where(sample_index: SampleIndex) -> None:
    shown = run(sample_index, "--answer", "contradiction", "--format", "table").stdout
    assert "相互矛盾" in shown
    assert "收支不平（balance）" in shown
    nothing = run(sample_index, "--year", "1990", "--format", "table").stdout
    assert "没有这样的核查结果" in nothing
    refused = run(sample_index, "--code", "nothing")
    assert (refused.exit_code, "没有“nothing”这个核查项目" in refused.stderr) == (2, True)
