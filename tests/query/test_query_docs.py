"""Everything the language knows is documented, and everything documented is understood."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from govreport_search.domain import Answer
from govreport_search.query import words
from govreport_search.query.finding import ANSWERS, FINDINGS
from govreport_search.query.parser import parse
from govreport_search.query.tree import (
    Comparison,
    FieldFilter,
    SameReport,
    StateIs,
    Text,
    every_node,
)
from govreport_search.query.wildcard import MOST_BETWEEN, has_wildcard
from govreport_search.services.scan import MOST_SECONDS, MOST_SECONDS_WHOLE

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "query-language.md").read_text(encoding="utf-8")
CODE = re.findall(r"`([^`\n]+)`", PAGE)


@pytest.mark.parametrize("name", words.FIELD_NAMES)
def test_every_field_is_documented(name: str) -> None:
    assert f"{name}:" in CODE


@pytest.mark.parametrize("name", words.PREFIX_NAMES)
def test_every_prefix_is_documented(name: str) -> None:
    assert f"{name}:" in CODE


@pytest.mark.parametrize("name", words.NEAR_WORDS)
def test_near_is_documented_with_a_number(name: str) -> None:
    assert any(re.search(rf"\b{name.upper()}/\d+", code) for code in CODE)


@pytest.mark.parametrize("mark", ["?", "*", "＊", "…", "……"])
def test_every_wildcard_is_documented(mark: str) -> None:
    assert mark in CODE
    assert has_wildcard(mark)
    assert "？" in CODE
    assert not has_wildcard("？")


@pytest.mark.parametrize("code", FINDINGS)
def test_every_finding_is_documented_with_its_name(code: str) -> None:
    assert f"| `{code}` | `{FINDINGS[code]}` |" in PAGE
    assert parse(f"核查结果:{FINDINGS[code]}") == parse(f"finding:{code}")


@pytest.mark.parametrize("answer", Answer)
def test_every_answer_of_a_check_is_documented_with_its_name(answer: Answer) -> None:
    assert f"| `{answer}` | `{ANSWERS[answer]}` |" in PAGE
    assert parse(f"核查结果:{ANSWERS[answer]}") == parse(f"finding:{answer}")


def test_the_findings_are_those_of_their_own_page() -> None:
    page = (DOCS / "findings.md").read_text(encoding="utf-8")
    codes = re.findall(r"^\| `(\w+)` \| (?:error|warning|info)", page, re.MULTILINE)
    codes = list(dict.fromkeys(codes))
    assert list(FINDINGS) == codes
    assert len(set(FINDINGS.values())) == len(codes)


@pytest.mark.parametrize("operator", words.OPERATORS)
def test_every_operator_is_documented(operator: str) -> None:
    assert operator in CODE


@pytest.mark.parametrize("state", words.STATE_NAMES)
def test_every_state_is_documented(state: str) -> None:
    assert state in CODE


@pytest.mark.parametrize("word", [*words.AND_WORDS, *words.OR_WORDS, *words.NOT_WORDS])
def test_every_keyword_is_documented(word: str) -> None:
    assert word.upper() in CODE


@pytest.mark.parametrize("word", [*words.UNKNOWN_WORDS, *words.NATIONAL_WORDS])
def test_every_special_value_is_documented(word: str) -> None:
    assert word in CODE


@pytest.mark.parametrize("verb", words.IS_WORDS)
def test_the_verb_of_states_is_documented(verb: str) -> None:
    assert any(f" {verb} " in code for code in CODE)


def test_the_limits_are_documented() -> None:
    assert f"{words.MAX_DEPTH} 层" in PAGE
    assert f"{words.MAX_LENGTH} 个字" in PAGE
    assert f"0 到 {MOST_BETWEEN} 个字" in PAGE
    assert f"不写数字是 {words.NEAR_DISTANCE} 个字，最多 {words.MAX_DISTANCE} 个字" in PAGE
    assert f"最多 {words.MAX_PAIRS} 对" in PAGE
    assert f"{MOST_SECONDS_WHOLE:g} 秒里没有读完" in PAGE
    assert PAGE.count(f"读满 {MOST_SECONDS:g} 秒就停") == 2


def test_the_examples_parse() -> None:
    table = PAGE.partition("| 想查什么 |")[2].partition("\n## ")[0]
    examples = re.findall(r"`([^`\n]+)`", table)
    assert len(examples) >= 17
    kinds = {type(node) for example in examples for node in every_node(parse(example))}
    assert kinds >= {*get_args(Text), SameReport, Comparison, FieldFilter, StateIs}
