"""The form for words: what it writes is a query that asks just that."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import unquote_plus, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from govreport_search.errors import BadFilterError
from govreport_search.query.parser import parse
from govreport_search.query.tree import And, Near, Not, Or, Phrase, SameReport
from webui.present.wording import Wording, fields, filled, joined, query

PHRASES = st.text("不予公开申请甲乙*?-（）:=.且或非 ", min_size=1, max_size=6).filter(str.strip)


def test_every_field_is_in_the_query() -> None:
    text = query(Wording("培训 考核", "奖励、表彰", "“来信 来访”，电话", "公开", "收费", 20))
    assert parse(text) == And(
        (
            Phrase("培训"),
            Phrase("考核"),
            Or((Phrase("奖励"), Phrase("表彰"))),
            Near("公开", "收费", 20),
            Not(Phrase("来信 来访")),
            Not(Phrase("电话")),
        )
    )


def test_phrases_may_be_spread_over_a_report() -> None:
    found = parse(query(Wording(every="培训 考核", whole=True)))
    assert found == SameReport(And((Phrase("培训"), Phrase("考核"))))


@given(PHRASES, PHRASES)
def test_signs_of_the_language_are_only_characters(first: str, second: str) -> None:
    text = query(Wording(every=f'"{first}"', none=f"「{second}」"))
    assert parse(text) == And((Phrase(first.strip()), Not(Phrase(second.strip()))))


@pytest.mark.parametrize(
    ("wording", "cause"),
    [
        (Wording(), "还没有填词句"),
        (Wording(every=" ，“”"), "还没有填词句"),
        (Wording(every="甲", first="乙"), "只填了一个"),
    ],
)
def test_what_is_missing_is_said(wording: Wording, cause: str) -> None:
    with pytest.raises(BadFilterError, match=cause):
        query(wording)


@pytest.mark.parametrize("before", ["甲", "甲 乙", "甲 或 乙", "甲 且 -乙", "甲 近邻 乙", "新收=0"])
def test_what_was_asked_before_goes_on_holding(before: str) -> None:
    old, both = parse(before), parse(joined(before, '"丙"'))
    assert isinstance(both, And)
    parts = old.children if isinstance(old, And) else (old,)
    assert both.children == (*parts, Phrase("丙"))


def test_the_form_leads_to_the_search(world) -> None:
    url = "/words?q=公开 或 申请&year=2022&first=不予&second=公开&distance=0&none=甲乙丙"
    answer = world.get(url)
    assert answer.status_code == 303
    parts = urlsplit(answer.headers["Location"])
    assert unquote_plus(parts.query) == 'q=(公开 或 申请) "不予" 近邻/0 "公开" -"甲乙丙"&year=2022'
    assert world.get(answer.headers["Location"]).status_code == 200


@pytest.mark.parametrize(
    "asked", ["first=」&second=甲", "first=甲&second=“”", "any=\0", "all=\u200b"]
)
def test_quotes_and_unseen_signs_alone_are_no_phrase(world, asked) -> None:
    answer = world.get("/words", query_string=asked)
    assert answer.status_code == 400
    assert "还没有填词句" in answer.text or "只填了一个" in answer.text


def test_a_mistake_keeps_what_was_filled_in(world) -> None:
    answer = world.get("/words?q=公开&all=甲乙&first=不予")
    html = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert "只填了一个" in html
    assert re.search(r'id="all-words"[^>]*value="甲乙"', html)
    assert re.search(r'id="near-first"[^>]*value="不予"', html)


def test_a_repair_of_the_query_keeps_what_was_filled_in(world) -> None:
    html = world.get("/words", query_string={"q": '"公开', "all": "申请", "whole": "1"}).text
    (way,) = (unescape(url) for url in re.findall(r'href="(/words[^"]*)"', html))
    answer = world.get(way)
    assert answer.status_code == 303
    query = unquote_plus(urlsplit(answer.headers["Location"]).query)
    assert query == 'q="公开" 同一报告:("申请")'


@given(
    st.builds(
        Wording,
        *([st.text("甲乙 ，“”", max_size=4).map(str.strip)] * 3),
        *([st.text("甲乙", max_size=3)] * 2),
        st.integers(0, 500),
        st.booleans(),
    )
)
def test_what_the_form_sends_fills_it_in_again(wording: Wording) -> None:
    assert filled(MultiDict(fields(wording))) == wording
