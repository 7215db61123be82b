"""The largest parts of a question that find something, where leaving one out does not help.

Parts are put together again one by one, as long as reports are left. Each step asks the archive
anew, so that there is an end to them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace

from govreport_search.query.request import Filters
from govreport_search.query.tree import And, Near, Node, Or, Phrase, Printed, SameReport

MOST_ASKED = 60
"""Questions asked of the archive at most; a part that is not asked about is left out."""

_FIRST = 3
"""Parts of a conjunction that another way begins with."""

Finds = Callable[[Node, Filters], bool]
"""Whether a query finds a report under these filters."""


@dataclass(frozen=True, slots=True)
class Rest:
    """What is left of a question: a query, ``And(())`` if nothing is, and filters."""

    tree: Node
    filters: Filters


class Largest:
    """Finds what is left of a question.

    Args:
        finds: asks the archive.
    """

    def __init__(self, finds: Finds) -> None:
        self._finds = finds
        self._known: dict[Rest, bool] = {}

    def rests(self, tree: Node, filters: Filters) -> Iterator[Rest]:
        """Those that keep words before filters, and filters before words; none is the question."""
        seen = {Rest(tree, filters)}
        for rest in (*self._words_first(tree, filters), self._filters_first(tree, filters)):
            if rest not in seen and rest != Rest(And(()), Filters()):
                seen.add(rest)
                yield rest

    def _words_first(self, tree: Node, filters: Filters) -> Iterator[Rest]:
        whole = self._known_to_find(tree, Filters())
        parts = tree.children if isinstance(tree, And) and not whole else (tree,)
        for first in range(min(len(parts), _FIRST)):
            ordered = (*parts[first:], *parts[:first])
            left = self._joined(ordered, Filters())
            if left is not None:
                yield self._filtered(_in_order(left, parts), filters)

    def _filters_first(self, tree: Node, filters: Filters) -> Rest:
        kept = self._filtered(And(()), filters).filters
        return Rest(self._left(tree, kept) or And(()), kept)

    def _filtered(self, tree: Node, filters: Filters) -> Rest:
        """The query with each filter that leaves it something."""
        kept = Filters()
        for name, values in _each(filters):
            more = replace(kept, **{name: (*getattr(kept, name), *values)})
            kept = more if self._known_to_find(tree, more) else kept
        return Rest(tree, kept)

    def _left(self, node: Node, filters: Filters) -> Node | None:
        """What is left of a part, itself if it finds something."""
        if self._known_to_find(node, filters):
            return node
        match node:
            case And(children):
                return self._joined(children, filters)
            case Or(children):
                kept = [left for child in children if (left := self._left(child, filters))]
                return _one_of(Or, kept)
            case SameReport(child):
                left = self._left(child, filters)
                return SameReport(left) if left else None
            case Printed(child):
                return self._left(child, filters)
            case Near(first, second):
                return self._joined((Phrase(first), Phrase(second)), filters)
            case _:
                return None

    def _joined(self, parts: Sequence[Node], filters: Filters) -> Node | None:
        """As many of these parts as find something together."""
        kept: list[Node] = []
        for part in parts:
            left = self._left(part, filters)
            if left and (not kept or self._known_to_find(And((*kept, left)), filters)):
                kept.append(left)
        return _one_of(And, kept)

    def _known_to_find(self, tree: Node, filters: Filters) -> bool:
        asked = Rest(tree, filters)
        if asked not in self._known:
            if len(self._known) >= MOST_ASKED:
                return False
            self._known[asked] = self._finds(tree, filters)
        return self._known[asked]


def _one_of(kind: type[And | Or], kept: Sequence[Node]) -> Node | None:
    if not kept:
        return None
    return kept[0] if len(kept) == 1 else kind(tuple(kept))


def _in_order(left: Node, parts: Sequence[Node]) -> Node:
    """A conjunction with its parts in the order of the query again."""
    if not isinstance(left, And) or not set(left.children) <= set(parts):
        return left
    return And(tuple(part for part in parts if part in left.children))


def _each(filters: Filters) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What may be left out: a field with all its values, or one condition."""
    for field in fields(Filters):
        values: tuple[str, ...] = getattr(filters, field.name)
        for some in ((value,) for value in values) if field.name == "where" else (values,):
            if some:
                yield field.name, some
