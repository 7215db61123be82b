"""The keys of cells and printed labels, which the long tables hold instead of their names.

Good for one transaction: what is rolled back must be forgotten with its dictionary.
"""

from __future__ import annotations

from sqlalchemy import Connection

from govreport_search.domain import CellId
from govreport_search.forms.lookup import cell_labels
from govreport_search.store import schema
from govreport_search.store.bulk import cell_names
from govreport_search.store.prepared import Insertion, added, run

_CELL, _LABEL = Insertion(schema.cells).statement, Insertion(schema.labels).statement
_KEY_OF_LABEL = "SELECT label_key FROM labels WHERE label = ?"


class Cells(dict[tuple[str, str, str], int]):
    """The key of each cell by table, row and column; a new one is added when it is asked for.

    There are some hundred, so that all of them are read at once.
    """

    def __init__(self, connection: Connection) -> None:
        named = ((CellId.parse(name), key) for key, name in cell_names(connection).items())
        super().__init__(((cell.table, cell.row, cell.column), key) for cell, key in named)
        self._connection = connection

    def __missing__(self, name: tuple[str, str, str]) -> int:
        cell = CellId(*name)
        row = (str(cell), *name, *cell_labels(cell))
        key = self[name] = added(self._connection, _CELL, row)
        return key


class Labels(dict[str, int]):
    """The key of each printed label; one that is not known is looked up, or added."""

    def __init__(self, connection: Connection) -> None:
        super().__init__()
        self._connection = connection

    def __missing__(self, label: str) -> int:
        held = run(self._connection, _KEY_OF_LABEL, (label,))
        key = self[label] = held[0] if held else added(self._connection, _LABEL, (label,))
        return key
