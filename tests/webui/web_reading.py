"""Reads a page as its reader does: words, links, tables."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import quote

from flask.testing import FlaskClient
from markupsafe import Markup


def page(client: FlaskClient, url: str, status: int = 200) -> str:
    """The page at an address, which is answered with this status."""
    response = client.get(url)
    assert response.status_code == status, words(response.text)
    return response.text


def asking(query: str, **more: str) -> str:
    """The address of a search."""
    return "/?" + "&".join(f"{k}={quote(v)}" for k, v in {"q": query, **more}.items())


def total(html: str) -> int:
    """How many reports a page of results says there are."""
    found = re.search(r"共 (\d+) 份报告", words(html))
    return int(found[1]) if found else 0


def words(html: str) -> str:
    """The page's text without markup, scripts and repeated spaces."""
    return re.sub(r"\s+", " ", Markup(html).striptags())


def links(html: str) -> list[tuple[str, str]]:
    """Text and address of every link."""
    reader = _Links()
    reader.feed(html)
    return reader.found


def link(html: str, text: str) -> str:
    """The address of the one link that holds these words."""
    found = {href for label, href in links(html) if text in label}
    assert len(found) == 1, f"{text!r}: {found or [label for label, _ in links(html)]}"
    return found.pop()


def attributes(html: str, tag: str) -> list[dict[str, str]]:
    """The attributes of every element of that name."""
    reader = _Tags(tag)
    reader.feed(html)
    return reader.found


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._href: str | None = None
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._href, self._text = dict(attrs).get("href"), ""

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._href is not None:
            self.found.append((self._text, self._href))
            self._href = None


class _Tags(HTMLParser):
    def __init__(self, tag: str) -> None:
        super().__init__()
        self.tag = tag
        self.found: list[dict[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == self.tag:
            self.found.append({name: value or "" for name, value in attrs})


def foreign_words(html: str) -> list[str]:
    """Chinese on a page, in text or in names, that no ``lang`` above it says to be Chinese.

    A Chinese word that an English sentence quotes, and the page's title, are let pass.
    """
    reader = _Languages()
    reader.feed(html)
    return reader.unmarked


class _Languages(HTMLParser):
    """Keeps the language of each open element."""

    HAN = re.compile(r"[\u3400-\u9fff]")
    LATIN = re.compile(r"[A-Za-z]")
    VOID = frozenset(("meta", "link", "input", "br", "img", "hr", "col", "wbr", "source"))
    SPOKEN = ("title", "aria-label", "alt", "placeholder")

    def __init__(self) -> None:
        super().__init__()
        self.unmarked: list[str] = []
        self._open: list[tuple[str, str]] = [("", "")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        spoken = given.get("lang") or self._open[-1][1]
        for name in self.SPOKEN:
            self._judge(given.get(name) or "", spoken)
        if tag not in self.VOID:
            self._open.append((tag, spoken))

    def handle_endtag(self, tag: str) -> None:
        while len(self._open) > 1:
            name, _ = self._open.pop()
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        self._judge(data, self._open[-1][1])

    def _judge(self, text: str, spoken: str) -> None:
        chinese, latin = len(self.HAN.findall(text)), len(self.LATIN.findall(text))
        if chinese > 3 * latin and not spoken.startswith("zh") and self._open[-1][0] != "title":
            self.unmarked.append(" ".join(text.split()))
