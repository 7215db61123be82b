"""The command line on an index of sample reports: outputs, exit codes, errors in words."""

from __future__ import annotations

import csv
import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cli_world import answer, run
from click.testing import CliRunner
from sample_world import SampleIndex

from govreport_search.cli import main
from govreport_search.cli.terminal import shown
from govreport_search.domain import CellId
from govreport_search.query.request import FACET_FIELDS
from govreport_search.services import scan
from govreport_search.text import fold

NEW = CellId("requests", "new", "total")

PROGRAM = (sys.executable, "-X", "utf8", "-c", "from govreport_search.cli import main; main()")
# Commands that write their answer in the ways there are.
WRITTEN = [
    ("search", "公开", "--limit", "1000", "--format", "json"),
    ("search", "公开", "--limit", "1000", "--format", "csv"),
    ("search", "公开", "--limit", "1000", "--format", "table"),
    ("export", "facts"),
]


def _in(index: SampleIndex) -> tuple[str, str]:
    return "--index-dir", str(index.index_dir)


def test_a_search_in_a_pipe_is_json_with_the_promised_fields(sample_index: SampleIndex) -> None:
    page = answer(sample_index, "公开")
    assert page["total_hits"] >= page["total_reports"] > 0
    hit = page["hits"][0]
    assert {"report", "source", "agency", "year", "section", "count", "snippet", "spans"} <= set(
        hit
    )
    for hit in page["hits"]:
        assert hit["spans"]
        for start, end in hit["spans"]:
            assert fold(hit["snippet"][start:end]) == "公开"
    assert list(page["facets"]) == list(FACET_FIELDS)
    for values in page["facets"].values():
        for value in values:
            assert set(value) == {"value", "label", "count", "selected", "excluded", "parts"}
    assert set(page["unknown"]) == {"blank", "not_applicable", "text", "unreadable", "missing"}
    assert {"id", "reports", "label"} <= set(page["rows"][0])


def test_numbers_are_searched_as_the_truth_has_them(sample_index: SampleIndex) -> None:
    page = answer(sample_index, "新收>=0", "--limit", "100")
    truth = {r.name: r.cells[NEW] for r in sample_index.reports if NEW in r.cells}
    assert page["total_hits"] == page["total_reports"] == len(page["hits"])
    for hit in page["hits"]:
        assert (hit["section"], hit["count"]) == (None, 0)
        (cell,) = hit["cells"]
        assert (cell["indicator"], cell["state"]) == ("requests.new", "number")
        assert cell["line"]
        assert cell["value"] == truth[Path(hit["source"]).name].value
    undecided = sum(page["unknown"].values()) + page["outside_form"]
    assert page["total_reports"] + undecided == len(sample_index.reports)
    assert page["outside_form"] == sum(NEW not in r.cells for r in sample_index.reports if r.form)


def test_filters_repeat_as_or_and_combine_as_and(sample_index: SampleIndex) -> None:
    years = {report.year for report in sample_index.reports}
    one, other = sorted(years)[:2]
    both = answer(sample_index, "--year", str(one), "--year", str(other))
    expected = [r for r in sample_index.reports if r.year in (one, other)]
    assert both["total_reports"] == len(expected)
    span = answer(sample_index, "--year", f"{one}..{other}")
    assert span["total_reports"] == sum(one <= r.year <= other for r in sample_index.reports)
    level = expected[0].body.level
    fewer = answer(sample_index, "--year", f"{one}..{other}", "--level", level)
    assert fewer["total_reports"] == sum(
        one <= r.year <= other and r.body.level == level for r in sample_index.reports
    )
    selected = [value["value"] for value in fewer["facets"]["level"] if value["selected"]]
    assert selected == [level]
    where = answer(sample_index, "--where", "新收>=0", "--where", "requests.new>=100000000")
    assert where["total_hits"] == 0


def test_a_region_means_the_unit_and_all_below_it(sample_index: SampleIndex) -> None:
    report = next(r for r in sample_index.reports if len(r.body.region) > 1)
    province = report.body.region[0]
    for value in (province, province.removesuffix("省")):
        page = answer(sample_index, "--region", value)
        assert page["total_reports"] == sum(
            r.body.region[:1] == (province,) for r in sample_index.reports
        )
    path = "/".join(report.body.region[:2])
    page = answer(sample_index, "--region", path)
    assert page["total_reports"] == sum(
        r.body.region[:2] == report.body.region[:2] for r in sample_index.reports
    )
    assert all(isinstance(hit["region"], list) for hit in page["hits"])


def test_a_search_without_hits_is_no_failure_and_shows_a_way_out(
    sample_index: SampleIndex,
) -> None:
    page = answer(sample_index, "公开", "--year", "2035")
    assert page["total_hits"] == 0
    assert any(value["count"] for value in page["facets"]["year"])
    chosen = [v for v in page["facets"]["year"] if v["selected"]]
    assert [(v["value"], v["count"]) for v in chosen] == [("2035", 0)]
    assert page["suggestions"][0]["dropped"] == "year=2035"
    assert page["suggestions"][0]["reports"] > 0
    table = run(sample_index, "search", "公开", "--year", "2035", "--format", "table")
    assert table.exit_code == 0
    assert "没有命中" in table.stdout
    assert "去掉年份“2035”" in table.stdout
    assert "有命中的年份：2024（" in table.stdout


def test_a_mistyped_place_gets_the_nearest_name(sample_index: SampleIndex) -> None:
    province = next(r.body.region[0] for r in sample_index.reports if r.body.region)
    mistyped = "X" + province[1:]
    page = answer(sample_index, "--region", mistyped)
    assert page["total_hits"] == 0
    way = next(way for way in page["suggestions"] if way["filters"] == {"region": [province]})
    assert way["reports"] == answer(sample_index, "--region", province)["total_reports"]


def test_a_phrase_found_nowhere_is_taken_apart(sample_index: SampleIndex) -> None:
    page = answer(sample_index, '"公开政府"')
    assert page["total_hits"] == 0
    ways = [way for way in page["suggestions"] if "公开" in way["query"]]
    assert ways
    for way in ways:
        assert answer(sample_index, way["query"])["total_reports"] == way["reports"]


def test_tables_are_for_people(sample_index: SampleIndex) -> None:
    table = run(sample_index, "search", "公开 新收>=0", "--format", "table", "--limit", "2").stdout
    for words in ("含“公开”", "份报告", "处命中", "名称相符的法定表格行", "份报告无法判断"):
        assert words in table
    assert "{" not in table


@pytest.mark.parametrize("unit", ["sections", "reports", "rows"])
def test_a_narrow_terminal_gets_no_table(
    sample_index: SampleIndex, monkeypatch: pytest.MonkeyPatch, unit: str
) -> None:
    arguments = ("search", "公开", "--unit", unit, "--limit", "30", "--format", "table")
    found = answer(sample_index, "公开", "--unit", unit, "--limit", "30")["hits"]
    for columns, is_table in (("60", False), ("120", True)):
        monkeypatch.setenv("COLUMNS", columns)
        said = run(sample_index, *arguments).stdout
        assert ("━" in said) is is_table
        for hit in found:
            assert hit["report"] in said
            assert (hit["row"] or "") in said  # an id is never broken
    monkeypatch.setenv("COLUMNS", "60")
    said = run(sample_index, *arguments).stdout
    assert all(hit["agency"] in said and hit["snippet"] in said for hit in found)


def test_rows_of_the_tables_do_not_push_the_hits_away(sample_index: SampleIndex) -> None:
    rows = answer(sample_index, "公开", "--limit", "1")["rows"]
    said = run(sample_index, "search", "公开", "--limit", "1", "--format", "table").stdout
    assert said.count("份报告印有这一行") == 3
    assert f"其余 {len(rows) - 3} 行用 --unit rows 列出" in said


def test_a_way_out_is_a_command_that_can_be_typed(sample_index: SampleIndex) -> None:
    table = run(sample_index, "search", "公开", "--year", "2035", "--format", "table", "--no-fold")
    commands = [line for line in table.stdout.splitlines() if line.startswith("  govreport ")]
    assert "  govreport search --no-fold '公开'" in commands
    ways = answer(sample_index, "公开", "--year", "2035", "--no-fold")["suggestions"]
    assert len(commands) == len(ways) > 0
    for command, way in zip(commands, ways, strict=True):
        _, *arguments = shlex.split(command)
        assert answer(sample_index, *arguments[1:])["total_reports"] == way["reports"]


def test_a_query_comes_back_as_it_was_typed(sample_index: SampleIndex) -> None:
    page = answer(sample_index, "-考核", "--limit", "0")
    assert (page["query"], page["meaning"]) == ("-考核", "不含“考核”")


def test_beyond_the_last_hit_the_totals_say_so(sample_index: SampleIndex) -> None:
    total = answer(sample_index, "公开")["total_hits"]
    said = run(sample_index, "search", "公开", "--offset", "5000", "--format", "table").stdout
    assert f"一共 {total} 处，--offset 最大是 {total - 1}" in said


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("arguments", WRITTEN, ids=" ".join)
def test_an_answer_that_cannot_be_written_is_an_error(
    sample_index: SampleIndex, arguments: tuple[str, ...]
) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*PROGRAM, *_in(sample_index), *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 1
    (line,) = done.stderr.decode().splitlines()
    assert line.startswith("错误：无法写出结果（")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows tells a closed pipe otherwise")
@pytest.mark.parametrize("arguments", WRITTEN, ids=" ".join)
def test_whoever_closes_a_pipe_has_read_enough(
    sample_index: SampleIndex, arguments: tuple[str, ...]
) -> None:
    with subprocess.Popen(
        [*PROGRAM, *_in(sample_index), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_hits_as_csv(sample_index: SampleIndex) -> None:
    result = run(sample_index, "search", "新收>=0", "--format", "csv", "--limit", "3")
    rows = list(csv.DictReader(result.stdout.splitlines()))
    assert len(rows) == 3
    total = answer(sample_index, "新收>=0")["total_hits"]
    assert f"列出了第 1–3 条，一共 {total} 条" in result.stderr
    assert run(sample_index, "search", "新收>=0", "--format", "csv", "--limit", "1000").stderr == ""
    for row in rows:
        assert row["requests.new.total"].isdigit()
        assert row["requests.new.total.state"] == "number"
        assert row["requests.new.total.derivation"] == ""  # it is printed


def test_a_computed_number_says_so_in_csv(sample_index: SampleIndex) -> None:
    asked = ("不予公开>0", "--limit", "1000")
    result = run(sample_index, "search", *asked, "--format", "csv")
    told = [
        row["requests.denied.total.derivation"]
        for row in csv.DictReader(result.stdout.splitlines())
    ]
    assert told == [hit["cells"][0]["derivation"] for hit in answer(sample_index, *asked)["hits"]]
    assert any(told)


def test_rows_and_reports_are_listed_as_units(sample_index: SampleIndex) -> None:
    rows = answer(sample_index, "国家秘密", "--unit", "rows", "--limit", "1000")
    assert rows["total_hits"] == len(rows["hits"]) > 3
    for hit in rows["hits"]:
        truth = next(r for r in sample_index.reports if r.name == Path(hit["source"]).name)
        printed = {str(cell): quantity for cell, quantity in truth.cells.items()}
        for cell in hit["values"]:
            if cell["value"] is not None and not cell["derivation"]:
                assert cell["value"] == printed[cell["id"]].value
    assert any(cell["value"] for hit in rows["hits"] for cell in hit["values"])
    reports = answer(sample_index, "公开", "--unit", "reports", "--limit", "1000")
    sections = answer(sample_index, "公开", "--limit", "1000")
    assert reports["total_hits"] == reports["total_reports"] == sections["total_reports"]
    assert sum(hit["sections"] for hit in reports["hits"]) == sections["total_hits"]
    assert sum(hit["count"] for hit in reports["hits"]) == sum(h["count"] for h in sections["hits"])
    table = run(sample_index, "search", "国家秘密", "--unit", "rows", "--format", "table").stdout
    assert f"{rows['total_reports']} 份报告，{rows['total_hits']} 行" in table
    text = run(sample_index, "search", "国家秘密", "--unit", "rows", "--format", "csv").stdout
    first = next(csv.DictReader(text.splitlines()))
    assert first["row"] == rows["hits"][0]["row"]
    assert first["values.total.state"]


def test_a_cursor_goes_on_where_the_page_before_ended(sample_index: SampleIndex) -> None:
    asked = ("公开", "--sort", "year")
    whole = answer(sample_index, *asked, "--limit", "9")
    first = answer(sample_index, *asked, "--limit", "4")
    further = (*asked, "--limit", "5", "--cursor", first["next"])
    page = answer(sample_index, *further)
    assert page["cursor"] == first["next"]
    assert page["start"] == 4
    assert first["hits"] + page["hits"] == whole["hits"]
    table = run(sample_index, "search", *further, "--format", "table").stdout
    assert "列出第 5–9 处" in table
    listed = run(sample_index, "search", *further, "--format", "csv").stderr
    assert "列出了第 5–9 条" in listed
    assert f"--cursor {whole['next']}" in listed


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--offset", "1"), "不能同时给"),
        (("--year", "2020"), "另一个问题"),
        (("--cursor", "喵"), "读不懂"),
    ],
)
def test_a_cursor_that_does_not_fit_is_refused(
    sample_index: SampleIndex, arguments: tuple[str, ...], said: str
) -> None:
    first = answer(sample_index, "公开", "--limit", "4")
    result = run(sample_index, "search", "公开", "--cursor", first["next"], *arguments)
    assert result.exit_code == 2
    assert said in result.stderr


def test_facets_say_what_they_do_not_list(sample_index: SampleIndex) -> None:
    whole = answer(sample_index, "公开", "--limit", "0")
    page = answer(sample_index, "公开", "--limit", "0", "--facet-limit", "2")
    assert {name: len(values) for name, values in page["facets"].items()} == {
        name: min(size, 2) for name, size in page["facet_sizes"].items()
    }
    assert page["facet_sizes"] == {name: len(v) for name, v in whole["facets"].items()}
    page = answer(sample_index, "公开", "--facet-limit", "2", "--facet-more", "agency:3")
    assert page["facet_more"] == {"agency": 3}
    assert {name: len(values) for name, values in page["facets"].items()} == {
        name: min(size, 3 if name == "agency" else 2) for name, size in page["facet_sizes"].items()
    }
    arguments = ("search", "公开", "--year", "2035", "--facet-limit", "1", "--format", "table")
    rest = page["facet_sizes"]["year"] - 1
    assert f"其余 {rest} 个没有列出" in run(sample_index, *arguments).stdout


def test_an_expression_that_was_cut_off_says_so_on_stderr(
    sample_index: SampleIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = run(sample_index, "search", "正则:公.开?")
    assert whole.stderr == ""
    scanned = json.loads(whole.stdout)["scanned"]
    assert scanned["sections"] == scanned["of"] > 0
    monkeypatch.setattr(scan, "MOST_SECONDS", 0.0)
    cut = run(sample_index, "search", "正则:公.开?")
    assert cut.exit_code == 0
    assert f"已逐个读过 0/{scanned['of']} 个章节，0 秒后停止" in cut.stderr
    table = run(sample_index, "search", "正则:公.开?", "--format", "table")
    assert "已逐个读过 0/" in table.stdout
    assert "读过的章节里没有命中" in table.stdout
    assert table.stderr == ""
    either = run(sample_index, "search", "正则:公.开? 或 新收>=0", "--format", "table").stdout
    assert "\n至少 " in either


def test_statistics_are_the_sums_of_the_truth(sample_index: SampleIndex) -> None:
    arguments: tuple[str, ...] = ("statistics", "--by", "year", "--cell", "新收")
    found = json.loads(run(sample_index, *arguments).stdout)
    for group in found["groups"]:
        made = [r for r in sample_index.reports if str(r.year) == group["value"]]
        numbers = [r.cells[NEW].value for r in made if NEW in r.cells]
        (cell,) = group["cells"]
        assert group["reports"] == len(made)
        assert cell["states"]["number"] <= len(numbers)
        said = sum(cell["states"].values()) + cell["outside_form"] + cell["differs"]
        assert said == group["counted"] <= len(made)
        assert (cell["sum"] is None) is (group["mixed"] or not cell["states"]["number"])
    assert "要合计，加 --level" in run(sample_index, *arguments, "--format", "table").stdout
    # One level and one kind that hold numbers: those of any report with one.
    hit = json.loads(run(sample_index, "search", "新收>0", "--limit", "1").stdout)["hits"][0]
    arguments = (*arguments, "--level", hit["level"], "--kind", hit["kind"])
    found = json.loads(run(sample_index, *arguments).stdout)
    whole = found["whole"]["cells"][0]
    assert whole["sum"] == sum(group["cells"][0]["sum"] or 0 for group in found["groups"])
    lines = run(sample_index, *arguments, "--format", "csv").stdout.splitlines()
    rows = list(csv.DictReader(lines))
    assert [row["value"] for row in rows] == [*(g["value"] for g in found["groups"]), ""]
    assert rows[-1]["sum"] == str(whole["sum"])
    table = run(sample_index, *arguments, "--format", "table").stdout
    assert f"{whole['sum']}件" in table
    assert table.count("本年新收") == 1
    shares = run(sample_index, *arguments, "--cell", "rate.denied", "--format", "table").stdout
    assert "简单平均" in shares
    assert "简单平均" not in table
    assert run(sample_index, "statistics", "--by", "colour").exit_code == 2


def test_show_gives_everything_read_from_a_report(sample_index: SampleIndex) -> None:
    hit = answer(sample_index, "公开", "--form", "2021", "--limit", "1")["hits"][0]
    report = json.loads(run(sample_index, "show", hit["report"]).stdout)
    assert (report["report"], report["agency"], report["year"]) == (
        hit["report"],
        hit["agency"],
        hit["year"],
    )
    for name in ("sections", "facts", "derived", "rows", "findings", "evidence", "confidence"):
        assert name in report
    truth = next(r for r in sample_index.reports if r.name == Path(hit["source"]).name)
    values = {fact["id"]: fact["value"] for fact in report["facts"] if fact["state"] == "number"}
    wrong = [
        cell
        for cell, true in truth.cells.items()
        if str(cell) in values and values[str(cell)] != float(true.value or 0)
    ]
    assert wrong == []
    table = run(sample_index, "show", hit["report"], "--format", "table").stdout
    for words in (hit["agency"], "本年新收政府信息公开申请数量", "没有数字的格"):
        assert words in table


def test_status_remove_and_rebuild(own_sample_index: SampleIndex) -> None:
    index = own_sample_index
    before = json.loads(run(index, "status").stdout)
    assert before["reports"] == len(index.reports) == len(before["files"])
    assert before["index_is_current"]
    assert sum(before["facts_by_state"].values()) == before["facts"]
    gone = before["files"][0]["report"]
    unchanged = run(index, "remove", gone, "nonsense")
    assert unchanged.exit_code == 1
    assert json.loads(run(index, "status").stdout) == before
    assert json.loads(run(index, "remove", gone).stdout) == {"removed": [gone]}
    after = json.loads(run(index, "status").stdout)
    assert after["reports"] == before["reports"] - 1
    assert run(index, "show", gone).exit_code == 1
    reports = {hit["report"] for hit in answer(index, "公开", "--limit", "100")["hits"]}
    assert reports
    assert gone not in reports
    rebuilt = run(index, "rebuild")
    assert json.loads(rebuilt.stdout)["reports"] == after["reports"]
    assert {h["report"] for h in answer(index, "公开", "--limit", "100")["hits"]} == reports
    assert "报告 3 份" in run(index, "status", "--format", "table").stdout


def _govreport(index: SampleIndex, *arguments: str, **environment: str) -> Any:
    command = [sys.executable, "-c", "from govreport_search.cli import main; main()"]
    return subprocess.run(
        [*command, *arguments],
        capture_output=True,
        check=False,
        env={**os.environ, "GOVREPORT_INDEX_DIR": str(index.index_dir), **environment},
    )


def test_a_bare_locale_still_gets_chinese(sample_index: SampleIndex) -> None:
    done = _govreport(sample_index, "search", "公开", LC_ALL="C", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert json.loads(done.stdout.decode("utf-8"))["query"] == "公开"
    refused = _govreport(sample_index, "search", "“", PYTHONIOENCODING="ascii")
    assert refused.returncode == 2
    assert "引号没有成对" in refused.stderr.decode("utf-8")


NOT_FOR_A_SEARCH = {
    *("flask", "waitress", "webui"),
    *("indexer", "pdfplumber", "PIL", "cv2"),
    *("jieba", "pypinyin"),
    # For tables on a terminal, for writing, for expressions: none of it is asked for here.
    *("rich", "filelock", "regex"),
}


def test_a_search_loads_neither_web_server_nor_readers(sample_index: SampleIndex) -> None:
    program = (
        "import sys\n"
        "from govreport_search.cli import main\n"
        f"main(['--index-dir', {str(sample_index.index_dir)!r}, 'search', '公开'],"
        " standalone_mode=False)\n"
        "roots = {name.partition('.')[0] for name in sys.modules}\n"
        f"print(sorted(roots & {NOT_FOR_A_SEARCH}))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.decode("utf-8").splitlines()[-1] == "[]"


def test_commands_of_the_other_packages_join() -> None:
    listed = CliRunner().invoke(main, ["--help"]).stdout
    for name in (
        "search",
        "show",
        "remove",
        "status",
        "rebuild",
        "export",
        "index",
        "demo",
        "serve",
    ):
        assert f"  {name} " in listed
        assert CliRunner().invoke(main, [name, "--help"]).exit_code == 0
    assert CliRunner().invoke(main, ["--version"]).stdout.startswith("govreport 0.")


def test_control_characters_of_a_report_do_not_reach_the_terminal() -> None:
    text = shown("甲\x1b[31m乙\x9b1m\r\n\t")
    assert text.plain == "甲␛[31m乙\ufffd1m␍\n\t"
