"""A report with what people say about it: pure, the same after reading and at any later time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from govreport_search.domain import Fact, Quantity, Report
from govreport_search.store import IDENTITY_FIELDS, Action, HistoryEntry, NewReport, standing
from indexer.check import check, check_codes
from indexer.correction.identity import corrected_by_people
from indexer.correction.notation import quantity_of


def with_corrections(new: NewReport, entries: Iterable[HistoryEntry]) -> NewReport:
    """The report with the corrections that stand, and with sums, rates and checks made anew.

    What was read stays beside each corrected fact and value, and comes back when the
    correction is taken back. Findings of the reading are kept; those of the checks follow the
    corrected cells.

    Args:
        new: as read, or as it stood with any earlier corrections.
        entries: the report's history. Entries about other bytes, and about cells that the
            reading does not have, are passed over.
    """
    digests = tuple(file.sha256 for file in new.files)
    said = {
        entry.subject: entry
        for entry in standing(entries)
        if (entry.report, entry.digests) == (new.id, digests)
    }
    plain = as_read(new.report)
    if plain is new.report and not said:
        return new
    identity = corrected_by_people(
        plain.identity, {name: said[name] for name in IDENTITY_FIELDS if name in said}
    )
    facts = tuple(_fact(fact, said.get(str(fact.cell))) for fact in plain.facts)
    derived, checks = check(plain.form, identity, plain.sections, facts)
    kept = [finding for finding in plain.findings if finding.code not in check_codes()]
    report = replace(plain, identity=identity, facts=facts, findings=(*kept, *checks))
    return replace(new, report=report, derived=derived)


def as_read(report: Report) -> Report:
    """The report before any correction; its checks are still those of the corrected cells."""
    if report.identity.read is None and all(fact.read is None for fact in report.facts):
        return report
    return replace(
        report,
        identity=report.identity.read or report.identity,
        facts=tuple(fact.read or fact for fact in report.facts),
    )


def _fact(fact: Fact, entry: HistoryEntry | None) -> Fact:
    if entry is None:
        return fact
    said = quantity_of(entry.value, fact.quantity)
    if entry.action is Action.CONFIRM and _same(said, fact.quantity):
        said = fact.quantity
    return replace(fact, quantity=said, confidence=1.0, correction=entry.correction, read=fact)


def _same(said: Quantity, read: Quantity) -> bool:
    """Whether a later reading still gives what was confirmed."""
    return (said.state, said.value) == (read.state, read.value)
