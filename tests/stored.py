"""What a store holds, in short, for tests that compare."""

from __future__ import annotations

from decimal import Decimal

from govreport_search.domain import CellId
from govreport_search.store import Store


def numbers(store: Store, cell: CellId) -> list[Decimal | None]:
    """A cell's number in each report whose form has it, by key; ``None`` in other states."""
    keys = [head.key for head in store.iter_reports()]
    held = store.cells_of(keys, [cell])
    return [held[key, cell].quantity.value for key in keys if (key, cell) in held]


def section_lengths(store: Store) -> list[int]:
    """Characters of folded text as the columns are told them, by section key."""
    return [section[3] for rows, _ in store.bulk_rows() for section in rows.sections]
