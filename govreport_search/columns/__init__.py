"""What a search needs of every report but its words, as memory-mapped arrays.

Derived from the store, as the full-text index is, and brought up with it
(``services/synchronise``): ``Columns`` is a folder of segments, ``ColumnSnapshot`` what one commit
says. Opening one reads no row of the store.
"""

from govreport_search.columns.folder import Columns
from govreport_search.columns.snapshot import ColumnSnapshot

__all__ = ["ColumnSnapshot", "Columns"]
