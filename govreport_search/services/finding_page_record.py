"""Findings as plain records, the same for command line and web."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict

from govreport_search.forms.lookup import cell_labels
from govreport_search.query.finding_request import OWN_FILTERS
from govreport_search.query.record import Record, region_record
from govreport_search.services.export import COLUMNS, finding_record
from govreport_search.services.finding_page import FindingHit, FindingPage
from govreport_search.store.mapping import number
from govreport_search.store.record import FindingRecord

FINDING_COLUMNS = COLUMNS["findings"]


def finding_page_record(page: FindingPage) -> Record:
    """A page of findings as JSON shows it."""
    asked = page.asked
    request = asked.asked
    return {
        "query": request.query,
        "filters": {name: list(v) for name, v in asdict(request.filters).items() if v}
        | {name: list(v) for name in OWN_FILTERS if (v := getattr(asked, name))},
        "synonyms": request.synonyms,
        "fold": request.fold,
        "sort": asked.sort,
        "limit": request.limit,
        "offset": request.offset,
        "total": page.total,
        "reports": page.reports,
        "searched": page.searched,
        "facets": {name: list(map(asdict, values)) for name, values in page.facets.items()},
        "facet_sizes": dict(page.facet_sizes),
        "facet_found": dict(page.facet_found),
        "findings": [_hit(hit) for hit in page.hits],
    }


def _hit(hit: FindingHit) -> Record:
    finding, fact, head = hit.finding, hit.fact, hit.report
    label = column_label = ""
    if fact is not None:
        label, column_label, _ = cell_labels(fact.cell, head.form)
    return {
        **finding_record(head, finding),
        "region": region_record(head.identity.region),
        "level": head.identity.level,
        "kind": head.identity.kind,
        "form": head.form,
        "label": label,
        "column_label": column_label,
        "state": fact.quantity.state.value if fact else None,
        "value": number(fact.quantity.value) if fact else None,
    }


def finding_lines(records: Iterable[FindingRecord]) -> Iterator[Record]:
    """Lines with ``FINDING_COLUMNS``."""
    return (finding_record(one.report, one.finding) for one in records)
