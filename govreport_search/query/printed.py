"""A query whose words are looked for as printed."""

from __future__ import annotations

from govreport_search.query.tree import (
    And,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Printed,
    Regex,
    SameReport,
    Wildcard,
)


def as_printed(node: Node) -> Node:
    """The tree with all its words as printed; ``Words`` stay, which are no exact text."""
    match node:
        case Phrase() | Wildcard() | Near() | Regex():
            return Printed(node)
        case Not(child) | SameReport(child):
            return type(node)(as_printed(child))
        case And(children) | Or(children):
            return type(node)(tuple(map(as_printed, children)))
        case _:
            return node
