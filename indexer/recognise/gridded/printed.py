"""Which tables of a form the grids of a report print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from govreport_search.forms import Layout
from indexer.recognise.gridded.strip import Strip
from indexer.recognise.vocabulary import Kind, Vocabulary

_HEADER_WEIGHT = 3
"""Labels that a header or a group row of a table counts for: it is that table's alone."""

_FEWEST = 2
"""Labels that are a table without any header."""

_FEWEST_HEADED = 3
"""Labels below a table's own header that make it one beside another of its section."""


def printed_tables(body: Sequence[Strip], words: Vocabulary) -> list[str]:
    """Tables of rows the grids print.

    Of several with one section that of which most is printed, and those whose own header stands
    over rows of theirs. Labels alone are no table: a header or a group row of it must be
    printed as well, or most of its rows.
    """
    labels: dict[str, set[str]] = {}
    headed: dict[str, set[str]] = {}
    proof: Counter[str] = Counter()
    for row in body:
        if row.top is not None:
            proof[row.top.table] += 1
        entries = (*row.label.entries, *row.label.groups) if row.label is not None else ()
        for entry in entries:
            labels.setdefault(entry.table, set()).add(entry.id)
            if row.top is not None and row.top.table == entry.table:
                headed.setdefault(entry.table, set()).add(entry.id)
            proof[entry.table] += entry.kind is Kind.GROUP
    best: dict[str, str] = {}
    weight: dict[str, int] = {}
    for table in words.form.tables:
        if table.layout is Layout.SINGLE_LINE:
            continue
        seen = len(labels.get(table.id, ()))
        most = 2 * seen >= len(table.data_rows)
        if seen < 1 or (seen < _FEWEST and not proof[table.id]) or not (proof[table.id] or most):
            continue
        weight[table.id] = seen + _HEADER_WEIGHT * bool(proof[table.id])
        if weight[table.id] > weight.get(best.get(table.section, ""), 0):
            best[table.section] = table.id
    return [
        name
        for name in weight
        if name in best.values() or len(headed.get(name, ())) >= _FEWEST_HEADED
    ]
