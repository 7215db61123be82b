"""The five seed reports, from their files through the store: exactly as expected.json says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from govreport_search.domain import CellId, State
from govreport_search.forms import form
from govreport_search.settings import Settings
from govreport_search.store import Store
from indexer.build import build

SHARED = Path(__file__).parents[3] / "shared"
SEEDS = SHARED / "seeds"

pytestmark = pytest.mark.skipif(
    not SEEDS.is_dir(), reason="../shared is not beside this clone: no seeds to read"
)
TABLES = ("disclosure", "requests", "disputes")


def expected():
    if not SEEDS.is_dir():
        return {}
    return json.loads((SEEDS / "expected.json").read_text(encoding="utf-8"))["reports"]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    settings = Settings(tmp_path_factory.mktemp("index"))
    summary = build(sorted(SEEDS.glob("*.txt")), settings)
    assert (summary.read, summary.indexed, summary.rejected) == (5, 5, [])
    with Store(settings.store_path) as opened:
        yield opened


@pytest.fixture
def head(store, name):
    return next(h for h in store.iter_reports() if h.source.endswith(name))


@pytest.mark.parametrize("name", expected())
def test_who_where_and_when(head, name):
    wanted = expected()[name]
    identity = head.identity
    assert identity.agency in (wanted["agency"], *wanted.get("agency_accepts", ()))
    assert identity.level == wanted["agency_level"]
    assert identity.region == (None if wanted["region"] is None else tuple(wanted["region"]))
    assert (identity.year, head.form) == (wanted["year"], wanted["form"])


@pytest.mark.parametrize("name", expected())
def test_sections(store, head, name):
    wanted = expected()[name]
    found = {s.section.id: s.section.printed for s in store.sections_of(head.id)}
    assert [section for section in found if section != "front"] == wanted["sections"]
    for section, phrases in wanted["section_contains"].items():
        text = "".join(found[section].split())
        assert [phrase for phrase in phrases if "".join(phrase.split()) not in text] == [], section


@pytest.mark.parametrize("name", expected())
def test_every_cell(store, head, name):
    wanted = expected()[name]
    facts = {fact.cell: fact for fact in store.facts_of(head.id)}
    cells = list(form(head.form).cells())
    assert [cell for cell in facts if cell in set(cells)] == cells, "printed order, none left out"
    seen = 0
    for cell in cells:
        quantity = facts[cell].quantity
        row = wanted[cell.table].get(cell.row)
        lost = cell.row in wanted["missing"].get(cell.table, ())
        short = cell.row in wanted.get("short_rows", {}).get(cell.table, ())
        if lost:
            assert quantity.state is State.MISSING, cell
            assert facts[cell].place is None
        elif short:
            # Or zero, where the reading says that the printed totals prove it.
            assert quantity.state is State.UNREADABLE or "总计" in quantity.note, cell
        else:
            assert quantity.value == row[cell.column], cell
            seen += 1
    assert seen == sum(len(row) for table in TABLES for row in wanted[table].values())


@pytest.fixture(scope="module")
def everything(tmp_path_factory):
    """All published reports at hand, whatever their layout."""
    settings = Settings(tmp_path_factory.mktemp("everything"))
    summary = build([SEEDS, SHARED / "real"], settings)
    assert summary.rejected == []
    with Store(settings.store_path) as opened:
        yield opened


def shown(texts, place):
    lines = texts[place.part].lines[place.line - 1 : place.end_line]
    return "".join("".join(lines).split())


def test_every_fact_with_raw_text_leads_to_its_line(everything):
    texts = {head.id: everything.source_texts(head.id) for head in everything.iter_reports()}
    looked = 0
    for record in everything.iter_facts():
        fact = record.fact
        if fact.quantity.raw is not None:
            raw = "".join(fact.quantity.raw.split())
            assert raw in shown(texts[record.report.id], fact.place), (record.report.source, fact)
            looked += 1
    assert looked > 2000


def test_every_line_of_a_section_leads_to_its_line(everything):
    texts = {head.id: everything.source_texts(head.id) for head in everything.iter_reports()}
    for record in everything.iter_sections():
        section = record.section.section
        printed = section.printed.split("\n") if section.printed else []
        for text, place in zip(printed, section.line_places, strict=True):
            where = (record.report.source, section.id, place)
            assert "".join(text.split()) in shown(texts[record.report.id], place), where


def test_the_kept_text_has_the_file_s_lines(store):
    for name in expected():
        head = next(h for h in store.iter_reports() if h.source.endswith(name))
        (text,) = store.source_texts(head.id)
        data = (SEEDS / name).read_bytes().decode(text.encoding)
        assert list(text.lines) == data.replace("\r\n", "\n").split("\n")[: len(text.lines)]


def test_zero_applications_and_unknown_ones(store):
    cell = CellId("requests", "new", "total")
    held = store.cells_of([head.key for head in store.iter_reports()], [cell]).values()
    states = [fact.quantity.state for fact in held]
    assert states.count(State.NUMBER) == 3
    assert states.count(State.MISSING) == 2
    assert {f.quantity.value for f in held if f.quantity.state is State.NUMBER} == {0}
