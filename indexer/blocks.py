"""The neutral unit every reader yields: a line or a table row with its cells, and its place.

Readers of all kinds (text now; HTML, PDF, Word, scans later) end here, and everything
behind them knows nothing of file formats.
"""

from __future__ import annotations

from dataclasses import dataclass

from govreport_search.domain import Place


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line.

    Attributes:
        text: the line as printed, without its line end and without markup; leading spaces kept.
        place: where it stands.
        cells: the line's cells where the source separates them (tab, pipe, table markup),
            each stripped of outer spaces; ``None`` where the line is plain text. An empty
            string is a printed blank cell.
        padding: how many empty cells at the end of ``cells`` are only the shadow of a
            merged cell (adjacent separators with nothing between them) and may be dropped.
    """

    text: str
    place: Place
    cells: tuple[str, ...] | None = None
    padding: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader makes of one source file.

    Attributes:
        lines: every line in reading order, blank ones included; rows of a table in markup are
            lines, too, wherever their source breaks.
        kind: text, markdown, ...
        encoding: how the bytes were decoded.
        text: the source as an editor shows it; line ``n`` of a place is its ``n``-th line.
    """

    lines: tuple[Line, ...]
    kind: str
    encoding: str = "utf-8"
    text: str = ""
