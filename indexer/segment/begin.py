"""Where a section begins."""

from __future__ import annotations

from dataclasses import dataclass

ANNEX = "annex"

CUT = "\f"
"""Parts what stands before a heading on its line from what stands behind it."""


@dataclass(frozen=True)
class Heading:
    """Where a section begins.

    Attributes:
        section: its id.
        first, end: its lines, by index, half open.
        title: as printed.
        rest: text that follows on the heading's last line.
        score: how sure it is a heading.
    """

    section: str
    first: int
    end: int
    title: str
    rest: str = ""
    score: float = 0.0
