"""Which cells stand at a moment, so that adding them over years would count things twice."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from govreport_search.domain import CellId
from govreport_search.forms.loader import read_data


@dataclass(frozen=True, slots=True)
class Stock:
    """Cells of one table that must not be added over years.

    Attributes:
        row: of the table, those under it included; empty for every row.
        column: empty for every column.
        note: why, in Chinese.
    """

    table: str
    row: str
    column: str
    note: str

    def includes(self, cell: CellId) -> bool:
        """Whether the cell is one of these."""
        return (
            cell.table == self.table
            and (not self.row or f"{cell.row}.".startswith(f"{self.row}."))
            and self.column in ("", cell.column)
        )


@cache
def stocks() -> tuple[Stock, ...]:
    """Every entry of ``data/stock.toml``."""
    return tuple(
        Stock(entry["table"], entry.get("row", ""), entry.get("column", ""), entry["note"])
        for entry in read_data("stock.toml")["stocks"]
    )


@lru_cache(maxsize=4096)
def stock_note(cell: CellId) -> str:
    """Why a cell must not be added over years; empty where it may be."""
    return next((stock.note for stock in stocks() if stock.includes(cell)), "")
