"""A new user's first questions, asked of the seed reports from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from govreport_search.cli import main
from govreport_search.domain import CellId
from govreport_search.forms import form
from govreport_search.text import fold

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"

pytestmark = pytest.mark.skipif(
    not SEEDS.is_dir(), reason="../shared is not beside this clone: no seeds to ask about"
)


def expected() -> dict[str, Any]:
    if not SEEDS.is_dir():
        return {}
    reports = json.loads((SEEDS / "expected.json").read_text(encoding="utf-8"))["reports"]
    return dict(reports)


@pytest.fixture(scope="module")
def index_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("seeds") / "index"
    paths = [str(path) for path in sorted(SEEDS.glob("*.txt"))]
    arguments = ["--index-dir", str(folder), "index", "--jobs", "1", "--format", "json", *paths]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    summary = json.loads(result.stdout.splitlines()[-1])
    assert (summary["read"], summary["indexed"], summary["rejected"]) == (5, 5, [])
    return folder


def search(index_dir: Path, *arguments: str) -> dict[str, Any]:
    result = CliRunner().invoke(main, ["--index-dir", str(index_dir), "search", *arguments])
    assert result.exit_code == 0, result.output
    page: dict[str, Any] = json.loads(result.stdout)
    return page


def names(page: dict[str, Any]) -> set[str]:
    return {Path(hit["source"]).name for hit in page["hits"]}


@pytest.mark.parametrize("query", ["新收=0", "requests.new.total=0", "requests.new = ０"])
def test_zero_applications_are_exactly_those_printed_as_zero(index_dir: Path, query: str) -> None:
    page = search(index_dir, query)
    lost = {name for name, report in expected().items() if "new" in report["missing"]["requests"]}
    assert names(page) == set(expected()) - lost
    assert page["total_reports"] == page["total_hits"] == 3
    assert page["unknown"] == {
        "blank": 0,
        "not_applicable": 0,
        "text": 0,
        "unreadable": 0,
        "missing": len(lost),
    }
    for negated in (f"非 {query}", "新收!=0", "新收>0"):
        page = search(index_dir, negated)
        assert page["total_hits"] == 0
        assert page["unknown"]["missing"] == len(lost)
    assert names(search(index_dir, "新收 is missing")) == lost


@pytest.mark.parametrize(
    ("name", "section", "phrase"),
    [
        (name, section, phrase)
        for name, report in expected().items()
        for section, phrases in report["section_contains"].items()
        for phrase in phrases
    ],
)
def test_every_expected_sentence_is_found_where_it_stands(
    index_dir: Path, name: str, section: str, phrase: str
) -> None:
    page = search(index_dir, f"“{phrase}”", "--limit", "100")
    hits = [hit for hit in page["hits"] if Path(hit["source"]).name == name]
    assert section in [hit["section"] for hit in hits]
    for hit in hits:
        assert hit["count"] >= 1
        assert {fold(hit["snippet"][start:end]) for start, end in hit["spans"]} == {fold(phrase)}
    assert name in names(search(index_dir, f"“{phrase}” 章节:{section}", "--limit", "100"))


def test_words_against_the_table(index_dir: Path) -> None:
    """The section that speaks of applications belongs to a report whose table says 0."""
    page = search(index_dir, "“信息公开申请” 新收=0")
    assert page["total_hits"] >= 1
    for hit in page["hits"]:
        (cell,) = hit["cells"]
        assert (cell["state"], cell["value"]) == ("number", 0)
        assert hit["section"]
        assert hit["line"] != cell["line"]


def test_a_label_of_the_tables_is_a_row_and_no_hit(index_dir: Path) -> None:
    label = form("2019").table("requests").row("denied").label
    page = search(index_dir, f'"{label}"')
    assert page["total_hits"] == 1
    assert page["hits"][0]["section"] == "overview"
    assert page["hits"][0]["count"] == 1
    row = next(row for row in page["rows"] if row["id"] == "requests.denied")
    assert row["reports"] >= 3
    elsewhere = search(index_dir, f'"{label}"', "--section", "requests")
    assert elsewhere["total_hits"] == 0


def test_every_number_of_the_forms_is_found_by_its_id(index_dir: Path) -> None:
    """Each cell that expected.json gives answers to a condition on it, and no other does."""
    for cell in list(form("2019").cells())[::9]:
        page = search(index_dir, f"{cell}>=0", "--limit", "10")
        for hit in page["hits"]:
            value = hit["cells"][0]["value"]
            report = expected()[Path(hit["source"]).name]
            assert value == _number(report, cell)


def _number(report: dict[str, Any], cell: CellId) -> object:
    return report[cell.table][cell.row][cell.column]
