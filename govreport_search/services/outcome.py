"""Which reports and sections a query hits, and which reports it cannot decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from govreport_search.domain import State
from govreport_search.services.corpus import Corpus, Flags, Positions
from govreport_search.services.evaluate import Evaluation, conditions, positive_phrases
from govreport_search.store.columns import OUTSIDE_FORM
from govreport_search.store.mapping import STATE_CODES

UNDECIDED_STATES = tuple(state for state in State if state is not State.NUMBER)


@dataclass(frozen=True, slots=True, eq=False)
class Hits:
    """Hits in no particular order, aligned; shape (hits,).

    Attributes:
        report: position of the report.
        unit: the section's unit, -1 for a report hit.
    """

    report: Positions
    unit: Positions


def decided_alone(found: Evaluation, units: Flags) -> Flags:
    """Reports that conditions and fields alone satisfy, whatever their words.

    Args:
        units: the units that the section filter admits.
    """
    return found.corpus.any_unit(found.without_phrases.yes & units)


def hit_units(found: Evaluation, units: Flags) -> Flags:
    """Sections for which the query is true, among those admitted."""
    return found.truth.yes & units & is_section(found.corpus)


def matched(found: Evaluation, units: Flags) -> Flags:
    """Reports with at least one hit."""
    return decided_alone(found, units) | found.corpus.any_unit(hit_units(found, units))


def hits(found: Evaluation, units: Flags, reports: Flags) -> Hits:
    """All hits in the admitted units of the admitted reports.

    A report that conditions alone satisfy is listed by the sections that hold a phrase of
    the query, or else once as a whole: ``"甲" OR 新收=0`` must not list all its sections.
    """
    corpus = found.corpus
    at = corpus.unit_report
    alone = decided_alone(found, units) & reports
    true = hit_units(found, units) & reports[at]
    listed = true & (~alone[at] | _holds_phrase(found))
    whole = np.flatnonzero(alone & ~corpus.any_unit(listed))
    listed_units = np.flatnonzero(listed)
    return Hits(
        report=np.concatenate((at[listed_units], whole)),
        unit=np.concatenate((listed_units, np.full(len(whole), -1))),
    )


def phrase_counts(found: Evaluation) -> list[NDArray[np.int64]]:
    """Occurrences of each distinct phrase a hit may contain, in each unit."""
    return [found.counts(phrase) for phrase in dict.fromkeys(positive_phrases(found.tree))]


def undecided(found: Evaluation, units: Flags, reports: Flags) -> tuple[Mapping[str, int], int]:
    """Reports that are no hit only because a cell holds no number.

    Returns:
        For each state but ``number`` how many reports are undecided because the first
        undecided cell in query order is in that state; and how many because their form has
        no such cell. Each report is counted once.
    """
    corpus = found.corpus
    open_ = corpus.any_unit(found.truth.open & units) & ~matched(found, units) & reports
    first = np.full(len(corpus), _NONE, dtype=np.int64)
    for condition in conditions(found.tree):
        blocked = found.undecided_comparison(condition) & (first == _NONE)
        first[blocked] = found.cell(condition.cell)[0][blocked]
    states = first[open_]
    counts = {
        state.value: int(np.count_nonzero(states == STATE_CODES[state]))
        for state in UNDECIDED_STATES
    }
    return counts, int(np.count_nonzero(states == OUTSIDE_FORM))


def is_section(corpus: Corpus) -> Flags:
    """Units that are sections, not reports without any."""
    return np.arange(len(corpus.unit_report)) < len(corpus.sections.key)


def _holds_phrase(found: Evaluation) -> Flags:
    held = np.zeros(len(found.corpus.unit_report), dtype=np.bool_)
    for counts in phrase_counts(found):
        held |= counts > 0
    return held


_NONE = -2
"""No undecided cell yet; state codes start at 0 and ``OUTSIDE_FORM`` is -1."""
