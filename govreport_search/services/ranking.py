"""Bodies ranked by one measure: ties share a rank, what is unknown has none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from govreport_search.errors import BadFilterError
from govreport_search.query.request import Request
from govreport_search.sentence import say
from govreport_search.services.archive import Archive
from govreport_search.services.array import plain
from govreport_search.services.body_year import STANDINGS, BodyYears
from govreport_search.services.corpus import Corpus
from govreport_search.services.measure import Measure, measures_of
from govreport_search.services.peer import Peers, Spread, Spreads
from govreport_search.services.reported import Wanted, wanted


@dataclass(frozen=True, slots=True)
class Ranked:
    """A body in a year.

    Attributes:
        rank: 1 and how many have more (or less); ``None`` where there is no number.
        tied: how many have this rank, this one included; 0 where there is none.
        key: the body as addresses name it.
        state: one of ``STANDINGS``.
        numerator, denominator: of a share with a value, else ``None``.
        reports: ids of its reports of that year.
        form: of the first of these, empty where it was not recognised.
        corrected: whether a person put the value right, or it was computed from one put right.
    """

    rank: int | None
    tied: int
    key: str
    agency: str
    region: tuple[str, ...] | None
    level: str
    kind: str
    year: int
    state: str
    value: int | float | None
    numerator: int | float | None
    denominator: int | float | None
    reports: tuple[str, ...]
    form: str
    corrected: bool


@dataclass(frozen=True, slots=True)
class Ranking:
    """Some places of a ranking.

    Attributes:
        ascending: whether the least comes first.
        total: bodies and years, each once; those with a number come first.
        states: how many of them are in each of ``STANDINGS``, those with none left out.
        largest: of all numbers, listed or not; 0 where there is none above.
        reports: how many match.
        unplaced: those of them whose body or year is not known.
        spreads: of the measure among the peers of those listed.
    """

    measure: Measure
    ascending: bool
    total: int
    states: Mapping[str, int]
    largest: float
    ranked: tuple[Ranked, ...]
    reports: int
    unplaced: int
    spreads: tuple[Spread, ...]


def ranking(archive: Archive, request: Request, cell: str, *, ascending: bool = False) -> Ranking:
    """Bodies by a measure, under the query and the filters; of several years each is a place.

    Args:
        request: ``limit`` and ``offset`` count places.
        cell: the name of one cell, as in conditions; or ``measure.SHARE`` and that of a ground.

    Raises:
        UserError: query, filter or cell cannot be understood.
    """
    asked, measure = wanted(request), _measure(cell)

    def answer(corpus: Corpus) -> Ranking:
        return _Answer(corpus, asked, measure, ascending).page(request.offset, request.limit)

    return archive.ask(answer)


def rankings(
    archive: Archive, request: Request, cell: str, *, ascending: bool = False
) -> Iterator[Ranking]:
    """``ranking`` page after page, from the request's on, all of one moment; at least one.

    Raises:
        UserError: as ``ranking``; or the pages have no places.
    """
    asked, measure = wanted(request), _measure(cell)
    if not request.limit:
        raise BadFilterError(say("逐页读取时每页行数不能是 0"))

    def every(corpus: Corpus) -> Iterator[Ranking]:
        answer = _Answer(corpus, asked, measure, ascending)
        page = answer.page(request.offset, request.limit)
        yield page
        for offset in range(request.offset + request.limit, page.total, request.limit):
            yield answer.page(offset, request.limit)

    return archive.stream(every)


def _measure(cell: str) -> Measure:
    found = measures_of([cell])
    if len(found) != 1:
        raise BadFilterError(
            say("“%(cell)s”是 %(count)s 个指标，只能按其中一个排名", cell=cell, count=len(found)),
            remedy=say("请写明其中一个：%(value)s", value="、".join(one.id for one in found)),
        )
    return found[0]


class _Answer:
    """A ranking of one moment."""

    def __init__(self, corpus: Corpus, asked: Wanted, measure: Measure, ascending: bool) -> None:
        matched = asked.reports(corpus)
        self._reports, self._measure, self._ascending = len(matched), measure, ascending
        self._grid = grid = BodyYears(corpus, matched)
        self._reading = reading = grid.read(measure)
        self._corrected = grid.corrected(measure)
        # What is equal to six decimals is tied.
        self._value = np.nan_to_num(reading.value).round(6)
        signed = self._value if ascending else -self._value
        known = reading.is_number
        self._sorted = np.sort(signed.compress(known))
        self._signed = signed
        self._largest = float(self._value.max(initial=0.0, where=known))
        # Numbers, then the states in their order; slots already stand by region, name and year.
        self._order = np.lexsort((np.where(known, signed, 0.0), reading.standing, ~known))
        self._spreads = Spreads(corpus, (measure,))

    def page(self, offset: int, limit: int) -> Ranking:
        """The places from ``offset`` on, ``limit`` at most."""
        slots = self._order[offset : offset + limit].tolist()
        ranked = tuple(map(self._ranked, slots))
        tally = np.bincount(self._reading.standing, minlength=len(STANDINGS)).tolist()
        return Ranking(
            measure=self._measure,
            ascending=self._ascending,
            total=len(self._grid),
            states={name: n for name, n in zip(STANDINGS, tally, strict=True) if n},
            largest=self._largest,
            ranked=ranked,
            reports=self._reports,
            unplaced=self._grid.unplaced,
            spreads=self._spreads.of(Peers(one.year, one.level, one.kind) for one in ranked),
        )

    def _ranked(self, slot: int) -> Ranked:
        grid, reading, body = self._grid, self._reading, int(self._grid.body[slot])
        is_number = bool(reading.is_number[slot])
        less, upto = 0, 0
        if is_number:
            less = int(self._sorted.searchsorted(self._signed[slot], "left"))
            upto = int(self._sorted.searchsorted(self._signed[slot], "right"))
        level, kind = grid.level_and_kind(slot)
        above, below = reading.above, reading.below
        return Ranked(
            rank=less + 1 if is_number else None,
            tied=upto - less,
            key=grid.key(body),
            agency=grid.name(body),
            region=grid.region(body),
            level=level,
            kind=kind,
            year=int(grid.year[slot]),
            state=STANDINGS[int(reading.standing[slot])],
            value=plain(self._value[slot]) if is_number else None,
            numerator=plain(above[slot]) if is_number and above is not None else None,
            denominator=plain(below[slot]) if is_number and below is not None else None,
            reports=grid.ids(slot),
            form=grid.form(slot),
            corrected=bool(self._corrected[slot]),
        )
