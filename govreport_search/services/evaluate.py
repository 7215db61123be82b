"""Three-valued truth of a query over all units at once (Kleene's strong logic).

A comparison with a cell that holds no number is neither true nor false, and neither is its
negation; so a report is counted as undecided and never slips into an answer or out of it.

Few units hold the words of a query, so the tree is evaluated twice. At the *candidates*, the
units that hold any of its words, exactly. Everywhere else no word holds, so that the truth
depends on the report and the kind of section alone: the *background*. Where the tree cannot
hold without certain words, only units that hold them are candidates, and there is no background.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, reduce

import numpy as np

from govreport_search.errors import UserError
from govreport_search.query.result import Scanned
from govreport_search.query.tree import (
    And,
    Comparison,
    FieldFilter,
    Node,
    Or,
    SameReport,
    StateIs,
    Text,
)
from govreport_search.query.walk import of_whole_reports, texts
from govreport_search.services import scan as limits
from govreport_search.services.array import Flags, Positions
from govreport_search.services.ascending import Found, both, union
from govreport_search.services.corpus import Corpus
from govreport_search.services.finder import Finder, finder
from govreport_search.services.knowledge import Knowledge
from govreport_search.services.match import matching_kinds, matching_reports
from govreport_search.services.scan import Budget
from govreport_search.services.truth import (
    CERTAIN,
    FALSE,
    UNDECIDED,
    UNTRUE,
    Leaf,
    Truth,
    decided,
    truth_of,
)


class Evaluation:
    """One query's truth in one corpus; each phrase is looked up once.

    Args:
        budget: for reading texts, where that is needed; ``scan.MOST_SECONDS`` if not given.

    Attributes:
        candidates: units that hold words of the query, ascending, shape (k,).
        at: the query's truth there, shape (k,).
        background: its truth in all other units, by kind and report: shapes that broadcast to
            (kinds + 1, reports).
        alone: where it is true whatever the words; shape as ``background``.
        scanned: how far the reading of texts went that the engine cannot do without (for regular
            expressions, and for characters as printed); ``None`` where none had to be read.
    """

    def __init__(self, corpus: Corpus, tree: Node, budget: Budget | None = None) -> None:
        self.corpus = corpus
        self.tree = tree
        self._words = Knowledge(corpus)
        self._decided: dict[Comparison | StateIs, Truth] = {}
        self._fields: dict[FieldFilter, Flags] = {}
        self.scanned: Scanned | None = None
        self._evaluate()
        if unread := self._unread():
            budget = budget or Budget(limits.MOST_SECONDS)
            self.scanned, known = limits.scan(corpus, unread, budget)
            self._words.learn(known)
            self._evaluate()

    def _evaluate(self) -> None:
        self._reports: dict[Node, Truth] = {}
        self._candidate_reports: Positions | None = None
        needed = self._needed(self.tree)
        self._sure = frozenset(self._always(self.tree) if needed is not None else ())
        if needed is None:
            places = map(self._words.possible, dict.fromkeys(texts(self.tree)))
            self.candidates = union([units for units in places if units is not None])
            self.background = truth_of(self.tree, self._background_leaf(UNTRUE))
            self.alone = truth_of(self.tree, self._background_leaf(UNDECIDED)).yes
        else:
            self.candidates = needed
            self.background, self.alone = UNTRUE, FALSE
        self.at = self._at_candidates()

    def _unread(self) -> dict[Finder, Positions]:
        """What must be looked for by reading, and in which sections.

        A section is not read where the query cannot hold whatever stands in it. Of a whole
        report every section counts.
        """
        nodes = [
            node for node in dict.fromkeys(texts(self.tree)) if not self._words.of(node).is_whole
        ]
        if not nodes:
            return {}
        undenied, wanted = self._undenied(), {}
        shared = frozenset(of_whole_reports(self.tree))
        for node in nodes:
            sections = union([undenied, self._shared()]) if node in shared else undenied
            among = self._words.of(node).open
            wanted[finder(node)] = sections if among is None else both(sections, among)
        return wanted

    def _shared(self) -> Positions:
        """Sections of reports of which the query may hold, whatever words their sections hold."""
        denied = truth_of(self.tree, self._background_leaf(UNDECIDED)).no
        possible = np.broadcast_to(~denied.all(axis=0), (len(self.corpus),))
        return np.flatnonzero(possible[self.corpus.columns.section_report])

    def _undenied(self) -> Positions:
        """Sections in which the query may hold, whatever is not yet read."""
        corpus = self.corpus
        flags = np.zeros(corpus.sections, dtype=np.bool_)
        if not self.background.no.all():
            possible = np.broadcast_to(~self.background.no, (corpus.no_section + 1, len(corpus)))
            flags = possible.reshape(-1).take(corpus.unit_place[: corpus.sections])
        inside = self.candidates < corpus.sections
        flags[self.candidates[inside]] = ~self.at.no[inside]
        return np.flatnonzero(flags)

    def found(self, node: Text) -> Found:
        """Where a text node occurs."""
        return self._words.of(node).found

    def _always(self, node: Node) -> Iterator[Text]:
        """Text nodes that hold at every candidate, where only needed words make candidates."""
        if isinstance(node, Text):
            if self._words.of(node).is_whole:
                yield node
        elif isinstance(node, And):
            for child in node.children:
                yield from self._always(child)

    def _text_at(self, node: Text, units: Positions) -> Truth:
        if node in self._sure:
            return CERTAIN
        return self._words.at(node, units)

    def undecided_comparison(self, node: Comparison | StateIs) -> Flags:
        """Reports whose cell does not let this condition be decided."""
        return self._condition(node).open

    @property
    def candidate_reports(self) -> Positions:
        """Position of each candidate's report."""
        if self._candidate_reports is None:
            self._candidate_reports = self.corpus.reports_of(self.candidates)
        return self._candidate_reports

    @cached_property
    def others(self) -> Flags:
        """Where a report has a unit of a kind that is no candidate, shape (kinds + 1, reports)."""
        if not len(self.candidates):
            return self.corpus.has_kind
        return np.asarray(self.corpus.units_of_kind > self.corpus.by_kind(self.candidates))

    @cached_property
    def reports_with_others(self) -> Flags:
        """Reports with any unit that is no candidate, shape (reports,)."""
        here = np.bincount(self.candidate_reports, minlength=len(self.corpus))
        return np.asarray(self.corpus.units_of_report > here)

    def _needed(self, node: Node) -> Positions | None:
        """Units outside which the node is false for want of words; ``None`` for all units."""
        match node:
            case _ if isinstance(node, Text):
                return self._words.possible(node)
            case And(children):
                sets = [units for child in children if (units := self._needed(child)) is not None]
                return reduce(both, sorted(sets, key=len)) if sets else None
            case Or(children):
                parts = [self._needed(child) for child in children]
                known = [units for units in parts if units is not None]
                return union(known) if known and len(known) == len(parts) else None
            case _:
                return None

    def _background_leaf(self, words: Truth) -> Leaf:
        """Truth of a leaf by kind and report, where words are as said."""

        def leaf(node: Node) -> Truth:
            match node:
                case _ if isinstance(node, Text):
                    return UNDECIDED if self._words.of(node).open is None else words
                case FieldFilter("section", values):
                    kinds = matching_kinds(self.corpus, values)[:, np.newaxis]
                    return Truth(kinds, ~kinds)
                case FieldFilter():
                    found = self._field(node)[np.newaxis, :]
                    return Truth(found, ~found)
                case Comparison() | StateIs():
                    held = self._condition(node)
                    return Truth(held.yes[np.newaxis, :], held.no[np.newaxis, :])
                case SameReport(child):
                    held = self.of_report(child)
                    return Truth(held.yes[np.newaxis, :], held.no[np.newaxis, :])
                case _:
                    raise TypeError(f"no leaf: {node!r}")

        return leaf

    def _at_candidates(self) -> Truth:
        units = self.candidates

        def of_reports(truth: Truth) -> Truth:
            reports = self.candidate_reports
            return Truth(truth.yes.take(reports), truth.no.take(reports))

        def leaf(node: Node) -> Truth:
            match node:
                case _ if isinstance(node, Text):
                    return self._text_at(node, units)
                case SameReport(child):
                    return of_reports(self.of_report(child))
                case FieldFilter("section", values):
                    held = matching_kinds(self.corpus, values)[self.corpus.unit_kind[units]]
                    return Truth(held, ~held)
                case FieldFilter():
                    held = self._field(node).take(self.candidate_reports)
                    return Truth(held, ~held)
                case Comparison() | StateIs():
                    return of_reports(self._condition(node))
                case _:
                    raise TypeError(f"no leaf: {node!r}")

        truth = truth_of(self.tree, leaf)
        shape = units.shape
        return Truth(
            np.broadcast_to(truth.yes.reshape(-1), shape),
            np.broadcast_to(truth.no.reshape(-1), shape),
        )

    def of_report(self, node: Node) -> Truth:
        """Truth of a tree where a report's words count wherever in it they stand, by report."""
        if node not in self._reports:
            everywhere = np.ones(len(self.corpus), dtype=np.bool_)

            def leaf(node: Node) -> Truth:
                held: Flags
                match node:
                    case _ if isinstance(node, Text):
                        return self._words.of_reports(node)
                    case FieldFilter("section", values):
                        kinds = matching_kinds(self.corpus, values)[:, np.newaxis]
                        held = np.any(self.corpus.has_kind & kinds, axis=0)
                    case FieldFilter():
                        held = self._field(node)
                    case SameReport(child):
                        return self.of_report(child)
                    case Comparison() | StateIs():
                        return self._condition(node)
                    case _:
                        raise TypeError(f"no leaf: {node!r}")
                return Truth(held, ~held)

            truth = truth_of(node, leaf)
            yes, no = (np.asarray(flags & everywhere) for flags in (truth.yes, truth.no))
            self._reports[node] = Truth(yes.reshape(-1), no.reshape(-1))
        return self._reports[node]

    def _field(self, node: FieldFilter) -> Flags:
        """Reports that have a property of theirs."""
        if node not in self._fields:
            self._fields[node] = matching_reports(self.corpus, node.field, node.values)
        return self._fields[node]

    def _condition(self, node: Comparison | StateIs) -> Truth:
        """Truth of a condition in each report."""
        if node not in self._decided:
            self._decided[node] = decided(node, *self.corpus.cell(node.cell))
        return self._decided[node]


def whole_evaluation(corpus: Corpus, tree: Node, budget: Budget | None = None) -> Evaluation:
    """An evaluation for answers that cannot say how far a scan went.

    Raises:
        UserError: not every section could be read in time (code ``scan_cut_off``).
    """
    found = Evaluation(corpus, tree, budget or Budget(limits.MOST_SECONDS_WHOLE))
    if found.scanned is not None and not found.scanned.is_whole:
        slow = found.scanned.given_up
        raise UserError(
            f"正则表达式在 {slow} 个章节里查得太慢，每章 1 秒后放弃，没有读完"
            if slow
            else f"正则表达式或原样要读的章节太多，{found.scanned.seconds:g} 秒内没有读完",
            remedy="加上年份、地区或别的词句，缩小要读的范围"
            + ("；或把表达式写得简单些，不要把重复套在重复里" if slow else ""),
            code="scan_cut_off",
        )
    return found
