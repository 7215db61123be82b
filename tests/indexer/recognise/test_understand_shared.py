"""The five seeds and the published reports, cell by cell, against what is expected of them."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from govreport_search.domain import CellId, Fact, State
from govreport_search.text import fold
from indexer.grid import is_furniture
from indexer.readers import read_document
from indexer.recognise import Reading, understand

SHARED = Path(__file__).resolve().parents[4] / "shared"
TABLES = ("disclosure", "requests", "disputes")
TITLE_WORDS = {"disclosure": "主动公开", "requests": "申请", "disputes": "行政复议"}
"""A file that does not print these words at all does not print the table expected of it (one
file does not): its cells must be missing."""


def expected(folder: str) -> dict[str, Any]:
    path = SHARED / folder / "expected.json"
    if not path.exists():
        return {}
    reports: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["reports"]
    return {n: r for n, r in reports.items() if n.endswith((".txt", ".md"))}


def read(path: Path) -> Reading:
    return understand(read_document(path.read_bytes(), path.name).lines)


def facts_of(reading: Reading) -> dict[CellId, Fact]:
    return {fact.cell: fact for fact in reading.facts}


def squeeze(text: str) -> str:
    return "".join(text.split())


SEEDS, REAL = expected("seeds"), expected("real")
without_shared = pytest.mark.skipif(not SEEDS, reason=f"the shared reports are not there: {SHARED}")


def check_cells(path: Path, truth: dict[str, Any], reading: Reading) -> None:
    text = fold(path.read_text(encoding="utf-8"))
    facts = facts_of(reading)
    known: set[CellId] = set()
    for table in TABLES:
        for row, columns in truth.get(table, {}).items():
            for column, value in columns.items():
                cell = CellId(table, row, column)
                known.add(cell)
                quantity = facts[cell].quantity
                if TITLE_WORDS[table] not in text:
                    assert quantity.state is State.MISSING, cell
                elif value is None:
                    assert quantity.state is State.BLANK, cell
                else:
                    assert quantity.value == Decimal(str(value)), cell
    for cell, fact in facts.items():
        short = cell.row in truth.get("short_rows", {}).get(cell.table, ())
        if short:
            assert fact.quantity.state is State.UNREADABLE, cell
        elif cell not in known:
            assert fact.quantity.state is State.MISSING, cell


@without_shared
@pytest.mark.parametrize("name", SEEDS)
def test_seed_is_read_exactly(name: str) -> None:
    truth = SEEDS[name]
    path = SHARED / "seeds" / name
    reading = read(path)
    assert reading.form == truth["form"]
    check_cells(path, truth, reading)
    assert [s.id for s in reading.sections if s.id != "front"] == truth["sections"]
    for section, passages in truth["section_contains"].items():
        text = squeeze("".join(s.printed for s in reading.sections if s.id == section))
        for passage in passages:
            assert squeeze(passage) in text


@without_shared
@pytest.mark.parametrize("name", SEEDS)
def test_no_number_of_a_table_stays_in_its_section(name: str) -> None:
    sections = [each for each in read(SHARED / "seeds" / name).sections if each.id in TABLES]
    assert sections
    for section in sections:
        assert not any(char.isdigit() for char in section.printed), section.printed


@without_shared
@pytest.mark.parametrize("name", [*SEEDS, *REAL])
def test_every_line_of_a_narrative_is_in_its_section(name: str) -> None:
    path = SHARED / ("seeds" if name in SEEDS else "real") / name
    lines = path.read_text(encoding="utf-8").split("\n")
    for section in read(path).sections:
        if section.id in TABLES:
            continue
        kept = {place.line for place in section.line_places}
        first, last = section.place.line or 0, section.place.end_line or 0
        for number in range(first, last + 1):
            text = lines[number - 1].strip()
            if text and number not in kept and squeeze(text) not in squeeze(section.title):
                assert is_furniture(text), (number, text)


@without_shared
@pytest.mark.parametrize("name", REAL)
def test_published_report_is_read_exactly(name: str) -> None:
    path = SHARED / "real" / name
    reading = read(path)
    assert reading.form == REAL[name]["form"]
    check_cells(path, REAL[name], reading)


@without_shared
@pytest.mark.parametrize("name", [*SEEDS, *REAL])
def test_source_shows_each_cell_at_its_place(name: str) -> None:
    folder = "seeds" if name in SEEDS else "real"
    path = SHARED / folder / name
    lines = path.read_text(encoding="utf-8").split("\n")
    facts = [fact for fact in read(path).facts if fact.quantity.raw is not None]
    assert facts
    for fact in facts:
        assert fact.place is not None
        assert fact.place.line is not None
        assert fact.place.end_line is not None
        shown = "\n".join(lines[fact.place.line - 1 : fact.place.end_line])
        assert squeeze(fact.quantity.raw) in squeeze(shown)


Numbers = dict[str, list[int | float | str]]
UNREADABLE = "unreadable"
PARTIAL: dict[str, tuple[str, Numbers]] = {
    "001.txt": ("2021", {
        "disclosure.normative_docs": [5, 1, 25],
        "requests.new": [58, 7, 0, 0, 1, 0, 66],
        "requests.carried_in": [2, 0, 0, 0, 0, 0, 2],
        "requests.granted": [2, 1, 0, 0, 0, 0, 3],
        "requests.partial": [16, 1, 0, 0, 0, 0, 17],
        "requests.denied.third_party": [0, 0, 0, 0, 0, 0, 0],
        "requests.denied.internal_affairs": [1, 0, 0, 0, 0, 0, 1],
        "requests.denied.process_info": [0, 0, 0, 0, 0, 0, 0],
        "requests.denied.enforcement_file": [UNREADABLE] * 7,
    }),
    "003.txt": ("2019", {
        "disclosure.licensing": [0, 0, 0],
        "disclosure.punishment": ["missing"] * 3,
    }),
    "005.txt": ("2019", {
        "disclosure.regulations": [UNREADABLE] * 3,
        "requests.new": [UNREADABLE] * 7,
        "disputes.review": [UNREADABLE] * 5,
    }),
    "007.txt": ("2019", {
        "disclosure.extension.其他主动公开文件": [9, 9, 9],
        "disclosure.normative_docs": [0, 0, 0],
        "disclosure.fees": [0, 0],
        "disclosure.procurement": [0, 0],
        "requests.new": [0, 0, 0, 0, 0, 0, 0],
        "requests.carried_in": ["missing"] * 7,
    }),
    "009.txt": ("2019", {
        "disclosure.licensing": [8, 10, 18],
        "disclosure.procurement": [16, 1276.5534],
    }),
    "011.txt": ("2021", {
        "disclosure.regulations": ["not_applicable"] * 3,
        "disclosure.normative_docs": [0, 0, 0],
        "requests.new": [*["blank"] * 6, 0],
        "requests.carried_in": [*["blank"] * 6, 0],
        "requests.granted": ["blank"] * 7,
    }),
    "013.txt": ("2021", {"disclosure.normative_docs": [4, 0, 4], "disclosure.fees": ["missing"]}),
    "015.txt": ("2019", {
        "disclosure.licensing": [1215, -35, 1180],
        "disclosure.punishment": [0, 1, 1],
        "disclosure.fees": [5, 0],
        "disclosure.procurement": ["missing"] * 2,
    }),
    "017.txt": ("2019", {
        "disclosure.fees": [0, 0],
        "disclosure.procurement": [0, 0],
        "requests.new": [*["blank"] * 6, 0],
        "requests.carried_in": [*["blank"] * 6, 0],
    }),
    "019.txt": ("2021", {"disputes.review": [0] * 5, "disputes.litigation_after_review": [0] * 5}),
    "021.txt": ("2021", {"disclosure.licensing": [38], "disclosure.fees": [0]}),
    "023.txt": ("2019", {"disclosure.fees": [UNREADABLE] * 2, "disclosure.procurement": [0, 0]}),
    "025.txt": ("2019", {"disclosure.normative_docs": [0, 0, 0]}),
}  # fmt: skip


@without_shared
@pytest.mark.parametrize("name", PARTIAL)
def test_report_that_breaks_off_is_read_as_far_as_it_goes(name: str) -> None:
    form, rows = PARTIAL[name]
    reading = read(SHARED / "real" / "partial" / name)
    assert reading.form == form
    for row, values in rows.items():
        facts = [f for f in reading.facts if f.cell.indicator == row]
        printed = [
            float(f.quantity.value) if f.quantity.value is not None else f.quantity.state.value
            for f in facts
        ]
        assert printed == values, row


@without_shared
def test_removed_repeated_lines_leave_no_number_and_are_reported() -> None:
    reading = read(SHARED / "real" / "partial" / "005.txt")
    assert all(fact.quantity.value is None for fact in reading.facts)
    assert "repeated_lines_removed" in {finding.code for finding in reading.findings}
