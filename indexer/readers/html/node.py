"""A page's elements as a plain tree, and what markup says about how each is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

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

STRUCK_TAGS = frozenset(("s", "del", "strike"))
PRESERVED_TAGS = frozenset(("pre", "listing", "xmp"))

_HIDDEN = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all)",
    re.I,
)
_DISPLAY = re.compile(r"(?:^|;)\s*display\s*:\s*([a-z-]+)", re.I)
_STRUCK = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.I)
_PRESERVED = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.I)
_COMMENT_OF_WORD = re.compile(r"mso-element\s*:\s*comment", re.I)
_NONE: Mapping[str, str | None] = {}
_TELLING = re.compile(r"display|visib|mso-hide|line-through|white-space|mso-element", re.I)


class Node:
    """One element; a page has thousands, so it is lean.

    Attributes:
        tag: its name in lower case.
        attributes: as written; a bare one is ``None``.
        parent: the element around it.
        nth: its 1-based place among its parent's elements of the same name.
        children: elements and texts in order.
        styled: whether its own style may say how it is shown.
        hidden: whether it is not shown.
        block: whether it begins and ends a line.
    """

    __slots__ = (
        *("_path", "attributes", "block", "children", "hidden", "nth", "parent", "styled", "tag"),
    )

    def __init__(
        self,
        tag: str,
        attributes: Mapping[str, str | None] = _NONE,
        parent: Node | None = None,
        nth: int = 1,
    ) -> None:
        self.tag = tag
        self.attributes = attributes
        self.parent = parent
        self.nth = nth
        self.children: list[Node | str] = []
        self.styled = self.hidden = False
        self.block = tag in BLOCKS
        self._path = ""

    def get(self, name: str) -> str:
        """An attribute, stripped; empty where it is not there."""
        return (self.attributes.get(name) or "").strip()

    @property
    def elements(self) -> Iterator[Node]:
        """Its child elements."""
        return (child for child in self.children if isinstance(child, Node))

    @property
    def path(self) -> str:
        """Where it stands in the page, as an XPath: ``html/body/div[3]/table[1]``."""
        if not self._path:
            alone = self.tag in ("html", "body")
            step = self.tag if alone else f"{self.tag}[{self.nth}]"
            self._path = step if self.parent is None else f"{self.parent.path}/{step}"
        return self._path

    @property
    def words(self) -> str:
        """Class and id, lower case, parted by spaces: the names its makers gave it."""
        given = self.attributes
        if not given:
            return ""
        return f"{given.get('class') or ''} {given.get('id') or ''}".lower()

    @property
    def display(self) -> str:
        """What its own style says about its display; empty where nothing."""
        found = _DISPLAY.search(self.get("style")) if self.styled else None
        return found[1].lower() if found else ""

    @property
    def takes_room(self) -> bool:
        """Whether it is invisible without being taken out of the page: a blank cell."""
        style = self.get("style").lower()
        return "visibility" in style and self.display != "none" and "hidden" not in self.attributes

    @property
    def is_struck(self) -> bool:
        """Whether its text is struck out."""
        if self.tag in STRUCK_TAGS:
            return True
        return self.styled and bool(_STRUCK.search(self.get("style")))

    @property
    def is_preserved(self) -> bool:
        """Whether its spaces and line ends are shown as they are."""
        if self.tag in PRESERVED_TAGS:
            return True
        return self.styled and bool(_PRESERVED.search(self.get("style")))


def appear(node: Node) -> None:
    """Settle how an element is shown by its own markup, stylesheets left aside."""
    given = node.attributes
    style = given.get("style")
    if style:
        node.styled, node.hidden, display = _look(style)
        if display:
            node.block = not display.startswith("inline")
    if "hidden" in given and given["hidden"] != "until-found":
        node.hidden = True
    if node.tag == "input" and node.get("type").lower() == "hidden":
        node.hidden = True


@lru_cache(maxsize=4096)
def _look(style: str) -> tuple[bool, bool, str]:
    """Whether a style says how an element is shown; whether it hides it; its display."""
    if not _TELLING.search(style):
        return False, False, ""
    display = _DISPLAY.search(style)
    shown = display[1].lower() if display else ""
    hidden = bool(_HIDDEN.search(style) or _COMMENT_OF_WORD.search(style))
    return True, hidden, "" if shown in ("none", "contents") else shown


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
