"""The tree as text that parses to the same tree."""

from __future__ import annotations

import re
from decimal import Decimal

from govreport_search.query import words
from govreport_search.query.lexer import FaultError, Kind, tokenise
from govreport_search.query.tree import (
    And,
    Comparison,
    FieldFilter,
    Near,
    Node,
    Not,
    Op,
    Or,
    Phrase,
    Printed,
    Regex,
    SameReport,
    StateIs,
    Wildcard,
    Words,
)

_PLAIN_VALUE = re.compile(r"[\w/.]+")
_PAIRS = (('"', '"'), ("“", "”"), ("「", "」"), ("『", "』"))


def typed(node: Node) -> str:
    """Query text for a tree; ``parse(typed(tree)) == tree`` for every tree that parses.

    Raises:
        ValueError: a phrase holds every kind of quote and cannot be typed.
    """
    match node:
        case Phrase(text):
            return quoted(text)
        case Wildcard(text):
            return text if _is_one(text, Kind.WORD, text) else f"{words.WILDCARD}:{quoted(text)}"
        case Near(first, second, distance):
            return f"{quoted(first)} near/{distance} {quoted(second)}"
        case Words(text):
            return f"{words.WORDS}:{quoted(text)}"
        case Regex(source):
            return f"{words.REGEX}:{quoted(source)}"
        case Printed(Phrase(text)):
            return f"{words.PRINTED}:{quoted(text)}"
        case Printed(child):
            return f"{words.PRINTED}:({typed(child)})"
        case SameReport(child):
            return f"{words.SAME_REPORT}:({typed(child)})"
        case FieldFilter(field, values):
            return f"{field}:" + ",".join(_value(value) for value in values)
        case Comparison(cell, op, value, upper):
            if op is Op.BETWEEN:
                return f"{cell}={_number(value)}..{_number(upper)}"
            return f"{cell}{op.value}{_number(value)}"
        case StateIs(cell, state):
            return f"{cell} is {state.value}"
        case Not(child):
            return f"NOT {_operand(child)}"
        case And(children):
            return " AND ".join(_operand(child) for child in children)
        case Or(children):
            return " OR ".join(_operand(child) for child in children)


def quoted(text: str) -> str:
    """A phrase in the first kind of quotes that does not stand in its way.

    Raises:
        ValueError: none fits.
    """
    for opening, closing in _PAIRS:
        candidate = f"{opening}{text}{closing}"
        if _is_one(candidate, Kind.QUOTED, text):
            return candidate
    raise ValueError(f"no kind of quotes fits {text!r}")


def _operand(node: Node) -> str:
    return f"({typed(node)})" if isinstance(node, And | Or) else typed(node)


def _number(value: Decimal | None) -> str:
    return "" if value is None else format(value, "f")


def _value(value: str) -> str:
    return value if _PLAIN_VALUE.fullmatch(value) else quoted(value)


def _is_one(text: str, kind: Kind, content: str) -> bool:
    try:
        tokens = tokenise(text)
    except FaultError:
        return False
    return len(tokens) == 1 and tokens[0].kind is kind and tokens[0].text == content
