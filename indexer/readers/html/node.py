"""A page's elements as a plain tree, and what markup says about how each is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "optgroup",
        "option",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
"""Elements that begin and end a line."""

_HIDDEN = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all)",
    re.I,
)
_DISPLAY = re.compile(r"(?:^|;)\s*display\s*:\s*([a-z-]+)", re.I)
_STRUCK = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.I)
_PRESERVED = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.I)
_COMMENT_OF_WORD = re.compile(r"mso-element\s*:\s*comment", re.I)
_NO_ATTRIBUTES: Mapping[str, str] = {}


@dataclass(eq=False, slots=True)
class Node:
    """One element.

    Attributes:
        tag: its name in lower case.
        attributes: as written; a bare one is empty text.
        parent: the element around it.
        nth: its 1-based place among its parent's elements of the same name.
        children: elements and texts in order.
        weight: what :mod:`~indexer.readers.html.content` counts in it.
    """

    tag: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    parent: Node | None = None
    nth: int = 1
    children: list[Node | str] = field(default_factory=list)
    hidden: bool = False
    block: bool = False

    def get(self, name: str) -> str:
        """An attribute, stripped; empty where it is not there."""
        return self.attributes.get(name, "").strip()

    @property
    def elements(self) -> Iterator[Node]:
        """Its child elements."""
        return (child for child in self.children if isinstance(child, Node))

    @property
    def path(self) -> str:
        """Where it stands in the page, as an XPath: ``html/body/div[3]/table[1]``."""
        steps: list[str] = []
        node: Node | None = self
        while node is not None:
            alone = node.tag in ("html", "body")
            steps.append(node.tag if alone else f"{node.tag}[{node.nth}]")
            node = node.parent
        return "/".join(reversed(steps))

    @property
    def words(self) -> str:
        """Class and id, lower case, parted by spaces: the names its makers gave it."""
        given = self.attributes
        return f"{given.get('class', '')} {given.get('id', '')}".lower()

    @property
    def display(self) -> str:
        """What its own style says about its display; empty where nothing."""
        style = self.attributes.get("style")
        found = _DISPLAY.search(style) if style else None
        return found[1].lower() if found else ""

    @property
    def is_struck(self) -> bool:
        """Whether its text is struck out."""
        if self.tag in ("s", "del", "strike"):
            return True
        style = self.attributes.get("style")
        return bool(style and _STRUCK.search(style))

    @property
    def is_preserved(self) -> bool:
        """Whether its spaces and line ends are shown as they are."""
        style = self.attributes.get("style")
        return self.tag in ("pre", "listing", "xmp") or bool(style and _PRESERVED.search(style))


def shown(node: Node) -> bool:
    """Whether its own markup lets an element be seen, stylesheets left aside."""
    given = node.attributes
    if not given:
        return True
    if "hidden" in given and given["hidden"] != "until-found":
        return False
    style = given.get("style")
    if style and (_HIDDEN.search(style) or _COMMENT_OF_WORD.search(style)):
        return False
    return not (node.tag == "input" and given.get("type", "").lower() == "hidden")


def is_block(node: Node) -> bool:
    """Whether it begins and ends a line."""
    display = node.display if "style" in node.attributes else ""
    if display in ("", "none"):
        return node.tag in BLOCKS
    return not display.startswith("inline") and display != "contents"


def inside(node: Node) -> Iterator[Node]:
    """The element and all below it, in document order."""
    stack = [node]
    while stack:
        current = stack.pop()
        yield current
        stack.extend(child for child in reversed(current.children) if isinstance(child, Node))


def text_of(node: Node) -> str:
    """All its text, joined as it stands."""
    parts: list[str] = []
    stack: list[Node | str] = [node]
    while stack:
        current = stack.pop()
        if isinstance(current, str):
            parts.append(current)
        else:
            stack.extend(reversed(current.children))
    return "".join(parts)
