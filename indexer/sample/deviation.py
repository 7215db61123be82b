"""Plants known deviations: in the numbers, in the printed cells, and in the table's lines.

Each function changes its argument in place or gives a changed copy, and says what it did.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from random import Random

from govreport_search.domain import CellId, State
from indexer.sample.body import sample_data
from indexer.sample.figure import Figures
from indexer.sample.model import Planted
from indexer.sample.sheet import Printed, RowKind, Sheet


def printed_cells(made: Figures) -> dict[CellId, Printed]:
    """Numbers as plain digits, money without superfluous zeros."""
    return {cell: Printed(_digits(value), State.NUMBER, value) for cell, value in made.items()}


def _digits(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


# Numbers ------------------------------------------------------------------------------------


def wrong_total(rng: Random, made: Figures) -> Planted:
    """The 总计 column of one row is not the sum of its applicants."""
    cell = CellId("requests", rng.choice(("new", "granted")), "total")
    made[cell] += rng.choice((1, 2, 3))
    return Planted("wrong_total", (cell,))


def wrong_result_total(rng: Random, made: Figures) -> Planted:
    """（七）总计 is not the sum of the results."""
    cells = [CellId("requests", "result_total", c) for c in ("natural_person", "total")]
    for cell in cells:
        made[cell] += rng.choice((1, 2))
    return Planted("wrong_result_total", tuple(cells))


def wrong_carry(rng: Random, made: Figures) -> Planted:
    """上年结转 differs from what last year's report handed on; the table itself still adds up."""
    more = rng.choice((1, 2, 4))
    rows = ("carried_in", "result_total", "granted")
    cells = [CellId("requests", row, c) for row in rows for c in ("natural_person", "total")]
    for cell in cells:
        made[cell] += more
    return Planted("wrong_carry", tuple(cells[:2]))


def no_disputes(rng: Random, made: Figures) -> Planted:
    """Nothing but zeros in the disputes table, which the line of sixteen needs."""
    cells = [cell for cell in made if cell.table == "disputes"]
    for cell in cells:
        made[cell] = Decimal(0)
    return Planted("no_disputes", tuple(cells))


NUMBER_PLANTS: dict[str, Callable[[Random, Figures], Planted]] = {
    "wrong_total": wrong_total,
    "wrong_result_total": wrong_result_total,
    "wrong_carry": wrong_carry,
    "sixteen_zeros": no_disputes,
}


# Cells --------------------------------------------------------------------------------------


def blank_cells(rng: Random, cells: dict[CellId, Printed]) -> Planted:
    """Only 总计 is filled in some rows of the request table."""
    rows = sorted({c.row for c in cells if c.table == "requests"})
    chosen = {"new", *rng.sample(rows, rng.randint(2, 6))}
    gone = [c for c in cells if c.table == "requests" and c.row in chosen and c.column != "total"]
    blank = Printed(rng.choice(sample_data("labels.toml")["notes"]["blank"]), State.BLANK)
    cells.update(dict.fromkeys(gone, blank))
    return Planted("blank_cells", tuple(gone))


def slash_cells(rng: Random, cells: dict[CellId, Printed]) -> Planted:
    """A body that makes no 规章 prints a slash or dash there, and in some rows more."""
    rows = {"regulations", *rng.sample(("licensing", "coercion", "fees"), rng.randint(0, 2))}
    gone = [c for c in cells if c.table == "disclosure" and c.row in rows]
    mark = rng.choice(sample_data("labels.toml")["notes"]["not_applicable"])
    cells.update(dict.fromkeys(gone, Printed(mark, State.NOT_APPLICABLE)))
    return Planted("slash_cells", tuple(gone))


def dressed_numbers(rng: Random, cells: dict[CellId, Printed]) -> Planted:
    """Units, signs, thousands separators and notes beside the numbers."""
    touched = []
    for cell, printed in cells.items():
        if cell.table != "disclosure" or printed.value is None or rng.random() < 0.4:
            continue
        raw = _dressed(rng, cell.column, printed.value, printed.raw)
        if raw != printed.raw:
            cells[cell] = replace(printed, raw=raw)
            touched.append(cell)
    return Planted("dressed_numbers", tuple(touched))


def _dressed(rng: Random, column: str, value: Decimal, raw: str) -> str:
    if column == "amount_wan" and value:
        return f"{raw}万元"
    if column == "delta" and value > 0:
        return rng.choice((f"+{raw}", f"增{raw}"))
    if column in ("issued", "made") and value > 1:
        return f"{raw}（其中修订1件）"
    if value >= 1000 and value == int(value):
        return f"{int(value):,}"
    return raw


CELL_PLANTS: dict[str, Callable[[Random, dict[CellId, Printed]], Planted]] = {
    "blank_cells": blank_cells,
    "slash_cells": slash_cells,
    "dressed_numbers": dressed_numbers,
}


# Lines --------------------------------------------------------------------------------------


def lost_rows(rng: Random, sheet: Sheet) -> tuple[Sheet, Planted]:
    """Some rows of the request table vanish, as extractors lose them."""
    droppable = [row for row in sheet.rows if row.kind is RowKind.DATA and not any(row.labels[:-1])]
    gone = rng.sample(droppable, rng.randint(1, 3))
    kept = tuple(row for row in sheet.rows if row not in gone)
    return sheet.damaged(kept), Planted("lost_rows", tuple(c for r in gone for c in r.cells))


def truncated(rng: Random, sheet: Sheet) -> tuple[Sheet, Planted]:
    """The table breaks off."""
    keep = rng.randint(len(sheet.rows) // 3, len(sheet.rows) - 2)
    lost = tuple(c for row in sheet.rows[keep:] for c in row.cells)
    return sheet.damaged(sheet.rows[:keep]), Planted("truncated", lost)


def short_row(rng: Random, sheet: Sheet) -> tuple[Sheet, Planted]:
    """One value of a row is lost, so that nobody can say which."""
    rows = [i for i, row in enumerate(sheet.rows) if row.kind is RowKind.DATA]
    place = rng.choice(rows)
    row = sheet.rows[place]
    out = rng.randrange(len(row.values))
    short = replace(row, values=row.values[:out] + row.values[out + 1 :])
    lines = (*sheet.rows[:place], short, *sheet.rows[place + 1 :])
    return sheet.damaged(lines), Planted("short_row", row.cells)


def sixteen_zeros(rng: Random, sheet: Sheet) -> tuple[Sheet, Planted]:
    """A line of zeros with one zero more than there are columns."""
    *head, row = sheet.rows
    long = replace(row, values=(*row.values, row.values[-1]))
    return sheet.damaged((*head, long)), Planted("sixteen_zeros", row.cells)


LINE_PLANTS: dict[str, tuple[str, Callable[[Random, Sheet], tuple[Sheet, Planted]]]] = {
    "lost_rows": ("requests", lost_rows),
    "truncated": ("requests", truncated),
    "short_row": ("requests", short_row),
    "sixteen_zeros": ("disputes", sixteen_zeros),
}
"""Which table each of them damages."""

PLANTS = (*{**NUMBER_PLANTS, **CELL_PLANTS, **LINE_PLANTS}, "text_mismatch", "unfit_form")
"""Every deviation, in the order the generator takes them."""
