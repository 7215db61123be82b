"""Writing reports. Everything of one report goes in, and out, in one transaction."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from operator import itemgetter

from sqlalchemy import Connection, delete, insert, literal, select

from govreport_search.domain import CellId, Fact, Finding, Identity, PrintedRow, Quantity, Section
from govreport_search.forms.derive import DerivedFact
from govreport_search.regions import divisions
from govreport_search.store import schema
from govreport_search.store.correction_table import corrected_facts, corrected_identities
from govreport_search.store.dictionary import Dictionary
from govreport_search.store.mapping import (
    STATE_CODES,
    dump_identity,
    dump_places,
    place_values,
    real,
    region_path,
)
from govreport_search.store.prepared import Row, add, added, insertion
from govreport_search.store.record import NewReport, ReadFile
from govreport_search.text import fold

_DIVISION_COLUMNS = {
    "province": "province",
    "prefecture": "city",
    "county": "county",
    "township": "township",
}

_REPORT, _FILE = insertion(schema.reports), insertion(schema.report_files)
_TEXT = insertion(schema.source_texts) + " ON CONFLICT DO NOTHING"
_SECTION, _FACT = insertion(schema.sections), insertion(schema.facts)
_DERIVED, _ROW = insertion(schema.derived_facts), insertion(schema.printed_rows)
_CORRECTED, _CORRECTED_FIELD = insertion(corrected_facts), insertion(corrected_identities)
FINDING = insertion(schema.findings)

_BY_CELL = itemgetter(1)


class ReportWriter:
    """Writes reports inside one open write transaction.

    Args:
        sequence: the store's sequence after this transaction.
    """

    def __init__(self, connection: Connection, sequence: int) -> None:
        self._connection = connection
        self._sequence = sequence
        self._keys = Dictionary(connection)

    def add(self, new: NewReport) -> int:
        """Write a report whose id is not in the store; returns its key."""
        report, connection = new.report, self._connection
        key = added(connection, _REPORT, _head(new, self._sequence))
        for part, file in enumerate(new.files):
            self._add_file(key, part, file)
        add(connection, _SECTION, (_section(key, *at) for at in enumerate(report.sections)))
        # In the order of the table, each row goes behind the one before.
        facts = [self._fact(key, *at) for at in enumerate(report.facts)]
        add(connection, _FACT, sorted(facts, key=_BY_CELL))
        corrected = [fact for fact in report.facts if fact.correction]
        add(connection, _CORRECTED, (self._corrected(key, fact) for fact in corrected))
        add(connection, _CORRECTED_FIELD, _corrected_fields(key, report.identity))
        derived = [self._derived(key, *at) for at in enumerate(new.derived)]
        add(connection, _DERIVED, sorted(derived, key=_BY_CELL))
        add(connection, _ROW, (self._row(key, *at) for at in enumerate(report.rows)))
        add(connection, FINDING, (finding_row(key, *at) for at in enumerate(report.findings)))
        return key

    def delete(self, keys: Sequence[int]) -> None:
        """Take reports out, leaving word of it for the engine."""
        gone = list(keys)
        files = schema.report_files.c
        digests = list(
            self._connection.scalars(select(files.sha256).where(files.report_key.in_(gone)))
        )
        chosen = select(
            schema.reports.c.report_key, schema.reports.c.report, literal(self._sequence)
        ).where(schema.reports.c.report_key.in_(gone))
        self._connection.execute(
            insert(schema.removed_reports).from_select(["report_key", "report", "sequence"], chosen)
        )
        self._connection.execute(
            delete(schema.reports).where(schema.reports.c.report_key.in_(gone))
        )
        kept = select(files.sha256).where(files.sha256.in_(digests))
        texts = schema.source_texts
        self._connection.execute(
            delete(texts).where(texts.c.sha256.in_(digests), texts.c.sha256.not_in(kept))
        )

    def _add_file(self, key: int, part: int, file: ReadFile) -> None:
        self._connection.exec_driver_sql(_TEXT, (file.sha256, file.text))
        row = (key, part, file.sha256, file.kind, file.encoding, file.pages)
        self._connection.exec_driver_sql(_FILE, row)

    def _fact(self, key: int, position: int, fact: Fact) -> Row:
        return (
            key,
            self._keys.cell(fact.cell),
            position,
            *_quantity(fact.quantity),
            self._keys.label(fact.label),
            *place_values(fact.place),
            _doubt(fact.confidence),
        )

    def _corrected(self, key: int, fact: Fact) -> Row:
        said, read = fact.correction, fact.read or fact
        cell = self._keys.cell(fact.cell)
        return (key, cell, said and said.id, *_quantity(read.quantity), _doubt(read.confidence))

    def _derived(self, key: int, position: int, fact: DerivedFact) -> Row:
        cell, parts = self._keys.cell(fact.cell), _dump_cells(fact.parts)
        return (key, cell, position, *_quantity(fact.quantity), fact.how, parts)

    def _row(self, key: int, position: int, row: PrintedRow) -> Row:
        label = self._keys.label(row.label)
        return (key, position, row.table, row.row, label, *place_values(row.place))


def _section(key: int, position: int, section: Section) -> Row:
    text = fold(section.printed)
    return (
        key,
        position,
        section.id,
        section.title,
        section.printed,
        text,
        len(text),
        dump_places(section.line_places),
        *place_values(section.place),
    )


def _quantity(quantity: Quantity) -> Row:
    return STATE_CODES[quantity.state], real(quantity.value), quantity.raw, quantity.note


def _doubt(confidence: float) -> float | None:
    return None if confidence >= 1 else confidence


# A derived cell is made of the same cells in every report of a form.
@lru_cache(maxsize=4096)
def _dump_cells(cells: Sequence[CellId]) -> str:
    return json.dumps([str(cell) for cell in cells], separators=(",", ":"))


def finding_row(key: int, position: int, finding: Finding) -> Row:
    """One finding, for ``FINDING``."""
    return (
        key,
        position,
        finding.code,
        finding.severity.value,
        None if finding.answer is None else finding.answer.value,
        finding.message,
        finding.table,
        finding.row,
        finding.column,
        finding.expected,
        finding.found,
        finding.place is not None,
        *place_values(finding.place),
    )


def _corrected_fields(key: int, identity: Identity) -> Iterator[Row]:
    for field, said in identity.corrections.items():
        yield key, field, said.id


def _head(new: NewReport, sequence: int) -> Row:
    identity = new.report.identity
    return (
        new.id,
        sequence,
        new.fingerprint,
        identity.title,
        identity.agency,
        identity.agency_printed,
        identity.level,
        identity.kind,
        identity.function,
        region_path(identity.region),
        *_divisions(identity.region or ()),
        identity.year,
        new.report.form,
        json.dumps(identity.confidence, ensure_ascii=False),
        json.dumps(identity.evidence, ensure_ascii=False),
        new.url,
        new.published,
        new.captured,
        dump_identity(identity.read),
    )


def _divisions(region: tuple[str, ...]) -> tuple[str | None, ...]:
    """The region's units by level, province first.

    A unit that the divisions do not know takes the next place.
    """
    names: dict[str, str | None] = dict.fromkeys(_DIVISION_COLUMNS.values())
    levels = list(_DIVISION_COLUMNS)
    for depth, name in enumerate(region, start=1):
        unit = divisions().get(region[:depth])
        if unit is not None:
            levels = levels[levels.index(unit.level) :] if unit.level in levels else levels
        if levels:
            names[_DIVISION_COLUMNS[levels.pop(0)]] = name
    return tuple(names.values())
