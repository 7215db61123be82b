"""Which statutory rows a query hits: words are judged by a row's name, all else by its report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from govreport_search.forms import all_forms
from govreport_search.query.request import EMPTY_VALUE
from govreport_search.query.tree import FieldFilter, Node
from govreport_search.query.walk import texts
from govreport_search.services.array import Flags, Positions
from govreport_search.services.evaluate import Evaluation
from govreport_search.services.finder import finder, finders
from govreport_search.services.label import form_labels, holds
from govreport_search.services.outcome import Hits, undecided
from govreport_search.services.truth import Truth, truth_of

RowId = tuple[str, str]
"""Table and row."""


@dataclass(frozen=True, slots=True, eq=False)
class _Judged:
    """One printed name of a row, and the query's truth there.

    Attributes:
        number: of the row, in ``RowOutcome.rows``.
        section: id of the section that the table belongs to.
        count: occurrences in the printed name of what a hit may hold.
        yes, open: positions of reports that print it, where the query holds or is undecided.
    """

    number: int
    section: str
    count: int
    yes: Positions
    open: Positions


class RowOutcome:
    """What an evaluation says of statutory rows; as ``Outcome`` does of sections.

    A word holds for a row whose printed name, or whose name in a form, holds it. A field
    ``section`` means the section that the row's table belongs to.

    Args:
        sections: the sections asked for; empty for all.
        excluded: sections that are kept out.

    Attributes:
        rows: every printed row, in the order of the forms, the newest form first.
    """

    def __init__(
        self, found: Evaluation, sections: Sequence[str], excluded: Sequence[str] = ()
    ) -> None:
        self._found = found
        self._corpus = found.corpus
        self._sections, self._excluded = frozenset(sections), frozenset(excluded)
        known = {(entry.table, entry.row) for _, entry in self._corpus.labels}
        self.rows: tuple[RowId, ...] = tuple(sorted(known, key=_place))
        self._judged = tuple(self._judge())
        held = {one.section for one in self._judged}
        self.kinds: tuple[str, ...] = (*sorted(held - {EMPTY_VALUE}), EMPTY_VALUE)

    def matched(self) -> Flags:
        """Reports with at least one hit, shape (reports,)."""
        return self._flags([one.yes for one in self._admitted()])

    def matched_by_kind(self) -> Flags:
        """Reports that would match were this section the only one asked for.

        Of shape (kinds, reports), in the order of ``kinds``, whatever the section filter.
        """
        return np.array(
            [
                self._flags([one.yes for one in self._judged if one.section == kind])
                for kind in self.kinds
            ]
        )

    def hits(self, reports: Flags) -> Hits:
        """Every row of the admitted reports for which the query holds, once."""
        none = np.empty(0, np.int64)
        report, unit, count = [none], [none], [none]
        for one in self._admitted():
            at = one.yes[reports[one.yes]]
            report.append(at)
            unit.append(np.full(len(at), one.number))
            count.append(np.full(len(at), one.count))
        every = Hits(np.concatenate(report), np.concatenate(unit))
        counts = np.concatenate(count)
        # A row printed twice counts once, by the name that holds most.
        order = np.lexsort((-counts, every.unit, every.report))
        place = every.report[order] * max(len(self.rows), 1) + every.unit[order]
        first = order[np.diff(place, prepend=-1) > 0]
        return Hits(every.report[first], every.unit[first], np.zeros(len(first)), counts[first])

    def undecided(self, reports: Flags) -> tuple[Mapping[str, int], int]:
        """Reports without a hit only because a cell holds no number; see ``Outcome``."""

        def open_() -> Flags:
            return self._flags([one.open for one in self._admitted()]) & ~self.matched() & reports

        return undecided(self._found, open_)

    def _admitted(self) -> Iterator[_Judged]:
        return (
            one
            for one in self._judged
            if (not self._sections or one.section in self._sections)
            and one.section not in self._excluded
        )

    def _flags(self, positions: Sequence[Positions]) -> Flags:
        flags = np.zeros(len(self._corpus), dtype=np.bool_)
        for at in positions:
            flags[at] = True
        return flags

    def _judge(self) -> Iterator[_Judged]:
        """Names in which the same words hold share one truth."""
        number = {row: at for at, row in enumerate(self.rows)}
        nodes = tuple(dict.fromkeys(texts(self._found.tree)))
        wanted = finders(self._found.tree)
        known: dict[tuple[tuple[bool, ...], str], tuple[Flags, Flags]] = {}
        for folded, entry in self._corpus.labels:
            names = ((folded, entry.label), *form_labels(entry.table, entry.row))
            held = tuple(any(holds(*name, finder(node)) for name in names) for node in nodes)
            section = table_section(entry.table)
            if (held, section) not in known:
                truth = self._truth(dict(zip(nodes, held, strict=True)), section)
                known[held, section] = truth.yes, truth.open
            yes, open_ = known[held, section]
            count = sum(1 for each in wanted for _ in each.spans(folded, entry.label))
            # Who prints a name is read where that matters.
            at = entry.reports if yes.any() or open_.any() else np.empty(0, np.int64)
            row = number[entry.table, entry.row]
            yield _Judged(row, section, count, at[yes[at]], at[open_[at]])

    def _truth(self, held: Mapping[Node, bool], section: str) -> Truth:
        """The query's truth in each report of a row in which these words hold."""
        shape = len(self._corpus)

        def leaf(node: Node) -> Truth:
            if isinstance(node, FieldFilter) and node.field == "section":
                return _constant(section in node.values)
            # What is no word is judged by the report, and so is ``同一报告``, by its sections.
            return _constant(held[node]) if node in held else self._found.of_report(node)

        truth = truth_of(self._found.tree, leaf)
        yes, no = (flags.reshape(-1) for flags in (truth.yes, truth.no))  # one, or one a report
        return Truth(np.broadcast_to(yes, shape), np.broadcast_to(no, shape))


def _constant(value: bool) -> Truth:
    return Truth(np.array([value]), np.array([not value]))


@cache
def table_section(table_id: str) -> str:
    """Id of the section that a table belongs to."""
    sections = (t.section for form in all_forms() for t in form.tables if t.id == table_id)
    return next(sections, EMPTY_VALUE)


@cache
def _places() -> Mapping[RowId, int]:
    every = (
        (table.id, row.id)
        for form in reversed(all_forms())
        for table in form.tables
        for row in table.rows
    )
    return {row: at for at, row in enumerate(dict.fromkeys(every))}


def _place(row: RowId) -> tuple[int, RowId]:
    """Order of a row among the forms' rows; one of no form comes behind them."""
    return _places().get(row, len(_places())), row
