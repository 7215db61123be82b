"""Sentences of the library in the reader's language."""

from __future__ import annotations

import copy
import json
import pickle

import pytest
from flask import Flask
from markupsafe import Markup
from web_reading import foreign_words

from govreport_search.query.describe import describe, value_label
from govreport_search.query.parser import parse
from govreport_search.sentence import listed, say
from webui import language
from webui.markup import told


def in_english(app: Flask, text: str) -> str:
    cookie = f"{language.COOKIE}={language.ENGLISH}"
    with app.test_request_context("/", headers={"Cookie": cookie}):
        return str(told(text))


@pytest.mark.parametrize(
    ("query", "chinese", "english"),
    [
        ("年份:2020", "年份为 2020", "Year is 2020"),
        (
            "新收=0",
            "本年新收政府信息公开申请数量（总计）等于 0",
            "New requests this year (Total) equal to 0",
        ),
        (
            "新收.自然人=3..",
            "本年新收政府信息公开申请数量（自然人）不小于 3",
            "New requests this year (Natural persons) at least 3",
        ),
        (
            "新收 is 空白",
            "本年新收政府信息公开申请数量（总计）的状态是“空白”",
            "New requests this year (Total) is “blank”",
        ),
        (
            "层级:省级 且 -年份:2021",
            "层级为 省级 且 并非（年份为 2021）",
            "Level is Province and not (Year is 2021)",
        ),
        ("fees", "含“fees”", "contains “fees”"),
        ("a*b", "含“a”［0 至 50 个字］“b”", "contains “a” [0 to 50 characters] “b”"),
    ],
)
def test_a_query_is_said_in_both_languages(
    world_app: Flask, query: str, chinese: str, english: str
) -> None:
    said = describe(parse(query))
    assert said == chinese
    assert in_english(world_app, said) == english


def test_what_a_user_typed_stays_and_is_marked(world_app: Flask) -> None:
    said = describe(parse("“<b>公开”"))
    assert said == "含“<b>公开”"
    assert in_english(world_app, said) == 'contains “<span lang="zh-CN">&lt;b&gt;公开</span>”'


def test_what_nobody_translated_is_marked_whole(world_app: Flask) -> None:
    assert in_english(world_app, say("没有人译过的%(what)s", what="话")) == (
        '<span lang="zh-CN">没有人译过的话</span>'
    )
    assert in_english(world_app, "云溪县") == '<span lang="zh-CN">云溪县</span>'


def test_a_sentence_is_copied_and_sent_as_text() -> None:
    said = say("没有“%(name)s”", name="云溪县")
    assert copy.deepcopy(said) is said
    assert json.loads(json.dumps({"said": said})) == {"said": "没有“云溪县”"}
    assert type(pickle.loads(pickle.dumps(said))) is str


def test_percent_signs_and_lists_survive(world_app: Flask) -> None:
    assert describe(parse("不予公开率>20%")) == "不予公开率（总计）大于 20%"
    assert in_english(world_app, describe(parse("不予公开率>20%"))).endswith("greater than 20%")
    assert listed("、", ("100%", say("未知"))) == "100%、未知"
    assert in_english(world_app, listed("、", ("100%", value_label("level", "none")))) == (
        "100%, Unknown"
    )


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("/?q=“公开", "Quotation marks do not match: a closing one is missing"),
        ("/?q=新收>many", "is no number; after a comparison sign write a number"),
        ("/?yaer=2020", "There is no parameter “yaer”"),
        ("/?q=层级:nothing", "Available: Central ministry (ministry), Province (province)"),
        ("/?where=nonsense%3D1", "There is no indicator “nonsense”"),
        ("/nothing", "There is nothing at this address"),
    ],
)
def test_what_is_wrong_is_said_in_english(world_app: Flask, url: str, message: str) -> None:
    client = world_app.test_client()
    client.set_cookie(language.COOKIE, language.ENGLISH)
    page = client.get(url)
    assert page.status_code in (400, 404)
    alert = page.text.partition('role="alert"')[2].partition("</div>")[0]
    assert message in Markup(alert).striptags().replace("\n", " ")
    assert foreign_words(f'<div lang="en">{alert}</div>') == []
