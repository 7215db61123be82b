"""What is to be reached, and the table that says whether it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One line of the table.

    Attributes:
        target: in words; empty where nothing is asked for at this size.
        reached: ``None`` where nothing is asked for.
    """

    what: str
    measured: str
    target: str = ""
    reached: bool | None = None

    def __str__(self) -> str:
        verdict = {True: "PASS", False: "FAIL", None: ""}[self.reached]
        return f"| {self.what} | {self.measured} | {self.target} | {verdict} |"


TITLES = ("| what | measured | reach | |", "|---|---|---|---|")


def against(what: str, ours: float, peer: float, most: float, floor: float = 0.0) -> Line:
    """Our time as a multiple of a peer's.

    Args:
        most: the multiple that is allowed; exclusive where it is 1.
        floor: seconds below which the multiple does not matter.
    """
    ratio = ours / peer
    words = f"faster than tantivy ({milli(peer)})" if most == 1 else f"<= {most}x tantivy"
    words += f" or < {milli(floor)}" if floor else ""
    reached = ratio < 1 if most == 1 else ratio <= most
    return Line(what, f"{milli(ours)} = {ratio:.2f}x", words, reached or ours < floor)


def below(what: str, measured: float, most: float | None, unit: str = "ms") -> Line:
    """A number that must be below another.

    Args:
        most: ``None`` where nothing is asked for.
    """
    factor = {"ms": 1000, "s": 1, "MB": 1e-6, "x": 1}[unit]
    digits = 2 if unit in ("x", "s") else 1
    said = f"{measured * factor:.{digits}f} {unit}"
    if most is None:
        return Line(what, said)
    return Line(what, said, f"< {most * factor:g} {unit}", measured < most)


def milli(seconds: float) -> str:
    """Seconds as milliseconds with three digits."""
    value = seconds * 1000
    return f"{value:.0f} ms" if value >= 100 else f"{value:.3g} ms"


def table(lines: Iterable[Line]) -> str:
    """All lines as Markdown."""
    return "\n".join([*TITLES, *map(str, lines)])
