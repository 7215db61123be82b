"""Markup into a tree; the only place that knows the parser.

Nothing is fetched, run or expanded: scripts, frames, objects and comments are not even kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from govreport_search.errors import UnreadableSourceError
from indexer.readers.html.node import Node, is_block, shown
from indexer.readers.html.stylesheet import Stylesheet, read_stylesheet

MAX_NESTING = 500
"""Elements inside each other; published pages stay below 60."""

MAX_TAGS = 300_000
"""Tags of a page; the longest published one has 20,000."""

_DROPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "frame",
        "object",
        "embed",
        "applet",
        "svg",
        "canvas",
        "audio",
        "video",
        "map",
        "datalist",
        "dialog",
        "progress",
        "meter",
        "link",
        "base",
        "title",
    ]
)
_KEPT_IN_HEAD = frozenset(("meta", "title", "link"))
_VOID = frozenset(b"area base br col embed hr img input link meta param source track wbr".split())
# They end where their like begins, so pages need not close them.
_CLOSED_BY_THEMSELVES = frozenset(b"p li dt dd tr td th thead tbody tfoot option colgroup".split())
_TAG = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_WALLS = frozenset(b"table object marquee applet template caption".split())
_ROOMS = _WALLS | frozenset(
    b"address article aside blockquote center details dir div dl fieldset figure footer form"
    b" header hgroup main menu nav ol section summary ul h1 h2 h3 h4 h5 h6 pre".split()
)
_DEEP_FROM = 5_000  # below so many tags the parser copes with any nesting


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page.

    Attributes:
        body: the tree of what is shown.
        nodes: its elements, parents before their children.
        head: title, meta and link elements, wherever they stand.
    """

    body: Node
    nodes: tuple[Node, ...]
    head: tuple[Node, ...]


def parse(text: str, name: str) -> Page:
    """Parse a page or a fragment of one.

    Args:
        text: decoded markup.
        name: file name, for messages.

    Raises:
        UnreadableSourceError: with code ``too_complex``.
    """
    _refuse_deep(text.encode("utf-8", "replace"), name)
    parser = LexborHTMLParser(text)
    root = parser.root
    body = Node("body", parent=Node("html"))
    nodes: list[Node] = [body]
    head: list[Node] = []
    if root is None or parser.body is None:
        return Page(body, (body,), ())
    styles = [node.text(deep=True) for node in parser.css("style")]
    sheet = read_stylesheet("\n".join(styles))
    head += _head(parser.head)
    body.attributes = _attributes(parser.body)
    _grow(parser.body, body, nodes, head, sheet, name)
    return Page(body, tuple(nodes), tuple(head))


def _head(head: LexborNode | None) -> Iterator[Node]:
    for origin in head.iter() if head is not None else ():
        if origin.tag in _KEPT_IN_HEAD:
            made = _made(origin, None, 1)
            if made.tag == "title":
                made.children.append(origin.text(deep=True))
            yield made


def _grow(
    source: LexborNode,
    body: Node,
    nodes: list[Node],
    head: list[Node],
    sheet: Stylesheet,
    name: str,
) -> None:
    stack = [(source, body, 1)]
    while stack:
        origin, parent, depth = stack.pop()
        if depth > MAX_NESTING:
            raise _too_complex(name, f"标签嵌套超过{MAX_NESTING}层")
        counts: dict[str, int] = {}
        children = parent.children
        below: list[tuple[LexborNode, Node, int]] = []
        child = origin.first_child
        while child is not None:
            if child.is_text_node:
                text = child.text_content
                if text:
                    children.append(text)
            elif child.is_element_node:
                tag = child.tag or ""
                nth = counts[tag] = counts.get(tag, 0) + 1
                if tag not in _DROPPED:
                    made = _made(child, parent, nth)
                    made.hidden = not shown(made) or sheet.hides(made)
                    made.block = is_block(made)
                    if tag == "meta":
                        head.append(made)
                    else:
                        children.append(made)
                        nodes.append(made)
                        below.append((child, made, depth + 1))
            child = child.next
        stack.extend(reversed(below))


def _made(origin: LexborNode, parent: Node | None, nth: int) -> Node:
    return Node(origin.tag or "", _attributes(origin), parent, nth)


def _attributes(origin: LexborNode) -> dict[str, str]:
    return {key.lower(): value or "" for key, value in origin.attributes.items()}


def _refuse_deep(data: bytes, name: str) -> None:
    """Refuse what would keep the parser busy for minutes, before it starts."""
    if data.count(b"<") < _DEEP_FROM:
        return
    open_tags: list[bytes] = []
    counts: dict[bytes, int] = {}
    for number, (end, tag) in enumerate(_TAG.findall(data)):
        if number > MAX_TAGS:
            raise _too_complex(name, f"标签超过{MAX_TAGS}个")
        tag = tag.lower()
        if tag in _VOID or tag in _CLOSED_BY_THEMSELVES:
            continue
        if not end:
            open_tags.append(tag)
            counts[tag] = counts.get(tag, 0) + 1
            if len(open_tags) > MAX_NESTING:
                raise _too_complex(name, f"标签嵌套超过{MAX_NESTING}层")
        elif counts.get(tag) and (at := _closed_by(tag, open_tags)) is not None:
            for closed in open_tags[at:]:
                counts[closed] -= 1
            del open_tags[at:]


def _closed_by(tag: bytes, open_tags: list[bytes]) -> int | None:
    """From where on an end tag closes what is open; ``None`` where the parser ignores it."""
    for at in range(len(open_tags) - 1, -1, -1):
        if open_tags[at] == tag:
            return at
        if open_tags[at] in _WALLS or (open_tags[at] in _ROOMS and tag not in _ROOMS):
            return None
    return None


def _too_complex(name: str, cause: str) -> UnreadableSourceError:
    return UnreadableSourceError(
        f"{name} 的{cause}，不像一份年度报告",
        remedy="请用浏览器打开后另存为 PDF，或复制正文存为文本文件",
        code="too_complex",
    )
