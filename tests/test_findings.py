"""Every finding the code can make is documented, and nothing else is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from govreport_search.domain import Answer, Report, State
from govreport_search.forms import all_forms
from indexer.pipeline import Input, read_report, sha256_of
from indexer.sample import SampleReport, generate

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "govreport_search").rglob("*.py")) + sorted(
    (ROOT / "indexer").rglob("*.py")
)


def documented() -> set[str]:
    page = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
    return set(re.findall(r"^\| `(\w+)` \| (?:error|warning|info)", page, re.MULTILINE))


def literal_codes() -> Iterator[str]:
    """Codes written where a finding is made."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Finding":
                for keyword in node.keywords:
                    if keyword.arg == "code" and isinstance(keyword.value, ast.Constant):
                        yield keyword.value.value


def every_string() -> set[str]:
    return {
        node.value
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def rule_codes() -> set[str]:
    return {rule.code for form in all_forms() for rule in form.rules}


def test_every_code_written_in_the_source_is_documented() -> None:
    codes = set(literal_codes())
    assert len(codes) > 8
    assert codes | rule_codes() <= documented()


def test_every_documented_code_exists() -> None:
    assert documented() <= every_string() | rule_codes()


@pytest.fixture(scope="module")
def readings() -> list[tuple[SampleReport, Report]]:
    return [
        (sample, read_report([Input(sample.name, sample.data, sha256_of(sample.data))]).report)
        for sample in generate(99, 40)
    ]


def test_every_code_that_readings_yield_is_documented(
    readings: list[tuple[SampleReport, Report]],
) -> None:
    seen = {finding.code for _, report in readings for finding in report.findings}
    assert len(seen) > 5
    assert seen <= documented()


def test_only_what_was_planted_is_a_contradiction(
    readings: list[tuple[SampleReport, Report]],
) -> None:
    for sample, report in readings:
        planted = {cell for plant in sample.planted for cell in plant.cells}
        rows = {cell.indicator for cell in planted}
        columns = {(cell.table, cell.column) for cell in planted}
        for finding in report.findings:
            if finding.answer is Answer.CONTRADICTION:
                near = f"{finding.table}.{finding.row}" in rows
                assert near or (finding.table, finding.column) in columns, (
                    sample.name,
                    finding.message,
                )


def test_planted_errors_are_found_at_their_cells(
    readings: list[tuple[SampleReport, Report]],
) -> None:
    wanted = {"wrong_total", "wrong_result_total", "text_mismatch"}
    seen = 0
    for sample, report in readings:
        numbers = {f.cell for f in report.facts if f.quantity.state is State.NUMBER}
        found = {
            (f.table, f.row, f.column) for f in report.findings if f.answer is Answer.CONTRADICTION
        }
        for plant in sample.planted:
            if plant.code in wanted and set(plant.cells) <= numbers:
                seen += 1
                places = {(c.table, c.row, c.column) for c in plant.cells}
                assert places & found, (sample.name, plant)
    assert seen > 4
