"""Which reports and sections a query hits, and which reports it cannot decide."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from govreport_search.columns.segment import OUTSIDE_FORM
from govreport_search.domain import State
from govreport_search.query.request import EMPTY_VALUE
from govreport_search.query.tree import Phrase, Text
from govreport_search.query.walk import conditions, positive_texts
from govreport_search.services.array import Flags, Positions, where
from govreport_search.services.ascending import Found, union
from govreport_search.services.evaluate import Evaluation
from govreport_search.store.mapping import STATE_CODES
from govreport_search.terms import usual_wording

UNDECIDED_STATES = tuple(state for state in State if state is not State.NUMBER)


@dataclass(frozen=True, slots=True, eq=False)
class Hits:
    """Hits in no particular order, aligned; shape (hits,).

    Attributes:
        report: position of the report.
        unit: the section's unit, -1 for a report hit; in rows the row's number.
        score, count: relevance and occurrences, where they are not those of the unit alone.
        sections: of how many sections the hit is the best one, where it stands for several.
    """

    report: Positions
    unit: Positions
    score: NDArray[np.float64] | None = None
    count: NDArray[np.int64] | None = None
    sections: NDArray[np.int64] | None = None

    def taken(self, at: Positions) -> Hits:
        """The hits at these places, in that order."""
        return Hits(
            self.report.take(at),
            self.unit.take(at),
            None if self.score is None else self.score.take(at),
            None if self.count is None else self.count.take(at),
            None if self.sections is None else self.sections.take(at),
        )

    def reports(self) -> int:
        """How many reports have a hit."""
        return int(np.count_nonzero(np.bincount(self.report)))

    def __len__(self) -> int:
        return len(self.report)


class Outcome:
    """What an evaluation says under a section filter, before the filters on reports.

    Args:
        kinds: which kinds of units are admitted, shape (kinds + 1,).
    """

    def __init__(self, found: Evaluation, kinds: Flags) -> None:
        self._found = found
        self._corpus = found.corpus
        self._kinds = kinds
        self._every_kind = bool(kinds.all())
        self._yes = self._sections_of(found.at.yes & self._admitted)
        if self._yes is found.candidates:
            self._yes_report = found.candidate_reports
        else:
            self._yes_report = found.corpus.reports_of(self._yes)
        self.alone = self._reports(found.alone)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The sections that ``matched_by_kind`` tells apart, ``none`` last."""
        return (*self._corpus.section_names, EMPTY_VALUE)

    @cached_property
    def _admitted(self) -> Flags:
        """Which candidates are of a kind that is admitted; shapes that broadcast to theirs."""
        if self._every_kind:
            return np.ones(1, dtype=np.bool_)
        return self._kinds[self._corpus.unit_kind[self._found.candidates]]

    def _sections_of(self, chosen: Flags) -> Positions:
        """The sections among chosen candidates."""
        units = self._found.candidates
        if len(self._corpus.bare):
            chosen = chosen & (units < self._corpus.sections)
        return units if chosen.all() else units.take(where(chosen))

    def matched(self) -> Flags:
        """Reports with at least one hit, shape (reports,)."""
        matched = self.alone.copy()
        matched[self._yes_report] = True
        if (background := self._background_hits()) is not None:
            matched |= background.any(axis=0)
        return matched

    def matched_by_kind(self) -> Flags:
        """Reports that would match were this kind of unit the only one admitted.

        Of shape (kinds + 1, reports), whatever the section filter.
        """
        corpus, found = self._corpus, self._found
        yes = self._yes if self._every_kind else self._sections_of(found.at.yes)
        shape = corpus.no_section + 1, len(corpus)
        matched = np.zeros(shape, dtype=np.bool_)
        if found.alone.any():
            matched |= found.alone & corpus.has_kind
        matched.reshape(-1)[corpus.unit_place.take(yes)] = True
        if found.background.yes.any():
            inside = (found.background.yes & ~found.alone & found.others)[:-1]
            matched[:-1] |= inside
        return matched

    def hits(self, reports: Flags) -> Hits:
        """All hits in the admitted reports, sections before whole reports, both ascending.

        A report that conditions alone satisfy is listed by the sections that hold a phrase of
        the query, or else once as a whole: ``"甲" OR 新收=0`` must not list all its sections.
        """
        listed, of = self._yes, self._yes_report
        if not reports.all():
            at = where(reports.take(of))
            listed, of = listed.take(at), of.take(at)
        alone = self.alone & reports
        some_alone = alone.any()
        if some_alone:
            at = where(~alone.take(of) | self._holds_phrase(listed))
            listed, of = listed.take(at), of.take(at)
        if (background := self._background(reports)) is not None:
            listed = union([listed, background])
            of = self._corpus.reports_of(listed)
        if not some_alone:
            return Hits(of, listed)
        alone[of] = False
        wholes = where(alone)
        return Hits(
            report=np.concatenate((of, wholes)),
            unit=np.concatenate((listed, np.full(len(wholes), -1))),
        )

    def undecided(self, reports: Flags) -> tuple[Mapping[str, int], int]:
        """Reports that are no hit only because a cell holds no number.

        Returns:
            For each state but ``number`` how many reports are undecided because the first
            undecided cell in query order is in that state; and how many because their form
            has no such cell. Each report is counted once.
        """
        return undecided(self._found, lambda: self._open() & ~self.matched() & reports)

    def _open(self) -> Flags:
        """Reports with an admitted unit in which the query is undecided."""
        found, corpus = self._found, self._corpus
        flags = np.zeros(len(corpus), dtype=np.bool_)
        flags[corpus.unit_report[found.candidates[found.at.open & self._admitted]]] = True
        background = found.background.open
        if background.any() and self._every_kind and len(background) == 1:
            flags |= background[0] & found.reports_with_others
        elif background.any():
            flags |= (found.background.open & found.others & self._kinds[:, np.newaxis]).any(axis=0)
        return flags

    def _reports(self, of_units: Flags) -> Flags:
        """Reports with an admitted unit for which something holds by kind and report."""
        corpus = self._corpus
        if not of_units.any():
            return np.zeros(len(corpus), dtype=np.bool_)
        if self._every_kind and len(of_units) == 1:  # every report has a unit
            return np.broadcast_to(of_units[0], (len(corpus),)).copy()
        admitted = corpus.has_kind & self._kinds[:, np.newaxis]
        return np.asarray((of_units & admitted).any(axis=0))

    def _background_hits(self) -> Flags | None:
        """By kind and report: sections without words of the query that are hits, if any.

        Those of reports that are listed as a whole are left out.
        """
        found = self._found
        yes = found.background.yes
        if not yes.any() or not (yes & ~self.alone).any():
            return None
        inside = yes & ~self.alone & found.others & self._kinds[:, np.newaxis]
        inside[self._corpus.no_section] = False
        return inside

    def _background(self, reports: Flags) -> Positions | None:
        """The sections without words of the query that are hits in these reports, if any."""
        inside = self._background_hits()
        if inside is None:
            return None
        inside &= reports & ~self.alone
        sections = self._corpus.sections
        flags = inside.reshape(-1).take(self._corpus.unit_place[:sections])
        flags[self._found.candidates[self._found.candidates < sections]] = False
        return where(flags)

    def _holds_phrase(self, units: Positions) -> Flags:
        held = np.zeros(len(units), dtype=np.bool_)
        for counts in phrase_counts(self._found, units):
            held |= counts > 0
        return held


def undecided(found: Evaluation, of: Callable[[], Flags]) -> tuple[Mapping[str, int], int]:
    """What leaves reports undecided; see ``Outcome.undecided``.

    Args:
        of: the reports that are undecided.
    """
    named = tuple(dict.fromkeys(conditions(found.tree)))
    if not named:
        return dict.fromkeys((state.value for state in UNDECIDED_STATES), 0), 0
    open_ = np.flatnonzero(of())
    first = np.full(len(open_), _NONE, dtype=np.int64)
    for condition in named:
        blocked = found.undecided_comparison(condition)[open_] & (first == _NONE)
        first[blocked] = found.corpus.cell(condition.cell)[0][open_[blocked]]
    counts = {
        state.value: int(np.count_nonzero(first == STATE_CODES[state]))
        for state in UNDECIDED_STATES
    }
    return counts, int(np.count_nonzero(first == OUTSIDE_FORM))


def phrase_counts(found: Evaluation, units: Positions) -> list[NDArray[np.int32]]:
    """Occurrences in these units of each thing a hit may hold."""
    return [each.at(units) for each in searched(found)]


def searched(found: Evaluation) -> list[Found]:
    """What a hit may hold because of the query, each once."""
    # Two nodes may look for the same, ``甲`` and ``"甲"``; they share one answer.
    every = [found.found(node) for node in positive_texts(found.tree)]
    return list({id(each): each for each in every}.values())


def things(found: Evaluation) -> list[int]:
    """For each of ``searched`` the number of the thing that it is a wording of."""
    if len(searched(found)) == 1:
        return [0]
    wordings: dict[int, str | Text] = {}
    for node in positive_texts(found.tree):
        thing = usual_wording(node.text) if isinstance(node, Phrase) else node
        wordings.setdefault(id(found.found(node)), thing)
    numbers = {thing: number for number, thing in enumerate(dict.fromkeys(wordings.values()))}
    return [numbers[thing] for thing in wordings.values()]


_NONE = -2
"""No undecided cell yet; state codes start at 0 and ``OUTSIDE_FORM`` is -1."""
