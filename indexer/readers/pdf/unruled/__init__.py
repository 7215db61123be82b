"""Tables whose columns no rule parts: rows and columns by the alignment of their words.

Where the alignment leaves anything open nothing becomes a table, and the lines stay lines.
"""

from indexer.readers.pdf.unruled.page import Part, unruled

__all__ = ["Part", "unruled"]
