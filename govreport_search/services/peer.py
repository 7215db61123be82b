"""How a measure is spread over the bodies of one level and kind, so that "many" has a meaning."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from govreport_search.services.array import Flags, Positions, where
from govreport_search.services.body_year import BodyYears, Values
from govreport_search.services.corpus import Corpus
from govreport_search.services.measure import Measure

QUANTILES = (0.25, 0.5, 0.75, 0.9)

_DECIMALS = 6


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
    """

    measure: str
    peers: Peers
    bodies: int
    numbers: int
    quartile: float | None
    median: float | None
    upper_quartile: float | None
    ninth: float | None


class Spreads:
    """The spreads of some measures, each group of peers read once and only when asked for."""

    def __init__(self, corpus: Corpus, measures: Sequence[Measure]) -> None:
        self._corpus = corpus
        self._measures = measures
        self._made: dict[tuple[str, str], dict[int, tuple[Spread, ...]]] = {}

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

    def _spread(self, level: str, kind: str) -> dict[int, tuple[Spread, ...]]:
        of_level, of_kind = self._having("level", level), self._having("kind", kind)
        grid = BodyYears(self._corpus, where(of_level & of_kind))
        readings = [grid.read(measure).value for measure in self._measures]
        found: dict[int, tuple[Spread, ...]] = {}
        for year in np.unique(grid.year).tolist():
            at, peers = where(grid.year == year), Peers(year, level, kind)
            found[year] = tuple(
                _spread(measure.id, peers, value, at)
                for measure, value in zip(self._measures, readings, strict=True)
            )
        return found

    def _having(self, field: str, value: str) -> Flags:
        return self._corpus.column(field).where(lambda held: bool(held == value))


def _spread(measure: str, peers: Peers, value: Values, at: Positions) -> Spread:
    numbers = value.take(at)
    numbers = np.sort(numbers.compress(~np.isnan(numbers)))
    quantiles = [_quantile(numbers, share) for share in QUANTILES]
    return Spread(measure, peers, len(at), len(numbers), *quantiles)


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
