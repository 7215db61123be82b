"""Every layout seen in published reports, with a different number in every cell."""

from __future__ import annotations

from decimal import Decimal

import pytest
from recognise_layouts import OTHER, OVERVIEW, PROBLEMS, WRITERS, numbers

from govreport_search.domain import State
from govreport_search.forms import form
from indexer.readers import read_document
from indexer.recognise import Reading, understand

FORMS = ("2019", "2021")


def read(text: str) -> Reading:
    return understand(read_document(text.encode(), "report.txt").lines)


def squeeze(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("form_id", FORMS)
@pytest.mark.parametrize("name", WRITERS)
def test_every_cell_is_read_in_its_column(name: str, form_id: str) -> None:
    cells = numbers(form(form_id))
    reading = read(WRITERS[name](form(form_id), cells))
    assert reading.form == form_id
    assert {f.cell: f.quantity.value for f in reading.facts} == cells
    assert reading.findings == ()


@pytest.mark.parametrize("form_id", FORMS)
@pytest.mark.parametrize("name", WRITERS)
def test_chapters_keep_their_text_and_no_table(name: str, form_id: str) -> None:
    reading = read(WRITERS[name](form(form_id), numbers(form(form_id))))
    sections = {s.id: s for s in reading.sections}
    assert [s.id for s in reading.sections] == ["front", *(s.id for s in form(form_id).sections)]
    assert squeeze(sections["overview"].printed) == squeeze(OVERVIEW)
    assert squeeze(sections["problems"].printed) == squeeze(PROBLEMS)
    assert squeeze(sections["other"].printed) == squeeze(OTHER)
    assert [sections[i].printed for i in ("disclosure", "requests", "disputes")] == [""] * 3
    for section in reading.sections:
        assert len(section.line_places) == len(section.printed.split("\n")) * bool(section.printed)


@pytest.mark.parametrize("name", WRITERS)
def test_source_shows_each_value_at_its_place(name: str) -> None:
    text = WRITERS[name](form("2019"), numbers(form("2019")))
    lines = text.split("\n")
    for fact in read(text).facts:
        assert fact.place is not None
        assert fact.place.line is not None
        assert fact.place.end_line is not None
        assert fact.quantity.raw
        assert fact.quantity.raw in " ".join(lines[fact.place.line - 1 : fact.place.end_line])


@pytest.mark.parametrize("name", WRITERS)
def test_every_row_is_found_by_its_printed_label(name: str) -> None:
    shape = form("2021")
    reading = read(WRITERS[name](shape, numbers(shape)))
    found = {(row.table, row.row): squeeze(row.label) for row in reading.rows}
    for table in shape.tables:
        for row in table.rows:
            if row.is_group and name in ("around_numbers", "page_layout"):
                continue  # printed down beside the rows, between their labels
            assert squeeze(row.label) in found[(table.id, row.id)], row.id


@pytest.mark.parametrize(
    ("printed", "state", "value"),
    [
        ("０", State.NUMBER, "0"),
        ("〇", State.NUMBER, "0"),
        ("1,234", State.NUMBER, "1234"),
        ("1 3 4", State.NUMBER, "134"),
        ("22（其中修订 16 件）", State.NUMBER, "22"),
        ("7件", State.NUMBER, "7"),
        ("", State.BLANK, None),
        ("/", State.NOT_APPLICABLE, None),
        ("—", State.NOT_APPLICABLE, None),
        ("无", State.NOT_APPLICABLE, None),
        ("见附件", State.TEXT, None),
    ],
)
def test_a_cell_has_one_of_six_states(printed: str, state: State, value: str | None) -> None:
    shape = form("2021")
    text = WRITERS["markdown"](shape, numbers(shape))
    text = text.replace("| 规章 | 11 | 12 | 13 |", f"| 规章 | 11 | {printed} | 13 |")
    facts = {str(f.cell): f.quantity for f in read(text).facts}
    assert facts["disclosure.regulations.issued"].value == Decimal(11)
    assert facts["disclosure.regulations.in_force"].value == Decimal(13)
    quantity = facts["disclosure.regulations.repealed"]
    assert (quantity.state, quantity.raw) == (state, printed)
    assert quantity.value == (None if value is None else Decimal(value))


def test_amounts_and_changes_are_read_in_the_unit_of_their_column() -> None:
    shape = form("2019")
    text = WRITERS["tab_cells"](shape, numbers(shape))
    text = text.replace("行政许可\t17\t18\t19", "行政许可\t17\t减5\t19")
    text = text.replace("行政处罚\t23\t24\t25", "行政处罚\t23\t增24\t25")
    text = text.replace("政府集中采购\t31\t32.2575", "政府集中采购\t31\t251000元")
    facts = {str(f.cell): f.quantity.value for f in read(text).facts}
    assert facts["disclosure.licensing.delta"] == -5
    assert facts["disclosure.punishment.delta"] == 24
    assert facts["disclosure.procurement.amount_wan"] == Decimal("25.1")


def test_a_count_that_is_no_count_is_kept_and_reported() -> None:
    shape = form("2021")
    text = WRITERS["tab_cells"](shape, numbers(shape))
    reading = read(text.replace("规章\t11\t12\t13", "规章\t11\t-12\t13.5"))
    facts = {str(f.cell): f.quantity.value for f in reading.facts}
    assert facts["disclosure.regulations.repealed"] == -12
    assert facts["disclosure.regulations.in_force"] == Decimal("13.5")
    assert [f.code for f in reading.findings] == ["negative_count", "fractional_count"]


@pytest.mark.parametrize("name", ["broken_labels", "tab_cells", "cell_a_line", "pipe_rows"])
def test_a_local_row_is_kept_apart(name: str) -> None:
    shape = form("2019")
    cells = numbers(shape)
    text = WRITERS[name](shape, cells)
    separator = {"tab_cells": "\t", "pipe_rows": " | ", "cell_a_line": "\n\n"}.get(name, " ")
    before = separator.join(["规范性文件", "14", "15", "16"])
    assert before in text
    close = " |" if name == "pipe_rows" else ""
    extra = separator.join(["本地自加栏目", "901", "902", "903"])
    reading = read(text.replace(before, f"{before}{close}\n{extra}"))
    facts = {f.cell: f.quantity.value for f in reading.facts}
    assert {c: facts[c] for c in cells} == cells
    more = {str(c): v for c, v in facts.items() if c not in cells}
    assert more == {
        "disclosure.extension.本地自加栏目.made": 901,
        "disclosure.extension.本地自加栏目.published": 902,
        "disclosure.extension.本地自加栏目.public_total": 903,
    }


def test_an_unsplit_group_row_is_a_fact_of_its_own() -> None:
    shape = form("2021")
    cells = numbers(shape)
    lines = WRITERS["pipe_rows"](shape, cells).split("\n")
    first = next(i for i, line in enumerate(lines) if "（六）其他处理" in line)
    values = [901, 902, 903, 904, 905, 906, 907]
    lines[first : first + 3] = [" | ".join(["（六）其他处理", *map(str, values)]) + " | ||"]
    facts = {f.cell: f.quantity for f in read("\n".join(lines)).facts}
    other = {c.column: q.value for c, q in facts.items() if c.row == "other"}
    assert list(other.values()) == values
    for cell, value in cells.items():
        if cell.row.startswith("other."):
            assert facts[cell].state is State.MISSING
        else:
            assert facts[cell].value == value
