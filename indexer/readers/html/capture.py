"""What a page says of its own publication: title, date, site, address."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.blocks import Capture
from indexer.readers.html.node import Node, text_of
from indexer.readers.html.parse import Page
from indexer.readers.html.wording import collapsed

_TITLES = ("articletitle", "og:title", "title", "dc.title", "twitter:title")
_DATES = [
    "pubdate",
    "publishdate",
    "publish_date",
    "publishtime",
    "article:published_time",
    "og:release_date",
    "firstpublishedtime",
    "datepublished",
    "dc.date",
    "dcterms.issued",
    "createdate",
]
_SITES = ("contentsource", "source", "sitename", "og:site_name", "author")
_ADDRESSES = ("og:url", "url", "siteurl")
_REPORT = re.compile(r"公开.{0,24}(?:报告|年报|总结)")
_DATE = re.compile(r"(?<!\d)(20[0-4]\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
_BARE_DATE = re.compile(r"(?<!\d)(20[0-4]\d)(\d{2})(\d{2})(?:\d{6})?(?!\d)")
_SAVED = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)\s*-->", re.I)
_PUBLISHED = re.compile(
    r"(?:发布|发文|公开|成文|生成|印发|公布|更新)\s*(?:日期|时间)\s*[：:]?\s*(?=20)|(?:^|\s)(?:日期|时间)\s*[：:]\s*(?=20)"
)
_FROM = re.compile(
    r"(?:信息来源|来\s*源|发布机构|发文机关|发布单位|发布机关|公开主体)\s*[：:]\s*([^\s：:|]{3,30})"
)
_CRUMBS = re.compile(r"(?:当前|所在|您的)?\s*(?:的)?位置\s*[：:]|^首页\s*[>＞»/]")
_PARTS = re.compile(r"\s*[_|｜]+\s*|\s+[-–—]+\s+|\s*(?:>>|»)\s*|-{1,2}(?=[\u4e00-\u9fff])")
_TELLING = re.compile(r"日期|时间|来\s*源|位置|首页|机构|机关|单位|主体")
_LONGEST_TITLE = 80
_LONGEST = 160  # characters of a line that tells a date or a source


def read_capture(page: Page, markup: str) -> Capture:
    """What the page says of itself.

    Args:
        page: the whole page, its frame included.
        markup: its source; browsers leave a comment there when they save a page.
    """
    meta = _meta(page)
    short = _short_texts(page)
    title, site = _titles(page, meta)
    sources = [meta[key] for key in _SITES if meta.get(key)]
    said = next((found[1] for text in short if (found := _FROM.search(text))), "")
    crumbs = next((text for text in short if _CRUMBS.search(text)), "")
    sites = dict.fromkeys(part for part in (said, *sources, site, crumbs) if part)
    return Capture(title, _published(meta, short), "\n".join(sites), _address(page, meta, markup))


def title_node(page: Page, title: str) -> Node | None:
    """The element that shows a title, ``None`` where only the page's head holds it."""
    for node in (*_headed(page), *_titled(page)):
        if collapsed(text_of(node)) == title:
            return node
    return None


def _titled(page: Page) -> Iterator[Node]:
    """Blocks that hold nothing but a report's title."""
    for text, node in page.texts:
        if len(text) < _LONGEST and "报" in text:
            while not node.block and node.parent is not None and node.tag != "a":
                node = node.parent
            whole = "" if node.tag in ("a", "option") or node.hidden else text_of(node).strip()
            if len(whole) < _LONGEST_TITLE and _REPORT.search(whole):
                yield node


def _headed(page: Page) -> Iterator[Node]:
    return (
        node
        for node in page.nodes
        if not node.hidden and (node.tag in ("h1", "h2", "h3") or "title" in node.words)
    )


def _meta(page: Page) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in page.head:
        if node.tag == "meta":
            key = (node.get("name") or node.get("property") or node.get("itemprop")).lower()
            value = collapsed(node.get("content"))
            if key and value:
                found.setdefault(key, value)
    return found


def _short_texts(page: Page) -> list[str]:
    """Lines short enough that may be a date, a source or a breadcrumb."""
    found: dict[Node, str] = {}
    for text, written in page.texts:
        if len(text) < _LONGEST and _TELLING.search(text):
            node = written
            while not node.block and node.parent is not None:
                node = node.parent
            if node not in found and not node.hidden:
                line = collapsed(_line_of(node))
                if len(line) < _LONGEST:
                    found[node] = line
    return [line for line in found.values() if line]


def _line_of(node: Node) -> str:
    """What a block says; of a cell that ends in a colon also the next one."""
    own = text_of(node)
    if node.tag in ("td", "th", "dt", "li") and len(own) < 12 and node.parent is not None:
        beside = [child for child in node.parent.elements if child.nth > node.nth][:1]
        beside = [child for child in beside if child.tag in ("td", "dd")]
        return own.rstrip("：: \n") + "：" + "".join(map(text_of, beside)) if beside else own
    return own


def _titles(page: Page, meta: dict[str, str]) -> tuple[str, str]:
    """The page's title, and the site's name behind it."""
    written = next((collapsed(text_of(n)) for n in page.head if n.tag == "title"), "")
    parts = [part for part in _PARTS.split(written) if part]
    own = next((part for part in parts if _REPORT.search(part)), parts[0] if parts else "")
    site = " ".join(part for part in parts if part != own)
    headed = [collapsed(text_of(node)) for node in _headed(page)]
    candidates = [meta[key] for key in _TITLES if meta.get(key)]
    candidates += [text for text in headed if 4 < len(text) < 80] + [own]
    candidates += [collapsed(text_of(node)) for node in _titled(page)]
    best = next((text for text in candidates if _REPORT.search(text)), "")
    return best or next((text for text in candidates if text), ""), site


def _published(meta: dict[str, str], short: list[str]) -> str:
    for key in _DATES:
        date = _date(meta.get(key, ""))
        if date:
            return date
    for text in short:
        found = _PUBLISHED.search(text)
        if found and (date := _date(text[found.end() : found.end() + 20])):
            return date
    return ""


def _date(text: str) -> str:
    found = _DATE.search(text) or _BARE_DATE.search(text)
    if not found:
        return ""
    year, month, day = (int(part) for part in found.groups())
    return f"{year}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else ""


def _address(page: Page, meta: dict[str, str], markup: str) -> str:
    saved = _SAVED.search(markup[:2000])
    links = [n.get("href") for n in page.head if n.tag == "link" and n.get("rel") == "canonical"]
    given = [meta.get(key, "") for key in _ADDRESSES]
    every = [*links, *given[:1], saved[1] if saved else "", *given[1:]]
    return next((address for address in every if address.startswith(("http://", "https://"))), "")
