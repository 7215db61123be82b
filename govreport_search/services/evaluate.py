"""Three-valued truth of a query over all units at once (Kleene's strong logic).

A comparison with a cell that holds no number is neither true nor false, and neither is its
negation; so a report is counted as undecided and never slips into an answer or out of it.

Few units hold the words of a query, so the tree is evaluated twice. At the *candidates*, the
units that hold any of its words, exactly. Everywhere else no word holds, so that the truth
depends on the report and the kind of section alone: the *background*. Where the tree cannot
hold without certain words, only units that hold them are candidates, and there is no background.
"""

from __future__ import annotations

from functools import cache, cached_property, reduce

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
from govreport_search.services.ascending import both, is_among, union
from govreport_search.services.corpus import Corpus, Flags, Found, Positions
from govreport_search.services.finder import Finder, finder
from govreport_search.services.match import matching_kinds, matching_reports
from govreport_search.services.scan import NOTHING, NOWHERE, Known
from govreport_search.services.truth import FALSE, UNDECIDED, UNTRUE, Leaf, Truth, decided, truth_of


class Evaluation:
    """One query's truth in one corpus; each phrase is looked up once.

    Args:
        seconds: for reading texts, where that is needed; ``scan.MOST_SECONDS`` if not given.

    Attributes:
        candidates: units that hold words of the query, ascending, shape (k,).
        at: the query's truth there, shape (k,).
        background: its truth in all other units, by kind and report: shapes that broadcast to
            (kinds + 1, reports).
        alone: where it is true whatever the words; shape as ``background``.
        scanned: how far the reading of texts went that the engine cannot do without (for regular
            expressions, and for characters as printed); ``None`` where none had to be read.
    """

    def __init__(self, corpus: Corpus, tree: Node, seconds: float | None = None) -> None:
        self.corpus = corpus
        self.tree = tree
        self._known: dict[Finder, Known] = {}
        self._decided: dict[Comparison | StateIs, Truth] = {}
        self._reports: dict[Node, Truth] = {}
        self.scanned: Scanned | None = None
        self._evaluate()
        if unread := self._unread():
            longest = limits.MOST_SECONDS if seconds is None else seconds
            self.scanned, known = limits.scan(corpus, unread, longest)
            self._known |= known
            self._reports.clear()
            self._evaluate()

    def _evaluate(self) -> None:
        needed = self._needed(self.tree)
        if needed is None:
            places = map(self._possible, dict.fromkeys(texts(self.tree)))
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
        nodes = [node for node in dict.fromkeys(texts(self.tree)) if not self._know(node).is_whole]
        if not nodes:
            return {}
        undenied, wanted = self._undenied(), {}
        shared = frozenset(of_whole_reports(self.tree))
        for node in nodes:
            sections = union([undenied, self._shared()]) if node in shared else undenied
            among = self._know(node).open
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
            sections = np.arange(corpus.sections)
            flags = possible[corpus.unit_kind[sections], corpus.unit_report[sections]].copy()
        inside = self.candidates < corpus.sections
        flags[self.candidates[inside]] = ~self.at.no[inside]
        return np.flatnonzero(flags)

    def found(self, node: Text) -> Found:
        """Where a text node occurs."""
        return self._know(node).found

    def _know(self, node: Text) -> Known:
        wanted = finder(node)
        if wanted not in self._known:
            self._known[wanted] = self._asked(wanted)
        return self._known[wanted]

    def _asked(self, wanted: Finder) -> Known:
        """What the engine knows, and what it leaves open."""
        if wanted.expression:
            return Known(NOTHING, None)
        if wanted.folded is not None:
            return Known(NOTHING, self.corpus.search(wanted.folded).units)
        return Known(self.corpus.search(wanted), NOWHERE)

    def _possible(self, node: Text) -> Positions | None:
        """Units that hold a text node or may; ``None`` for all units."""
        known = self._know(node)
        if known.open is None or not len(known.open):
            return None if known.open is None else known.found.units
        return union([known.found.units, known.open])

    def _text_at(self, node: Text, units: Positions) -> Truth:
        known = self._know(node)
        held = np.asarray(known.found.at(units) > 0)
        if known.open is None:
            return Truth(held, held)
        return Truth(held, ~(held | is_among(units, known.open)))

    def _text_of_report(self, node: Text) -> Truth:
        known, reports = self._know(node), self.corpus.unit_report
        held, open_ = (np.zeros(len(self.corpus), dtype=np.bool_) for _ in range(2))
        held[reports[known.found.units]] = True
        if known.open is None:
            return Truth(held, held)
        open_[reports[known.open]] = True
        return Truth(held, ~(held | open_))

    def undecided_comparison(self, node: Comparison | StateIs) -> Flags:
        """Reports whose cell does not let this condition be decided."""
        return self._condition(node).open

    @cached_property
    def others(self) -> Flags:
        """Where a report has a unit of a kind that is no candidate, shape (kinds + 1, reports)."""
        if not len(self.candidates):
            return self.corpus.has_kind
        return np.asarray(self.corpus.units_of_kind > self.corpus.by_kind(self.candidates))

    @cached_property
    def reports_with_others(self) -> Flags:
        """Reports with any unit that is no candidate, shape (reports,)."""
        here = np.bincount(self.corpus.unit_report[self.candidates], minlength=len(self.corpus))
        return np.asarray(self.corpus.units_of_report > here)

    def _needed(self, node: Node) -> Positions | None:
        """Units outside which the node is false for want of words; ``None`` for all units."""
        match node:
            case _ if isinstance(node, Text):
                return self._possible(node)
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
                    return UNDECIDED if self._know(node).open is None else words
                case FieldFilter("section", values):
                    kinds = matching_kinds(self.corpus, values)[:, np.newaxis]
                    return Truth(kinds, ~kinds)
                case FieldFilter(field, values):
                    found = matching_reports(self.corpus, field, values)[np.newaxis, :]
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

        @cache
        def reports() -> Positions:
            return self.corpus.unit_report[units].astype(np.int64)

        def leaf(node: Node) -> Truth:
            match node:
                case _ if isinstance(node, Text):
                    return self._text_at(node, units)
                case SameReport(child):
                    truth = self.of_report(child)
                    return Truth(truth.yes[reports()], truth.no[reports()])
                case FieldFilter("section", values):
                    held = matching_kinds(self.corpus, values)[self.corpus.unit_kind[units]]
                    return Truth(held, ~held)
                case FieldFilter(field, values):
                    held = matching_reports(self.corpus, field, values)[reports()]
                    return Truth(held, ~held)
                case Comparison() | StateIs():
                    truth = self._condition(node)
                    return Truth(truth.yes[reports()], truth.no[reports()])
                case _:
                    raise TypeError(f"no leaf: {node!r}")

        truth = truth_of(self.tree, leaf)
        shape = units.shape
        return Truth(
            np.broadcast_to(truth.yes.reshape(-1), shape),
            np.broadcast_to(truth.no.reshape(-1), shape),
        )

    def of_report(self, node: Node) -> Truth:
        """Truth of a tree where a report's words count wherever in it they stand."""
        if node not in self._reports:
            everywhere = np.ones(len(self.corpus), dtype=np.bool_)

            def leaf(node: Node) -> Truth:
                held: Flags
                match node:
                    case _ if isinstance(node, Text):
                        return self._text_of_report(node)
                    case FieldFilter("section", values):
                        kinds = matching_kinds(self.corpus, values)[:, np.newaxis]
                        held = np.any(self.corpus.has_kind & kinds, axis=0)
                    case FieldFilter(field, values):
                        held = matching_reports(self.corpus, field, values)
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

    def _condition(self, node: Comparison | StateIs) -> Truth:
        """Truth of a condition in each report."""
        if node not in self._decided:
            self._decided[node] = decided(node, *self.corpus.cell(node.cell))
        return self._decided[node]


def whole_evaluation(corpus: Corpus, tree: Node) -> Evaluation:
    """An evaluation for answers that cannot say how far a scan went.

    Raises:
        UserError: not every section could be read in time (code ``scan_cut_off``).
    """
    found = Evaluation(corpus, tree, limits.MOST_SECONDS_WHOLE)
    if found.scanned is not None and not found.scanned.is_whole:
        raise UserError(
            f"正则表达式或原样要读的章节太多，{found.scanned.seconds:g} 秒内没有读完",
            remedy="加上年份、地区或别的词句，缩小要读的范围",
            code="scan_cut_off",
        )
    return found
