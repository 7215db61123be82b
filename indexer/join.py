"""Which of the files that were read are one report: a page or letter, and its annexes.

A file is an annex of a report only if all of this holds:

- it looks like one: a workbook, or its name says annex, or the report links to it;
- it is no report itself, or it holds tables and the report none, and it names no other year;
- exactly one report comes into question: the only one that links to it, or, where none does
  and it is a workbook or its name says annex, the only report in its folder.

Two reports are never joined: what is in doubt stays apart. What a manifest says about a file
goes before all this.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from govreport_search.errors import UnreadableSourceError
from govreport_search.store import NewReport
from indexer.archive import folder_of
from indexer.discover import PAGE_SUFFIXES, SHEET_SUFFIXES
from indexer.intake import Loaded
from indexer.link import targets
from indexer.readers.sniff import Kind, kind_of
from indexer.worker import Reading

if TYPE_CHECKING:  # its package loads the parser of pages
    from indexer.readers.html.reference import Link

NOT_A_REPORT = "not_a_report"

_ANNEX = re.compile(r"附件|附表|附录|统计表|情况表|数据表|annex|appendix|attachment", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Met:
    """A report or another file of this run, as far as joining asks.

    Attributes:
        is_report: whether it is a report by itself.
        rows: how many statutory rows it prints.
        year: the report's year.
        links: for each document it links to, where that may stand, the likeliest place first.
        has_images: whether its images had to be recognised.
    """

    loaded: Loaded
    is_report: bool
    rows: int
    year: int | None = None
    links: tuple[tuple[str, ...], ...] = ()
    has_images: bool = False

    @property
    def location(self) -> str:
        """Of its main file."""
        return self.loaded.files[0].location

    @property
    def says_annex(self) -> bool:
        """Whether it is a workbook, or called an annex."""
        name = self.location.rpartition("/")[2].rpartition("\\")[2]
        return name.lower().endswith(SHEET_SUFFIXES) or bool(_ANNEX.search(name))


def met(loaded: Loaded, reading: Reading) -> Met | None:
    """What joining asks about a reading; ``None`` for a file that could not be read at all."""
    location = loaded.files[0].location
    links = tuple(targets(location, link) for link in reading.links)
    outcome = reading.outcome
    if isinstance(outcome, NewReport):
        rows = len(outcome.report.rows)
        return Met(loaded, True, rows, outcome.report.identity.year, links)
    if outcome.code == NOT_A_REPORT:
        return Met(loaded, False, 0, None, links)
    return None


def links_of(data: bytes) -> tuple[Link, ...]:
    """The documents that a page links to; none for other kinds."""
    try:
        if kind_of(data, "") is not Kind.HTML:
            return ()
    except UnreadableSourceError:
        return ()
    from indexer.readers.html import linked_files  # its library is loaded for pages only

    return linked_files(data)


def neighbours(
    all_met: Sequence[Met], stored: Sequence[Met], links: Callable[[Met], Iterable[Link]]
) -> Iterator[Met]:
    """Stored reports that were not read in this run, but may belong together with another file.

    A run may have been stopped before it joined, and an annex may come later than its report.

    Args:
        links: what a stored page links to; it costs reading the page again, so
            it is asked only where it matters.
    """
    annexes = [one for one in (*all_met, *stored) if _may_be_annex(one)]
    folders = {folder_of(one.location) for one in annexes}
    others = {folder_of(one.location) for one in annexes if not one.is_report}
    for one in stored:
        folder = folder_of(one.location)
        if folder in others or (annexes and one.rows == 0):
            places = tuple(targets(one.location, link) for link in links(one))
            yield replace(one, links=places)
        elif folder in folders:
            yield one


def joined(all_met: Sequence[Met]) -> list[tuple[Met, list[Met]]]:
    """Reports with the annexes that are theirs, in the order they were met."""
    linking = _linking(all_met)
    in_folder: dict[str, list[Met]] = defaultdict(list)
    for one in all_met:
        if one.is_report and not one.says_annex:
            in_folder[folder_of(one.location)].append(one)
    annexes: dict[str, list[Met]] = defaultdict(list)
    mains: dict[str, Met] = {}
    for one in all_met:
        candidates = linking.get(one.location, [])
        if not candidates and one.says_annex:
            candidates = in_folder.get(folder_of(one.location), [])
        if len(candidates) == 1 and _is_annex_of(one, candidates[0]):
            main = candidates[0]
            mains[main.location] = main
            annexes[main.location].append(one)
    # What is itself an annex has none, and what has some is none.
    taken = {one.location for some in annexes.values() for one in some}
    return [(main, annexes[place]) for place, main in mains.items() if place not in taken]


def _linking(all_met: Sequence[Met]) -> dict[str, list[Met]]:
    """By location the reports that link to it; those that mean it most exactly where several do."""
    places = {one.location for one in all_met}
    ranked: dict[str, dict[str, tuple[int, Met]]] = defaultdict(dict)
    for one in all_met:
        if not one.is_report or one.says_annex:
            continue
        for link in one.links:
            rank, place = next(
                ((rank, place) for rank, place in enumerate(link) if place in places), (0, "")
            )
            known = ranked[place].get(one.location)
            if known is None or rank < known[0]:
                ranked[place][one.location] = rank, one
    return {
        place: [one for rank, one in by.values() if rank == min(rank for rank, _ in by.values())]
        for place, by in ranked.items()
    }


def _is_annex_of(one: Met, main: Met) -> bool:
    if one is main or len(one.loaded.files) > 1:
        return False
    if not _may_be_annex(one):
        return False
    same_year = one.year is None or main.year is None or one.year == main.year
    return not one.is_report or (main.rows == 0 and same_year)


def _may_be_annex(one: Met) -> bool:
    """As far as the file itself tells."""
    if one.is_report:
        return one.says_annex and bool(one.rows)
    # A page that links to a page is a site, not a report in two files.
    return one.says_annex or not one.location.lower().endswith(PAGE_SUFFIXES)
