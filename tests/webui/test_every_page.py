"""What holds on every page: its JSON, its language, its weight; and one shape of errors."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape

import pytest
from every_page import NO_PAGES, addresses, every_page
from flask import Flask
from flask.testing import FlaskClient
from web_reading import attributes, foreign_words

from webui import language

ALTERNATE = re.compile(r'<link rel="alternate" type="([^"]+)" href="([^"]+)"')


def test_every_route_is_a_page_an_answer_or_known_to_be_neither(sample_app: Flask) -> None:
    pages = every_page(sample_app)
    for rule in sample_app.url_map.iter_rules():
        kind = rule.endpoint.partition(".")[0]
        assert kind in ("api", "static") or rule.endpoint in {*pages, *NO_PAGES}, rule
    assert all("<" not in url for urls in pages.values() for url in urls)
    assert {"pages.search", "pages.compare", "pages.coverage", "pages.glossary"} <= set(pages)


def test_every_page_has_its_json(sample_app: Flask) -> None:
    client = sample_app.test_client()
    missing, broken = [], []
    for url in addresses(sample_app):
        page = client.get(url)
        links = dict(ALTERNATE.findall(page.text))
        if page.status_code != 200:
            continue
        if "application/json" not in links:
            missing.append(url)
            continue
        for kind, href in links.items():
            answer = client.get(unescape(href))
            if answer.status_code != 200 or answer.mimetype != kind:
                broken.append((url, href, answer.status_code, answer.mimetype))
    assert (missing, broken) == ([], [])


def test_pages_answer_or_say_what_is_wrong(sample_app: Flask) -> None:
    client = sample_app.test_client()
    statuses = Counter(client.get(url).status_code for url in addresses(sample_app))
    assert set(statuses) == {200, 400}
    assert statuses[400] == 1


def test_every_page_has_one_heading_and_marks_where_it_is(sample_app: Flask) -> None:
    client = sample_app.test_client()
    for url in addresses(sample_app):
        html = client.get(url).text
        assert len(attributes(html, "h1")) == 1, url
        ids = re.findall(r'\sid="([^"]+)"', html)
        assert len(ids) == len(set(ids)), url
        assert "style=" not in html, url
        assert 'aria-current="page"' in html or 'aria-current="true"' in html, url


def test_english_marks_what_is_chinese(sample_app: Flask) -> None:
    client = sample_app.test_client()
    client.set_cookie(language.COOKIE, language.ENGLISH)
    left = {url: foreign_words(client.get(url).text)[:4] for url in addresses(sample_app)}
    assert {url: words for url, words in left.items() if words} == {}


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "nothing", 404, "not_found"),
        ("GET", "reports/aaaaaaaaaaaa", 404, "not_found"),
        ("GET", "agencies/没有这个机关", 404, "not_found"),
        ("GET", "regions/没有这个省", 404, "not_found"),
        ("DELETE", "search", 405, "method_not_allowed"),
        ("POST", "glossary", 405, "method_not_allowed"),
        ("GET", "compare", 400, "bad_filter"),
        ("GET", "glossary?x=1", 400, "unknown_parameter"),
        ("GET", "help?x=1", 400, "unknown_parameter"),
        ("GET", "privacy?x=1", 400, "unknown_parameter"),
    ],
)
def test_errors_have_one_shape(
    sample: FlaskClient, method: str, path: str, status: int, code: str
) -> None:
    answer = sample.open(f"/api/v1/{path}", method=method)
    assert answer.status_code == status
    assert answer.json is not None
    assert set(answer.json) == {"error"}
    assert set(answer.json["error"]) >= {"code", "message", "remedy"}
    assert answer.json["error"]["code"] == code


def test_every_address_of_the_api_refuses_alike(sample_app: Flask) -> None:
    """Parameters that do not exist, methods that are not taken, names of other hosts."""
    client = sample_app.test_client()
    for rule in sample_app.url_map.iter_rules():
        if not rule.endpoint.startswith("api."):
            continue
        path = re.sub(r"<[^>]+>", "x", rule.rule)
        for answer, statuses in (
            (client.get(path, query_string={"nonsense": "1"}), {400, 404}),
            (client.put(path), {405}),
            (client.get(path, headers={"Host": "evil.example"}), {421}),
        ):
            assert answer.status_code in statuses, (path, answer.status_code)
            assert answer.mimetype == "application/json"
            assert answer.json is not None
            assert set(answer.json) == {"error"}
