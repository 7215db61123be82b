"""The parts of a tree that a search asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from govreport_search.query.tree import (
    And,
    Comparison,
    Node,
    Not,
    Or,
    SameReport,
    StateIs,
    Text,
)


def mapped(node: Node, leaf: Callable[[Node], Node]) -> Node:
    """The tree with what a function gives in place of each node that has none below it."""
    match node:
        case Not(child) | SameReport(child):
            return type(node)(mapped(child, leaf))
        case And(children) | Or(children):
            return type(node)(tuple(mapped(child, leaf) for child in children))
        case _:
            return leaf(node)


def conditions(node: Node) -> Iterator[Comparison | StateIs]:
    """Conditions on cells in query order."""
    match node:
        case Comparison() | StateIs():
            yield node
        case Not(child) | SameReport(child):
            yield from conditions(child)
        case And(children) | Or(children):
            for child in children:
                yield from conditions(child)


def texts(node: Node) -> Iterator[Text]:
    """Every text node."""
    yield from positive_texts(node)
    yield from positive_texts(node, negated=True)


def of_whole_reports(node: Node) -> Iterator[Text]:
    """Text nodes that are judged of whole reports."""
    match node:
        case SameReport(child):
            yield from texts(child)
        case Not(child):
            yield from of_whole_reports(child)
        case And(children) | Or(children):
            for child in children:
                yield from of_whole_reports(child)


def positive_texts(node: Node, *, negated: bool = False) -> Iterator[Text]:
    """Text nodes that a hit may hold because of the query, in query order."""
    match node:
        case _ if isinstance(node, Text):
            if not negated:
                yield node
        case Not(child):
            yield from positive_texts(child, negated=not negated)
        case SameReport(child):
            yield from positive_texts(child, negated=negated)
        case And(children) | Or(children):
            for child in children:
                yield from positive_texts(child, negated=negated)
