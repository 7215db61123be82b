"""Reads about the store itself: its identity, its sequence, what changed, how much there is."""

from __future__ import annotations

from sqlalchemy import Connection, Table, func, select

from govreport_search.domain import State
from govreport_search.store import schema
from govreport_search.store.commit import sequence
from govreport_search.store.ingest import count_rejected
from govreport_search.store.mapping import STATES
from govreport_search.store.record import Changes, Counts


def store_id(connection: Connection) -> str:
    """Names this store; another one made at the same path has another id."""
    value: str = connection.execute(
        select(schema.meta.c.value).where(schema.meta.c.name == "store_id")
    ).scalar_one()
    return value


def changes_since(connection: Connection, since: int) -> Changes:
    """Reports written, and report keys removed, after ``since``."""
    return Changes(
        sequence=sequence(connection),
        changed=_keys_since(connection, schema.reports, since),
        removed=_keys_since(connection, schema.removed_reports, since),
    )


def _keys_since(connection: Connection, table: Table, since: int) -> tuple[int, ...]:
    # Sorted here: for ORDER BY report_key SQLite would walk the whole table in that order
    # and leave the index on the sequence unused.
    c = table.c
    return tuple(sorted(connection.scalars(select(c.report_key).where(c.sequence > since))))


def fingerprints(connection: Connection) -> dict[str, str]:
    """Fingerprint of every report by its id."""
    rows = connection.execute(select(schema.reports.c.report, schema.reports.c.fingerprint))
    return {row.report: row.fingerprint for row in rows}


def printed(connection: Connection) -> dict[str, tuple[int, int | None]]:
    """How many statutory rows each report prints, and its year, by its id."""
    reports, rows = schema.reports.c, schema.printed_rows.c
    found = connection.execute(
        select(reports.report, func.count(rows.report_key), reports.year)
        .outerjoin(schema.printed_rows, rows.report_key == reports.report_key)
        .group_by(reports.report_key)
    )
    return {row.report: (row[1], row.year) for row in found}


def finding_counts(connection: Connection) -> list[tuple[str, int]]:
    """Report id and how many findings it has, for reports that have any."""
    reports, findings = schema.reports.c, schema.findings.c
    rows = connection.execute(
        select(reports.report, func.count())
        .join(schema.findings, findings.report_key == reports.report_key)
        .group_by(reports.report)
    )
    return [(row.report, row[1]) for row in rows]


def counts(connection: Connection) -> Counts:
    """How much the store holds."""

    def of(table: Table) -> int:
        return connection.scalar(select(func.count()).select_from(table)) or 0

    code = schema.facts.c.state_code
    facts = of(schema.facts)
    # Nearly all are numbers, which need no counting one by one.
    others = connection.execute(
        select(code, func.count()).where(schema.WITHOUT_NUMBER).group_by(code)
    )
    by_state = {STATES[row[0]]: row[1] for row in others}
    by_state[State.NUMBER] = facts - sum(by_state.values())
    return Counts(
        reports=of(schema.reports),
        sections=of(schema.sections),
        facts=facts,
        findings=of(schema.findings),
        source_files=of(schema.source_files),
        rejected=count_rejected(connection),
        facts_by_state={state.value: by_state[state] for state in State if by_state.get(state)},
    )
