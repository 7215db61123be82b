"""Two different reports of one body and year are both kept, and each says so."""

from __future__ import annotations

from sqlalchemy import Connection, delete, func, insert, select

from govreport_search.domain import Finding, Severity
from govreport_search.store import schema
from govreport_search.store.write import finding_row

CODE = "same_agency_and_year"

_R, _F = schema.reports.c, schema.findings.c


def flag_same_agency_and_year(connection: Connection) -> None:
    """Bring these findings up to the reports that stand now.

    Bodies are one body when name and region are equal; an unknown region equals only an
    unknown one. Reports without agency or year are left alone.
    """
    connection.execute(delete(schema.findings).where(_F.code == CODE))
    groups = connection.execute(
        select(_R.agency, _R.region, _R.year)
        .where(_R.agency != "", _R.year.is_not(None))
        .group_by(_R.agency, _R.region, _R.year)
        .having(func.count() > 1)
    )
    for agency, region, year in groups.all():
        members = connection.execute(
            select(_R.report_key, _R.report)
            .where(_R.agency == agency, _R.region.is_not_distinct_from(region), _R.year == year)
            .order_by(_R.report_key)
        ).all()
        for key, report in members:
            others = "、".join(other for _, other in members if other != report)
            _add(connection, key, f"同一机关同一年度还有另外的报告：{others}", others)


def _add(connection: Connection, key: int, message: str, others: str) -> None:
    position = connection.scalar(
        select(func.coalesce(func.max(_F.position) + 1, 0)).where(_F.report_key == key)
    )
    finding = Finding(CODE, Severity.WARNING, message, found=others)
    connection.execute(insert(schema.findings).values(finding_row(key, position or 0, finding)))
