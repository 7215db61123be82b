"""``govreport export``: whole tables as files that other programs open."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from cli_world import answer, run
from sample_world import SampleIndex

from govreport_search.services.delimited import csv_cell
from govreport_search.services.export import COLUMNS

# The part of each export that its users were promised, in this order.
PROMISED = {
    "facts": "source, report, agency, region, level, year, form, table, row, column, label, "
    "state, value, unit, raw, page, line",
    "sections": "source, report, agency, year, section, title, text, printed",
    "reports": "source, report, title, agency, level, kind, region, year, form",
    "findings": "source, report, agency, year, code, severity, answer, table, row, column, "
    "expected, found, text, page, line",
}


@pytest.mark.parametrize("name", COLUMNS)
def test_exports_have_the_promised_columns_in_order(
    sample_index: SampleIndex, tmp_path: Path, name: str
) -> None:
    promised = PROMISED[name].split(", ")
    file = tmp_path / f"{name}.csv"
    result = run(sample_index, "export", name, "--format", "csv", "--output", str(file))
    assert result.exit_code == 0, result.stderr
    assert result.stdout == ""
    assert file.read_bytes().startswith("\ufeff".encode())  # or Excel shows other characters
    with file.open(encoding="utf-8-sig", newline="") as text:
        rows = list(csv.DictReader(text))
    assert list(rows[0])[: len(promised)] == promised
    assert f"{len(rows)} 条" in result.stderr

    lines = run(sample_index, "export", name, "--format", "jsonl", "--output", "-").stdout
    records = [json.loads(line) for line in lines.splitlines()]
    assert [list(record) for record in records] == [list(COLUMNS[name])] * len(rows)
    for record, row in zip(records, rows, strict=True):
        assert {column: csv_cell(value) for column, value in record.items()} == row


def test_facts_have_a_line_for_each_cell_missing_ones_included(
    sample_index: SampleIndex,
) -> None:
    lines = run(sample_index, "export", "facts", "--format", "jsonl", "--form", "2021").stdout
    records = [json.loads(line) for line in lines.splitlines()]
    reports = {record["report"] for record in records}
    printed = [r for r in sample_index.reports if r.form == "2021"]
    assert len(reports) == len(printed)
    for truth in printed:
        mine = [r for r in records if Path(r["source"]).name == truth.name]
        cells = {(r["table"], r["row"], r["column"]): r for r in mine}
        assert len(cells) == len(mine)
        assert {(c.table, c.row, c.column) for c in truth.cells} <= set(cells)
        for record in mine:
            assert (record["value"] is not None) == (record["state"] == "number")
            assert (record["raw"] is None) == (record["state"] == "missing")
            if record["raw"] is not None:
                assert record["line"]


def test_exports_take_the_filters_of_the_search(sample_index: SampleIndex) -> None:
    year = sample_index.reports[0].year
    lines = run(
        sample_index, "export", "sections", "--format", "jsonl", "--year", str(year),
        "--section", "一", "--query", "公开",
    ).stdout  # fmt: skip
    records = [json.loads(line) for line in lines.splitlines()]
    assert records
    assert {(r["year"], r["section"]) for r in records} == {(year, "overview")}
    page = answer(sample_index, "公开", "--year", str(year), "--section", "一")
    assert {r["report"] for r in records} == {hit["report"] for hit in page["hits"]}


@pytest.mark.parametrize(
    ("option", "query"), [("--no-fold", "规范性文件"), ("--synonyms", "依申请公开")]
)
def test_exports_take_words_as_the_search_does(
    sample_index: SampleIndex, option: str, query: str
) -> None:
    def exported(*options: str) -> set[str]:
        arguments = ("export", "reports", "--format", "jsonl", "--query", query, *options)
        lines = run(sample_index, *arguments).stdout.splitlines()
        return {json.loads(line)["report"] for line in lines}

    def found(*options: str) -> set[str]:
        page = answer(sample_index, query, "--unit", "reports", *options)
        assert page["total_hits"] == len(page["hits"])
        return {hit["report"] for hit in page["hits"]}

    assert exported(option) == found(option) != found() == exported()


def test_an_export_leaves_the_old_file_until_the_new_one_is_whole(
    sample_index: SampleIndex, tmp_path: Path
) -> None:
    file = tmp_path / "facts.csv"
    file.write_text("old", encoding="utf-8")
    refused = run(sample_index, "export", "facts", "--year", "x", "--output", str(file))
    assert refused.exit_code == 2
    assert file.read_text(encoding="utf-8") == "old"
    assert run(sample_index, "export", "facts", "--output", str(file)).exit_code == 0
    assert file.stat().st_size > 10_000
    assert [path.name for path in tmp_path.iterdir()] == ["facts.csv"]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("=1+1", "'=1+1"),
        (("=1+1", "县"), "'=1+1/县"),
        ((-3, 4), "-3,4"),
        ("+cmd", "'+cmd"),
        ("-甲", "'-甲"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("-35", "-35"),
        ("+3", "+3"),
        ("-1,234.5", "-1,234.5"),
        ("-", "-"),
        ("甲=乙", "甲=乙"),
        (-5, "-5"),
        (0.25, "0.25"),
        (None, ""),
        (["河南省", "洛阳市"], "河南省/洛阳市"),
        ([], "全国"),
    ],
)
def test_csv_cells_run_no_formula_and_keep_numbers(value: object, written: str) -> None:
    assert csv_cell(value) == written
