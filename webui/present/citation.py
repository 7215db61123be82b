"""How a report is cited, so that others can check it: who, when, where, and which bytes."""

from __future__ import annotations

from collections.abc import Sequence

from govreport_search.query.citation import cited
from govreport_search.sentence import listed
from govreport_search.store.record import ReportRecord, SourceText


def citation(record: ReportRecord, sources: Sequence[SourceText], permalink: str) -> str:
    """One paragraph: body, title, year, address, days, files and their digests, page of ours."""
    said = cited(
        record.identity,
        url=record.url,
        published=record.published,
        captured=record.captured,
        files=[(source.source, source.sha256) for source in sources],
    )
    return listed("，", (said, permalink))
