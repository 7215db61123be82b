"""Generated reports through the real reader: no wrong number at all, hardly a cell unread."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

import pytest

from govreport_search.domain import CellId, Fact, Report, State
from govreport_search.store import NewReport
from govreport_search.text import fold
from indexer.pipeline import Input, read_report
from indexer.sample import SampleReport, TrueCell, generate

SEEDS = (11, 23, 37, 58)
EACH = 51


@dataclass
class Comparison:
    """What came of the cells of one seed's reports.

    ``readable`` counts the cells of which a person could be sure.
    """

    readable: int = 0
    read: int = 0
    wrong: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def read(sample: SampleReport) -> NewReport:
    digest = hashlib.sha256(sample.data).hexdigest()
    return read_report([Input(sample.name, sample.data, digest)])


@pytest.fixture(scope="module", params=SEEDS)
def readings(request: pytest.FixtureRequest) -> list[tuple[SampleReport, NewReport]]:
    return [(sample, read(sample)) for sample in generate(request.param, EACH)]


@pytest.fixture
def pairs(
    readings: list[tuple[SampleReport, NewReport]],
) -> list[tuple[SampleReport, Report]]:
    return [(sample, new.report) for sample, new in readings]


def compare(pairs: list[tuple[SampleReport, Report]]) -> Comparison:
    outcome = Comparison()
    for sample, report in pairs:
        facts = {fact.cell: fact for fact in report.facts}
        for cell, true in sample.cells.items():
            note(outcome, sample, cell, true, facts.get(cell))
    return outcome


def note(
    outcome: Comparison, sample: SampleReport, cell: CellId, true: TrueCell, fact: Fact | None
) -> None:
    state = fact.quantity.state if fact else State.MISSING
    value = fact.quantity.value if fact else None
    told = (
        f"{sample.name} {sample.layout} {cell}: {true.state} {true.value} read as {state} {value}"
    )
    if state is State.NUMBER and (true.state is not State.NUMBER or value != true.value):
        outcome.wrong.append(told)
    if true.certain and true.state not in (State.MISSING, State.UNREADABLE):
        outcome.readable += 1
        if (state, value) == (true.state, true.value):
            outcome.read += 1
        else:
            outcome.unread.append(told)


def test_no_number_is_wrong(pairs: list[tuple[SampleReport, Report]]) -> None:
    assert compare(pairs).wrong == []


def test_of_a_hundred_readable_cells_at_least_99_are_read(
    pairs: list[tuple[SampleReport, Report]],
) -> None:
    outcome = compare(pairs)
    assert outcome.readable > 4_000
    assert outcome.read / outcome.readable >= 0.99, outcome.unread[:40]


def test_no_number_stands_in_a_report_without_tables(
    pairs: list[tuple[SampleReport, Report]],
) -> None:
    for sample, report in pairs:
        if not sample.form:
            numbers = [f.cell for f in report.facts if f.quantity.state is State.NUMBER]
            assert numbers == [], sample.name


def test_the_form_is_recognised(pairs: list[tuple[SampleReport, Report]]) -> None:
    wrong = [
        f"{sample.name} {sample.layout}: {report.form} instead of {sample.form}"
        for sample, report in pairs
        if sample.form and report.form != sample.form
    ]
    assert wrong == []


def test_every_number_leads_to_its_line(
    readings: list[tuple[SampleReport, NewReport]],
) -> None:
    looked = 0
    for sample, new in readings:
        lines = new.files[0].text.split("\n")
        for fact in new.report.facts:
            if fact.quantity.state is State.NUMBER:
                looked += 1
                assert fact.place is not None
                assert fact.place.line is not None
                around = "".join(lines[fact.place.line - 1 : fact.place.end_line])
                printed = "".join((fact.quantity.raw or "?").split())
                assert printed in "".join(around.split()), (sample.name, str(fact.cell))
    assert looked > 4_000


def test_the_narrative_stands_in_its_sections(pairs: list[tuple[SampleReport, Report]]) -> None:
    """Paragraphs are looked for by their second half: the first may carry another number."""
    lost, paragraphs = [], 0
    for sample, report in pairs:
        text = {}
        for section in report.sections:
            text[section.id] = text.get(section.id, "") + fold(section.printed)
        for section in sample.sections:
            for paragraph in section.paragraphs:
                paragraphs += 1
                if fold(paragraph[-12:]) not in text.get(section.id, ""):
                    lost.append(f"{sample.name} {sample.layout} {section.id}: {paragraph[-12:]}")
    assert paragraphs > 1_000
    assert len(lost) / paragraphs <= 0.01, lost[:40]
