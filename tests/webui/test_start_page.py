"""The start page: what the archive holds, and questions that find something."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from flask import Flask
from flask.testing import FlaskClient
from web_reading import asking, attributes, link, links, page, total, words

from webui.pages import search
from webui.present.start import Count, QuestionItem, question_items


def test_the_start_page_says_what_the_archive_holds(sample: FlaskClient) -> None:
    html = page(sample, "/")
    status = sample.get("/api/v1/status").json
    assert status is not None
    start = html[: html.index('id="totals"')]
    assert f"{status['reports']} 份报告" in words(start)
    assert re.search(r"20\d\d–20\d\d 年", words(start))
    assert page(sample, link(start, "馆藏状况，没有收录的文件"))


def test_threads_that_meet_on_the_start_page_ask_once(
    world_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    meeting = Barrier(2)

    def questions(count: Count) -> tuple[QuestionItem, ...]:
        asked.append(1)
        with suppress(BrokenBarrierError):
            meeting.wait(0.5)  # the other one comes here, too, unless it is kept waiting
        return question_items(count)

    monkeypatch.setattr(search, "question_items", questions)
    monkeypatch.delitem(world_app.extensions, "start", raising=False)
    with ThreadPoolExecutor(2) as pool:
        drawn = list(pool.map(lambda _: page(world_app.test_client(), "/"), range(2)))
    assert len(asked) == 1
    assert len({start[start.index('class="holding"') :] for start in drawn}) == 1


def test_every_ready_question_finds_what_it_says(sample: FlaskClient) -> None:
    found = re.findall(r"^(\S+) (\d+) 份报告 (.+)$", "\n".join(_questions(sample)), re.MULTILINE)
    assert len(found) >= 5
    start = page(sample, "/")
    for label, count, query in found:
        html = page(sample, link(start, label))
        assert total(html) == int(count), label
        assert attributes(html, "input")[0]["value"] == query


def test_questions_without_an_answer_are_not_offered(world: FlaskClient) -> None:
    labels = " ".join(_questions(world))
    assert "零申请的单位 1 份报告" in labels
    assert "没有印出新收数" not in labels
    assert 'class="questions"' not in page(world, asking("公开"))
    assert 'class="questions"' not in page(world, "/?year=2022")


def _questions(client: FlaskClient) -> list[str]:
    return [words(text).strip() for text, _ in links(page(client, "/")) if "份报告" in text]
