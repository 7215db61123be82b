"""``govreport coverage`` and ``/api/v1/coverage``."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from cli_world import run as command
from click.testing import Result
from sample_world import SampleIndex

from govreport_search.settings import Settings
from webui.app import create_app


def run(index: SampleIndex, *arguments: str, given: bytes = b"") -> Result:
    return command(index, "coverage", *arguments, given=given)


def listed(index: SampleIndex) -> bytes:
    """Every body of the sample, and one that there is not."""
    lines = command(index, "export", "reports", "--format", "jsonl").stdout.splitlines()
    names = dict.fromkeys(json.loads(line)["agency"] for line in lines)
    return "\n".join([*names, "没有这个机关"]).encode()


def test_every_report_of_the_sample_is_in_its_cell(sample_index: SampleIndex) -> None:
    found = json.loads(run(sample_index, "--list", "-", given=listed(sample_index)).stdout)
    assert found["others"] == []
    ids = {report for row in found["rows"] for cell in row["cells"] for report in cell["reports"]}
    assert len(ids) == len(sample_index.reports)
    *_, nobody = found["rows"]
    assert {cell["state"] for cell in nobody["cells"]} == {"missing"}
    assert found["counts"]["published"] > 0


def test_excel_gets_a_column_for_each_year(sample_index: SampleIndex, tmp_path: Path) -> None:
    source, file = tmp_path / "名单.csv", tmp_path / "缺报.csv"
    source.write_bytes("机关\n".encode("gb18030") + listed(sample_index).decode().encode("gb18030"))
    arguments = ("--list", str(source), "--year", "2020..2021", "--format", "wide")
    assert run(sample_index, *arguments, "--output", str(file)).exit_code == 0
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
    assert (rows[-1]["2020"], rows[-1]["2021"]) == ("没有", "没有")
    assert any(row["2020"] == "已收录" for row in rows)
    shown = run(sample_index, *arguments[:2], "--format", "table").stdout
    assert f"{len(rows)} 个机关" in shown


def test_the_divisions_are_the_rows_without_a_list(sample_index: SampleIndex) -> None:
    found = json.loads(run(sample_index, "--region", "海南省", "--level", "prefecture").stdout)
    assert "海口市人民政府" in {row["name"] for row in found["rows"]}
    refused = run(sample_index, "--region", "没有省")
    assert (refused.exit_code, "区划里没有" in refused.stderr) == (2, True)


def test_a_posted_list_is_answered(sample_index: SampleIndex) -> None:
    app = create_app(Settings(sample_index.index_dir))
    client, text = app.test_client(), listed(sample_index)
    told = json.loads(run(sample_index, "--list", "-", given=text).stdout)
    assert client.post("/api/v1/coverage", data=text).json == told
    lines = client.post("/api/v1/coverage?format=csv", data=text).text.splitlines()
    assert len(lines) == 1 + len(told["rows"]) * len(told["years"])
    assert client.get("/api/v1/coverage?level=ministry").status_code == 400
    app.extensions["library"].close()
