"""Where on a page the report stands: its frame of menus, bars and footers is left out.

Nothing is known of any site. Everything on the page is weighed by what a report is made of
(sentences, numbered headings, cells of numbers; text of links weighs nothing), and the smallest
element is taken outside of which nothing of weight stands. Names that sites give their
elements only help to leave out what has no weight anyway.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.readers.html.node import Node, inside, text_of
from indexer.readers.html.parse import Page

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
_LONGEST_HEADING = 45
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

    @property
    def length(self) -> int:
        """All its characters."""
        return self.text + self.links


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


def find_content(page: Page) -> Content:
    """The report's part of a page."""
    weights = _weigh(page.texts)
    if _show_hidden(page, weights[page.body].core):
        weights = _weigh(page.texts)
    root = _descend(page.body, weights)
    frame = frozenset((*_frame_in(root, weights), *_copies_in(root, weights)))
    left = weights[page.body].length - weights[root].length
    left += sum(weights[node].length for node in frame)
    return Content(root, frame, left)


def _show_hidden(page: Page, seen: int) -> bool:
    """Show what a page hides until a script runs, if the report is there and nowhere else."""
    if not any(node.hidden for node in page.nodes):
        return False
    weights = _weigh(page.texts, hidden_too=True)
    core = weights[page.body].core
    if core < _HIDDEN_REPORT or core < 4 * seen:
        return False
    for node in page.nodes:
        node.hidden = node.hidden and weights[node].core == 0
    return True


def _weigh(
    texts: Sequence[tuple[str, Node]], *, hidden_too: bool = False
) -> defaultdict[Node, Weight]:
    """What each element holds; one without text has no weight."""
    weights: defaultdict[Node, Weight] = defaultdict(Weight)
    valued: set[Node] = set()
    for text, node in texts:
        around = []
        linked = hidden = False
        cell: Node | None = None
        above: Node | None = node
        while above is not None:
            around.append(above)
            hidden = hidden or above.hidden
            linked = linked or (above.tag == "a" and bool(above.get("href")))
            if cell is None and above.tag in ("td", "th"):
                cell = above
            above = above.parent
        if hidden and not hidden_too:
            continue
        length = len(text.strip())
        weight = core = 0
        if not linked:
            weight, core = _worth(text, length)
            if cell is not None and cell not in valued and _DIGITS.fullmatch(text):
                valued.add(cell)
                weight, core = weight + _VALUE_WEIGHT, core + _VALUE_WEIGHT
        for one in around:
            own = weights[one]
            own.text += 0 if linked else length
            own.links += length if linked else 0
            own.weight += weight
            own.core += core
    return weights


def _worth(text: str, length: int) -> tuple[int, int]:
    """Weight and core of a text that is no link."""
    core = 0
    if _HEADING.match(text) or (length < _LONGEST_HEADING and _CHAPTER.search(text)):
        core = _HEADING_WEIGHT
    return core + (length if length > 8 and _SENTENCE.search(text) else 0), core


def _descend(body: Node, weights: defaultdict[Node, Weight]) -> Node:
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
        if best.tag in _TOO_SMALL and not _holds_blocks(best, weights):
            return current
        current = best


def _holds_blocks(node: Node, weights: defaultdict[Node, Weight]) -> bool:
    """Whether an element for words is (mis)used to wrap whole paragraphs."""
    return sum(1 for child in node.elements if child.block and weights[child].weight) > 1


def _room_in(table: Node, weights: defaultdict[Node, Weight]) -> Node | None:
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


def _frame_in(root: Node, weights: defaultdict[Node, Weight]) -> list[Node]:
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


def _copies_in(root: Node, weights: defaultdict[Node, Weight]) -> list[Node]:
    """Parts that say the same as one before: pages hold the report for print or telephones, too."""
    said: set[str] = set()
    copies = []
    for child in root.elements:
        if weights[child].core > _HIDDEN_REPORT:
            text = "".join(text_of(child).split())
            if text in said:
                copies.append(child)
            said.add(text)
    return copies


def _is_frame(node: Node, own: Weight) -> bool:
    if not own.text and not own.links:
        return False
    if node.tag in _FRAME_TAGS or _FRAME.search(node.words):
        return not _REPORT.search(text_of(node)) or own.links > own.text
    if not node.block or own.links <= 2 * own.text or "附件" in text_of(node):
        return False
    return sum(1 for below in inside(node) if below.tag == "a") >= 3
