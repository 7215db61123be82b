"""Numbers that stand alone on their line: page numbers more often than values."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from indexer.grid import Vector
from indexer.recognise.event import Values


def is_lone(vector: Vector) -> bool:
    """Whether a vector is one value on a line of plain text."""
    return len(vector.cells) == 1 and vector.start is None


def stray(vectors: Sequence[Values], tables: AbstractSet[str]) -> frozenset[int]:
    """Vectors (by ``id``) that are a number alone below a label, where values stand beside.

    Where most rows with a label on one line print their values on that line, too, a number
    on a line of its own below such a label may be the number of the page.
    """
    short = [v for v in vectors if _label_line(v, tables) is not None]
    beside = [v for v in short if v.is_own]
    lone = [v for v in short if not v.is_own and is_lone(v.vector)]
    return frozenset(map(id, lone)) if len(beside) > len(lone) else frozenset()


def _label_line(values: Values, tables: AbstractSet[str]) -> int | None:
    """The line of the row label before a vector, if it is printed on one line."""
    if values.label is None or not any(e.table in tables for e in values.label.rows()):
        return None
    printed = {piece.line for piece in values.label.pieces}
    return printed.pop() if len(printed) == 1 else None
