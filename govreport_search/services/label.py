"""Printed names of statutory rows, searched as one text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from govreport_search.columns.snapshot import PrintedLabel
from govreport_search.forms import all_forms
from govreport_search.services.finder import Finder
from govreport_search.text import fold

_END = "\n"  # a folded text holds none


class Labels:
    """Every distinct printed name of a row, with the names its row has in the forms.

    Args:
        labels: folded, and as printed.
    """

    def __init__(self, labels: Sequence[tuple[str, PrintedLabel]]) -> None:
        self._labels = labels
        self._starts: list[int] = []
        pieces: list[str] = []
        length = 0
        for folded, entry in labels:
            self._starts.append(length)
            known = (name for name, _ in form_labels(entry.table, entry.row))
            names = _END.join((folded, *known)) + _END
            pieces.append(names)
            length += len(names)
        self._text = "".join(pieces)

    def holding(self, wanted: Sequence[Finder]) -> Iterator[PrintedLabel]:
        """Names that hold any of what is looked for."""
        sure: set[int] = set()
        likely: set[int] = set()
        for finder in wanted:
            (sure if _is_plain(finder) else likely).update(self._may_hold(finder))
        for at in sorted(sure | likely):
            folded, entry = self._labels[at]
            names = ((folded, entry.label), *form_labels(entry.table, entry.row))
            if at in sure or any(holds(*name, each) for each in wanted for name in names):
                yield entry

    def _may_hold(self, finder: Finder) -> Iterable[int]:
        """Names that hold the longest literal of a pattern; all for an expression."""
        patterns = (finder.folded or finder).patterns
        if not patterns:
            return range(len(self._labels))
        return (at for pattern in patterns for at in self._with(max(pattern.parts, key=len)))

    def _with(self, literal: str) -> Iterator[int]:
        place = self._text.find(literal)
        while place >= 0:
            at = bisect_right(self._starts, place) - 1
            yield at
            if at + 1 == len(self._starts):
                return
            place = self._text.find(literal, self._starts[at + 1])


def _is_plain(finder: Finder) -> bool:
    """Whether a name holds it wherever it holds its one literal."""
    return (
        bool(finder.patterns)
        and not finder.of_printed
        and all(
            len(pattern.parts) == 1 and not pattern.before and not pattern.after
            for pattern in finder.patterns
        )
    )


def holds(label: str, printed: str, wanted: Finder) -> bool:
    """Whether a name, folded and as printed, holds what is looked for."""
    return next(wanted.spans(label, printed), None) is not None


@cache
def form_labels(table_id: str, row_id: str) -> tuple[tuple[str, str], ...]:
    """Labels of a row in every form that has it, folded and as the form prints them."""
    return tuple(
        (fold(table.row(row_id).label), table.row(row_id).label)
        for form in all_forms()
        for table in form.tables
        if table.id == table_id and table.has_row(row_id)
    )
