"""What travels: weight of a first view, compression, files kept by the browser."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

BROWSER = {"Accept-Encoding": "gzip, deflate, br, zstd"}
MOST = 100_000
PAGES = ("/", "/?q=公开", "/help", "/glossary", "/indicators", "/status", "/api", "/privacy")


def parts(html: str) -> list[str]:
    """Addresses of the style sheets, scripts and icon that a page asks for."""
    found = re.findall(r'<(?:link|script)\b[^>]*?(?:href|src)="(/static/[^"]+)"', html)
    return [unescape(url) for url in dict.fromkeys(found)]


@pytest.mark.parametrize("url", PAGES)
def test_a_first_view_is_light(sample: FlaskClient, url: str) -> None:
    page = sample.get(url, headers=BROWSER)
    html = sample.get(url).text
    files = [sample.get(part, headers=BROWSER) for part in parts(html)]
    assert any("/css/base.css" in part for part in parts(html))
    assert all(file.status_code == 200 for file in files)
    assert sum(len(answer.data) for answer in (page, *files)) < MOST


@pytest.mark.parametrize("encoding", ["zstd", "br", "gzip"])
@pytest.mark.parametrize("url", ["/help", "/api/v1/glossary", "/static/css/base.css"])
def test_answers_are_compressed_as_the_browser_likes(
    world: FlaskClient, url: str, encoding: str
) -> None:
    plain = world.get(url)
    packed = world.get(url, headers={"Accept-Encoding": encoding})
    assert packed.headers["Content-Encoding"] == encoding
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert len(packed.data) < len(plain.data) / 2
    assert "Content-Encoding" not in plain.headers


def test_streams_and_pages_with_tokens_are_sent_as_they_are(world: FlaskClient) -> None:
    for url in ("/api/v1/facts?format=csv", "/api/v1/facts", "/edit/", "/edit/nothing"):
        assert "Content-Encoding" not in world.get(url, headers=BROWSER).headers, url


def test_files_are_kept_until_they_change(world: FlaskClient, sample: FlaskClient) -> None:
    url = next(part for part in parts(world.get("/help").text) if "base.css" in part)
    assert re.fullmatch(r"/static/css/base\.css\?v=[0-9a-f]{12}", url)
    assert "immutable" in world.get(url).headers["Cache-Control"]
    for other in ("/static/css/base.css", "/static/css/base.css?v=000000000000"):
        assert "immutable" not in world.get(other).headers.get("Cache-Control", "")
    for missing in ("/static/nothing.css?v=1", "/static/../app.py?v=1", "/static/a%00b?v=1"):
        assert world.get(missing).status_code == 404, missing
