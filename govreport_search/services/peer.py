"""How a measure is spread over the bodies of one level and kind, so that "many" has a meaning."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from govreport_search.services.array import Flags, where
from govreport_search.services.body_year import BodyYears, Values
from govreport_search.services.corpus import Corpus
from govreport_search.services.measure import Measure

QUANTILES = (0.25, 0.5, 0.75, 0.9)

_DECIMALS = 6
_SAME = 0.5 * 10**-_DECIMALS
"""Numbers that differ by less are equal."""


@dataclass(frozen=True, slots=True, order=True)
class Peers:
    """Bodies of one level and kind in one year; those of the whole archive."""

    year: int
    level: str
    kind: str


@dataclass(frozen=True, slots=True)
class Spread:
    """A measure among peers.

    Attributes:
        bodies: peers with a report.
        numbers: those of them with a number; the quantiles are of these.
        quartile, median, upper_quartile, ninth: 25, 50, 75 and 90 % of the bodies have at most
            so much, interpolated between neighbours; ``None`` where there is no number.
        corrected: how many of the numbers a person put right, or rest on one put right.
    """

    measure: str
    peers: Peers
    bodies: int
    numbers: int
    quartile: float | None
    median: float | None
    upper_quartile: float | None
    ninth: float | None
    corrected: int


@dataclass(frozen=True, slots=True)
class Among:
    """A body's number among those of its peers.

    Attributes:
        rank: 1 and how many have more.
        tied: how many have as much, itself included.
        numbers: how many have a number, itself included.
        lower: the share of the others that have less; ``None`` where there are no others.
    """

    rank: int
    tied: int
    numbers: int
    lower: float | None


class Spreads:
    """The spreads of some measures, each group of peers read once and only when asked for."""

    def __init__(self, corpus: Corpus, measures: Sequence[Measure]) -> None:
        self._corpus = corpus
        self._measures = measures
        self._made: dict[tuple[str, str], dict[int, tuple[Spread, ...]]] = {}
        self._numbers: dict[tuple[Peers, str], Values] = {}

    def of(self, wanted: Iterable[Peers]) -> tuple[Spread, ...]:
        """For each group of peers one spread for each measure, groups in ascending order.

        Where level or kind is not known there are no peers.
        """
        groups = sorted({one for one in wanted if one.level and one.kind})
        missing = {
            (one.level, one.kind): None for one in groups if (one.level, one.kind) not in self._made
        }
        for level, kind in missing:
            self._made[level, kind] = self._spread(level, kind)
        return tuple(
            spread for one in groups for spread in self._made[one.level, one.kind].get(one.year, ())
        )

    def among(self, peers: Peers, measure: str, value: float) -> Among | None:
        """Where a body's number stands among those of its peers; ``of`` has had these peers.

        ``None`` where it is not among them, because its report of that year does not tell the
        same level and kind.
        """
        numbers = self._numbers.get((peers, measure), np.empty(0))
        less, upto = numbers.searchsorted((value - _SAME, value + _SAME)).tolist()
        if less == upto:
            return None
        others = len(numbers) - 1
        return Among(
            rank=len(numbers) - upto + 1,
            tied=upto - less,
            numbers=len(numbers),
            lower=round(less / others, _DECIMALS) if others else None,
        )

    def _spread(self, level: str, kind: str) -> dict[int, tuple[Spread, ...]]:
        of_level, of_kind = self._having("level", level), self._having("kind", kind)
        grid = BodyYears(self._corpus, where(of_level & of_kind))
        readings = [
            (measure, grid.read(measure).value, grid.corrected(measure))
            for measure in self._measures
        ]
        found: dict[int, tuple[Spread, ...]] = {}
        for year in np.unique(grid.year).tolist():
            at, peers = where(grid.year == year), Peers(year, level, kind)
            spreads = []
            for measure, value, corrected in readings:
                known = at.compress(~np.isnan(value.take(at)))
                numbers = np.sort(value.take(known))
                self._numbers[peers, measure.id] = numbers
                right = int(np.count_nonzero(corrected.take(known)))
                low, middle, high, ninth = (_quantile(numbers, share) for share in QUANTILES)
                counts = len(at), len(numbers)
                spreads.append(Spread(measure.id, peers, *counts, low, middle, high, ninth, right))
            found[year] = tuple(spreads)
        return found

    def _having(self, field: str, value: str) -> Flags:
        return self._corpus.column(field).where(lambda held: bool(held == value))


def _quantile(numbers: Values, share: float) -> float | None:
    """What that share of the numbers does not exceed, as ``numpy.quantile``, but quicker.

    Args:
        numbers: ascending.
    """
    if not len(numbers):
        return None
    place = share * (len(numbers) - 1)
    below, above = math.floor(place), math.ceil(place)
    low, high = float(numbers[below]), float(numbers[above])
    return round(low + (high - low) * (place - below), _DECIMALS)
