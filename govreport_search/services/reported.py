"""Which reports a comparison is about: those that query and filters match."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from govreport_search.errors import BadFilterError
from govreport_search.query.request import Filters, Request
from govreport_search.query.tree import Node
from govreport_search.sentence import say
from govreport_search.services.array import Positions
from govreport_search.services.corpus import Corpus
from govreport_search.services.evaluate import whole_evaluation
from govreport_search.services.filters import Masks, canonical, joined, where_tree
from govreport_search.services.outcome import Outcome
from govreport_search.services.question import looked_for


@dataclass(frozen=True, slots=True)
class Wanted:
    """A request that has been understood, as far as it says which reports are meant."""

    tree: Node
    filters: Filters

    def reports(self, corpus: Corpus) -> Positions:
        """Positions of the matching reports, ascending."""
        masks = Masks(corpus, self.filters)
        outcome = Outcome(whole_evaluation(corpus, self.tree), masks.kinds)
        return np.flatnonzero(outcome.matched() & masks.reports())


def wanted(request: Request) -> Wanted:
    """What a request asks for.

    Raises:
        UserError: query or filter cannot be understood, or there are fewer rows than none.
    """
    if min(request.limit, request.offset) < 0:
        raise BadFilterError(say("条数和跳过的条数不能是负数"), remedy=say("请改为 0 或更大的数"))
    filters = canonical(request.filters)
    return Wanted(joined(looked_for(request).tree, where_tree(filters)), filters)
