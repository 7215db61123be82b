"""Elements into lines as a browser breaks them, with tables and images at their places."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from indexer.readers.html.node import PRESERVED_TAGS, STRUCK_TAGS, Node, text_of
from indexer.readers.html.wording import collapsed, preserved

STRUCK = "\ue0f1"
"""Stands, while a cell is read, where text is struck out: such a cell is not legible."""

_NO_FIELD = frozenset(
    [
        "hidden",
        "button",
        "submit",
        "reset",
        "image",
        "file",
        "checkbox",
        "radio",
        "password",
        "range",
        "color",
    ]
)


@dataclass(frozen=True, slots=True)
class Text:
    """One line.

    Attributes:
        text: as it is shown.
        node: the element it stands in.
    """

    text: str
    node: Node


@dataclass(frozen=True, slots=True)
class Picture:
    """An image among the lines."""

    node: Node


class Flow:
    """Collects what a part of a page shows.

    Args:
        table: called for each element that lays out a table before it is walked through;
            true where it has taken the element itself.
        skip: true for elements to leave out.
        in_cell: whether a cell of a table is read: struck text is marked instead of left out.
    """

    def __init__(
        self,
        table: Callable[[Node, Flow], bool] | None = None,
        skip: Callable[[Node], bool] | None = None,
        *,
        in_cell: bool = False,
    ) -> None:
        self.items: list[object] = []
        self._table = table
        self._skip = skip
        self._in_cell = in_cell
        self._parts: list[str] = []
        self._node: Node | None = None
        self._preserved = 0

    def walk(self, node: Node) -> None:
        """Add an element with everything in it."""
        if node.hidden or (self._skip is not None and self._skip(node)):
            return
        tag = node.tag
        if tag in _SPECIAL:
            _SPECIAL[tag](self, node)
            return
        struck = (node.styled or tag in STRUCK_TAGS) and node.is_struck
        if struck and not self._strike(node):
            return
        block = node.block
        if block:
            self.end_line()
            if self._table is not None and self._table(node, self):
                return
        keeps = (node.styled or tag in PRESERVED_TAGS) and node.is_preserved
        self._preserved += keeps
        for child in node.children:
            if isinstance(child, str):
                self.add(child, node)
            else:
                self.walk(child)
        if struck:
            self._strike(node)
        if block:
            self.end_line()
        self._preserved -= keeps

    def fill(self, node: Node) -> None:
        """Add what stands in an element, to the end of its last line."""
        for child in node.children:
            if isinstance(child, str):
                self.add(child, node)
            else:
                self.walk(child)
        self.end_line()

    def end_line(self) -> None:
        """What follows begins a new line."""
        if not self._parts:
            return
        joined, node = "".join(self._parts), self._node
        self._parts, self._node = [], None
        if node is None:
            return
        line = collapsed(joined)
        while not node.block and node.parent is not None:
            node = node.parent
        if line:
            self.items.append(Text(line, node))

    def add(self, text: str, node: Node) -> None:
        """Add text that stands directly in an element."""
        if self._preserved and "\n" in text:
            first, *others = preserved(text)
            self._add_part(first, node)
            for other in others:
                self.end_line()
                self._add_part(other, node)
        else:
            self._add_part(text, node)

    def _add_part(self, text: str, node: Node) -> None:
        if self._node is None:
            if not text or text.isspace():
                if self._parts:
                    self._parts.append(text)
                return
            self._node = node
        self._parts.append(text)

    def _strike(self, node: Node) -> bool:
        """Whether struck text is kept, marked; outside of cells it is no text of the report."""
        if not self._in_cell:
            return False
        if text_of(node).strip():
            self._add_part(STRUCK, node)
        return True

    def _raise(self, node: Node) -> None:
        """A footnote's mark behind a number must not become a digit of it."""
        inner = Flow(in_cell=self._in_cell)
        inner.fill(node)
        text = " ".join(item.text for item in inner.items if isinstance(item, Text))
        before = "".join(self._parts[-3:]).rstrip()
        if text and before[-1:].isdigit() and not text.startswith(("(", "（", "[")):
            text = f"（{text}）"
        self._add_part(text, node)

    def _break(self, node: Node) -> None:
        self.end_line()

    def _picture(self, node: Node) -> None:
        self.end_line()
        self.items.append(Picture(node))

    def _input(self, node: Node) -> None:
        if node.get("type").lower() not in _NO_FIELD:
            self._add_part(node.get("value"), node)

    def _select(self, node: Node) -> None:
        options = [o for o in _options(node) if not o.hidden]
        chosen = [o for o in options if "selected" in o.attributes][-1:] or options[:1]
        for option in chosen:
            self._add_part(text_of(option), node)

    def _nothing(self, node: Node) -> None:
        """Left out: buttons, and the readings that converters print beside characters."""


def _options(node: Node) -> list[Node]:
    found: list[Node] = []
    for child in node.elements:
        found += [child] if child.tag == "option" else _options(child)
    return found


_SPECIAL: dict[str, Callable[[Flow, Node], None]] = {
    "br": Flow._break,
    "img": Flow._picture,
    "input": Flow._input,
    "select": Flow._select,
    "button": Flow._nothing,
    "rt": Flow._nothing,
    "rp": Flow._nothing,
    "sup": Flow._raise,
    "sub": Flow._raise,
    "wbr": Flow._nothing,
}
