"""Reports put together by what they have in common, and how a query asks for such a group."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from govreport_search.errors import BadFilterError
from govreport_search.query.describe import value_label
from govreport_search.query.tree import FieldFilter, Node, Not
from govreport_search.sentence import say
from govreport_search.services.array import Positions
from govreport_search.services.body import bodies_of
from govreport_search.services.corpus import Corpus
from govreport_search.services.facet_words import facet_value
from govreport_search.services.region_tree import Region

GROUPINGS = ("agency", "region", "year", "level", "kind", "form", "report")
"""What is put together; by region, each report counts in every unit it lies in."""

_Number = TypeVar("_Number", np.int64, np.float64)


@dataclass(frozen=True, slots=True)
class GroupName:
    """What a group is.

    Attributes:
        value: as in facets, ``none`` where it is not known; the id of a report.
        region: of a body or a report; ``None`` where unknown, and for other groups.
        say: what a query says besides to mean this group; found when it is asked for, because a
            page shows few of many groups.
    """

    value: str
    label: str
    region: Region
    say: Callable[[], tuple[Node, ...]] = field(repr=False, compare=False)

    @property
    def within(self) -> tuple[Node, ...]:
        """What a query says besides to mean this group."""
        return self.say()


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """The groups of a corpus.

    Attributes:
        codes: of each report, shape (reports,).
        size: how many codes there are.
        summed: from numbers by code, shape (size, ...), to numbers by group.
        named: a group by its index in what ``summed`` gives.
    """

    codes: Positions
    size: int
    summed: Callable[[NDArray[Any]], NDArray[Any]]
    named: Callable[[int], GroupName]

    def reports(self, reports: Positions) -> NDArray[np.int64]:
        """How many of some reports each group has, shape (groups,)."""
        return self.summed(np.bincount(self.codes.take(reports), minlength=self.size))


def grouping(corpus: Corpus, by: str) -> Grouping:
    """Groups by one of ``GROUPINGS``.

    Raises:
        BadFilterError: by something else.
    """
    match by:
        case "agency":
            return _by_body(corpus)
        case "report":
            return _by_report(corpus)
        case _ if by in GROUPINGS:
            return _by_column(corpus, by)
        case _:
            raise BadFilterError(
                say("不能按“%(by)s”分组", by=by),
                remedy=say("可用的分组：%(value)s", value="、".join(GROUPINGS)),
            )


def _same(numbers: NDArray[_Number]) -> NDArray[_Number]:
    return numbers


def _by_body(corpus: Corpus) -> Grouping:
    bodies = bodies_of(corpus)

    def named(at: int) -> GroupName:
        value = facet_value(bodies.names[at])
        label = value_label("agency", value)
        return GroupName(value, label, bodies.regions[at], cache(partial(bodies.within, at)))

    return Grouping(bodies.codes, len(bodies), _same, named)


def _by_report(corpus: Corpus) -> Grouping:
    agency, region, year = map(corpus.column, ("agency", "region", "year"))

    def named(at: int) -> GroupName:
        own = str(corpus.columns.ids[at])
        words = [
            value_label(field, facet_value(column.values[column.codes[at]]))
            for field, column in (("agency", agency), ("year", year))
        ]
        within = (FieldFilter("report", (own,)),)
        return GroupName(own, " ".join(words), region.values[region.codes[at]], lambda: within)

    return Grouping(np.arange(len(corpus)), len(corpus), _same, named)


def _by_column(corpus: Corpus, by: str) -> Grouping:
    column = corpus.column(by)
    tree = corpus.regions if by == "region" else None
    held = column.values if tree is None else tree.paths

    def named(at: int) -> GroupName:
        value = facet_value(held[at])

        @cache
        def within() -> tuple[Node, ...]:
            but = _but(corpus, at) if tree is not None else ()
            return (FieldFilter(by, (value,)), *but)

        return GroupName(value, value_label(by, value), None, within)

    summed = _same if tree is None else tree.counts
    return Grouping(column.codes.astype(np.int64), len(column.values), summed, named)


def _but(corpus: Corpus, unit: int) -> tuple[Node, ...]:
    """Units of nearly the same name, which a query would mean by this one's, too."""
    paths = corpus.regions.paths
    own = paths[unit] or ()
    meant = np.flatnonzero(corpus.regions.meant(facet_value(paths[unit]))).tolist()
    strange = [
        facet_value(path)
        for at in meant
        if at != unit and (path := paths[at] or ())[: len(own)] != own
    ]
    return (Not(FieldFilter("region", tuple(strange))),) if strange else ()
