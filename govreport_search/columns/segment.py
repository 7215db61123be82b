"""Some reports as arrays: made from the store's rows, chosen from, joined.

Reports stand in the order of their keys. What the store holds under a key never changes, so that
a segment never changes; removed reports are masked until a merge leaves them out.

Arrays of a segment, n reports, m sections, by name::

    key, year                    int64 and int32, shape (n,)
    id                           text (``texts.pack``)
    level, kind, function,
    agency, region, form         coded text; an unknown region is ``UNKNOWN_REGION``
    section.key                  int64, shape (m,), ascending
    section.report               int32: position of its report
    section.id                   coded text
    section.length               int32: characters of folded text
    state:<cell>, value:<cell>   int8 and float64, shape (n,); ``OUTSIDE_FORM`` and NaN where the
                                 report has no such cell, NaN in every state but number
    row.label                    coded text: table, row and printed label, joined by ``BETWEEN``
    row.report                   int32: position of the report that prints it; shape as row.label
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from govreport_search.columns.array_file import Array
from govreport_search.columns.texts import (
    CodedTexts,
    chosen,
    coded,
    joined,
    pack,
    pack_coded,
    unpack,
    unpack_coded,
)
from govreport_search.store.bulk import BulkRows, Rows

Arrays = Mapping[str, Array]

CODED = ("level", "kind", "function", "agency", "region", "form")

OUTSIDE_FORM = -1
"""State code of a cell that the report's form does not have."""

NO_YEAR = 0
"""Stands for an unknown year."""

UNKNOWN_REGION = "?"
"""Stands for an unknown region path; no path is that, and a national body's is empty."""

BETWEEN = "\x1f"

STATE, VALUE = "state:", "value:"


def make_segment(rows: BulkRows, cell_names: Mapping[int, str]) -> dict[str, Array]:
    """The arrays of some reports, in the order of their keys."""
    columns = list(zip(*rows.reports, strict=True)) or [()] * 9
    key, ids, year, *names, region, form = columns
    keys = np.array(key, dtype=np.int64)
    paths = tuple(UNKNOWN_REGION if path is None else path for path in region)
    made: dict[str, Array] = {
        "key": keys,
        "year": np.array([NO_YEAR if y is None else y for y in year], dtype=np.int32),
        **pack("id", ids),
    }
    for name, column in zip(CODED, (*names, paths, form), strict=True):
        made |= pack_coded(name, coded(column))
    made |= _sections(keys, rows.sections)
    # What was computed takes what is printed in the cell into account already, so it comes last.
    made |= _cells(keys, [*rows.facts, *rows.derived], cell_names)
    labels = coded(BETWEEN.join(row[1:]) for row in rows.printed)
    of = np.array([row[0] for row in rows.printed], dtype=np.int64)
    made |= {**pack_coded("row.label", labels), "row.report": _positions(keys, of)}
    return made


def _sections(keys: NDArray[np.int64], rows: Rows) -> dict[str, Array]:
    key, report, section, length = list(zip(*rows, strict=True)) or [()] * 4
    return {
        "section.key": np.array(key, dtype=np.int64),
        "section.report": _positions(keys, np.array(report, dtype=np.int64)),
        **pack_coded("section.id", coded(section)),
        "section.length": np.array(length, dtype=np.int32),
    }


def _cells(
    keys: NDArray[np.int64], rows: Sequence[Sequence[float]], cell_names: Mapping[int, str]
) -> dict[str, Array]:
    report, cell, state, value = list(zip(*rows, strict=True)) or [()] * 4
    at = _positions(keys, np.array(report, dtype=np.int64))
    cells, states = np.array(cell, dtype=np.int64), np.array(state, dtype=np.int8)
    values = np.array(value, dtype=np.float64)  # None becomes NaN
    order = np.argsort(cells, kind="stable")
    groups = np.flatnonzero(np.diff(cells[order], prepend=-1))
    made: dict[str, Array] = {}
    for entries in np.split(order, groups[1:]) if len(order) else ():
        name = cell_names[int(cells[entries[0]])]
        made[STATE + name] = np.full(len(keys), OUTSIDE_FORM, dtype=np.int8)
        made[VALUE + name] = np.full(len(keys), np.nan)
        made[STATE + name][at[entries]] = states[entries]
        made[VALUE + name][at[entries]] = values[entries]
    return made


def _positions(keys: NDArray[np.int64], wanted: NDArray[np.int64]) -> NDArray[np.int32]:
    return np.searchsorted(keys, wanted).astype(np.int32)


def join_segments(parts: Sequence[tuple[Arrays, NDArray[np.bool_]]]) -> dict[str, Array]:
    """One segment of several, in their order, each with the reports that are still there.

    Args:
        parts: segments whose keys ascend from one to the next, and which reports to take,
            shape (reports of the segment,).
    """
    taken = [np.flatnonzero(live) for _, live in parts]
    arrays = [part for part, _ in parts]
    starts = np.cumsum([0, *map(len, taken)])
    made: dict[str, Array] = {
        name: np.concatenate([part[name][at] for part, at in zip(arrays, taken, strict=True)])
        for name in ("key", "year")
    }
    ids = [unpack("id", part) for part in arrays]
    made |= pack("id", (own[i] for own, at in zip(ids, taken, strict=True) for i in at))
    for name in CODED:
        columns = [unpack_coded(name, part) for part in arrays]
        made |= pack_coded(name, joined(list(map(chosen, columns, taken))))
    made |= _joined_entries(parts, starts, "section", ("key", "length"), "id")
    made |= _joined_entries(parts, starts, "row", (), "label")
    for cell in dict.fromkeys(name for part in arrays for name in cells_of(part)):
        made[STATE + cell], made[VALUE + cell] = joined_cell(cell, arrays, taken)
    return made


def cells_of(arrays: Arrays) -> Iterable[str]:
    """Names of the cells that a segment holds."""
    return (name.removeprefix(STATE) for name in arrays if name.startswith(STATE))


def joined_cell(
    cell: str, arrays: Sequence[Arrays], taken: Sequence[NDArray[np.int64]]
) -> tuple[NDArray[np.int8], NDArray[np.float64]]:
    """States and values of a cell in the reports taken from each segment."""
    states, values = [np.empty(0, np.int8)], [np.empty(0, np.float64)]
    for part, at in zip(arrays, taken, strict=True):
        if STATE + cell in part:
            states.append(part[STATE + cell][at])
            values.append(part[VALUE + cell][at])
        else:
            states.append(np.full(len(at), OUTSIDE_FORM, dtype=np.int8))
            values.append(np.full(len(at), np.nan))
    return np.concatenate(states), np.concatenate(values)


def _joined_entries(
    parts: Sequence[tuple[Arrays, NDArray[np.bool_]]],
    starts: NDArray[np.int64],
    kind: str,
    plain: Sequence[str],
    coded_name: str,
) -> dict[str, Array]:
    """Sections or rows of the reports taken, with their reports' new positions."""
    made: dict[str, list[Array]] = {name: [] for name in (*plain, "report")}
    columns: list[CodedTexts] = []
    for (part, live), start in zip(parts, starts[:-1], strict=True):
        owner = part[f"{kind}.report"]
        at = np.flatnonzero(live[owner])
        place = np.cumsum(live) - 1 + start
        made["report"].append(place[owner[at]].astype(np.int32))
        for name in plain:
            made[name].append(part[f"{kind}.{name}"][at])
        columns.append(chosen(unpack_coded(f"{kind}.{coded_name}", part), at))
    return {
        **{f"{kind}.{name}": np.concatenate(pieces) for name, pieces in made.items()},
        **pack_coded(f"{kind}.{coded_name}", joined(columns)),
    }
