"""Small random worlds for the services: a real store and real engines, and what went in."""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from govreport_search.columns import Columns
from govreport_search.domain import (
    Answer,
    CellId,
    Fact,
    Finding,
    Identity,
    Place,
    PrintedRow,
    Quantity,
    Report,
    Section,
    Severity,
    State,
)
from govreport_search.engines.protocol import Engine
from govreport_search.engines.scan import ScanEngine
from govreport_search.engines.whoosh import WhooshEngine
from govreport_search.forms import form as form_of
from govreport_search.forms.derive import derive
from govreport_search.services.synchronise import synchronise
from govreport_search.store import Store
from govreport_search.store.record import NewReport, ReadFile, SourceFile
from govreport_search.store.writer import Writer

REGIONS = (
    (),
    None,
    ("云省",),
    ("云省", "霞市"),
    ("云省", "霞市", "岚县"),
    ("云省", "虹市"),
    ("雾自治区", "霞市"),
)
AGENCIES = ("", "云省甲厅", "霞市甲局", "霞市甲局分局", "岚县人民政府")
LEVELS = ("", "province", "county")
KINDS = ("", "department", "government")
FUNCTIONS = ("", "教育", "公安")
FORMS = ("", "2014", "2019", "2021")
YEARS = (None, 2019, 2020, 2021)
FINDINGS = ("balance", "row_total", "text_vs_table")
SECTIONS = ("front", "overview", "problems", "other")
PIECES = ("甲", "乙", "丙", "甲乙", "不予\n公开", "，", " ", "新 收", "１２", "A")
CELLS = tuple(
    CellId("requests", row, column)
    for row, column in (
        ("new", "total"),
        ("new", "natural_person"),
        ("carried_in", "total"),
        ("denied.state_secret", "total"),
    )
)
ONLY_2019 = CellId("disclosure", "licensing", "delta")
SUM = CellId("requests", "denied", "total")
RATE = CellId("rate", "granted", "total")
ROWS = (
    ("requests", "new", "一、本年新收"),
    ("requests", "denied", "（三）不予公开"),
    ("requests", "granted", "（一）予以公开"),
    ("disputes", "review", "行政甲乙"),
)


@dataclass(frozen=True)
class Made:
    """One report as it was put into the store."""

    id: str
    report: Report
    cells: dict[CellId, Quantity]
    source: str


@dataclass
class World:
    reports: list[Made]
    store: Store
    engines: dict[str, Engine]
    columns: Columns

    def close(self) -> None:
        self.store.close()
        for engine in self.engines.values():
            engine.close()


def make_world(folder: Path, seed: int, size: int = 12) -> World:
    draw = random.Random(seed)
    store = Store(folder / "reports.sqlite", create=True)
    made = [_report(draw, seed, number) for number in range(size)]
    with store.writing() as writer:
        for one in made:
            add(writer, one)
    engines: dict[str, Engine] = {
        "scan": ScanEngine(),
        "whoosh": WhooshEngine(folder / "whoosh"),
    }
    for engine in engines.values():
        synchronise(store, engine)
    return World(made, store, engines, Columns(folder / "columns"))


def add(writer: Writer, made: Made) -> None:
    """Put one report into an open write transaction."""
    data = made.source.encode()
    sha256 = hashlib.sha256(data).hexdigest()
    form = made.report.form
    writer.put(
        NewReport(
            id=made.id,
            fingerprint=sha256,
            report=made.report,
            files=(ReadFile(sha256, "text", "utf-8", made.source),),
            derived=derive(form_of(form), made.report.facts) if form else (),
        ),
        [SourceFile(f"/{made.source}", made.source, sha256, len(data))],
    )


def _report(draw: random.Random, seed: int, number: int) -> Made:
    form = draw.choice(FORMS)
    facts = _facts(draw, form)
    cells = {fact.cell: fact.quantity for fact in facts}
    if form:
        cells |= {fact.cell: fact.quantity for fact in derive(form_of(form), facts)}
    rows = tuple(
        PrintedRow(table, row, label, Place(line=1, end_line=1))
        for table, row, label in ROWS
        if draw.random() < 0.5
    )
    report = Report(
        identity=Identity(
            title=f"标题{number}",
            agency=draw.choice(AGENCIES),
            level=draw.choice(LEVELS),
            kind=draw.choice(KINDS),
            function=draw.choice(FUNCTIONS),
            region=draw.choice(REGIONS),
            year=draw.choice(YEARS),
        ),
        form=form,
        sections=_sections(draw),
        facts=facts,
        rows=rows,
        findings=_findings(draw),
    )
    return Made(f"id{seed:02d}{number:08d}", report, cells, f"世界{seed}/{number}.txt")


def _findings(draw: random.Random) -> tuple[Finding, ...]:
    codes = draw.sample(FINDINGS, draw.choice((0, 0, 1, 2)))
    return tuple(
        Finding(code, Severity.WARNING, f"见{code}", draw.choice((None, *Answer))) for code in codes
    )


def _sections(draw: random.Random) -> tuple[Section, ...]:
    sections = []
    line = 1
    for section in SECTIONS:
        if draw.random() < 0.4:
            continue
        printed = "".join(draw.choices(PIECES, k=draw.randint(0, 8)))
        lines = printed.count("\n") + 1
        places = tuple(Place(line=line + n, end_line=line + n) for n in range(lines))
        place = Place(line=line, end_line=line + lines - 1)
        sections.append(Section(section, section, printed, place, places))
        line += lines
    return tuple(sections)


def _facts(draw: random.Random, form: str) -> tuple[Fact, ...]:
    if not form:
        return ()
    facts = []
    for cell in form_of(form).cells():
        if cell in (*CELLS, ONLY_2019) or cell.indicator in ("requests.granted",):
            facts.append(Fact(cell, _quantity(draw), Place(line=3, end_line=3), "印"))
        elif cell.indicator.startswith("requests.") and draw.random() < 0.9:
            zero = Quantity(State.NUMBER, Decimal(0), "0")
            facts.append(Fact(cell, zero, Place(line=4, end_line=4), "印"))
        else:
            facts.append(Fact(cell, Quantity(State.MISSING)))
    return tuple(facts)


def _quantity(draw: random.Random) -> Quantity:
    if draw.random() < 0.6:
        value = draw.choice((0, 0, 1, 2, 5))
        return Quantity(State.NUMBER, Decimal(value), str(value))
    state = draw.choice([state for state in State if state is not State.NUMBER])
    return Quantity(state, raw=None if state is State.MISSING else "/")
