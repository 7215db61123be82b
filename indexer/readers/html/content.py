"""Where on a page the report stands: its frame of menus, bars and footers is left out.

Nothing is known of any site. Everything on the page is weighed by what a report is made of
(sentences, numbered headings, cells of numbers; text of links weighs nothing), and the smallest
element is taken outside of which nothing of weight stands. Names that sites give their
elements only help to leave out what has no weight anyway.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.readers.html.node import Node, inside, text_of

_HAN = re.compile(r"[\u3400-\u9fff]")
_SENTENCE = re.compile(r"[，。；]")
_HEADING = re.compile(
    r"\s*(?:第?[一二三四五六七八九十]{1,3}(?:[、.．]|[部章]分?)|[（(][一二三四五六七八九十]{1,3}[）)]|[㈠-㈩])"
)
_CHAPTER = re.compile(
    r"总体情况|主动公开.{0,12}情况|申请.{0,8}情况|行政复议.{0,20}情况|存在.{0,4}问题|需要.{0,4}报告的.{0,4}事项|统计表"
)
_REPORT = re.compile(r"年度?报告?|年报")
_DIGITS = re.compile(r"\s*[\d０-９][\d０-９.,]*\s*")
_FRAME = re.compile(
    r"(?:^|[\s_-])(?:nav|navi|navbar|menu|header|head|top|topbar|footer|foot|bottom|copyright|bread\w*|crumbs?|"
    r"position|location|dqwz|wz|share|bdshare\w*|social|sidebar|side|aside|related|relate|xgxw|xgwz|recommend|"
    r"toolbar|tools?|print|dayin|qrcode|ewm|erweima|pager?|pagination|prev|next|prenext|banner|logo|search|"
    r"login|links?|yqlj|comment|wza|fontsize|zihao|browser)(?:$|[\s_-]|\d)"
)
_FRAME_TAGS = frozenset(("nav", "footer", "aside", "header", "form", "menu"))
_HEADING_WEIGHT, _VALUE_WEIGHT = 40, 4
_HIDDEN_REPORT = 2 * _HEADING_WEIGHT
_STRAY = 60
"""What may stand outside of the report: a notice of the site in a sentence or two."""


@dataclass(slots=True)
class Weight:
    """What an element holds.

    Attributes:
        text: characters that are not in links.
        links: characters in links.
        weight: how much of a report it is.
        core: of that weight, what headings and values give.
    """

    text: int = 0
    links: int = 0
    weight: int = 0
    core: int = 0


@dataclass(frozen=True, slots=True)
class Content:
    """The part of a page where the report stands.

    Attributes:
        root: the element that holds it.
        frame: elements within that are none of it.
        left_out: how many characters of the page are none of it.
    """

    root: Node
    frame: frozenset[Node]
    left_out: int


def find_content(body: Node, nodes: Sequence[Node]) -> Content:
    """The report's part of a page.

    Args:
        body: the page.
        nodes: its elements, parents before children.
    """
    weights = _weigh(nodes)
    if _show_hidden(body, nodes, weights[body].core):
        weights = _weigh(nodes)
    root = _descend(body, weights)
    frame = frozenset(_frame_in(root, weights))
    whole = weights[body]
    kept = weights[root]
    left = whole.text + whole.links - kept.text - kept.links
    left += sum(weights[node].text + weights[node].links for node in frame)
    return Content(root, frame, left)


def _show_hidden(body: Node, nodes: Sequence[Node], seen: int) -> bool:
    """Show what a page hides until a script runs, if the report is there and nowhere else."""
    if not any(node.hidden for node in nodes):
        return False
    weights = _weigh(nodes, hidden_too=True)
    if weights[body].core < _HIDDEN_REPORT or weights[body].core < 4 * seen:
        return False
    for node in nodes:
        node.hidden = node.hidden and weights[node].core == 0
    return True


def _weigh(nodes: Sequence[Node], *, hidden_too: bool = False) -> dict[Node, Weight]:
    weights: dict[Node, Weight] = {node: Weight() for node in nodes}
    linked: set[Node] = set()
    for node in nodes:
        if (node.tag == "a" and node.get("href")) or node.parent in linked:
            linked.add(node)
    for node in reversed(nodes):
        if node.hidden and not hidden_too:
            weights[node] = Weight()
            continue
        own = weights[node]
        for child in node.children:
            if isinstance(child, Node):
                below = weights[child]
                own.text += below.text
                own.links += below.links
                own.weight += below.weight
                own.core += below.core
            elif not child.isspace():
                _count(child, own, in_link=node in linked)
        if node.tag in ("td", "th") and 0 < own.text < 16 and _DIGITS.fullmatch(text_of(node)):
            own.weight += _VALUE_WEIGHT
            own.core += _VALUE_WEIGHT
    return weights


def _count(text: str, own: Weight, *, in_link: bool) -> None:
    length = len(text.strip())
    if in_link:
        own.links += length
        return
    own.text += length
    if _HEADING.match(text) or (length < 45 and _CHAPTER.search(text)):
        own.weight += _HEADING_WEIGHT
        own.core += _HEADING_WEIGHT
    if length > 8 and _SENTENCE.search(text):
        own.weight += length


def _descend(body: Node, weights: dict[Node, Weight]) -> Node:
    """Down to where the weight parts."""
    current = body
    while True:
        whole = weights[current]
        heavy = [child for child in current.elements if weights[child].weight]
        if not heavy:
            return current
        best = max(heavy, key=lambda child: weights[child].weight)
        rest = whole.weight - weights[best].weight
        if rest > _STRAY or whole.core > weights[best].core:
            return current
        if best.tag in _TABLE:
            room = _room_in(best, weights)
            if room is None:
                return current
            best = room
        if best.tag in _TOO_SMALL:
            return current
        current = best


def _room_in(table: Node, weights: dict[Node, Weight]) -> Node | None:
    """The cell that holds all the weight of a table, if the table only lays out the page."""
    current = table
    while current.tag in _TABLE:
        heavy = [child for child in current.elements if weights[child].weight]
        if len(heavy) != 1 or heavy[0].tag not in (*_TABLE, "td", "th"):
            return None
        current = heavy[0]
    blocks = sum(1 for child in current.elements if child.block and weights[child].weight)
    inner = any(node.tag == "table" for node in inside(current))
    return current if blocks > 1 or inner or weights[current].core > _HIDDEN_REPORT else None


_TABLE = frozenset(("table", "thead", "tbody", "tfoot", "tr"))
_TOO_SMALL = frozenset(
    ("p", "span", "font", "b", "strong", "i", "em", "u", "a", "ul", "ol", "li", "h1", "h2", "h3")
)
"""Parts of a text, never the whole of one."""


def _frame_in(root: Node, weights: dict[Node, Weight]) -> list[Node]:
    """Elements inside that hold nothing of a report: named as a frame's parts, or all links."""
    found = []
    stack = [root]
    while stack:
        for child in stack.pop().elements:
            own = weights[child]
            if own.core == 0 and own.weight <= _STRAY and _is_frame(child, own):
                found.append(child)
            elif own.text or own.links:
                stack.append(child)
    return found


def _is_frame(node: Node, own: Weight) -> bool:
    if not own.text and not own.links:
        return False
    if node.tag in _FRAME_TAGS or _FRAME.search(node.words):
        return not _REPORT.search(text_of(node)) or own.links > own.text
    if not node.block or own.links <= 2 * own.text:
        return False
    return sum(1 for below in inside(node) if below.tag == "a") >= 3
