"""Counts of terms as plain records and as lines of tables, the same for command line and web."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from govreport_search.query.record import Record, region_record
from govreport_search.services.delimited import csv_cell
from govreport_search.services.term_table import Count, TermGroup, TermTable

COUNTS = ("hits", "sections", "reports")
"""What can stand in the cells of the wide table."""

EVERY = "全部"

_GROUP = ("by", "value", "label", "region", "searched", "without_text")
TERM_COLUMNS = (*_GROUP, "term", *COUNTS, "query")
"""Columns of the long table: one line for each term over all reports, then one for each group
and term that it holds."""


def term_table_record(found: TermTable) -> Record:
    """A table of terms as JSON shows it."""
    request = found.request
    return {
        "query": request.query,
        "filters": {name: list(v) for name, v in asdict(request.filters).items() if v},
        "synonyms": request.synonyms,
        "fold": request.fold,
        "by": found.by,
        "searched": found.reports,
        "without_text": found.without_text,
        "terms": [
            {"term": term.text, **asdict(term.count), "groups": term.groups, "query": term.query}
            for term in found.terms
        ],
        "absent": list(found.absent),
        "groups": [_group_record(found, group) for group in found.groups],
        "empty_groups": found.empty_groups,
    }


def _group_record(found: TermTable, group: TermGroup) -> Record:
    return {
        **_group(found, group),
        "counts": [
            {"term": found.terms[at].text, **asdict(count), "query": found.query(at, group)}
            for at, count in group.counts.items()
        ],
    }


def _group(found: TermTable, group: TermGroup) -> Record:
    name = group.name
    return {
        "value": name.value,
        "label": name.label,
        "region": region_record(name.region),
        "searched": group.reports,
        "without_text": group.without_text,
    }


def term_rows(found: TermTable) -> Iterator[Record]:
    """Lines with ``TERM_COLUMNS``."""
    whole = _whole(found)
    for term in found.terms:
        yield {**whole, "term": term.text, **asdict(term.count), "query": term.query}
    for group in found.groups:
        head = {"by": found.by, **_group(found, group)}
        for at, count in group.counts.items():
            line = {"term": found.terms[at].text, **asdict(count), "query": found.query(at, group)}
            yield {**head, **line}


def wide_columns(found: TermTable) -> tuple[str, ...]:
    """Columns of the wide table: a group, and a column for each term.

    A spreadsheet would run a term such as ``=1+1`` as a formula, in the header as well.
    """
    own = (csv_cell(term.text) for term in found.terms)
    return (*_GROUP, *(f"“{name}”" if name in _GROUP else name for name in own))


def wide_rows(found: TermTable, count: str) -> Iterator[Record]:
    """Lines with ``wide_columns``, those of all reports first.

    Args:
        count: one of ``COUNTS``.
    """
    columns = wide_columns(found)[len(_GROUP) :]
    own = [getattr(term.count, count) for term in found.terms]
    yield {**_whole(found), **dict(zip(columns, own, strict=True))}
    nothing = Count()
    for group in found.groups:
        held = (getattr(group.counts.get(at, nothing), count) for at in range(len(columns)))
        yield {"by": found.by, **_group(found, group), **dict(zip(columns, held, strict=True))}


def _whole(found: TermTable) -> Record:
    return {
        "by": found.by,
        "value": "",
        "label": EVERY,
        "region": None,
        "searched": found.reports,
        "without_text": found.without_text,
    }
