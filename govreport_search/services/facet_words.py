"""What the values of a facet are called and in which order they stand; made once for a corpus."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from govreport_search.columns.segment import NO_YEAR
from govreport_search.forms.loader import FORM_IDS
from govreport_search.forms.sections import SECTION_IDS
from govreport_search.query.describe import value_label
from govreport_search.query.finding import ANSWERS, FINDINGS
from govreport_search.query.request import EMPTY_VALUE
from govreport_search.query.value import NATIONAL
from govreport_search.regions.vocabulary import KINDS, LEVELS
from govreport_search.services.array import Flags, Positions
from govreport_search.services.name_list import NameList
from govreport_search.text import fold

_ORDERS: Mapping[str, tuple[str, ...]] = {
    "level": tuple(LEVELS),
    "kind": tuple(KINDS),
    "section": SECTION_IDS,
    "form": FORM_IDS[::-1],
    "finding": (*ANSWERS, *FINDINGS),
}

_BY_COUNT = ("agency", "region")
"""Fields whose most frequent values come first; others have an order of their own."""


class FacetWords:
    """The values that reports have in a field.

    Args:
        held: each value as the column holds it.
    """

    def __init__(self, field: str, held: Sequence[Any]) -> None:
        self._field = field
        self._held = held
        self._known: dict[int, tuple[str, str]] = {}

    def of(self, places: Sequence[int]) -> list[tuple[str, str]]:
        """The values at these indices as requests write them, each with what it is called."""
        known = self._known
        for at in places:
            if at not in known:
                value = facet_value(self._held[at])
                known[at] = value, facet_label(self._field, value)
        return [known[at] for at in places]

    def order(self, chosen: Positions, counts: NDArray[np.int64]) -> list[int]:
        """Some values in the order in which they are shown.

        Args:
            chosen: their indices.
            counts: of every value, shape (values,).
        """
        if self._field not in _BY_COUNT:
            places: list[int] = chosen[self._place.take(chosen).argsort()].tolist()
            return places
        some: list[int] = chosen.tolist()
        fewest = (-counts.take(chosen)).tolist()
        keys = zip(fewest, [value for value, _ in self.of(some)], some, strict=True)
        # The unknown comes last, however many there are; the others keep their order.
        return sorted((at for _, _, at in sorted(keys)), key=self._unknown.__eq__)

    def holding(self, part: str) -> Flags:
        """Which values are called something that holds a text, shape (values,).

        Width, traditional characters and letter case count for nothing; a region is found by
        its own name, not by those of the units it lies in.
        """
        return self._names.holding(fold(part))

    @cached_property
    def _names(self) -> NameList:
        return NameList([facet_label(self._field, facet_value(held)) for held in self._held])

    @cached_property
    def _place(self) -> Positions:
        """Place of each value in the field's own order."""
        keys = [value_order(self._field, facet_value(held), 0) for held in self._held]
        places = np.empty(len(keys), dtype=np.int64)
        places[sorted(range(len(keys)), key=keys.__getitem__)] = np.arange(len(keys))
        return places

    @cached_property
    def _unknown(self) -> int:
        """Index of the unknown name, -1 if there is none; names come behind it."""
        known = (facet_value(held) != EMPTY_VALUE for held in self._held[:2])
        return next((at for at, is_known in enumerate(known) if not is_known), -1)


def facet_value(held: Any) -> str:
    """A value as a column holds it, as requests write it."""
    if held in (None, NO_YEAR, ""):
        return EMPTY_VALUE
    if isinstance(held, tuple):
        return "/".join(held) or NATIONAL
    return str(held)


def facet_label(field: str, value: str) -> str:
    """What a value is called beside the others; a region by its own name alone."""
    label = value_label(field, value)
    return label.rpartition("/")[2] if field == "region" else label


def value_order(field: str, value: str, count: int) -> tuple[bool, int, str]:
    """Years from the newest, closed lists in their own order, names by count; unknown last."""
    unknown = value == EMPTY_VALUE
    if field == "year":
        return unknown, -int(value) if value.isdigit() else 0, value
    if field in _ORDERS:
        order = _ORDERS[field]
        return unknown, order.index(value) if value in order else len(order), value
    return unknown, -count, value
