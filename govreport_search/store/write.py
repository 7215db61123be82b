"""Writing reports. Everything of one report goes in, and out, in one transaction."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from operator import itemgetter

from sqlalchemy import Connection, delete, insert, literal, select

from govreport_search.domain import CellId, Fact, Finding, Identity, PrintedRow, Section
from govreport_search.forms.derive import DerivedFact
from govreport_search.regions import divisions
from govreport_search.store import schema
from govreport_search.store.correction_table import (
    corrected_derived,
    corrected_facts,
    corrected_identities,
)
from govreport_search.store.dictionary import Cells, Labels
from govreport_search.store.mapping import (
    STATE_CODES,
    dump_cells,
    dump_identity,
    dump_places,
    place_values,
    real,
    region_path,
)
from govreport_search.store.prepared import Insertion, Row, added, run
from govreport_search.store.record import NewReport, ReadFile
from govreport_search.text import fold

_DIVISION_COLUMNS = {
    "province": "province",
    "prefecture": "city",
    "county": "county",
    "township": "township",
}

_REPORT, _FILE = Insertion(schema.reports).statement, Insertion(schema.report_files).statement
_TEXT = Insertion(schema.source_texts).statement + " ON CONFLICT DO NOTHING"
_SECTION, _FACT = Insertion(schema.sections), Insertion(schema.facts)
_DERIVED, _ROW = Insertion(schema.derived_facts), Insertion(schema.printed_rows)
_CORRECTED, _CORRECTED_FIELD = Insertion(corrected_facts), Insertion(corrected_identities)
_CORRECTED_DERIVED = Insertion(corrected_derived)
FINDING = Insertion(schema.findings)

_BY_CELL = itemgetter(1)


class ReportWriter:
    """Writes reports inside one open write transaction.

    Args:
        sequence: the store's sequence after this transaction.
    """

    def __init__(self, connection: Connection, sequence: int) -> None:
        self._connection = connection
        self._sequence = sequence
        self._cells = Cells(connection)
        self._labels = Labels(connection)

    def add(self, new: NewReport) -> int:
        """Write a report whose id is not in the store; returns its key."""
        report, connection = new.report, self._connection
        key = added(connection, _REPORT, _head(new, self._sequence))
        for part, file in enumerate(new.files):
            self._add_file(key, part, file)
        _SECTION.add(connection, (_section(key, *at) for at in enumerate(report.sections)))
        # In the order of the table, each row goes behind the one before.
        _FACT.add(connection, sorted(self._facts(key, report.facts), key=_BY_CELL))
        corrected = [fact for fact in report.facts if fact.correction]
        _CORRECTED.add(connection, (self._corrected(key, fact) for fact in corrected))
        _CORRECTED_FIELD.add(connection, _corrected_fields(key, report.identity))
        _DERIVED.add(connection, sorted(self._derived(key, new.derived), key=_BY_CELL))
        resting = [fact for fact in new.derived if fact.corrected]
        _CORRECTED_DERIVED.add(connection, (self._resting(key, fact) for fact in resting))
        _ROW.add(connection, (self._row(key, *at) for at in enumerate(report.rows)))
        FINDING.add(connection, (finding_row(key, *at) for at in enumerate(report.findings)))
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
        run(self._connection, _TEXT, (file.sha256, file.text))
        row = (key, part, file.sha256, file.kind, file.encoding, file.pages)
        run(self._connection, _FILE, row)

    # The two long tables are written out as loops: a call for each part of each cell would take
    # half as long again as all the rest.

    def _facts(self, key: int, facts: Sequence[Fact]) -> list[Row]:
        rows: list[Row] = []
        for position, fact in enumerate(facts):
            cell, held, value = fact.cell, fact.quantity, fact.quantity.value
            row = (
                key,
                self._cells[cell.table, cell.row, cell.column],
                position,
                STATE_CODES[held.state],
                None if value is None else float(value),
                held.raw,
                held.note,
                self._labels[fact.label],
                *place_values(fact.place),
                None if fact.confidence >= 1 else fact.confidence,
            )
            rows.append(row)
        return rows

    def _derived(self, key: int, facts: Sequence[DerivedFact]) -> list[Row]:
        rows: list[Row] = []
        for position, fact in enumerate(facts):
            cell, held, value = fact.cell, fact.quantity, fact.quantity.value
            row = (
                key,
                self._cells[cell.table, cell.row, cell.column],
                position,
                STATE_CODES[held.state],
                None if value is None else float(value),
                held.raw,
                held.note,
                fact.how,
                dump_cells(fact.parts),
            )
            rows.append(row)
        return rows

    def _corrected(self, key: int, fact: Fact) -> Row:
        said, read = fact.correction, fact.read or fact
        cell, held = self._cell(fact.cell), read.quantity
        content = (STATE_CODES[held.state], real(held.value), held.raw, held.note)
        sure = None if read.confidence >= 1 else read.confidence
        return (key, cell, said and said.id, *content, sure)

    def _resting(self, key: int, fact: DerivedFact) -> Row:
        return key, self._cell(fact.cell), dump_cells(fact.corrected)

    def _row(self, key: int, position: int, row: PrintedRow) -> Row:
        label = self._labels[row.label]
        return (key, position, row.table, row.row, label, *place_values(row.place))

    def _cell(self, cell: CellId) -> int:
        return self._cells[cell.table, cell.row, cell.column]


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
