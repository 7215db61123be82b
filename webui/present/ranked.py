"""A ranking as lines of a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from govreport_search.services.peer import Spread
from govreport_search.services.ranking import Ranked, Ranking
from govreport_search.services.standing import rank_words
from webui.language import gettext as _
from webui.markup import plain
from webui.present import standing
from webui.present.compared import Link, anchor, peers_label, region_words
from webui.present.words import number_text

BAR = 100
"""Width of the longest bar of the whole ranking."""


@dataclass(frozen=True, slots=True)
class RankedView:
    """A place of the ranking.

    Attributes:
        rank: empty where there is no number.
        tied: how many share it, empty for one.
        text: the number, or a sign.
        text: the number, or which kind of none.
        words: what that kind means.
        bar: width out of ``BAR``.
        corrected: whether a person put the value right.
        rests: whether it was computed from values that a person put right.
    """

    rank: str
    tied: str
    name: str
    url: str
    region: str
    peers: str
    year: str
    text: str
    words: str
    cell_url: str
    parts: str
    bar: float
    corrected: bool
    rests: bool


@dataclass(frozen=True, slots=True)
class SpreadView:
    """How the measure is spread over some peers: as many numbers as there are heads.

    Attributes:
        corrected: how many of the numbers a person put right, in words; empty for none.
    """

    label: str
    counted: str
    numbers: tuple[str, ...]
    corrected: str


def ranked_lines(found: Ranking, link: Link, body: Callable[[str], str]) -> tuple[RankedView, ...]:
    """The places listed."""
    return tuple(_line(found, one, link, body) for one in found.ranked)


def _line(found: Ranking, one: Ranked, link: Link, body: Callable[[str], str]) -> RankedView:
    is_number = one.value is not None
    meaning = standing.explained(one.state)
    parts = ""
    if one.numerator is not None and one.denominator is not None:
        parts = f"{number_text(one.numerator)}/{number_text(one.denominator)}"
    return RankedView(
        rank="" if one.rank is None else plain(rank_words(one.rank, one.tied)),
        tied=str(_("共 %(n)s 个", n=one.tied)) if one.tied > 1 else "",
        name=one.agency,
        url=body(one.key),
        region=region_words(one.region),
        peers=peers_label(one.level, one.kind) if one.level or one.kind else "",
        year=str(one.year),
        text=str(_(standing.NAMES[one.state]))
        if one.value is None
        else number_text(one.value, found.measure.unit),
        words="" if is_number else meaning,
        cell_url=link(one.reports[0], anchor(found.measure)),
        parts=parts,
        bar=round(BAR * max(one.value or 0, 0) / found.largest, 1) if found.largest else 0.0,
        corrected=one.corrected and not found.measure.is_computed,
        rests=one.corrected and found.measure.is_computed,
    )


def spread_lines(found: Ranking) -> tuple[SpreadView, ...]:
    """The peers of those listed."""
    return tuple(spread_view(one, found.measure.unit) for one in found.spreads)


def spread_view(one: Spread, unit: str) -> SpreadView:
    """One group of peers."""
    quantiles = (one.quartile, one.median, one.upper_quartile, one.ninth)
    return SpreadView(
        label=str(
            _(
                "%(year)s 年，%(peers)s",
                year=one.peers.year,
                peers=peers_label(one.peers.level, one.peers.kind),
            )
        ),
        counted=str(_("%(numbers)s/%(bodies)s", numbers=one.numbers, bodies=one.bodies)),
        numbers=tuple("" if value is None else number_text(value, unit) for value in quantiles),
        corrected=str(_("其中 %(n)s 个据更正", n=one.corrected)) if one.corrected else "",
    )
