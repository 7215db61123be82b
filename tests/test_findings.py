"""Every finding the code can make is documented, and nothing else is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from govreport_search.forms import all_forms
from indexer.pipeline import Input, read_report, sha256_of
from indexer.sample import generate

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


def test_every_code_that_readings_yield_is_documented() -> None:
    seen = set()
    for sample in generate(4711, 20):
        made = read_report([Input(sample.name, sample.data, sha256_of(sample.data))])
        seen |= {finding.code for finding in made.report.findings}
    assert len(seen) > 5
    assert seen <= documented()
