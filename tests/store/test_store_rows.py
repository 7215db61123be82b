"""What a report's rows hold, column by column; and how few statements bring them there."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import cycle

import pytest

from govreport_search.domain import Box, Correction, Place, Quantity, State
from govreport_search.store import mapping
from govreport_search.text import fold

PLACES = (
    None,
    Place(4, 5),
    Place(9, 9, 2, 1, 3, Box(1, 2, 3, 10_000)),
    Place(element="附表!C5"),
)


@pytest.fixture
def new(make):
    """A report with a place of every kind, doubts, corrections and a label printed twice."""
    plain = make("aaa")
    said = Correction(1, "张三", "2026-01-02T03:04:05+00:00", "看错了", False)
    facts = []
    for fact, place in zip(plain.report.facts, cycle(PLACES), strict=False):
        if place is None:
            fact = replace(fact, place=None, quantity=Quantity(State.MISSING))
        facts.append(replace(fact, place=place, label="一、本年新收" if place else ""))
    facts[1] = replace(facts[1], confidence=0.5)
    facts[2] = replace(facts[2], correction=said, read=replace(facts[2], confidence=0.25))
    identity = replace(
        plain.report.identity, corrections={"agency": said}, read=plain.report.identity
    )
    rows = tuple(replace(row, place=PLACES[2]) for row in plain.report.rows)
    report = replace(plain.report, identity=identity, facts=tuple(facts), rows=rows)
    return replace(plain, report=report)


@pytest.fixture
def stored(store, file, new):
    with store.writing() as writer:
        # What the rows of corrections refer to.
        writer._connection.exec_driver_sql(
            "INSERT INTO corrections VALUES (1, 'aaa', 'sha-aaa', 'agency', 'set', '甲',"
            " NULL, NULL, NULL, '张三', '2026', '', NULL, '')"
        )
        writer.put(new, [file("aaa")])
    return store


def rows_of(store, table: str, order: str) -> list[dict[str, object]]:
    """Rows of a table, a key that only the store knows left out."""
    with store._database.reading() as connection:
        rows = connection.exec_driver_sql(f"SELECT * FROM {table} ORDER BY {order}").mappings()
        own = {"section_key", "finding_key"}
        return [{name: row[name] for name in row if name not in own} for row in rows]


def placed(place: Place | None) -> dict[str, object]:
    place = place or Place()
    return {
        "page": place.page,
        "line": place.line,
        "end_line": place.end_line,
        "part": place.part,
        "end_page": place.end_page,
        "box": mapping.pack_box(place.box),
        "element": place.element or None,
    }


def held(quantity: Quantity) -> dict[str, object]:
    return {
        "state_code": list(State).index(quantity.state),
        "value": None if quantity.value is None else float(quantity.value),
        "raw": quantity.raw,
        "note": quantity.note,
    }


def keys(store, table: str) -> dict[str, int]:
    with store._database.reading() as connection:
        return {text: key for key, text, *_ in connection.exec_driver_sql(f"SELECT * FROM {table}")}


def test_facts(stored, new):
    cells, labels = keys(stored, "cells"), keys(stored, "labels")
    assert rows_of(stored, "facts", "position") == [
        {
            "report_key": 1,
            "cell_key": cells[str(fact.cell)],
            "position": at,
            "label_key": labels[fact.label],
            "confidence": None if fact.confidence == 1 else fact.confidence,
            **held(fact.quantity),
            **placed(fact.place),
        }
        for at, fact in enumerate(new.report.facts)
    ]


def test_what_was_read_where_a_person_said_otherwise(stored, new):
    fact = new.report.facts[2]
    assert rows_of(stored, "corrected_facts", "cell_key") == [
        {
            "report_key": 1,
            "cell_key": keys(stored, "cells")[str(fact.cell)],
            "correction_key": 1,
            "confidence": 0.25,
            **held(fact.quantity),
        }
    ]
    assert rows_of(stored, "corrected_identities", "field") == [
        {"report_key": 1, "field": "agency", "correction_key": 1}
    ]


def test_computed_cells(stored, new):
    cells = keys(stored, "cells")
    assert rows_of(stored, "derived_facts", "position") == [
        {
            "report_key": 1,
            "cell_key": cells[str(fact.cell)],
            "position": at,
            "how": fact.how,
            "parts": "[" + ",".join(f'"{part}"' for part in fact.parts) + "]",
            **held(fact.quantity),
        }
        for at, fact in enumerate(new.derived)
    ]


def test_sections_rows_and_findings(stored, new):
    assert rows_of(stored, "sections", "position") == [
        {
            "report_key": 1,
            "position": at,
            "section": section.id,
            "title": section.title,
            "printed": section.printed,
            "text": fold(section.printed),
            "text_length": len(fold(section.printed)),
            "line_places": mapping.dump_places(section.line_places),
            **placed(section.place),
        }
        for at, section in enumerate(new.report.sections)
    ]
    labels = keys(stored, "labels")
    assert rows_of(stored, "printed_rows", "position") == [
        {
            "report_key": 1,
            "position": at,
            "table_id": row.table,
            "row_id": row.row,
            "label_key": labels[row.label],
            **placed(row.place),
        }
        for at, row in enumerate(new.report.rows)
    ]
    assert rows_of(stored, "findings", "position") == [
        {
            "report_key": 1,
            "position": at,
            "code": finding.code,
            "severity": finding.severity.value,
            "answer": finding.answer and finding.answer.value,
            "message": finding.message,
            "table_id": finding.table,
            "row_id": finding.row,
            "column_id": finding.column,
            "expected": finding.expected,
            "found": finding.found,
            "has_place": int(finding.place is not None),
            **placed(finding.place),
        }
        for at, finding in enumerate(new.report.findings)
    ]


def sequence_of(stored):
    (meta,) = [row for row in rows_of(stored, "meta", "name") if row["name"] == "sequence"]
    assert [row["sequence"] for row in rows_of(stored, "commits", "sequence")][-1] == int(
        meta["value"]
    )
    return int(meta["value"])


def test_the_head_and_its_files(stored, new):
    identity = new.report.identity
    assert rows_of(stored, "reports", "report_key") == [
        {
            "report_key": 1,
            "report": "aaa",
            "sequence": sequence_of(stored),
            "fingerprint": "fp-aaa",
            "title": identity.title,
            "agency": identity.agency,
            "agency_printed": identity.agency_printed,
            "level": "county",
            "kind": "department",
            "function": "教育",
            "region": "河南省/洛阳市",
            "province": "河南省",
            "city": "洛阳市",
            "county": None,
            "township": None,
            "year": 2022,
            "form": "2021",
            "confidence": json.dumps({"agency": 0.9}),
            "evidence": json.dumps({"agency": "标题"}, ensure_ascii=False),
            "url": "https://example.invalid/",
            "published": "2023-01-31",
            "captured": "",
            "read_identity": mapping.dump_identity(identity.read),
        }
    ]
    assert rows_of(stored, "report_files", "part") == [
        {
            "report_key": 1,
            "part": 0,
            "sha256": "sha-aaa",
            "kind": "text",
            "encoding": "utf-8",
            "pages": 0,
        }
    ]
    assert rows_of(stored, "source_texts", "sha256") == [
        {"sha256": "sha-aaa", "text": "第一行\n第二行"}
    ]
    (source,) = rows_of(stored, "source_files", "source_key")
    assert source.pop("indexed_at")
    assert source == {
        "source_key": 1,
        "location": "/reports/aaa.txt",
        "source": "reports/aaa.txt",
        "sha256": "sha-aaa",
        "size": 20,
        "state": "indexed",
        "code": "",
        "reason": "",
        "report_key": 1,
        "part": 0,
    }


def driver_calls(do: Callable[[], object]) -> list[str]:
    """What is asked of the SQLite driver meanwhile, by name, rows of one call not counted."""
    calls: list[str] = []

    def note(frame: object, event: str, what: object) -> None:
        name = getattr(what, "__name__", "")
        if event == "c_call" and name in ("execute", "executemany"):
            calls.append(name)

    sys.setprofile(note)
    try:
        do()
    finally:
        sys.setprofile(None)
    return calls


def test_a_report_takes_the_same_few_statements_however_many_cells_it_has(store, make, file):
    """Cells and labels that the store knows are not asked for one by one."""
    with store.writing() as writer:
        writer.put(make("a"), [file("a")])
    bare = make("d", agency="丁县教育局")
    bare = replace(bare, derived=(), report=replace(bare.report, facts=bare.report.facts[:1]))
    with store.writing() as writer:
        one, two, three = (
            driver_calls(lambda new=new: writer.put(new, [file(new.id)]))
            for new in (make("b", agency="乙县教育局"), make("c", agency="丙县教育局"), bare)
        )
    # Sections, facts, computed cells, rows of tables, findings.
    assert two.count("executemany") == 5
    assert three.count("executemany") == 4
    # Two labels in these reports: looked up once in a transaction.
    assert one.count("execute") == two.count("execute") + 2
    assert three.count("execute") == two.count("execute") <= 9
