"""Everything the language knows is documented, and everything documented is understood."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from govreport_search.query import words
from govreport_search.query.parser import parse

PAGE = (Path(__file__).parents[2] / "docs" / "query-language.md").read_text(encoding="utf-8")
CODE = re.findall(r"`([^`\n]+)`", PAGE)


@pytest.mark.parametrize("name", words.FIELD_NAMES)
def test_every_field_is_documented(name: str) -> None:
    assert f"{name}:" in CODE


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


def test_the_examples_parse() -> None:
    table = PAGE.partition("| 想查什么 |")[2].partition("\n## ")[0]
    examples = re.findall(r"`([^`\n]+)`", table)
    assert len(examples) >= 9
    for example in examples:
        parse(example)
