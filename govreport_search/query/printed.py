"""A query whose words are looked for as printed."""

from __future__ import annotations

from govreport_search.query.tree import Near, Node, Phrase, Printed, Regex, Wildcard
from govreport_search.query.walk import mapped


def as_printed(node: Node) -> Node:
    """The tree with all its words as printed; ``Words`` stay, which are no exact text."""
    return mapped(node, _printed)


def _printed(node: Node) -> Node:
    return Printed(node) if isinstance(node, Phrase | Wildcard | Near | Regex) else node
