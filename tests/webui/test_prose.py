"""Broken lines become paragraphs; the marks stay on the searched characters."""

import re

from hypothesis import given
from hypothesis import strategies as st

from govreport_search.query.tree import Phrase
from govreport_search.services.finder import finder
from webui.present.prose import paragraphs, spans

WRAPPED = """一、总体情况

本机关认真贯彻有关规定，按照上级统一部署，不断健全工作制度，切实保障公众的知情权、参

与权和监督权。现将有关情况报告如下：
（一）主动公开情况
全年共发布各类信息 12 条。
"""


def texts(printed: str) -> list[str]:
    return [paragraph.striptags() for paragraph in paragraphs(printed, ())]


def test_lines_broken_by_the_page_are_joined() -> None:
    assert texts(WRAPPED) == [
        "一、总体情况",
        "本机关认真贯彻有关规定，按照上级统一部署，不断健全工作制度，切实保障公众的知情权、参"
        "与权和监督权。现将有关情况报告如下：",
        "（一）主动公开情况",
        "全年共发布各类信息 12 条。",
    ]


def test_a_phrase_over_a_line_break_is_marked_as_one() -> None:
    marks = spans(WRAPPED, [finder(Phrase("参与权"))])
    html = "".join(paragraphs(WRAPPED, marks))
    assert re.findall("<mark>(.*?)</mark>", html) == ["参与权"]


@given(st.text("甲乙丙丁，。（一）1. \n\u3000ab<&", max_size=200))
def test_joining_loses_no_character(printed: str) -> None:
    shown = "".join(paragraph.unescape() for paragraph in paragraphs(printed, ()))
    assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", printed)


@given(st.text("甲乙丙，。 \nab", max_size=120), st.text("甲乙丙ab", min_size=1, max_size=3))
def test_marked_text_is_the_phrase(printed: str, phrase: str) -> None:
    found = paragraphs(printed, spans(printed, [finder(Phrase(phrase))]))
    for paragraph in found:
        for marked in re.findall("(?s)<mark>(.*?)</mark>", paragraph):
            assert set(marked) <= set(phrase) | set(" \n")
