"""What a source has lost is never made up: cut tables, lost values, lost headings, lost lines."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from recognise_layouts import TITLE, WRITERS, Numbers, numbers, values

from govreport_search.domain import CellId, State
from govreport_search.forms import Form, form
from indexer.readers import read_document
from indexer.recognise import Reading, understand

VALUE = re.compile(r"(?<![\d.\-])\d+(?:\.\d+)?(?![\d.、])")


def read(text: str, name: str = "report.txt") -> Reading:
    return understand(read_document(text.encode(), name).lines)


def numbers_read(reading: Reading) -> Numbers:
    return {f.cell: f.quantity.value for f in reading.facts if f.quantity.value is not None}


def states(reading: Reading, table: str, row: str) -> list[State]:
    facts = (f for f in reading.facts if (f.cell.table, f.cell.row) == (table, row))
    return [fact.quantity.state for fact in facts]


def codes(reading: Reading) -> list[tuple[str, str]]:
    return [(finding.code, finding.row) for finding in reading.findings]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(WRITERS)), st.sampled_from(["2019", "2021"]), st.data())
def test_no_single_loss_makes_a_wrong_number(name: str, form_id: str, data: st.DataObject) -> None:
    shape = form(form_id)
    cells = numbers(shape)
    text = WRITERS[name](shape, cells)
    if data.draw(st.booleans(), label="a line, else a value"):
        lines = text.split("\n")
        printed = [i for i, line in enumerate(lines) if line.strip()]
        lost = data.draw(st.sampled_from(printed), label="line")
        damaged = "\n".join(lines[:lost] + lines[lost + 1 :])
    else:
        match = data.draw(st.sampled_from(list(VALUE.finditer(text))), label="value")
        damaged = text[: match.start()] + text[match.end() :]
    for cell, value in numbers_read(read(damaged)).items():
        assert cells.get(cell) == value, cell


@pytest.mark.parametrize("name", ["broken_labels", "around_numbers", "page_layout"])
def test_a_value_lost_from_a_plain_row_makes_the_row_unreadable(name: str) -> None:
    shape = form("2021")
    cells = numbers(shape)
    row = shape.table("requests").row("denied.third_party")
    first, second, *_ = values(shape.table("requests"), row, cells)
    text = re.sub(rf"\b{first}(\s+){second}\b", first, WRITERS[name](shape, cells), count=1)
    reading = read(text)
    assert states(reading, "requests", row.id) == [State.UNREADABLE] * 7
    assert codes(reading) == [("row_too_short", row.id)]
    lost = {c for c in cells if c.row == row.id}
    assert numbers_read(reading) == {c: v for c, v in cells.items() if c not in lost}


def test_a_row_with_too_many_equal_values_is_read_and_reported() -> None:
    shape = form("2019")
    cells = numbers(shape)
    for column in shape.table("requests").columns:
        cells[CellId("requests", "granted", column.id)] = cells[next(iter(cells))] * 0
    for cell in cells:
        if cell.table == "disputes":
            cells[cell] = cells[cell] * 0
    text = WRITERS["pipe_rows"](shape, cells)
    text = text.replace("（一）予以公开 |", "（一）予以公开 | 0 |")
    text = text.replace(" | ".join(["0"] * 15), " | ".join(["0"] * 16))
    reading = read(text)
    assert numbers_read(reading) == cells
    assert codes(reading) == [("row_too_long", "granted"), ("row_too_long", "")]


def test_a_row_with_too_many_different_values_is_not_read() -> None:
    shape = form("2019")
    cells = numbers(shape)
    text = WRITERS["pipe_rows"](shape, cells).replace("（一）予以公开 |", "（一）予以公开 | 5 |")
    reading = read(text)
    assert states(reading, "requests", "granted") == [State.UNREADABLE] * 7
    assert codes(reading) == [("row_too_long", "granted")]


def test_blank_cells_are_blanks_where_the_source_prints_them() -> None:
    shape = form("2021")
    cells = numbers(shape)
    row = shape.table("requests").row("granted")
    printed = values(shape.table("requests"), row, cells)
    kept = [printed[0], "", "", printed[3], "", "", printed[6]]
    for name, separator in (("markdown", " | "), ("pipe_rows", " | "), ("tab_cells", "\t")):
        whole = WRITERS[name](shape, cells)
        assert separator.join(printed) in whole
        reading = read(whole.replace(separator.join(printed), separator.join(kept)))
        expected = [State.NUMBER if value else State.BLANK for value in kept]
        assert states(reading, "requests", "granted") == expected, name
        got = numbers_read(reading)
        assert all(got[c] == cells[c] for c in got)


def test_empty_lines_are_blank_cells_where_exactly_as_many_are_lacking() -> None:
    shape = form("2019")
    cells = numbers(shape)
    row = shape.table("requests").row("new")
    printed = values(shape.table("requests"), row, cells)
    whole = WRITERS["cell_a_line"](shape, cells)
    only_total = whole.replace("\n\n".join(printed), "\n" * 6 + printed[-1])
    reading = read(only_total)
    assert states(reading, "requests", "new") == [*[State.BLANK] * 6, State.NUMBER]
    unclear = read(whole.replace("\n\n".join(printed), "\n" * 4 + printed[-1]))
    assert states(unclear, "requests", "new") == [State.UNREADABLE] * 7


def test_rows_shifted_by_a_lost_cell_are_not_read_as_blanks() -> None:
    shape = form("2019")
    cells = numbers(shape)
    lines = []
    for line in WRITERS["tab_cells"](shape, cells).split("\n"):
        parts = line.split("\t")
        if re.match(r"\d\.", parts[2] if len(parts) > 2 else ""):
            parts = [*parts[:3], "", *parts[3:-1]]
        lines.append("\t".join(parts))
    reading = read("\n".join(lines))
    shifted = [row for code, row in codes(reading) if code == "row_too_short"]
    assert "denied.third_party" in shifted
    assert states(reading, "requests", "denied.third_party") == [State.UNREADABLE] * 7
    got = numbers_read(reading)
    assert all(got[c] == cells[c] for c in got)
    assert CellId("requests", "new", "total") in got


def test_a_lost_heading_leaves_the_section_where_its_rows_are() -> None:
    shape = form("2019")
    cells = numbers(shape)
    text = WRITERS["markdown"](shape, cells).replace("三、收到和处理政府信息公开申请情况\n\n", "")
    reading = read(text)
    assert [s.id for s in reading.sections][1:] == [s.id for s in shape.sections]
    requests = next(s for s in reading.sections if s.id == "requests")
    assert (requests.title, requests.printed) == ("", "")
    assert numbers_read(reading) == cells


def test_a_table_that_starts_in_the_middle_leaves_the_rows_before_missing() -> None:
    shape = form("2019")
    cells = numbers(shape)
    lines = WRITERS["markdown"](shape, cells).split("\n")
    first = next(i for i, line in enumerate(lines) if "行政处罚" in line)
    last = next(i for i, line in enumerate(lines) if "4.保护第三方" in line)
    text = "\n".join([*lines[:first], "|  | 益 |" + "  |" * 7, *lines[last + 1 :]])
    reading = read(text)
    assert [s.id for s in reading.sections][1:] == [s.id for s in shape.sections]
    rows = [r.id for r in shape.table("requests").data_rows]
    kept = rows[rows.index("denied.third_party") + 1 :]
    got = numbers_read(reading)
    assert got == {
        c: v
        for c, v in cells.items()
        if c.row in kept or c.table == "disputes" or c.row in _first_rows(shape)
    }
    assert states(reading, "requests", "denied.third_party") == [State.MISSING] * 7
    assert states(reading, "disclosure", "punishment") == [State.MISSING] * 3


def _first_rows(shape: Form) -> set[str]:
    rows = [r.id for r in shape.table("disclosure").data_rows]
    return set(rows[: rows.index("punishment")])


def test_removed_repeated_lines_make_the_numbers_unreadable() -> None:
    shape = form("2019")
    cells = dict.fromkeys(numbers(shape), next(iter(numbers(shape).values())) * 0)
    text = WRITERS["cell_a_line_tight"](shape, cells)
    once = list(dict.fromkeys(text.split("\n")))
    reading = read("\n".join(once))
    assert numbers_read(reading) == {}
    assert states(reading, "requests", "granted") == [State.UNREADABLE] * 7
    assert "repeated_lines_removed" in {code for code, _ in codes(reading)}


def test_a_section_without_any_text_is_an_unreadable_table() -> None:
    shape = form("2021")
    text = f"{TITLE}\n" + "\n".join(f"{s.no}、{s.title}\n" for s in shape.sections)
    text = text.replace("一、总体情况", "一、总体情况\n2023年公开信息3条。")
    reading = read(text)
    assert states(reading, "requests", "new") == [State.UNREADABLE] * 7
    assert ("table_not_text", "") in codes(reading)


def test_a_report_without_tables_leaves_them_missing() -> None:
    shape = form("2021")
    text = f"{TITLE}\n" + "\n".join(f"{s.no}、{s.title}\n本节另有说明。" for s in shape.sections)
    reading = read(text)
    assert {f.quantity.state for f in reading.facts} == {State.MISSING}


@pytest.mark.parametrize("name", sorted(WRITERS))
def test_a_report_that_breaks_off_keeps_what_stands(name: str) -> None:
    shape = form("2021")
    cells = numbers(shape)
    text = WRITERS[name](shape, cells)
    ends = [0, *(round(len(text) * part / 12) for part in range(4, 12))]
    counts = []
    for _, end in pairwise(ends):
        got = numbers_read(read(text[:end].rstrip("0123456789.")))
        assert all(cells.get(c) == v for c, v in got.items())
        counts.append(len(got))
    assert counts == sorted(counts)
    assert counts[-1] > 100
