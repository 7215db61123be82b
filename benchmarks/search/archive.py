"""The archive of the search benchmark: generated reports, written by the store's own writer.

Kept in a folder by size and seed and made only once: ``CACHE``/reports-10000-1 and so on.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random

from govreport_search.domain import (
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
from govreport_search.forms import form as form_of
from govreport_search.forms.derive import DerivedFact, derive
from govreport_search.forms.lookup import cell_labels
from govreport_search.regions import divisions
from govreport_search.settings import Settings
from govreport_search.store import Store
from govreport_search.store.record import NewReport, ReadFile, SourceFile
from govreport_search.store.same_year import CODE as SAME_AGENCY
from indexer.sample.figure import Ledger, figures
from indexer.sample.generate import form_for
from indexer.sample.model import Body
from search.story import SECTIONS, sections

CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "govreport-bench"
LAYOUT = 2
"""Raised with every change of what is made here, so that an older archive is made anew."""

YEARS = 5
"""Reports of one body, one a year."""

FIRST_YEARS = (2012, 2017, *[2019] * 6, *[2020] * 4, *[2021] * 4)
"""Most reports that are published are of the forms of 2019 and 2021."""

BATCH = 500
"""Reports of one transaction."""

SHARES = {
    "township": 0.44,
    "county": 0.38,
    "prefecture": 0.14,
    "province": 0.035,
    "ministry": 0.005,
}
SIZES = {"township": 1, "county": 12, "prefecture": 60, "province": 200, "ministry": 400}
"""Applications a year, about."""

DEPARTMENTS = ("公安局", "教育局", "民政局", "财政局", "自然资源局", "生态环境局", "卫生健康委员会")
FINDINGS = ("row_total", "result_sum", "balance", "blank_as_zero", "text_vs_table")
STATES = (State.BLANK, State.NOT_APPLICABLE, State.TEXT, State.UNREADABLE, State.MISSING)
COPIED = ("facts", "derived_facts", "printed_rows", "findings")
"""Tables that ``copy_tables`` fills."""

VARIANTS = 20
"""Different tables of numbers for each form and level; reports take them in turn."""


@dataclass(frozen=True)
class Tables:
    """The numbers of a report."""

    facts: tuple[Fact, ...]
    derived: tuple[DerivedFact, ...]
    rows: tuple[PrintedRow, ...]
    findings: tuple[Finding, ...]


def archive(seed: int, count: int, root: Path = CACHE) -> Settings:
    """An index folder whose store holds ``count`` reports; made if it is not there."""
    folder = root / f"reports-{count}-{seed}-{LAYOUT}"
    done = folder / ".done"
    if not done.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        begin, cpu = time.monotonic(), time.process_time()
        settings = Settings(folder)
        with Store(settings.store_path, create=True) as store:
            add(store, seed, range(count), count)
        copy_tables(settings.store_path)
        wall, cpu = time.monotonic() - begin, time.process_time() - cpu
        done.write_text(f"{count} reports made and stored in {wall:.0f} s, {cpu:.0f} s of CPU\n")
    return Settings(folder)


def add(
    store: Store, seed: int, numbers: Sequence[int], count: int, variants: int = VARIANTS
) -> None:
    """Make reports and write them, with numbers only the first of each kind (``copy_tables``)."""
    kept: set[tuple[str, str, int]] = set()
    for start in range(0, len(numbers), BATCH):
        own = numbers[start : start + BATCH]
        made = [make(seed, number, count, variants) for number in own]
        for at, number in enumerate(own):
            report = made[at].report
            kind = (report.form, report.identity.level, number % variants)
            if kind in kept:
                bare = replace(report, facts=(), rows=(), findings=())
                made[at] = replace(made[at], report=bare, derived=())
            kept.add(kind)
        put(store, made, own[0])


def put(store: Store, made: Sequence[NewReport], first: int) -> None:
    """Write reports in one transaction, as if read from files numbered from ``first``."""
    with store.writing() as writer:
        for number, new in enumerate(made, first):
            name = f"{number:07d}.txt"
            writer.put(new, [SourceFile(f"/bench/{name}", name, new.fingerprint, 12_000)])


def copy_tables(path: Path, variants: int = VARIANTS) -> None:
    """Give the reports without numbers those of the first one of their kind.

    Through the writer, 200 rows a report would take most of the time. What a table refers to
    beside its report (cells, labels) the reports share. Indexes are made anew afterwards, which
    sorts their rows once.
    """
    with closing(sqlite3.connect(path)) as database, database:
        # No journal: what is half made when this is stopped is made anew.
        for setting in ("synchronous = OFF", "cache_size = -500000", "journal_mode = OFF"):
            database.execute(f"PRAGMA {setting}")
        database.execute(
            "CREATE TEMP TABLE twin AS SELECT r.report_key, min(first.report_key) AS of"
            " FROM reports r JOIN reports first ON first.form = r.form AND first.level = r.level"
            f" AND (first.report_key - r.report_key) % {variants} = 0"
            " WHERE first.report_key <= (SELECT max(report_key) FROM facts)"
            " GROUP BY r.report_key HAVING of <> r.report_key"
        )
        for table in COPIED:
            indexes = database.execute(
                "SELECT name, sql FROM sqlite_master WHERE tbl_name = ? AND type = 'index'"
                " AND sql NOT NULL",
                (table,),
            ).fetchall()
            for name, _ in indexes:
                database.execute(f"DROP INDEX {name}")
            _copy_rows(database, table)
            for _, sql in indexes:
                database.execute(sql)
        database.commit()
        database.execute("PRAGMA journal_mode = WAL")


def _copy_rows(database: sqlite3.Connection, table: str) -> None:
    every = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
    names = ", ".join(name for name in every if name not in ("report_key", "finding_key"))
    # What the writer finds by comparing reports, it has already found for each.
    own = f" WHERE code <> '{SAME_AGENCY}'" if table == "findings" else ""
    database.execute(
        f"INSERT INTO {table} (report_key, {names}) SELECT twin.report_key, {names} FROM twin"
        f" JOIN {table} t ON t.report_key = twin.of{own} ORDER BY twin.report_key"
    )


def make(seed: int, number: int, count: int, variants: int = VARIANTS) -> NewReport:
    """One report, the same for the same seed and number."""
    body, first = _body(seed, number // YEARS)
    year = first + number % YEARS
    form = form_for(year)
    tables = _tables(form, body.level, number % variants)
    digest = hashlib.sha256(f"{seed}/{number}".encode()).hexdigest()
    title = f"{body.name}{year}年政府信息公开工作年度报告"
    report = Report(
        identity=Identity(
            title=title,
            agency=body.name,
            agency_printed=body.name,
            level=body.level,
            kind=body.kind,
            function=body.function,
            region=body.region,
            year=year,
        ),
        form=form,
        sections=_sections(sections(seed, number, count)),
        facts=tables.facts,
        rows=tables.rows,
        findings=tables.findings,
    )
    # The store also keeps the source's text, for showing it; no search reads that.
    files = (ReadFile(digest, "text", "utf-8", title),)
    return NewReport(digest[:12], digest, report, files, tables.derived)


def _sections(texts: tuple[str, ...]) -> tuple[Section, ...]:
    made, line = [], 1
    for (name, title), text in zip(SECTIONS, texts, strict=True):
        lines = text.count("\n") + 1
        places = tuple(Place(line + n, line + n) for n in range(lines))
        made.append(Section(name, title, text, Place(line, line + lines - 1), places))
        line += lines
    return tuple(made)


def _body(seed: int, number: int) -> tuple[Body, int]:
    """A body, and the first year of which it reports."""
    rng = Random(f"{seed}/body/{number}")
    level = rng.choices(list(SHARES), list(SHARES.values()))[0]
    region = () if level == "ministry" else rng.choice(_units()[level])
    department = level not in ("township", "ministry") and rng.random() < 0.6
    name = region[-1] if region else f"国家第{number}局"
    if level != "ministry":
        name += rng.choice(DEPARTMENTS) if department else "人民政府"
    kind = "department" if department or level == "ministry" else "government"
    size = SIZES[level]
    body = Body(name, name, level, kind, "", region, "我单位", size)
    return body, rng.choice(FIRST_YEARS)


@cache
def _units() -> dict[str, list[tuple[str, ...]]]:
    """Paths of all current divisions by level."""
    found: dict[str, list[tuple[str, ...]]] = {}
    queue: list[tuple[str, ...]] = [()]
    for path in queue:
        for unit in divisions().children(path):
            found.setdefault(unit.level, []).append(unit.path)
            if unit.level != "township":
                queue.append(unit.path)
    return found


@cache
def _tables(form_id: str, level: str, variant: int) -> Tables:
    rng = Random(f"{form_id}/{level}/{variant}")
    body = Body("某单位", "某单位", level, "government", "", (), "我单位", SIZES[level])
    form = form_of(form_id)
    numbers = figures(rng, body, form_id, Ledger())
    sloppy = rng.random() < 0.15
    facts = tuple(_fact(rng, cell, numbers.get(cell), sloppy) for cell in form.cells())
    rows = tuple(
        PrintedRow(table.id, row.id, row.label, Place(100 + at, 100 + at))
        for table in form.tables
        for at, row in enumerate(table.rows)
    )
    codes = [code for code in FINDINGS if rng.random() < 0.08]
    findings = tuple(Finding(code, Severity.WARNING, f"检查 {code} 有出入。") for code in codes)
    return Tables(facts, derive(form, facts), rows, findings)


def _fact(rng: Random, cell: CellId, value: Decimal | None, sloppy: bool) -> Fact:
    if value is None or (sloppy and rng.random() < 0.1):
        state = rng.choice(STATES) if value is not None else State.MISSING
        raw = {State.BLANK: "", State.NOT_APPLICABLE: "/", State.TEXT: "见附件"}.get(state, "?")
        quantity = Quantity(state, raw=None if state is State.MISSING else raw)
    else:
        quantity = Quantity(State.NUMBER, value, str(value))
    if quantity.state is State.MISSING:
        return Fact(cell, quantity)
    return Fact(cell, quantity, Place(120, 120), cell_labels(cell)[0])


def _main() -> None:
    """``python -m search.archive 10000 1``: make an archive of that size and seed."""
    count, seed = map(int, sys.argv[1:])
    print((archive(seed, count).index_dir / ".done").read_text().strip())


if __name__ == "__main__":
    _main()
