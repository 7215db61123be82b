"""What is known of the places where the words of a query stand."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from govreport_search.query.tree import Text
from govreport_search.services.array import Flags, Positions
from govreport_search.services.ascending import is_among, union
from govreport_search.services.corpus import Corpus
from govreport_search.services.finder import Finder, finder
from govreport_search.services.scan import NOTHING, NOWHERE, Known
from govreport_search.services.truth import Truth


class Knowledge:
    """Answers of the engine, each asked for once, and what reading texts has added to them."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._known: dict[Finder, Known] = {}

    def of(self, node: Text) -> Known:
        """Where a text node stands, and where that is open."""
        wanted = finder(node)
        known = self._known.get(wanted)
        if known is None:
            known = self._known[wanted] = self._asked(wanted)
        return known

    def _asked(self, wanted: Finder) -> Known:
        """What the engine knows, and what it leaves open."""
        if wanted.expression:
            return Known(NOTHING, None)
        if wanted.folded is not None:
            return Known(NOTHING, self._corpus.search(wanted.folded).units)
        return Known(self._corpus.search(wanted), NOWHERE)

    def learn(self, known: Mapping[Finder, Known]) -> None:
        """Take in what has been read."""
        self._known |= known

    def possible(self, node: Text) -> Positions | None:
        """Units that hold a text node or may; ``None`` for all units."""
        known = self.of(node)
        if known.open is None:
            return None
        return union([known.found.units, known.open])

    def at(self, node: Text, units: Positions) -> Truth:
        """Whether units hold a text node, shape (len(units),)."""
        known = self.of(node)
        held = np.asarray(known.found.at(units) > 0)
        if known.open is None:
            return Truth(held, held)
        return Truth(held, ~(held | is_among(units, known.open)))

    def of_reports(self, node: Text) -> Truth:
        """Whether reports hold a text node in any section, shape (reports,)."""
        known = self.of(node)
        held = self._reports_of(known.found.units)
        if known.open is None:
            return Truth(held, held)
        return Truth(held, ~(held | self._reports_of(known.open)))

    def _reports_of(self, units: Positions) -> Flags:
        flags = np.zeros(len(self._corpus), dtype=np.bool_)
        flags[self._corpus.reports_of(units)] = True
        return flags
