"""In words: what a body says of a cell, how many say which, and where its number stands."""

from __future__ import annotations

from collections.abc import Mapping

from govreport_search.domain import State
from govreport_search.query.words import STATE_LABELS
from govreport_search.sentence import Sentence, listed, say
from govreport_search.services.body_year import DIFFERS, OUTSIDE
from govreport_search.services.comparison_row import NO_REPORT

ENTRY_LABELS: Mapping[str, str] = {
    **{state.value: say(label) for state, label in STATE_LABELS.items()},
    OUTSIDE: say("格式没有这一格"),
    DIFFERS: say("几份报告不一致"),
    NO_REPORT: say("没有报告"),
}
"""One Chinese name for each of ``STANDINGS`` and ``NO_REPORT``, the same in every front end."""


def without_number(states: Mapping[str, int]) -> Sentence:
    """How many are without a number, by kind: 空白 3、没有报告 1; empty where all have one.

    Args:
        states: counts by ``STANDINGS`` or ``NO_REPORT``.
    """
    counted = (
        say("%(state)s %(n)s", state=label, n=states[name])
        for name, label in ENTRY_LABELS.items()
        if name != State.NUMBER and states.get(name)
    )
    return listed("、", counted)


def rank_words(rank: int, tied: int) -> Sentence:
    """第 5; where others have as much, 并列第 1.

    Args:
        tied: how many have the rank, this one included.
    """
    return say("并列第 %(rank)s", rank=rank) if tied > 1 else say("第 %(rank)s", rank=rank)


def standing_words(rank: int, tied: int, numbers: int) -> Sentence:
    """第 5，共 132; where others have as much, 并列第 1，共 2.

    Args:
        numbers: how many have a number.
    """
    ranked = rank_words(rank, tied)
    return say("%(ranked)s，共 %(numbers)s", ranked=ranked, numbers=numbers)
