"""Two different reports of one body and year are both kept, and each says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, delete, func, select

from govreport_search.domain import Finding, Identity, Severity
from govreport_search.sentence import say
from govreport_search.store import schema
from govreport_search.store.batch import batches
from govreport_search.store.mapping import region_path
from govreport_search.store.write import FINDING, finding_row

CODE = "same_agency_and_year"

MOST_NAMED = 5
"""Other reports that a finding names one by one."""

Body = tuple[str, str | None, int | None]
"""Agency, region path and year, as they stand in the table."""

_R, _F = schema.reports.c, schema.findings.c


def body_of(identity: Identity) -> Body:
    """Whose report one with this head is."""
    return identity.agency, region_path(identity.region), identity.year


def bodies_of(connection: Connection, keys: Sequence[int]) -> list[Body]:
    """Whose reports these are."""
    rows = connection.execute(
        select(_R.agency, _R.region, _R.year).where(_R.report_key.in_(list(keys)))
    )
    return [(row.agency, row.region, row.year) for row in rows]


def flag_same_agency_and_year(connection: Connection, bodies: Iterable[Body]) -> None:
    """Bring these findings up to the reports that stand now, for the bodies named.

    Bodies are one body when name and region are equal; an unknown region equals only an
    unknown one. Reports without agency or year are left alone.
    """
    touched: defaultdict[str, set[Body]] = defaultdict(set)
    for body in bodies:
        if body[0] and body[2] is not None:
            touched[body[0]].add(body)
    for agencies in batches(touched):
        groups = _reports_of(connection, agencies)
        members = [groups.get(body, {}) for agency in agencies for body in touched[agency]]
        for keys in batches([key for group in members for key in group]):
            connection.execute(
                delete(schema.findings).where(_F.report_key.in_(keys), _F.code == CODE)
            )
        for group in members:
            for key, report in group.items() if len(group) > 1 else ():
                _add(connection, key, [other for other in group.values() if other != report])


def _reports_of(connection: Connection, agencies: Sequence[str]) -> dict[Body, dict[int, str]]:
    """Report ids by key, by whose they are."""
    groups: dict[Body, dict[int, str]] = {}
    for row in connection.execute(
        select(_R.report_key, _R.report, _R.agency, _R.region, _R.year)
        .where(_R.agency.in_(agencies))
        .order_by(_R.report_key)
    ):
        groups.setdefault((row.agency, row.region, row.year), {})[row.report_key] = row.report
    return groups


def _add(connection: Connection, key: int, others: Sequence[str]) -> None:
    named = "、".join(others[:MOST_NAMED])
    message = say("同一机关同一年度还有另外的报告：%(reports)s", reports=named)
    if len(others) > MOST_NAMED:
        message = say(
            "同一机关同一年度还有另外的报告：%(reports)s等 %(count)s 份",
            reports=named,
            count=len(others),
        )
    position = connection.scalar(
        select(func.coalesce(func.max(_F.position) + 1, 0)).where(_F.report_key == key)
    )
    finding = Finding(
        code=CODE,
        severity=Severity.WARNING,
        message=message,
        found=named,
    )
    FINDING.add(connection, [finding_row(key, position or 0, finding)])
