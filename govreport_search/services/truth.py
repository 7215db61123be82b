"""Kleene's three values over many units at once: true, false, undecided."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from govreport_search.columns.segment import OUTSIDE_FORM
from govreport_search.domain import State
from govreport_search.query.tree import And, Comparison, Node, Not, Op, Or, StateIs
from govreport_search.services.array import Flags
from govreport_search.store.mapping import STATE_CODES

_NUMBER = STATE_CODES[State.NUMBER]


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """Where something is true and where it is false; elsewhere it is undecided.

    Attributes:
        yes, no: never both; of one shape, or of shapes that broadcast together.
    """

    yes: Flags
    no: Flags

    @property
    def open(self) -> Flags:
        """Where it is undecided."""
        return ~(self.yes | self.no)


TRUE, FALSE = np.ones((1, 1), dtype=np.bool_), np.zeros((1, 1), dtype=np.bool_)
CERTAIN = Truth(TRUE, FALSE)
UNDECIDED = Truth(FALSE, FALSE)
UNTRUE = Truth(FALSE, TRUE)

Leaf = Callable[[Node], Truth]


def truth_of(node: Node, leaf: Leaf) -> Truth:
    """Truth of a tree from that of its leaves."""
    match node:
        case Not(child):
            inner = truth_of(child, leaf)
            return Truth(inner.no, inner.yes)
        case And(children):
            parts = [truth_of(child, leaf) for child in children]
            return Truth(_all([p.yes for p in parts]), _any([p.no for p in parts]))
        case Or(children):
            parts = [truth_of(child, leaf) for child in children]
            return Truth(_any([p.yes for p in parts]), _all([p.no for p in parts]))
        case _:
            return leaf(node)


def _all(flags: Sequence[Flags]) -> Flags:
    return reduce(np.logical_and, flags) if flags else TRUE


def _any(flags: Sequence[Flags]) -> Flags:
    return reduce(np.logical_or, flags) if flags else FALSE


def decided(
    node: Comparison | StateIs, state: NDArray[np.int8], value: NDArray[np.float64]
) -> Truth:
    """Truth of a condition on a cell with these state codes and values."""
    if isinstance(node, StateIs):
        in_form = state != OUTSIDE_FORM
        holds = state == STATE_CODES[node.state]
        return Truth(in_form & holds, in_form & ~holds)
    is_number = state == _NUMBER
    holds = _compare(value, node)
    return Truth(is_number & holds, is_number & ~holds)


_UFUNCS: dict[Op, np.ufunc] = {
    Op.EQ: np.equal,
    Op.NE: np.not_equal,
    Op.LT: np.less,
    Op.LE: np.less_equal,
    Op.GT: np.greater,
    Op.GE: np.greater_equal,
}


def _compare(value: NDArray[np.float64], node: Comparison) -> Flags:
    """Comparison as for numbers; NaN stands for no number and is masked by the caller."""
    low = -np.inf if node.value is None else float(node.value)
    high = np.inf if node.upper is None else float(node.upper)
    if node.op is Op.BETWEEN:
        return np.asarray((low <= value) & (value <= high), dtype=np.bool_)
    return np.asarray(_UFUNCS[node.op](value, low), dtype=np.bool_)
