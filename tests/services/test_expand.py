from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from govreport_search.query.parser import parse
from govreport_search.query.result import Expansion
from govreport_search.query.tree import And, Node, Not, Or, Phrase, SameReport, Words
from govreport_search.query.walk import texts
from govreport_search.services.expand import expand
from govreport_search.terms import synonyms

DENIED = ("不予公开", *synonyms("不予公开"))


def phrases(*words: str) -> tuple[Phrase, ...]:
    return tuple(map(Phrase, words))


def test_words_become_any_of_their_phrases() -> None:
    found = expand(Words("土地征收的公告"))
    assert found.tree == Or(phrases("土地", "征收", "公告"))
    assert found.expansions[0] == Expansion("土地征收的公告", ("土地", "征收", "公告"), "words")


def test_one_word_is_a_phrase() -> None:
    assert expand(Words("公告")).tree == Phrase("公告")
    assert expand(Words("，")).tree == Phrase("，")


def test_phrases_stay_as_typed() -> None:
    tree = parse('不予公开 且 新收=0 且 非 "行政复议"')
    found = expand(tree)
    assert found.tree == tree
    assert {one.kind for one in found.expansions} == {"offered"}
    assert [one.term for one in found.expansions] == ["不予公开", "行政复议"]


def test_synonyms_are_looked_for_on_request() -> None:
    found = expand(Phrase("不予公開"), synonyms=True)
    assert found.tree == Or((Phrase("不予公開"), *phrases(*DENIED[1:])))
    assert found.expansions == (Expansion("不予公開", DENIED[1:], "synonyms"),)


def test_a_phrase_that_only_contains_a_term_is_not_reworded() -> None:
    assert expand(Phrase("不予公开的理由"), synonyms=True).tree == Phrase("不予公开的理由")


@pytest.mark.parametrize("wrap", [Not, SameReport, lambda node: And((node, Phrase("水")))])
def test_every_part_of_the_tree_is_reached(wrap: type[Not]) -> None:
    reworded = expand(Phrase("不予公开"), synonyms=True).tree
    assert expand(wrap(Phrase("不予公开")), synonyms=True).tree == wrap(reworded)
    every = {node.text for node in texts(expand(wrap(Words("不予公开"))).tree)}  # type: ignore[union-attr]
    assert {"不予公开", "不予", "公开"} <= every


def test_words_are_reworded_too_and_each_once() -> None:
    found = expand(Words("土地征收"), synonyms=True).tree
    assert isinstance(found, Or)
    assert len(set(found.children)) == len(found.children)
    reworded = expand(Words("行政复议和行政诉讼"), synonyms=True).tree
    assert isinstance(reworded, Or)
    assert {Phrase("行政复议"), Phrase("申请复议"), Phrase("行政诉讼")} <= set(reworded.children)


def test_conditions_stay() -> None:
    tree: Node = parse("新收=0 且 年份:2020")
    assert expand(tree, synonyms=True).tree == tree
    assert expand(tree, synonyms=True).expansions == ()


def test_a_phrase_loads_no_jieba() -> None:
    program = (
        "import sys; from govreport_search.services.expand import expand;"
        "from govreport_search.query.tree import Phrase; expand(Phrase('不予公开'), synonyms=True);"
        "assert not {'jieba', 'pypinyin'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=Path(__file__).parents[2])
