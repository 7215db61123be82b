"""A number alone on its line may be a page's: it never completes a row."""

from __future__ import annotations

import pytest
from recognise_layouts import WRITERS, Numbers, block_values, numbers, values

from govreport_search.domain import State
from govreport_search.forms import form
from indexer.readers import read_document
from indexer.recognise import Reading, understand

SHAPE = form("2021")
CELLS = numbers(SHAPE)


def read(text: str) -> Reading:
    return understand(read_document(text.encode(), "report.txt").lines)


def numbers_read(reading: Reading) -> Numbers:
    return {f.cell: f.quantity.value for f in reading.facts if f.quantity.value is not None}


def states(reading: Reading, table: str, row: str) -> set[State]:
    return {f.quantity.state for f in reading.facts if (f.cell.table, f.cell.row) == (table, row)}


@pytest.mark.parametrize("lone", ["\n8\n", "\n\n8\n\n", "\n2023 8\n"])
@pytest.mark.parametrize("row", ["new", "denied.third_party", "carried_out"])
def test_a_page_number_behind_a_short_row_is_no_value(row: str, lone: str) -> None:
    printed = values(SHAPE.table("requests"), SHAPE.table("requests").row(row), CELLS)
    short = printed[:-1] if "2023" not in lone else printed[:-2]
    text = WRITERS["page_layout"](SHAPE, CELLS)
    line = next(x for x in text.split("\n") if x.endswith("".join(f"{v:>7}" for v in printed)))
    cut = line.replace("".join(f"{v:>7}" for v in printed), "".join(f"{v:>7}" for v in short))
    reading = read(text.replace(line, cut + lone))
    assert states(reading, "requests", row) == {State.UNREADABLE}
    assert numbers_read(reading) == {c: v for c, v in CELLS.items() if c.row != row}


@pytest.mark.parametrize("behind", [True, False])
def test_a_page_number_beside_the_one_line_of_values_is_no_value(behind: bool) -> None:
    printed = block_values(SHAPE.table("disputes"), CELLS)
    text = WRITERS["broken_labels"](SHAPE, CELLS)
    kept = " ".join(printed[:-1])
    assert " ".join(printed) in text
    changed = f"{kept}\n\n8" if behind else f"8\n\n{kept}"
    reading = read(text.replace(" ".join(printed), changed))
    assert all(c.table != "disputes" for c in numbers_read(reading))


def test_a_number_set_apart_from_a_row_printed_one_value_a_line_is_no_value() -> None:
    row = SHAPE.table("requests").row("granted")
    printed = values(SHAPE.table("requests"), row, CELLS)
    text = WRITERS["cell_a_line_tight"](SHAPE, CELLS)
    changed = "\n".join([*printed[:-1], "", "8", ""])
    reading = read(text.replace("\n".join(printed), changed))
    assert states(reading, "requests", "granted") == {State.UNREADABLE}
    assert [f.code for f in reading.findings] == ["value_apart"]
    marked = text.replace("\n".join(printed), "\n".join([*printed[:-1], "", "- 8 -", printed[-1]]))
    assert numbers_read(read(marked)) == CELLS


def test_a_number_below_a_label_is_no_value_where_values_stand_beside_labels() -> None:
    text = WRITERS["broken_labels"](SHAPE, CELLS)
    fee = values(SHAPE.table("disclosure"), SHAPE.table("disclosure").row("fees"), CELLS)[0]
    assert f"行政事业性收费 {fee}" in text
    reading = read(text.replace(f"行政事业性收费 {fee}", "行政事业性收费\n\n8"))
    assert states(reading, "disclosure", "fees") == {State.UNREADABLE}
    assert numbers_read(reading) == {c: v for c, v in CELLS.items() if c.row != "fees"}
