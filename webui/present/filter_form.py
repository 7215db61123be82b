"""The filters of a search as fields of a form, for pages that have no facets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from govreport_search.forms.sections import SECTION_IDS, section_title
from govreport_search.query.request import Filters
from govreport_search.query.value import split_values
from govreport_search.query.words import FIELD_LABELS
from govreport_search.regions.vocabulary import KINDS, LEVELS
from webui.language import gettext as _

TYPED = ("year", "region")
"""Filters that are typed; several values stand behind one another with commas."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A value that can be ticked."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class TickField:
    """A filter with few values."""

    name: str
    label: str
    ticks: tuple[Tick, ...]


def tick_fields(filters: Filters, names: Sequence[str]) -> tuple[TickField, ...]:
    """The filters of these names with what is chosen of each.

    Args:
        names: of ``level``, ``kind`` and ``section``.
    """
    known: Mapping[str, Mapping[str, str]] = {
        "level": LEVELS,
        "kind": KINDS,
        "section": {one: section_title(one) for one in SECTION_IDS},
    }
    return tuple(
        TickField(
            name,
            str(_(FIELD_LABELS[name])),
            tuple(
                Tick(value, str(_(label)), value in getattr(filters, name))
                for value, label in known[name].items()
            ),
        )
        for name in names
    )


def typed_values(filters: Filters) -> dict[str, str]:
    """What stands in the fields that are typed."""
    return {name: "，".join(getattr(filters, name)) for name in TYPED}


def apart(filters: Filters) -> Filters:
    """The filters with typed lists of values taken apart: ``2019，2021``."""
    values = {
        name: split_values((value, False) for value in getattr(filters, name)) for name in TYPED
    }
    return replace(filters, year=values["year"], region=values["region"])
