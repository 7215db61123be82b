from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

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
from govreport_search.forms import form
from govreport_search.forms.derive import derive
from govreport_search.store import NewReport, ReadFile, SourceFile, Store

NEW = CellId("requests", "new", "total")


def a_report(
    name: str,
    *,
    agency: str = "甲县教育局",
    year: int | None = 2022,
    region: tuple[str, ...] | None = ("河南省", "洛阳市"),
    new: Quantity | None = None,
    text: str = "本年未收到申请",
) -> NewReport:
    """A whole report; every cell of the 2021 form holds another number, bar ``new``."""
    template = form("2021")
    facts = tuple(
        Fact(cell, Quantity(State.NUMBER, Decimal(i), str(i)), Place(line=i + 1, end_line=i + 1))
        for i, cell in enumerate(template.cells())
    )
    if new is not None:
        place = None if new.state is State.MISSING else Place(line=9, end_line=9)
        facts = tuple(Fact(NEW, new, place, "一、本年新收") if f.cell == NEW else f for f in facts)
    places = (Place(line=3, end_line=3), Place(line=5, end_line=6))
    report = Report(
        identity=Identity(
            title=f"{agency}工作年度报告",
            agency=agency,
            level="county",
            kind="department",
            function="教育",
            region=region,
            year=year,
            confidence={"agency": 0.9},
            evidence={"agency": "标题"},
        ),
        form="2021",
        sections=(
            Section("overview", "一、总体情况", f"{text}\nＡ", Place(2, 6), places),
            Section("other", "六、其他", "", Place(7, 7)),
        ),
        facts=facts,
        rows=(PrintedRow("requests", "new", "一、本年新收", Place(9, 9)),),
        findings=(
            Finding(
                "row_total",
                Severity.ERROR,
                "总计与各列之和不同",
                answer=Answer.CONTRADICTION,
                table="requests",
                row="new",
                column="total",
                expected="3",
                found="4",
                place=Place(line=9, end_line=9),
            ),
            Finding("form_year", Severity.INFO, "格式与年份不符"),
        ),
    )
    return NewReport(
        id=name,
        fingerprint=f"fp-{name}",
        report=report,
        files=(ReadFile(f"sha-{name}", "text", "utf-8", "第一行\n第二行"),),
        derived=derive(template, facts),
        url="https://example.invalid/",
        published="2023-01-31",
    )


def a_file(name: str, folder: str = "/reports") -> SourceFile:
    return SourceFile(f"{folder}/{name}.txt", f"reports/{name}.txt", f"sha-{name}", 20)


Put = Callable[..., NewReport]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "index" / "reports.sqlite", create=True) as opened:
        yield opened


@pytest.fixture
def put(store: Store) -> Put:
    def write(name: str, **properties: object) -> NewReport:
        new = a_report(name, **properties)
        with store.writing() as writer:
            writer.put(new, [a_file(name)])
        return new

    return write


@pytest.fixture
def make() -> Callable[..., NewReport]:
    return a_report


@pytest.fixture
def file() -> Callable[..., SourceFile]:
    return a_file
