"""What a correction is about: a cell of one report, or who, where or when it is of."""

from __future__ import annotations

from collections.abc import Mapping

from govreport_search.domain import CellId, Fact, Identity, Report, State
from govreport_search.errors import UnknownFieldError
from govreport_search.query.cell import resolve_cell
from govreport_search.query.near import near
from govreport_search.sentence import say
from govreport_search.store import IDENTITY_FIELDS, HistoryEntry
from indexer.correction.notation import quantity_of, region_text


def subject_of(name: str, report: Report) -> str:
    """The id of what a person names.

    Args:
        name: a cell's id, its name as in conditions (``新收``), or agency, region or year.

    Raises:
        UnknownFieldError: the report has no such cell, or the name can mean several.
    """
    written = name.strip()
    cells = facts_by_id(report)
    if written in IDENTITY_FIELDS or written in cells:
        return written
    try:
        cell = resolve_cell(written)
    except UnknownFieldError as error:
        error.candidates = error.candidates or near(written, tuple(cells))
        raise
    if str(cell) in cells:
        return str(cell)
    raise UnknownFieldError(
        say("这份报告没有可以更正的格子“%(name)s”", name=name),
        name=name,
        candidates=_siblings(cell, cells),
        remedy=say(
            "推算出的格子随印出的格子变化，请更正后者；"
            "各格的编号见 govreport show 报告编号 --format json"
        ),
        code="unknown_cell",
    )


def facts_by_id(report: Report) -> Mapping[str, Fact]:
    """The cells of a report that can be corrected."""
    return {str(fact.cell): fact for fact in report.facts}


def identity_text(identity: Identity, field: str) -> str:
    """Agency, region or year as a person writes it; empty where it is unknown."""
    if field == "region":
        return region_text(identity.region)
    return str(getattr(identity, field) or "")


def holds(report: Report, entry: HistoryEntry) -> bool:
    """Whether a report holds what an entry sets, however it is printed."""
    if entry.subject in IDENTITY_FIELDS:
        return identity_text(report.identity, entry.subject) == entry.value
    held = facts_by_id(report)[entry.subject].quantity
    said = quantity_of(entry.value, held)
    if said.state is State.TEXT and said.raw != held.raw:
        return False
    return (said.state, said.value) == (held.state, held.value)


def _siblings(cell: CellId, cells: Mapping[str, Fact]) -> tuple[str, ...]:
    return tuple(name for name in cells if name.startswith(f"{cell.indicator}."))
