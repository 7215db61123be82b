"""A stored report read back as it was written, so that a changed state of it can be written."""

from __future__ import annotations

from sqlalchemy import Connection, select

from govreport_search.domain import Report
from govreport_search.store import cell, read, schema
from govreport_search.store.record import NewReport
from govreport_search.store.same_year import CODE as SAME_AGENCY_AND_YEAR


def stored_report(connection: Connection, key: int) -> NewReport:
    """The report of that key, which exists.

    The finding that the store itself makes is left out: it is made anew with every write.
    """
    head = next(read.heads(connection, [key]))
    fingerprint = connection.scalar(
        select(schema.reports.c.fingerprint).where(schema.reports.c.report_key == key)
    )
    report = Report(
        identity=head.identity,
        form=head.form,
        sections=tuple(record.section for record in read.sections(connection, [key])),
        facts=tuple(fact for _, fact in cell.facts(connection, [key])),
        rows=dict(cell.printed_rows(connection, [key]))[key],
        findings=tuple(
            finding
            for _, finding in read.findings(connection, [key])
            if finding.code != SAME_AGENCY_AND_YEAR
        ),
    )
    return NewReport(
        id=head.id,
        fingerprint=fingerprint or "",
        report=report,
        files=read.read_files(connection, key),
        derived=cell.derived(connection, key),
        url=head.url,
        published=head.published,
        captured=head.captured,
    )
