"""Lists of headings (a table of contents, the anchors of a page): they begin no sections."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from govreport_search.forms import Form
from govreport_search.text.label import split_numbering
from indexer.blocks import Line
from indexer.grid import is_furniture
from indexer.segment.begin import Heading

_SURE = 5.0
_SHORTEST_LIST, _SHORTEST_UNREPEATED = 3, 4
_LONGEST_ENTRY = 40
_NOT_IN_AN_ENTRY = re.compile(r"[。；！？，,;\d]")


def without_lists(lines: Sequence[Line], found: Sequence[Heading], form: Form) -> list[Heading]:
    """The candidates for headings, without those that only stand in a list of headings.

    Headings in the form's order with nothing between them are a list if the same headings
    stand elsewhere with text behind them. If they do not, the chapters may just be empty (their
    tables were images); but the first chapter is never a table, and a run of headings that
    begins with it is a list all the same.
    """
    order = [section.id for section in form.sections]
    runs = list(_runs(lines, _sure(found), order))
    empty = {head.first for run in runs for head in run}
    filled = {head.section for head in _sure(found) if head.first not in empty}
    listed: set[int] = set()
    for run in runs:
        opens = run[0].section == order[0] and len(run) >= _SHORTEST_UNREPEATED
        if len(run) >= _SHORTEST_LIST:
            listed.update(head.first for head in run if opens or head.section in filled)
    return [head for head in found if head.first not in listed]


def _sure(found: Sequence[Heading]) -> list[Heading]:
    """The best candidate of each line, if it leaves little doubt."""
    best: dict[int, Heading] = {}
    for head in found:
        if head.score >= _SURE and head.score > getattr(best.get(head.first), "score", 0.0):
            best[head.first] = head
    return [best[first] for first in sorted(best)]


def _runs(
    lines: Sequence[Line], sure: Sequence[Heading], order: Sequence[str]
) -> Iterator[list[Heading]]:
    """Runs of empty headings in the form's order; the one that has text behind it is left out."""
    run: list[Heading] = []
    for head, following in pairwise(sure):
        is_empty = not head.rest and _is_bare(lines, head.end, following.first)
        if is_empty:
            run.append(head)
        if run and not (is_empty and order.index(head.section) < order.index(following.section)):
            yield run
            run = []
    if run:
        yield run


def _is_bare(lines: Sequence[Line], first: int, end: int) -> bool:
    """Whether nothing stands there but what a list of headings has: its own sub-headings."""
    for line in lines[first:end]:
        text = line.text.strip()
        if not text or is_furniture(text):
            continue
        is_entry = split_numbering(text)[0] and len(text) <= _LONGEST_ENTRY
        if not is_entry or _NOT_IN_AN_ENTRY.search(text):
            return False
    return True
