"""Domain objects to column values and back; pure, the same for writing and reading."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal

from govreport_search.domain import Place, Quantity, State

STATES: tuple[State, ...] = tuple(State)
"""A state's code is its index here; the table ``states`` says the same to other tools."""

STATE_CODES: Mapping[State, int] = {state: code for code, state in enumerate(STATES)}

REGION_SEPARATOR = "/"


def region_path(region: tuple[str, ...] | None) -> str | None:
    """``NULL`` for an unknown region, ``''`` for a national body, else ``省/市/县/镇``."""
    return None if region is None else REGION_SEPARATOR.join(region)


def region_names(path: str | None) -> tuple[str, ...] | None:
    """The inverse of ``region_path``."""
    if path is None:
        return None
    return tuple(path.split(REGION_SEPARATOR)) if path else ()


def real(value: Decimal | None) -> float | None:
    """A number for a REAL column; exact for up to 15 significant digits."""
    return None if value is None else float(value)


def decimal(value: float | None) -> Decimal | None:
    """The shortest decimal that a REAL stands for; a whole number has no fraction."""
    if value is None:
        return None
    return Decimal(int(value)) if value.is_integer() else Decimal(repr(value))


def number(value: Decimal | None) -> int | float | None:
    """A number for JSON, CSV and pandas: whole ones as ``int``."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def quantity(state_code: int, value: float | None, raw: str | None, note: str) -> Quantity:
    """A cell's content from its columns."""
    return Quantity(STATES[state_code], decimal(value), raw, note)


def place_values(place: Place | None) -> dict[str, int | None]:
    """The four columns of a place; all empty where there is none."""
    if place is None:
        return {"page": None, "line": None, "end_line": None, "part": 0}
    return {
        "page": place.page,
        "line": place.line,
        "end_line": place.end_line,
        "part": place.part,
    }


def place(page: int | None, line: int | None, end_line: int | None, part: int) -> Place:
    """The inverse of ``place_values`` for a place that exists."""
    return Place(line=line, end_line=end_line, page=page, part=part)


def dump_places(places: Sequence[Place]) -> str:
    """Places of consecutive lines as JSON runs ``[line, end_line, page, part, count]``.

    A run of ``count`` places goes on line by line; most sections are one or two runs.
    """
    runs: list[list[int | None]] = []
    before: Place | None = None
    for here in places:
        if before is not None and _follows(before, here):
            runs[-1][4] = (runs[-1][4] or 0) + 1
        else:
            runs.append([here.line, here.end_line, here.page, here.part, 1])
        before = here
    return json.dumps(runs, separators=(",", ":"))


def load_places(text: str) -> tuple[Place, ...]:
    """The inverse of ``dump_places``."""
    places: list[Place] = []
    for line, end_line, page, part, count in json.loads(text):
        for step in range(count):
            places.append(
                Place(
                    line=None if line is None else line + step,
                    end_line=None if end_line is None else end_line + step,
                    page=page,
                    part=part,
                )
            )
    return tuple(places)


def _follows(before: Place, here: Place) -> bool:
    if (before.page, before.part) != (here.page, here.part):
        return False
    if before.line is None or here.line is None:
        return before == here
    if before.end_line is None or here.end_line is None:
        return before.end_line is here.end_line and here.line == before.line + 1
    return here.line == before.line + 1 and here.end_line == before.end_line + 1
