"""How a query that is being typed may go on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from govreport_search.query.result import Completion
from govreport_search.query.words import FIELD_NAMES, PREFIX_NAMES
from govreport_search.services.archive import Archive
from govreport_search.services.catalogue import AGENCY, INDICATOR, REGION, TERM, catalogue
from govreport_search.services.names import Name
from govreport_search.text import fold

KINDS: tuple[str, ...] = (TERM, INDICATOR, REGION, AGENCY)

_OF_FIELD: dict[str, tuple[str, ...]] = {"agency": (AGENCY,), "region": (REGION,)}

_MOST_OF_A_KIND = 4
"""Shown of one kind before any other kind has had its turn."""

_LONGEST = 60
"""What is longer is no beginning of a name."""

_LAST = re.compile(r"[^\s()（）]*$")
_FIELD = re.compile(r"(\w+)[:：](?=.)")
_OPENING = '-－"“「『＂'


def complete(archive: Archive, text: str, limit: int = 10) -> tuple[Completion, ...]:
    """Terms, indicators, regions and agencies whose names hold the last thing typed.

    Names that begin with it come first. Latin letters stand for pinyin, too: for initials
    (``xxgk``), whole syllables or the beginning of the last one (``xinxigongk``). Behind
    ``机关:`` and ``地区:`` only those are given, behind other fields nothing.

    Args:
        text: what stands in the box before the cursor.
        limit: how many at most.
    """
    start, kinds, typed = beginning(text)
    if not typed or len(typed) > _LONGEST or limit < 1:
        return ()
    known = archive.ask(catalogue)
    found = [(how, kind, name) for kind in kinds for how, name in known[kind].find(typed, limit)]
    return tuple(
        Completion(name.text, kind, name.insert, name.reports, start)
        for _, kind, name in _mixed(found, limit)
    )


def beginning(text: str) -> tuple[int, tuple[str, ...], str]:
    """Where the last thing typed begins, what kinds of names it may be of, and it, folded."""
    last = _LAST.search(text)
    start = last.start() if last else len(text)
    while start < len(text) and text[start] in _OPENING:
        start += 1
    kinds, typed = KINDS, text[start:]
    if field := _FIELD.match(typed):
        name = fold(field[1])
        kinds = _OF_FIELD.get(FIELD_NAMES.get(name, ""), ())
        if name in PREFIX_NAMES:
            kinds = (TERM,)
            start += field.end()
        typed = typed[field.end() :].lstrip(_OPENING)
    return start, kinds, fold(typed)


def _mixed(found: Sequence[tuple[int, str, Name]], limit: int) -> Sequence[tuple[int, str, Name]]:
    """The best ones, no kind crowding out another."""
    taken: list[tuple[int, str, Name]] = []
    further: list[tuple[int, str, Name]] = []
    counts = dict.fromkeys(KINDS, 0)
    # Stable: within one way of holding it, kinds and names keep their order.
    for one in sorted(found, key=lambda entry: entry[0]):
        counts[one[1]] += 1
        (taken if counts[one[1]] <= _MOST_OF_A_KIND else further).append(one)
    chosen = [*taken, *further][:limit]
    return sorted(chosen, key=lambda entry: entry[0])
