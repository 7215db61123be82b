"""Statements of whole reports: the shared seeds and published reports, where they are here."""

from __future__ import annotations

from pathlib import Path

import pytest

from govreport_search.domain import Answer, Finding
from indexer.pipeline import Input, read_report, sha256_of

SHARED = Path(__file__).parents[3] / "shared"

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not beside this clone")


def findings(path: Path) -> tuple[list[str], tuple[Finding, ...]]:
    data = path.read_bytes()
    report = read_report([Input(path.name, data, sha256_of(data))]).report
    return data.decode("utf-8").split("\n"), report.findings


def seed(number: str) -> tuple[list[str], tuple[Finding, ...]]:
    (path,) = (SHARED / "seeds").glob(f"{number}_*.txt")
    return findings(path)


def about(found: tuple[Finding, ...], cell: str) -> list[Finding]:
    table, row, column = cell.split(".")
    return [f for f in found if (f.table, f.row, f.column) == (table, row, column)]


def test_two_applications_in_the_text_and_none_in_the_table() -> None:
    lines, found = seed("000")
    stated = [f for f in about(found, "requests.new.total") if f.code == "text_vs_table"]
    assert stated
    for finding in stated:
        assert finding.answer is Answer.CONTRADICTION
        assert (finding.expected, finding.found) == ("2", "0")
        assert finding.place is not None
        assert finding.place.line is not None
        assert "2" in lines[finding.place.line - 1]
        assert "申请" in lines[finding.place.line - 1]


def test_nine_documents_in_the_text_and_seven_in_the_table() -> None:
    lines, found = seed("002")
    (finding,) = about(found, "disclosure.normative_docs.made")
    assert (finding.expected, finding.found) == ("9", "7")
    assert finding.answer is Answer.CONTRADICTION
    assert finding.place is not None
    assert finding.place.line is not None
    assert "规范性文件9篇" in lines[finding.place.line - 1]
    assert {"number_missing_in_text", "part_count"} <= {f.code for f in found}


@pytest.mark.parametrize("number", ["001", "003", "004"])
def test_the_other_seeds_agree_with_themselves(number: str) -> None:
    assert [f.message for f in seed(number)[1] if f.answer is Answer.CONTRADICTION] == []


def test_published_reports_raise_no_false_alarm() -> None:
    """Their texts differ from their tables by scope alone; the tables' own errors stay."""
    paths = [p for p in (SHARED / "real").glob("*") if p.suffix in (".txt", ".md")]
    assert paths
    for path in paths:
        for finding in findings(path)[1]:
            if finding.code == "text_vs_table":
                assert finding.answer is Answer.OTHER_SCOPE, finding.message


def test_partial_reports_raise_no_false_alarm() -> None:
    paths = sorted((SHARED / "real" / "partial").glob("*.txt"))
    assert paths
    for path in paths:
        contradictions = [f.message for f in findings(path)[1] if f.answer is Answer.CONTRADICTION]
        assert contradictions == []
