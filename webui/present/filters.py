"""Facets as a reader sees them: values to take or to keep out, places as a tree, years as bars.

They narrow reports; what is listed may be the reports themselves or what is found in them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from govreport_search.query.request import (
    EMPTY_VALUE,
    EXCLUDED,
    FACET_FIELDS,
    Request,
    read_facet_find,
)
from govreport_search.query.result import FacetValue
from govreport_search.text import fold
from webui.args import MAX_FACET_LIMIT, toggled
from webui.present.chip import Link, field_label
from webui.present.year import Years, years

SHOWN_VALUES = 8
"""Values of a facet in sight; the rest folds away."""

MORE = 10
"""How many times as many values are listed when more are asked for."""

REGION_SEPARATOR = "/"

SEARCHED = ("agency", "region")
"""Facets that are searched, where they have more values than are in sight."""


@dataclass(frozen=True, slots=True)
class FacetLink:
    """A facet value.

    Attributes:
        url: the page with the value taken, or with what was said of it taken back.
        out_url: the page that keeps the value out; empty where none does, or it is already.
        above: of a place found by its name, the places it lies in.
        turn_url: the page that opens or closes a place; empty where nothing lies in it.
        inside: what lies in an open place.
    """

    label: str
    count: int
    selected: bool
    excluded: bool
    url: str
    out_url: str
    above: str = ""
    turn_url: str = ""
    is_open: bool = False
    inside: tuple[FacetLink, ...] = ()


@dataclass(frozen=True, slots=True)
class FacetView:
    """A facet: the values in sight and those folded away.

    Attributes:
        rest: how many values are not listed at all.
        more_url: the page that lists more of this facet alone; empty where none does.
        less_url: the page that lists as many as of other facets; empty where it does already.
        is_searched: whether there is a field to look for values.
        find: what was looked for.
        found: how many values hold it.
        found_url: the page without looking.
        years: of the years, as bars.
    """

    field: str
    label: str
    shown: tuple[FacetLink, ...]
    folded: tuple[FacetLink, ...]
    rest: int = 0
    more_url: str = ""
    less_url: str = ""
    is_searched: bool = False
    find: str = ""
    found: int = 0
    found_url: str = ""
    years: Years | None = None


class Counted(Protocol):
    """An answer with facets: values by field, and how many each has in all."""

    @property
    def facets(self) -> Mapping[str, tuple[FacetValue, ...]]:
        """The values that are listed."""
        ...

    @property
    def facet_sizes(self) -> Mapping[str, int]:
        """How many values there are."""
        ...

    @property
    def facet_found(self) -> Mapping[str, int]:
        """Of those that were searched, how many values hold what was looked for."""
        ...


def facets(
    asked: Request,
    answer: Counted,
    link: Link,
    names: Sequence[str] = FACET_FIELDS,
) -> tuple[FacetView, ...]:
    """The facets that have values or are searched, in a fixed order; what is chosen stays in sight.

    Args:
        names: of the facets.
    """
    sought = dict(asked.facet_find)
    return tuple(
        _facet(asked, answer, name, link) for name in names if answer.facets[name] or name in sought
    )


def with_places(asked: Request) -> Request:
    """The request as a page needs it: all years and provinces, no place that is not open."""
    more = {**dict(asked.facet_more), "year": MAX_FACET_LIMIT}
    if "region" in dict(asked.facet_find):
        return replace(asked, facet_more=tuple(more.items()))
    return replace(
        asked,
        facet_open=("", *asked.facet_open),
        facet_more=tuple({**more, "region": 0}.items()),
    )


def without_find(request: Request, name: str) -> Request:
    """The request that no longer looks for values of a facet."""
    return replace(request, facet_find=tuple(f for f in request.facet_find if f[0] != name))


def finding(request: Request, name: str, find: str) -> Request:
    """The request that lists of a facet only the values that hold some words; all without any.

    Raises:
        BadFilterError: there is no such facet.
    """
    changed = without_find(request, name)
    if not find:
        return changed
    sought = read_facet_find((f"{name}:{find}",))
    return replace(changed, facet_find=(*changed.facet_find, *sought))


def spanning(request: Request, first: str, last: str) -> Request:
    """The request for a span of years, whichever end is named first; an empty end is open."""
    if first and last and first > last:
        first, last = last, first
    span = first if first == last else f"{first}..{last}"
    return request.anew(filters=replace(request.filters, year=(span,) if span else ()))


def _facet(request: Request, answer: Counted, name: str, link: Link) -> FacetView:
    values, size = answer.facets[name], answer.facet_sizes[name]
    find = dict(request.facet_find).get(name, "")
    made = [_link_of(request, name, value, values, link) for value in values]
    if name == "region" and not find:
        made = _tree(values, made, request, link)
    view = replace(
        facet_view(name, field_label(name), made),
        is_searched=name in SEARCHED and (size > SHOWN_VALUES or bool(find)),
        find=find,
        found=answer.facet_found.get(name, 0),
        found_url=_at(link(without_find(request, name)), name) if find else "",
        years=years(request, values, link) if name == "year" else None,
    )
    if name == "region" and not find:
        return view
    sought = fold(find)
    listed = sum(sought in fold(value.label) for value in values)  # all, where none is sought
    return _with_more(view, request, (view.found if find else size) - listed, link)


def facet_view(name: str, label: str, values: Sequence[FacetLink]) -> FacetView:
    """A facet of which all values are listed."""
    shown, folded = _split(values)
    return FacetView(name, label, shown, folded)


def _with_more(view: FacetView, request: Request, rest: int, link: Link) -> FacetView:
    name, limits = view.field, dict(request.facet_more)
    limit = limits.get(name, request.facet_limit)
    more = min(max(limit, 1) * MORE, MAX_FACET_LIMIT)
    widened = replace(request, facet_more=tuple((limits | {name: more}).items()))
    same = replace(request, facet_more=tuple((f, n) for f, n in limits.items() if f != name))
    return replace(
        view,
        rest=rest,
        more_url=_at(link(widened), name) if rest > 0 and more > limit else "",
        less_url=_at(link(same), name) if name in limits else "",
    )


def _at(url: str, name: str) -> str:
    return f"{url}#facet-{name}"


def _link_of(
    request: Request, name: str, value: FacetValue, every: Sequence[FacetValue], link: Link
) -> FacetLink:
    above = value.value.rpartition(REGION_SEPARATOR)[0] if name == "region" else ""
    return FacetLink(
        value.label,
        value.count,
        value.selected,
        value.excluded,
        link(_switched(request, name, value, every)),
        "" if value.excluded else link(_kept_out(request, name, value, every)),
        above.replace(REGION_SEPARATOR, " "),
    )


def _split(values: Sequence[FacetLink]) -> tuple[tuple[FacetLink, ...], tuple[FacetLink, ...]]:
    """Values in sight and values folded away."""
    near = [
        at < SHOWN_VALUES or value.selected or value.excluded or value.is_open
        for at, value in enumerate(values)
    ]
    shown = tuple(value for value, is_near in zip(values, near, strict=True) if is_near)
    folded = tuple(value for value, is_near in zip(values, near, strict=True) if not is_near)
    return shown, folded


def _tree(
    values: Sequence[FacetValue], made: Sequence[FacetLink], request: Request, link: Link
) -> list[FacetLink]:
    """Places under the place they lie in; a place is open where its parts are listed."""
    inside: dict[str, list[tuple[FacetValue, FacetLink]]] = {}
    for value, one in zip(values, made, strict=True):
        inside.setdefault(value.value.rpartition(REGION_SEPARATOR)[0], []).append((value, one))

    def grown(above: str) -> Iterator[FacetLink]:
        for value, one in inside.get(above, ()):
            path = value.value
            is_open = len(inside.get(path, ())) == value.parts > 0
            # What is chosen keeps open what it lies in; only what was opened can be closed.
            turned = _turned(request, path, is_open) if value.parts else None
            yield replace(
                one,
                above="",
                turn_url=_at(link(turned), "region") if turned else "",
                is_open=is_open,
                inside=tuple(grown(path)) if is_open else (),
            )

    return list(grown(""))


def _turned(request: Request, path: str, is_open: bool) -> Request | None:
    """The request with a place opened, or closed with all that lies in it."""
    if not is_open:
        return replace(request, facet_open=(*request.facet_open, path))
    kept = tuple(
        one for one in request.facet_open if not f"{one}/".startswith(f"{path}{REGION_SEPARATOR}")
    )
    return replace(request, facet_open=kept) if kept != request.facet_open else None


def _switched(
    request: Request, name: str, value: FacetValue, every: Sequence[FacetValue]
) -> Request:
    """The request with a facet value switched, however the request spells that value.

    Taking one year out of 2019..2021 leaves the other two; a place takes the place of those
    above and below it. What was kept out is so no longer.
    """
    if value.excluded:
        return _let_in(request, name, value, every)
    if not value.selected:
        kept = [v for v in request.filters.wanted(name) if not _related(name, v, value.value)]
        return _with(request, name, (*kept, value.value))
    if value.value in request.filters.wanted(name):
        return toggled(request, name, value.value)
    return _with(request, name, tuple(v.value for v in every if v.selected and v is not value))


def _kept_out(
    request: Request, name: str, value: FacetValue, every: Sequence[FacetValue]
) -> Request:
    """The request that keeps a value out; it cannot be wanted as well."""
    freed = _switched(request, name, value, every) if value.selected else request
    out = [v for v in request.filters.unwanted(name) if not _inside(name, v, value.value)]
    return _with(freed, EXCLUDED + name, (*out, value.value))


def _let_in(request: Request, name: str, value: FacetValue, every: Sequence[FacetValue]) -> Request:
    """The request that no longer keeps a value out, however it spells that value."""
    if value.value in request.filters.unwanted(name):
        return toggled(request, EXCLUDED + name, value.value)
    others = tuple(v.value for v in every if v.excluded and v is not value)
    return _with(request, EXCLUDED + name, others)


def _related(name: str, one: str, other: str) -> bool:
    return _inside(name, one, other) or _inside(name, other, one)


def _inside(name: str, one: str, other: str) -> bool:
    """Whether a place is another or lies in it; other values never do."""
    if name != "region" or EMPTY_VALUE in (one, other):
        return False
    return f"{one}{REGION_SEPARATOR}".startswith(f"{other}{REGION_SEPARATOR}")


def _with(request: Request, name: str, values: tuple[str, ...]) -> Request:
    return request.anew(filters=replace(request.filters, **{name: values}))
