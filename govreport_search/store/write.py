"""Writing reports. Everything of one report goes in, and out, in one transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from sqlalchemy import Connection, Table, delete, insert, literal, select

from govreport_search.domain import CellId, Fact, Finding, Identity, PrintedRow, Quantity, Section
from govreport_search.forms.derive import DerivedFact
from govreport_search.forms.lookup import cell_labels
from govreport_search.regions import divisions
from govreport_search.store import schema
from govreport_search.store.correction_table import corrected_facts, corrected_identities
from govreport_search.store.mapping import (
    STATE_CODES,
    dump_identity,
    dump_places,
    place_values,
    real,
    region_path,
)
from govreport_search.store.record import NewReport, ReadFile
from govreport_search.text import fold

_T = TypeVar("_T")

_DIVISION_COLUMNS = {
    "province": "province",
    "prefecture": "city",
    "county": "county",
    "township": "township",
}


class Dictionary:
    """A table that gives each distinct text one key; remembers what it has seen."""

    def __init__(self, connection: Connection, table: Table) -> None:
        self._connection = connection
        self._table = table
        self._keys: dict[str, int] = {}

    def key(self, text: str, **values: str) -> int:
        """The key of ``text``, which is added with ``values`` if it is new."""
        if text not in self._keys:
            key_column, text_column = list(self._table.columns)[:2]
            key = self._connection.scalar(select(key_column).where(text_column == text))
            if key is None:
                row = {text_column.name: text, **values}
                key = self._connection.execute(
                    insert(self._table).values(row).returning(key_column)
                ).scalar_one()
            self._keys[text] = int(key)
        return self._keys[text]


class ReportWriter:
    """Writes reports inside one open write transaction.

    Args:
        sequence: the store's sequence after this transaction.
    """

    def __init__(self, connection: Connection, sequence: int) -> None:
        self._connection = connection
        self._sequence = sequence
        self._cells = Dictionary(connection, schema.cells)
        self._labels = Dictionary(connection, schema.labels)

    def add(self, new: NewReport) -> int:
        """Write a report whose id is not in the store; returns its key."""
        key = self._add_head(new)
        for part, file in enumerate(new.files):
            self._add_file(key, part, file)
        report = new.report
        self._insert(schema.sections, map(self._section, *_numbered(key, report.sections)))
        self._insert(schema.facts, map(self._fact, *_numbered(key, report.facts)))
        corrected = [fact for fact in report.facts if fact.correction]
        self._insert(corrected_facts, (self._corrected(key, fact) for fact in corrected))
        self._insert(corrected_identities, _corrected_fields(key, report.identity))
        self._insert(schema.derived_facts, map(self._derived, *_numbered(key, new.derived)))
        self._insert(schema.printed_rows, map(self._row, *_numbered(key, report.rows)))
        self._insert(schema.findings, map(finding_row, *_numbered(key, report.findings)))
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

    def _add_head(self, new: NewReport) -> int:
        identity = new.report.identity
        result = self._connection.execute(
            insert(schema.reports)
            .returning(schema.reports.c.report_key)
            .values(
                report=new.id,
                sequence=self._sequence,
                fingerprint=new.fingerprint,
                **_identity(identity),
                form=new.report.form,
                url=new.url,
                published=new.published,
                captured=new.captured,
            )
        )
        return int(result.scalar_one())

    def _add_file(self, key: int, part: int, file: ReadFile) -> None:
        texts = schema.source_texts
        self._connection.execute(
            insert(texts).prefix_with("OR IGNORE").values(sha256=file.sha256, text=file.text)
        )
        self._connection.execute(
            insert(schema.report_files).values(
                report_key=key,
                part=part,
                sha256=file.sha256,
                kind=file.kind,
                encoding=file.encoding,
                pages=file.pages,
            )
        )

    def _insert(self, table: Table, rows: Iterable[dict[str, object]]) -> None:
        values = list(rows)
        if values:
            self._connection.execute(insert(table), values)

    def _section(self, key: int, position: int, section: Section) -> dict[str, object]:
        text = fold(section.printed)
        return {
            "report_key": key,
            "position": position,
            "section": section.id,
            "title": section.title,
            "printed": section.printed,
            "text": text,
            "text_length": len(text),
            "line_places": dump_places(section.line_places),
            **place_values(section.place),
        }

    def _fact(self, key: int, position: int, fact: Fact) -> dict[str, object]:
        return {
            "report_key": key,
            "cell_key": self._cell(fact.cell),
            "position": position,
            **_quantity(fact.quantity),
            "label_key": self._labels.key(fact.label),
            "confidence": _doubt(fact.confidence),
            **place_values(fact.place),
        }

    def _corrected(self, key: int, fact: Fact) -> dict[str, object]:
        said, read = fact.correction, fact.read or fact
        return {
            "report_key": key,
            "cell_key": self._cell(fact.cell),
            "correction_key": said and said.id,
            **_quantity(read.quantity),
            "confidence": _doubt(read.confidence),
        }

    def _derived(self, key: int, position: int, fact: DerivedFact) -> dict[str, object]:
        return {
            "report_key": key,
            "cell_key": self._cell(fact.cell),
            "position": position,
            **_quantity(fact.quantity),
            "how": fact.how,
            "parts": json.dumps([str(part) for part in fact.parts], separators=(",", ":")),
        }

    def _row(self, key: int, position: int, row: PrintedRow) -> dict[str, object]:
        return {
            "report_key": key,
            "position": position,
            "table_id": row.table,
            "row_id": row.row,
            "label_key": self._labels.key(row.label),
            **place_values(row.place),
        }

    def _cell(self, cell: CellId) -> int:
        label, column_label, unit = cell_labels(cell)
        return self._cells.key(
            str(cell),
            table_id=cell.table,
            row_id=cell.row,
            column_id=cell.column,
            label=label,
            column_label=column_label,
            unit=unit,
        )


def _quantity(quantity: Quantity) -> dict[str, object]:
    return {
        "state_code": STATE_CODES[quantity.state],
        "value": real(quantity.value),
        "raw": quantity.raw,
        "note": quantity.note,
    }


def _doubt(confidence: float) -> float | None:
    return None if confidence >= 1 else confidence


def finding_row(key: int, position: int, finding: Finding) -> dict[str, object]:
    """One finding's columns."""
    return {
        "report_key": key,
        "position": position,
        "code": finding.code,
        "severity": finding.severity.value,
        "answer": None if finding.answer is None else finding.answer.value,
        "message": finding.message,
        "table_id": finding.table,
        "row_id": finding.row,
        "column_id": finding.column,
        "expected": finding.expected,
        "found": finding.found,
        "has_place": finding.place is not None,
        **place_values(finding.place),
    }


def _corrected_fields(key: int, identity: Identity) -> Iterator[dict[str, object]]:
    for field, said in identity.corrections.items():
        yield {"report_key": key, "field": field, "correction_key": said.id}


def _numbered(key: int, things: Sequence[_T]) -> tuple[list[int], range, Sequence[_T]]:
    """Arguments for ``map``: the report's key, the position, the thing."""
    return [key] * len(things), range(len(things)), things


def _identity(identity: Identity) -> dict[str, object]:
    return {
        "title": identity.title,
        "agency": identity.agency,
        "agency_printed": identity.agency_printed,
        "level": identity.level,
        "kind": identity.kind,
        "function": identity.function,
        "region": region_path(identity.region),
        **_division_columns(identity.region or ()),
        "year": identity.year,
        "confidence": json.dumps(identity.confidence, ensure_ascii=False),
        "evidence": json.dumps(identity.evidence, ensure_ascii=False),
        "read_identity": dump_identity(identity.read),
    }


def _division_columns(region: tuple[str, ...]) -> dict[str, str | None]:
    """The region's units one by one; a unit the divisions do not know takes the next place."""
    names: dict[str, str | None] = dict.fromkeys(_DIVISION_COLUMNS.values())
    levels = list(_DIVISION_COLUMNS)
    for depth, name in enumerate(region, start=1):
        unit = divisions().get(region[:depth])
        if unit is not None:
            levels = levels[levels.index(unit.level) :] if unit.level in levels else levels
        if levels:
            names[_DIVISION_COLUMNS[levels.pop(0)]] = name
    return names
