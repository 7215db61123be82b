"""From a typed query to its tree, or to an error that says where, why and how to mend it."""

from __future__ import annotations

from functools import lru_cache

from govreport_search.errors import QuerySyntaxError, UnknownFieldError
from govreport_search.query.grammar import read_tree
from govreport_search.query.lexer import FaultError
from govreport_search.query.repair import repaired
from govreport_search.query.tree import (
    Near,
    Node,
    Phrase,
    Printed,
    Regex,
    Text,
    Wildcard,
    Words,
    every_node,
)
from govreport_search.sentence import say

# One question is read for its words, for its meaning and again for each page and facet chosen.
_tree = lru_cache(maxsize=256)(read_tree)


def parse(query: str) -> Node:
    """The tree of a query; an empty query is ``And(())`` and holds for every report.

    Raises:
        QuerySyntaxError: with position, cause and, where one is found, a repair that parses.
        UnknownFieldError: a field, indicator, column or value name that does not exist.
    """
    try:
        return _tree(query)
    except FaultError as fault:
        raise QuerySyntaxError(
            fault.message,
            position=fault.start,
            length=fault.end - fault.start,
            repair=repaired(query, fault),
            query=query,
        ) from None
    except UnknownFieldError as error:
        error.query = query
        raise


def parse_condition(text: str) -> Node:
    """The tree of one ``where`` condition, which may hold no phrase.

    Raises:
        QuerySyntaxError: as ``parse``, also where a phrase stands in it.
        UnknownFieldError: as ``parse``.
    """
    try:
        sought = _sought(parse(text))
    except QuerySyntaxError as error:
        if error.repair and _sought(parse(error.repair)) is not None:
            error.repair = ""  # it would be refused in its turn
        raise
    if sought is not None:
        words = _as_typed(sought)
        raise QuerySyntaxError(
            say("条件里不能有要查找的文字“%(words)s”", words=words),
            position=max(text.find(words), 0),
            length=len(words),
            remedy=say("条件写成“指标 比较符号 数字”，例如 新收=0"),
            query=text,
        )
    return parse(text)


def _sought(node: Node) -> Text | None:
    """The first text in a tree that is looked for."""
    return next((part for part in every_node(node) if isinstance(part, Text)), None)


def _as_typed(node: Text) -> str:
    """The words of a text node as they stand in the query."""
    match node:
        case Printed(child):
            return _as_typed(child)
        case Near(first, _, _):
            return first
        case Regex(source):
            return source
        case Phrase(text) | Wildcard(text) | Words(text):
            return text
