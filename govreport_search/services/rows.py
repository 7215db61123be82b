"""Statutory rows whose label contains what was searched, apart from the hits in sections."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from govreport_search.forms import all_forms
from govreport_search.query.result import RowHit
from govreport_search.services.corpus import Corpus, Flags
from govreport_search.services.finder import Finder
from govreport_search.text import fold


def rows(corpus: Corpus, wanted: Sequence[Finder], reports: Flags) -> tuple[RowHit, ...]:
    """One entry per row id, most printed first.

    Args:
        wanted: what is searched; a row counts where its printed label, or the label of a form,
            holds any of it.
        reports: the reports under the filters.
    """
    if not wanted:
        return ()
    printed: dict[tuple[str, str], Flags] = {}
    for folded, entry in corpus.labels:
        known = _form_labels(entry.table, entry.row)
        if not any(_holds(label, finder) for finder in wanted for label in (folded, *known)):
            continue
        here = printed.setdefault((entry.table, entry.row), np.zeros(len(corpus), np.bool_))
        here[entry.reports] = True
    found = [
        RowHit(f"{table}.{row}", table, row, _label(table, row), int((here & reports).sum()))
        for (table, row), here in printed.items()
    ]
    return tuple(
        sorted((hit for hit in found if hit.reports), key=lambda hit: (-hit.reports, hit.id))
    )


def _holds(label: str, finder: Finder) -> bool:
    return next(finder.spans(label), None) is not None


@cache
def _form_labels(table_id: str, row_id: str) -> tuple[str, ...]:
    """Folded labels of a row in every form that has it."""
    return tuple(
        fold(table.row(row_id).label)
        for form in all_forms()
        for table in form.tables
        if table.id == table_id and table.has_row(row_id)
    )


@cache
def _label(table_id: str, row_id: str) -> str:
    for form in reversed(all_forms()):
        for table in form.tables:
            if table.id == table_id and table.has_row(row_id):
                return table.row(row_id).label
    return row_id
