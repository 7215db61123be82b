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
    row.label                    text: table, row and printed label, joined by ``BETWEEN``; distinct
    row.bounds, row.report       int64 and int32: positions of the reports that print label i are
                                 ``row.report[row.bounds[i]:row.bounds[i + 1]]``, ascending
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

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
    return made | _labels(labels.values, labels.codes, _positions(keys, of))


def _labels(
    values: Sequence[str], codes: NDArray[np.int32], reports: NDArray[np.int32]
) -> dict[str, Array]:
    """Which reports print which label, each once; values that nobody prints are left out."""
    order = np.lexsort((reports, codes))
    codes, reports = codes[order], reports[order]
    again = (np.diff(codes, prepend=-1) == 0) & (np.diff(reports, prepend=-1) == 0)
    codes, reports = codes[~again], reports[~again]
    printed, first = np.unique(codes, return_index=True)
    return {
        **pack("row.label", (values[code] for code in printed.tolist())),
        "row.bounds": np.append(first, len(codes)).astype(np.int64),
        "row.report": reports,
    }


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


def join_segments(
    parts: Sequence[tuple[Arrays, NDArray[np.bool_]]],
) -> Iterator[tuple[str, Array]]:
    """One segment of several, in their order, each with the reports that are still there.

    Arrays are made one after another, so that one cell of all reports is in memory at a time.

    Args:
        parts: segments whose keys ascend from one to the next, and which reports to take,
            shape (reports of the segment,).
    """
    taken = [np.flatnonzero(live) for _, live in parts]
    arrays = [part for part, _ in parts]
    starts = np.cumsum([0, *map(len, taken)])
    for name in ("key", "year"):
        pieces = [part[name][at] for part, at in zip(arrays, taken, strict=True)]
        yield name, np.concatenate(pieces)
    ids = [unpack("id", part) for part in arrays]
    kept = (own[i] for own, at in zip(ids, taken, strict=True) for i in at.tolist())
    yield from pack("id", kept).items()
    for name in CODED:
        columns = [unpack_coded(name, part) for part in arrays]
        yield from pack_coded(name, joined(list(map(chosen, columns, taken)))).items()
    yield from _joined_sections(parts, starts).items()
    yield from _joined_labels(parts, starts).items()
    for cell in dict.fromkeys(name for part in arrays for name in cells_of(part)):
        states, values = joined_cell(cell, arrays, taken)
        yield STATE + cell, states
        yield VALUE + cell, values


def cells_of(arrays: Arrays) -> Iterable[str]:
    """Names of the cells that a segment holds."""
    return (name.removeprefix(STATE) for name in arrays if name.startswith(STATE))


def joined_cell(
    cell: str, arrays: Sequence[Arrays], taken: Sequence[NDArray[np.int64] | None]
) -> tuple[NDArray[np.int8], NDArray[np.float64]]:
    """States and values of a cell in the reports taken from each segment, ``None`` for all.

    Where one segment holds all that is wanted, they are its own arrays.
    """
    states, values = [], []
    for part, at in zip(arrays, taken, strict=True):
        if STATE + cell in part:
            state, value = part[STATE + cell], part[VALUE + cell]
            states.append(state if at is None else state[at])
            values.append(value if at is None else value[at])
        else:
            count = len(part["key"]) if at is None else len(at)
            states.append(np.full(count, OUTSIDE_FORM, dtype=np.int8))
            values.append(np.full(count, np.nan))
    if len(states) == 1:
        return states[0], values[0]
    return (
        np.concatenate([np.empty(0, np.int8), *states]),
        np.concatenate([np.empty(0, np.float64), *values]),
    )


def _joined_sections(
    parts: Sequence[tuple[Arrays, NDArray[np.bool_]]], starts: NDArray[np.int64]
) -> dict[str, Array]:
    """Sections of the reports taken, with their reports' new positions."""
    made: dict[str, list[Array]] = {"key": [], "length": [], "report": []}
    ids: list[CodedTexts] = []
    for (part, live), start in zip(parts, starts[:-1], strict=True):
        owner = part["section.report"]
        at = np.flatnonzero(live[owner])
        made["report"].append(_places(live, start)[owner[at]])
        for name in ("key", "length"):
            made[name].append(part[f"section.{name}"][at])
        ids.append(chosen(unpack_coded("section.id", part), at))
    return {
        **{f"section.{name}": np.concatenate(pieces) for name, pieces in made.items()},
        **pack_coded("section.id", joined(ids)),
    }


def _joined_labels(
    parts: Sequence[tuple[Arrays, NDArray[np.bool_]]], starts: NDArray[np.int64]
) -> dict[str, Array]:
    """Labels that the reports taken print."""
    columns, reports = [], []
    for (part, live), start in zip(parts, starts[:-1], strict=True):
        bounds, owner = part["row.bounds"], part["row.report"]
        codes = np.repeat(np.arange(len(bounds) - 1, dtype=np.int32), np.diff(bounds))
        at = np.flatnonzero(live[owner])
        columns.append(chosen(CodedTexts(unpack("row.label", part), codes), at))
        reports.append(_places(live, start)[owner[at]])
    labels = joined(columns)
    return _labels(labels.values, labels.codes, np.concatenate(reports))


def _places(live: NDArray[np.bool_], start: int) -> NDArray[np.int32]:
    """New positions of the reports that stay."""
    return (np.cumsum(live) - 1 + start).astype(np.int32)
