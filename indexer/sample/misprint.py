"""Deviations of printed cells that only a drawn cell shows for sure: there a number ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from random import Random

from govreport_search.domain import CellId, State
from indexer.sample.model import Planted
from indexer.sample.sheet import Printed

FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")

Cells = dict[CellId, Printed]


def _reprint(cells: Cells, code: str, show: Callable[[CellId, Printed], str]) -> Planted:
    touched = []
    for cell, printed in cells.items():
        raw = show(cell, printed) if printed.value is not None else printed.raw
        if raw != printed.raw:
            cells[cell] = replace(printed, raw=raw)
            touched.append(cell)
    return Planted(code, tuple(touched))


def spaced_digits(rng: Random, cells: Cells) -> Planted:
    """Stray spaces between the digits of a number: 1 3 4."""
    space = rng.choice((" ", "\u00a0", "  "))
    return _reprint(cells, "spaced_digits", lambda _cell, printed: space.join(printed.raw))


def full_width_digits(_rng: Random, cells: Cells) -> Planted:
    """Numbers in full-width digits."""
    return _reprint(
        cells, "full_width_digits", lambda _cell, printed: printed.raw.translate(FULL_WIDTH)
    )


def thousands(rng: Random, cells: Cells) -> Planted:
    """Separators of thousands, half-width or full-width."""
    comma = rng.choice((",", "，"))

    def separate(_cell: CellId, printed: Printed) -> str:
        whole, point, rest = printed.raw.partition(".")
        return f"{int(whole):,}".replace(",", comma) + point + rest

    return _reprint(cells, "thousands", separate)


def units(rng: Random, cells: Cells) -> Planted:
    """Counts with their unit, amounts in yuan instead of ten thousand yuan."""
    unit = rng.choice(("件", "条", " 件"))

    def with_unit(cell: CellId, printed: Printed) -> str:
        if cell.column == "amount_wan" and printed.value:
            return f"{(printed.value * 10_000).quantize(Decimal(1))}元"
        plain = cell.table == "disclosure" and cell.column not in ("amount_wan", "delta")
        return f"{printed.raw}{unit}" if plain else printed.raw

    return _reprint(cells, "units", with_unit)


def word_for_none(rng: Random, cells: Cells) -> Planted:
    """无 or a dash where nothing applies."""
    mark = rng.choice(("无", "——", "－"))
    gone = [c for c in cells if c.table == "disclosure" and c.row in ("regulations", "coercion")]
    cells.update(dict.fromkeys(gone, Printed(mark, State.NOT_APPLICABLE)))
    return Planted("word_for_none", tuple(gone))


def only_totals(_rng: Random, cells: Cells) -> Planted:
    """The whole table of requests has only its 总计 column filled."""
    gone = [c for c in cells if c.table == "requests" and c.column != "total"]
    cells.update(dict.fromkeys(gone, Printed("", State.BLANK)))
    return Planted("only_totals", tuple(gone))


def one_row_other(_rng: Random, cells: Cells) -> Planted:
    """（六）其他处理 stays one row, as on the form of 2019, on a form of 2021."""
    parts = [c for c in cells if c.table == "requests" and c.row.startswith("other.")]
    kept: Cells = {}
    for cell in parts:
        whole = CellId("requests", "other", cell.column)
        value = cells.pop(cell).value or Decimal(0)
        before = kept[whole].value if whole in kept else None
        total = value + (before or 0)
        kept[whole] = Printed(str(total), State.NUMBER, total)
    cells.update(kept)
    return Planted("one_row_other", tuple(kept))


MISPRINTS: dict[str, Callable[[Random, Cells], Planted]] = {
    plant.__name__: plant
    for plant in (
        spaced_digits,
        full_width_digits,
        thousands,
        units,
        word_for_none,
        only_totals,
        one_row_other,
    )
}
