"""Markup into a tree; the only place that knows the parser.

Nothing is fetched, run or expanded: scripts, frames, objects and comments are not even kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from govreport_search.errors import UnreadableSourceError
from govreport_search.sentence import say
from indexer.readers.html.node import Node, appear
from indexer.readers.html.stylesheet import Stylesheet, read_stylesheet

MAX_NESTING = 500
"""Elements inside each other; published pages stay below 60."""

MAX_TAGS = 300_000
"""Tags of a page; the longest published one has 20,000."""

MAX_ATTRIBUTES = 500
"""Attributes of one tag."""

_LONG_TAG = 6_000  # bytes; a shorter one holds no more attributes than the parser bears
_WHOLE_TAG = re.compile(rb"<[a-zA-Z](?:[^\"'>]++|\"[^\"]*+\"|'[^']*+')*+")
_QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")
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
_FILLER = "[if !supportMisalignedColumns]"
_DEEP_FROM = 5_000  # below so many tags the parser copes with any nesting


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page.

    Attributes:
        body: the tree of what is shown.
        nodes: its elements in document order.
        head: title, meta and link elements, wherever they stand.
        texts: what is written in it, but for spaces, each with its element.
    """

    body: Node
    nodes: tuple[Node, ...]
    head: tuple[Node, ...]
    texts: tuple[tuple[str, Node], ...] = ()


def parse(text: str, name: str) -> Page:
    """Parse a page or a fragment of one.

    Args:
        text: decoded markup.
        name: file name, for messages.

    Raises:
        UnreadableSourceError: with code ``too_complex``.
    """
    data = text.encode("utf-8", "replace")
    _refuse_deep(data, name)
    _refuse_wide(data, name)
    parser = LexborHTMLParser(text)
    if parser.body is None:
        empty = Node("body", parent=Node("html"))
        return Page(empty, (empty,), ())
    styles = [node.text(deep=True) for node in parser.css("style")]
    tree = _Tree(name, read_stylesheet("\n".join(styles)))
    body = tree.grow(parser.body)
    head = (*_head(parser.head), *tree.head)
    return Page(body, tuple(tree.nodes), head, tuple(tree.texts))


def _head(head: LexborNode | None) -> Iterator[Node]:
    for origin in head.iter() if head is not None else ():
        if origin.tag in _KEPT_IN_HEAD:
            made = Node(origin.tag or "", origin.attributes)
            if made.tag == "title":
                made.children.append(origin.text(deep=True))
            yield made


@dataclass(slots=True)
class _Tree:
    """Elements in the making, in document order."""

    name: str
    sheet: Stylesheet
    nodes: list[Node] = field(default_factory=list)
    head: list[Node] = field(default_factory=list)
    texts: list[tuple[str, Node]] = field(default_factory=list)

    def grow(self, source: LexborNode) -> Node:
        """The page's body with all that is shown below it."""
        body = parent = Node("body", source.attributes, Node("html"))
        appear(body)
        body.hidden = False  # some pages hide it until a script has run
        self.nodes.append(body)
        rest: list[tuple[LexborNode | None, Node, dict[str, int]]] = []
        counts: dict[str, int] = {}
        child = source.first_child
        while True:
            while child is not None:
                tag = child.tag or ""
                if tag == "-text":
                    self._write(child.text_content or "", parent)
                elif tag == "-comment":
                    child = _behind_filler(child)
                elif tag and tag[0] not in "-!":
                    made = self._make(child, tag, parent, counts)
                    if made is not None:
                        rest.append((child.next, parent, counts))
                        if len(rest) > MAX_NESTING:
                            raise _too_complex(
                                self.name, say("标签嵌套超过%(most)s层", most=MAX_NESTING)
                            )
                        child, parent, counts = child.first_child, made, {}
                        continue
                child = child.next
            if not rest:
                return body
            child, parent, counts = rest.pop()

    def _write(self, text: str, parent: Node) -> None:
        parent.children.append(text)
        if not text.isspace():
            self.texts.append((text, parent))

    def _make(
        self, origin: LexborNode, tag: str, parent: Node, counts: dict[str, int]
    ) -> Node | None:
        nth = counts[tag] = counts.get(tag, 0) + 1
        if tag in _DROPPED:
            return None
        made = Node(tag, origin.attributes, parent, nth)
        if tag == "meta":
            self.head.append(made)
            return None
        if made.attributes:
            appear(made)
        if self.sheet.hidden and not made.hidden:
            made.hidden = self.sheet.hides(made)
        parent.children.append(made)
        self.nodes.append(made)
        return made


def _behind_filler(comment: LexborNode) -> LexborNode:
    """The end of the blank cells that Word appends for browsers, if the comment opens such.

    Where the rows of a table end at different columns, Word fills them up; in its own view,
    and in print, these cells do not exist.
    """
    if comment.comment_content != _FILLER:
        return comment
    node = comment.next
    while node is not None and (node.tag or "") != "-comment":
        if (node.text(deep=True) or "").strip():
            return comment
        node = node.next
    return comment if node is None else node


def _refuse_deep(data: bytes, name: str) -> None:
    """Refuse what would keep the parser busy for minutes, before it starts."""
    if data.count(b"<") < _DEEP_FROM:
        return
    open_tags: list[bytes] = []
    counts: dict[bytes, int] = {}
    for number, (end, tag) in enumerate(_TAG.findall(data)):
        if number > MAX_TAGS:
            raise _too_complex(name, say("标签超过%(most)s个", most=MAX_TAGS))
        tag = tag.lower()
        if tag in _VOID or tag in _CLOSED_BY_THEMSELVES:
            continue
        if not end:
            open_tags.append(tag)
            counts[tag] = counts.get(tag, 0) + 1
            if len(open_tags) > MAX_NESTING:
                raise _too_complex(name, say("标签嵌套超过%(most)s层", most=MAX_NESTING))
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


def _refuse_wide(data: bytes, name: str) -> None:
    """Refuse tags of very many attributes: the parser compares each with all others."""
    if max(map(len, data.split(b"<"))) < _LONG_TAG > max(map(len, data.split(b">"))):
        return
    for tag in _WHOLE_TAG.findall(data):
        if len(tag) >= _LONG_TAG and len(_QUOTED.sub(b"", tag).split()) > MAX_ATTRIBUTES:
            raise _too_complex(name, say("一个标签有超过%(most)s个属性", most=MAX_ATTRIBUTES))


def _too_complex(name: str, cause: str) -> UnreadableSourceError:
    return UnreadableSourceError(
        say("%(name)s 的%(cause)s，不像一份年度报告", name=name, cause=cause),
        remedy=say("请用浏览器打开后另存为 PDF，或复制正文存为文本文件"),
        code="too_complex",
    )
