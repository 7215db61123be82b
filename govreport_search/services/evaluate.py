"""Three-valued truth of a query over all units at once (Kleene's strong logic).

A comparison with a cell that holds no number is neither true nor false, and neither is its
negation; so a report is counted as undecided and never slips into an answer or out of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from govreport_search.domain import CellId, State
from govreport_search.query.tree import (
    And,
    Comparison,
    FieldFilter,
    Node,
    Not,
    Op,
    Or,
    Phrase,
    StateIs,
)
from govreport_search.services.corpus import Corpus, Flags
from govreport_search.services.match import matching_reports, matching_units
from govreport_search.store.columns import OUTSIDE_FORM
from govreport_search.store.mapping import STATE_CODES
from govreport_search.text import fold

_NUMBER = STATE_CODES[State.NUMBER]


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """Where something is true and where it is false; elsewhere it is undecided.

    Attributes:
        yes, no: never both, shape (units,) each.
    """

    yes: Flags
    no: Flags

    @property
    def open(self) -> Flags:
        """Where it is undecided."""
        return ~(self.yes | self.no)


class Evaluation:
    """One query's truth in one corpus; each phrase is looked up once."""

    def __init__(self, corpus: Corpus, tree: Node) -> None:
        self.corpus = corpus
        self.tree = tree
        self._counts: dict[str, NDArray[np.int64]] = {}
        self._cells: dict[CellId, tuple[NDArray[np.int8], NDArray[np.float64]]] = {}
        self.truth = self._truth(tree, phrases=True)
        self.without_phrases = self._truth(tree, phrases=False)

    def counts(self, phrase: str) -> NDArray[np.int64]:
        """Occurrences of a phrase (as typed) in each unit."""
        folded = fold(phrase)
        if folded not in self._counts:
            self._counts[folded] = self.corpus.counts(folded)
        return self._counts[folded]

    def cell(self, cell: CellId) -> tuple[NDArray[np.int8], NDArray[np.float64]]:
        """State codes and values of a cell in each report."""
        if cell not in self._cells:
            self._cells[cell] = self.corpus.cell(cell)
        return self._cells[cell]

    def undecided_comparison(self, node: Comparison | StateIs) -> Flags:
        """Reports whose cell does not let this condition be decided."""
        truth = self._condition(node)
        return truth.open

    def _truth(self, node: Node, *, phrases: bool) -> Truth:
        match node:
            case Phrase(text):
                return self._phrase(text) if phrases else self._undecided()
            case FieldFilter(field, values):
                found = (
                    matching_units(self.corpus, values)
                    if field == "section"
                    else matching_reports(self.corpus, field, values)[self.corpus.unit_report]
                )
                return Truth(found, ~found)
            case Comparison() | StateIs():
                of_report, at = self._condition(node), self.corpus.unit_report
                return Truth(of_report.yes[at], of_report.no[at])
            case Not(child):
                inner = self._truth(child, phrases=phrases)
                return Truth(inner.no, inner.yes)
            case And(children):
                parts = [self._truth(child, phrases=phrases) for child in children]
                return Truth(self._all([p.yes for p in parts]), self._any([p.no for p in parts]))
            case Or(children):
                parts = [self._truth(child, phrases=phrases) for child in children]
                return Truth(self._any([p.yes for p in parts]), self._all([p.no for p in parts]))

    def _all(self, flags: list[Flags]) -> Flags:
        everywhere = np.ones(len(self.corpus.unit_report), dtype=np.bool_)
        return np.asarray(np.logical_and.reduce([everywhere, *flags]))

    def _any(self, flags: list[Flags]) -> Flags:
        nowhere = np.zeros(len(self.corpus.unit_report), dtype=np.bool_)
        return np.asarray(np.logical_or.reduce([nowhere, *flags]))

    def _phrase(self, text: str) -> Truth:
        found = self.counts(text) > 0
        return Truth(found, ~found)

    def _undecided(self) -> Truth:
        nowhere = np.zeros(len(self.corpus.unit_report), dtype=np.bool_)
        return Truth(nowhere, nowhere)

    def _condition(self, node: Comparison | StateIs) -> Truth:
        state, value = self.cell(node.cell)
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


def conditions(node: Node) -> Iterator[Comparison | StateIs]:
    """Conditions on cells in query order."""
    match node:
        case Comparison() | StateIs():
            yield node
        case Not(child):
            yield from conditions(child)
        case And(children) | Or(children):
            for child in children:
                yield from conditions(child)


def positive_phrases(node: Node, *, negated: bool = False) -> Iterator[str]:
    """Folded phrases that a hit may contain because of the query, in query order."""
    match node:
        case Phrase(text) if not negated:
            yield fold(text)
        case Not(child):
            yield from positive_phrases(child, negated=not negated)
        case And(children) | Or(children):
            for child in children:
                yield from positive_phrases(child, negated=negated)
