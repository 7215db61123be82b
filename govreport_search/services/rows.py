"""Statutory rows whose label contains what was searched, apart from the hits in sections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np

from govreport_search.columns.snapshot import PrintedLabel
from govreport_search.forms import all_forms
from govreport_search.query.result import RowHit
from govreport_search.services.array import Flags
from govreport_search.services.corpus import Corpus
from govreport_search.services.finder import Finder
from govreport_search.services.outcome import Hits
from govreport_search.services.row_outcome import RowId, RowOutcome


def rows(corpus: Corpus, wanted: Sequence[Finder], reports: Flags) -> tuple[RowHit, ...]:
    """One entry per row id, most printed first.

    Args:
        wanted: what is searched; a row counts where its printed label, or the label of a form,
            holds any of it.
        reports: the reports under the filters.
    """
    if not wanted:
        return ()
    printed: dict[RowId, list[PrintedLabel]] = {}
    for entry in corpus.label_search.holding(wanted):
        printed.setdefault((entry.table, entry.row), []).append(entry)
    return _sorted({row: _count(names, reports) for row, names in printed.items()})


def _count(names: Sequence[PrintedLabel], reports: Flags) -> int:
    """How many of the reports print a row by any of these names."""
    if len(names) == 1:
        return int(np.count_nonzero(reports[names[0].reports]))
    here = np.zeros(len(reports), dtype=np.bool_)
    for name in names:
        here[name.reports] = True
    return int(np.count_nonzero(here & reports))


def rows_of(outcome: RowOutcome, hits: Hits) -> tuple[RowHit, ...]:
    """The rows that are listed one by one, each with its number of reports."""
    counts = np.bincount(hits.unit, minlength=len(outcome.rows)).tolist()
    return _sorted(dict(zip(outcome.rows, counts, strict=True)))


def _sorted(reports: Mapping[RowId, int]) -> tuple[RowHit, ...]:
    found = (
        RowHit(f"{table}.{row}", table, row, row_label(table, row), count)
        for (table, row), count in reports.items()
        if count
    )
    return tuple(sorted(found, key=lambda hit: (-hit.reports, hit.id)))


@cache
def row_label(table_id: str, row_id: str) -> str:
    """A row's label in the newest form that has it; its id where none has."""
    for form in reversed(all_forms()):
        for table in form.tables:
            if table.id == table_id and table.has_row(row_id):
                return table.row(row_id).label
    return row_id
