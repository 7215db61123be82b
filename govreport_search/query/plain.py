"""Requests from plain Python values, as programs and notebooks give them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields

from govreport_search.query.request import Filters, Request

Values = str | int | Iterable[str | int]
"""One value of a filter or several; several are OR."""


def question(
    query: str,
    synonyms: bool,
    fold: bool,
    chosen: Mapping[str, Values],
    limit: int = 20,
    offset: int = 0,
) -> Request:
    """A request from plain values; ``chosen`` are filters."""
    return Request(
        query, filters(**chosen), limit=limit, offset=offset, synonyms=synonyms, fold=fold
    )


def filters(**chosen: Values) -> Filters:
    """Filters from plain values: a number, a text, or several of either.

    Raises:
        TypeError: there is no filter of that name.
    """
    known = {field.name for field in fields(Filters)}
    for name in chosen:
        if name not in known:
            raise TypeError(f"no filter {name!r}; there are {', '.join(sorted(known))}")
    return Filters(**{name: texts(values) for name, values in chosen.items()})


def texts(values: Values) -> tuple[str, ...]:
    """One value or several, as texts."""
    several = (values,) if isinstance(values, str | int) else values
    return tuple(str(value) for value in several)
