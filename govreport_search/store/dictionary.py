"""The keys of cells and printed labels, which the long tables hold instead of their names."""

from __future__ import annotations

from sqlalchemy import Connection

from govreport_search.domain import CellId
from govreport_search.forms.lookup import cell_labels
from govreport_search.store import schema
from govreport_search.store.bulk import cell_names
from govreport_search.store.prepared import added, insertion

_CELL, _LABEL = insertion(schema.cells), insertion(schema.labels)
_KEY_OF_LABEL = "SELECT label_key FROM labels WHERE label = ?"


class Dictionary:
    """Gives each cell and each label one key, and remembers what it has seen.

    Good for one transaction: what is rolled back must be forgotten with its dictionary.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._labels: dict[str, int] = {}
        # A store knows some hundred cells but labels without end, so only these come at once.
        named = ((CellId.parse(name), key) for key, name in cell_names(connection).items())
        self._cells = {(cell.table, cell.row, cell.column): key for cell, key in named}

    def cell(self, cell: CellId) -> int:
        """The key of a cell, which is added if it is new."""
        name = (cell.table, cell.row, cell.column)
        key = self._cells.get(name)
        if key is None:
            row = (str(cell), *name, *cell_labels(cell))
            key = self._cells[name] = added(self._connection, _CELL, row)
        return key

    def label(self, label: str) -> int:
        """The key of a printed label, which is added if it is new."""
        key = self._labels.get(label)
        if key is None:
            held = self._connection.exec_driver_sql(_KEY_OF_LABEL, (label,)).scalar()
            key = int(held) if held else added(self._connection, _LABEL, (label,))
            self._labels[label] = key
        return key
