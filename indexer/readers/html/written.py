"""A web page written out again: the report's part of it, its words and tables and nothing else.

Each element carries its place in the page, so that what was read from it can be found.
"""

from __future__ import annotations

from html import escape

from indexer.readers.charset import decode
from indexer.readers.html import archive
from indexer.readers.html.content import Content, find_content
from indexer.readers.html.node import Node
from indexer.readers.html.parse import parse
from indexer.readers.sniff import Kind, kind_of

_NAMES = (
    "table thead tbody tfoot tr td th caption p div br hr ul ol li dl dt dd blockquote pre"
    " h1 h2 h3 h4 h5 h6 b strong i em u s del sub sup"
)
TAGS = frozenset(_NAMES.split())
"""Elements that are kept; of all others only what they hold is."""

_VOID = frozenset(("br", "hr"))
_SPANS = ("colspan", "rowspan")


def written(data: bytes, name: str) -> str:
    """The markup of the report in a page, or in the first page of an archive of pages.

    Raises:
        UnreadableSourceError: as ``read_html`` and ``read_mhtml``.
    """
    if kind_of(data, name) is Kind.MHTML:
        data = archive.opened(data, name).pages[0]
    return _written(find_content(parse(decode(data, name).text, name)))


def _written(content: Content) -> str:
    """Without recursion: pages nest as deep as their makers like."""
    parts: list[str] = []
    stack: list[Node | str] = [content.root]
    while stack:
        current = stack.pop()
        if isinstance(current, str):
            parts.append(current if isinstance(current, _End) else escape(current, quote=False))
            continue
        if current in content.frame or (current.hidden and not current.takes_room):
            continue
        if current.tag == "img":
            parts.append(f"〔图{'：' + escape(current.get('alt')) if current.get('alt') else ''}〕")
            continue
        if current.tag in TAGS:
            parts.append(_opening(current))
            if current.tag not in _VOID:
                stack.append(_End(f"</{current.tag}>"))
        stack.extend(reversed(current.children))
    return "".join(parts)


class _End(str):
    """The end of an element among texts."""

    __slots__ = ()


def _opening(node: Node) -> str:
    spans = "".join(
        f' {name}="{node.get(name)}"'
        for name in _SPANS
        if node.get(name).isascii() and node.get(name).isdigit()
    )
    return f'<{node.tag} data-path="{escape(node.path)}"{spans}>'
