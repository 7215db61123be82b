"""The page of help: everything the language knows, and examples that can be asked."""

from __future__ import annotations

import html
import re

import pytest
from flask.testing import FlaskClient

from govreport_search.query import words
from govreport_search.query.finding import FINDINGS


@pytest.fixture
def page(world: FlaskClient) -> str:
    return html.unescape(world.get("/help").get_data(as_text=True))


def test_every_prefix_field_and_finding_is_listed(page: str) -> None:
    for word in (*words.PREFIXES, *words.FIELDS):
        assert all(f"<code>{name}:</code>" in page for name in word.names)
    assert all(f"<code>{word.upper()}/20</code>" in page for word in words.NEAR_WORDS)
    assert all(f"<code>{code}</code> {name}" in page for code, name in FINDINGS.items())


def test_every_example_is_answered(world: FlaskClient, page: str) -> None:
    links = re.findall(r'<a href="(/\?q=[^"]+|/search\?q=[^"]+)"><code>', page)
    assert len(links) > 15
    for link in links:
        assert world.get(link).status_code == 200, link
