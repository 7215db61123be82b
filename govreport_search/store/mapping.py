"""Domain objects to column values and back; pure, the same for writing and reading."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from govreport_search.domain import Box, CellId, Identity, Place, Quantity, State

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


def said_once(message: str) -> str:
    """What a finding says, where older indexes name a sum of one number twice: 应为3（3）."""
    return _TWICE.sub(r"应为\1，", message)


def number(value: Decimal | None) -> int | float | None:
    """A number for JSON, CSV and pandas: whole ones as ``int``."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def quantity(state_code: int, value: float | None, raw: str | None, note: str) -> Quantity:
    """A cell's content from its columns."""
    return Quantity(STATES[state_code], decimal(value), raw, note)


_TWICE = re.compile(r"应为(\d[\d.]*)（\1），")

_IDENTITY = (
    *("title", "agency", "agency_printed", "level", "kind", "function", "region", "year"),
    *("confidence", "evidence"),
)


def dump_identity(identity: Identity | None) -> str | None:
    """An identity as it was read, as JSON; ``NULL`` for none."""
    if identity is None:
        return None
    return json.dumps({name: getattr(identity, name) for name in _IDENTITY}, ensure_ascii=False)


def load_identity(text: str | None) -> Identity | None:
    """The inverse of ``dump_identity``."""
    if text is None:
        return None
    values = json.loads(text)
    region = values["region"]
    return Identity(**{**values, "region": None if region is None else tuple(region)})


BOX_BITS = 14
"""Bits of each side of a packed box; ten-thousandths need no more."""

_SIDE = (1 << BOX_BITS) - 1


def pack_box(box: Box | None) -> int | None:
    """The four sides in one number of 56 bits, left first; ``NULL`` where there is none.

    What reaches over the page's edge by more than the page is wide is cut there.
    """
    if box is None:
        return None
    packed = 0
    for side in (box.left, box.top, box.right, box.bottom):
        packed = packed << BOX_BITS | min(max(side, 0), _SIDE)
    return packed


def unpack_box(packed: int | None) -> Box | None:
    """The inverse of ``pack_box``."""
    if packed is None:
        return None
    return Box(*(packed >> BOX_BITS * at & _SIDE for at in (3, 2, 1, 0)))


PlaceValues = tuple[int | None, int | None, int | None, int, int | None, int | None, str | None]

_NOWHERE: PlaceValues = (None, None, None, 0, None, None, None)


def place_values(place: Place | None) -> PlaceValues:
    """The columns of a place in the order of the tables; empty where there is none."""
    if place is None:
        return _NOWHERE
    return (
        place.page,
        place.line,
        place.end_line,
        place.part,
        place.end_page,
        None if place.box is None else pack_box(place.box),
        place.element or None,
    )


def place(row: Any) -> Place:
    """The inverse of ``place_values`` for a row with a place."""
    return Place(
        line=row.line,
        end_line=row.end_line,
        page=row.page,
        part=row.part,
        end_page=row.end_page,
        box=unpack_box(row.box),
        element=row.element or "",
    )


# A derived cell is made of the same cells in every report of a form.
@lru_cache(maxsize=4096)
def dump_cells(cells: Sequence[CellId]) -> str:
    """Cells as JSON."""
    return json.dumps([str(cell) for cell in cells], separators=(",", ":"))


@lru_cache(maxsize=4096)
def load_cells(text: str) -> tuple[CellId, ...]:
    """The inverse of ``dump_cells``."""
    return tuple(map(CellId.parse, json.loads(text)))


def dump_places(places: Sequence[Place]) -> str:
    """Places of consecutive lines as JSON runs ``[line, end_line, page, part, count]``.

    A run of ``count`` places goes on line by line; most sections are one or two runs. Where
    its lines have boxes or elements, or end on another page, a sixth member says so:
    ``{"end_page": …, "box": [[left, top, right, bottom], …], "element": ["…", …]}``, the lists
    line by line.
    """
    runs: list[list[Place]] = []
    for here in places:
        if runs and _follows(runs[-1][-1], here):
            runs[-1].append(here)
        else:
            runs.append([here])
    return json.dumps([_run(run) for run in runs], separators=(",", ":"), ensure_ascii=False)


def _run(places: Sequence[Place]) -> list[Any]:
    first = places[0]
    run: list[Any] = [first.line, first.end_line, first.page, first.part, len(places)]
    more: dict[str, Any] = {}
    if first.end_page is not None:
        more["end_page"] = first.end_page
    if any(place.box for place in places):
        more["box"] = [_sides(place.box) for place in places]
    if any(place.element for place in places):
        more["element"] = [place.element for place in places]
    return [*run, more] if more else run


def _sides(box: Box | None) -> list[int] | None:
    return None if box is None else [box.left, box.top, box.right, box.bottom]


def load_places(text: str) -> tuple[Place, ...]:
    """The inverse of ``dump_places``."""
    return tuple(_in_run(run, step) for run in json.loads(text) for step in range(run[_COUNT]))


def load_place(text: str, number: int) -> Place | None:
    """One of the places that ``load_places`` gives; ``None`` where there are fewer."""
    for run in json.loads(text):
        if number < run[_COUNT]:
            return _in_run(run, number)
        number -= run[_COUNT]
    return None


_COUNT = 4
"""Where a run says how many places it holds."""


def _in_run(run: Sequence[Any], step: int) -> Place:
    line, end_line, page, part, _, *rest = run
    more = rest[0] if rest else {}
    boxes, elements = more.get("box"), more.get("element")
    return Place(
        line=None if line is None else line + step,
        end_line=end_line if None in (line, end_line) else end_line + step,
        page=page,
        part=part,
        end_page=more.get("end_page"),
        box=Box(*boxes[step]) if boxes and boxes[step] is not None else None,
        element=elements[step] if elements else "",
    )


def _follows(before: Place, here: Place) -> bool:
    if (before.page, before.end_page, before.part) != (here.page, here.end_page, here.part):
        return False
    if before.line is None or here.line is None:
        return (before.line, before.end_line) == (here.line, here.end_line)
    if before.end_line is None or here.end_line is None:
        return before.end_line is here.end_line and here.line == before.line + 1
    return here.line == before.line + 1 and here.end_line == before.end_line + 1
