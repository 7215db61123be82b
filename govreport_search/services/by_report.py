"""Hits in sections as hits in reports: one for each report, its best section."""

from __future__ import annotations

import numpy as np

from govreport_search.services.evaluate import Evaluation
from govreport_search.services.order import occurrences, relevance
from govreport_search.services.outcome import Hits


def by_report(found: Evaluation, hits: Hits) -> Hits:
    """One hit for each report, in ascending order.

    Its unit is the most relevant section, of equal ones the first printed; ``count`` and
    ``sections`` are of all of the report's hits.
    """
    if not len(hits.report):
        return hits
    every = hits.taken(np.lexsort((hits.unit, hits.report)))
    starts = np.flatnonzero(np.diff(every.report, prepend=-1))
    group = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(every.report)))
    score = relevance(found, every)
    best = np.maximum.reduceat(score, starts)
    among = np.flatnonzero(score == best[group])
    first = among[np.diff(group[among], prepend=-1) > 0]
    return Hits(
        report=every.report[first],
        unit=every.unit[first],
        score=best,
        count=np.add.reduceat(occurrences(found, every), starts),
        sections=np.add.reduceat((every.unit >= 0).astype(np.int64), starts),
    )
