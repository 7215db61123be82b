"""URL ⇄ Request, both ways; everything a page shows is in its URL.

The same parameters serve the search page and the JSON API: ``q``, the filters by their
names (repeatable), ``where`` (repeatable), ``sort``, ``limit``, ``offset``, ``unit``,
``synonyms`` and ``fold`` (1 or 0), ``facet_limit``, and ``facet_more``, ``facet_find`` and
``facet_open`` (repeatable). A parameter that has its default value is left out of the URLs we
write.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields, replace
from functools import lru_cache
from typing import Protocol
from urllib.parse import quote_plus

from govreport_search.errors import BadFilterError, UnknownFieldError
from govreport_search.query.request import Filters, Request, read_facet_find, read_facet_more
from govreport_search.sentence import say

FILTER_NAMES = tuple(field.name for field in fields(Filters))
SINGLE_NAMES = ("sort", "limit", "offset", "cursor", "unit", "synonyms", "facet_limit", "fold")
PARAMETERS = ("q", *FILTER_NAMES, *SINGLE_NAMES, "facet_more", "facet_find", "facet_open")

MAX_LIMIT = 1000
"""Hits on one page at most; the exports give everything."""

MAX_OFFSET = 10_000_000
"""Guards the array slicing behind a page; far beyond any archive of this kind."""

MAX_FACET_LIMIT = 10_000
"""Values of one facet at most."""

MAX_VALUES = 100
"""Values of one filter at most: every link of the page carries them all."""


_USUAL = tuple((name, getattr(Request(), name)) for name in SINGLE_NAMES)
"""What is left out of our URLs; a page writes hundreds of them."""

_quoted = lru_cache(maxsize=4096)(quote_plus)
"""Hundreds of links of a page carry the same values."""


class Args(Protocol):
    """What we need of werkzeug's MultiDict: names, and all values of a name."""

    def getlist(self, key: str, /) -> list[str]:
        """Every value given for that name, in order."""
        ...

    def __iter__(self) -> Iterator[str]:
        """The names that were given."""
        ...


def parse(args: Args, also: Collection[str] = ()) -> Request:
    """The request that a URL's parameters stand for; empty values count as not given.

    Args:
        args: the URL's parameters.
        also: further names that the page reads itself, e.g. ``format``.

    Raises:
        UnknownFieldError: a parameter that does not exist.
        BadFilterError: a parameter given twice that may stand once, no readable number, or
            more than ``MAX_VALUES`` values.
    """
    reject_unknown(args, (*PARAMETERS, *also))
    defaults = Request()
    return Request(
        query=single(args, "q"),
        filters=Filters(**{name: several(args, name) for name in FILTER_NAMES}),
        sort=single(args, "sort") or defaults.sort,
        limit=number(args, "limit", defaults.limit, MAX_LIMIT),
        offset=number(args, "offset", defaults.offset, MAX_OFFSET),
        cursor=single(args, "cursor"),
        unit=single(args, "unit") or defaults.unit,
        synonyms=number(args, "synonyms", defaults.synonyms, 1) == 1,
        facet_limit=number(args, "facet_limit", defaults.facet_limit, MAX_FACET_LIMIT),
        fold=number(args, "fold", defaults.fold, 1) == 1,
        facet_more=_facet_more(args),
        facet_find=read_facet_find(several(args, "facet_find")),
        facet_open=several(args, "facet_open"),
    )


def pairs(request: Request) -> list[tuple[str, str]]:
    """The parameters of a request in the order of ``PARAMETERS``, defaults left out."""
    result = [("q", request.query)] if request.query else []
    filters = request.filters
    for name in FILTER_NAMES:
        for value in getattr(filters, name):
            result.append((name, value))  # nearly all are empty: no list for each
    for name, usual in _USUAL:
        value = getattr(request, name)
        if value != usual:
            result.append((name, str(int(value) if isinstance(value, bool) else value)))
    result += [("facet_more", f"{field}:{limit}") for field, limit in request.facet_more]
    result += [("facet_find", f"{field}:{text}") for field, text in request.facet_find]
    return result + [("facet_open", path) for path in request.facet_open]


def url(path: str, request: Request, extra: Mapping[str, str] | None = None) -> str:
    """``path`` with the request as its query string."""
    every = (*pairs(request), *(extra or {}).items())
    query = "&".join(f"{name}={_quoted(value)}" for name, value in every)
    return f"{path}?{query}" if query else path


def toggled(request: Request, name: str, value: str) -> Request:
    """The request with one filter value put in or taken out, back on the first page."""
    values = getattr(request.filters, name)
    chosen = tuple(v for v in values if v != value) if value in values else (*values, value)
    return request.anew(filters=replace(request.filters, **{name: chosen}))


def reject_unknown(args: Args, known: Collection[str]) -> None:
    """Refuse parameters that are not ``known``: a misspelt filter must not vanish silently.

    Raises:
        UnknownFieldError: names the parameter and those that exist.
    """
    for name in args:
        if name not in known:
            raise UnknownFieldError(
                say("网址里的参数“%(name)s”不存在", name=name),
                name=name,
                candidates=tuple(known),
                remedy=say("可用的参数：%(value)s", value="、".join(known)),
                code="unknown_parameter",
            )


def single(args: Args, name: str) -> str:
    """The one value of a parameter, empty if not given.

    Raises:
        BadFilterError: it is given more than once.
    """
    values = [value for value in args.getlist(name) if value]
    if len(values) > 1:
        raise BadFilterError(
            say("参数“%(name)s”只能出现一次", name=name), remedy=say("请只保留其中一个值")
        )
    return values[0] if values else ""


def number(args: Args, name: str, default: int, maximum: int) -> int:
    """A whole number from 0 to ``maximum``.

    Raises:
        BadFilterError: the value is no such number.
    """
    text = single(args, name)
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= 12) or int(text) > maximum:
        raise BadFilterError(
            say(
                "参数“%(name)s”应为 0 到 %(maximum)s 的整数，收到的是“%(text)s”",
                name=name,
                maximum=maximum,
                text=text,
            ),
            remedy=say("请改写“%(name)s”的值，或把它从网址中去掉", name=name),
        )
    return int(text)


def _facet_more(args: Args) -> tuple[tuple[str, int], ...]:
    """Facets with a limit of their own.

    Raises:
        BadFilterError: one that cannot be read, or a limit above ``MAX_FACET_LIMIT``.
    """
    more = read_facet_more(several(args, "facet_more"))
    for field, limit in more:
        if limit > MAX_FACET_LIMIT:
            raise BadFilterError(
                say(
                    "参数“facet_more”里“%(field)s”的数目最大是 %(most)s，收到的是 %(limit)s",
                    field=field,
                    most=MAX_FACET_LIMIT,
                    limit=limit,
                ),
                remedy=say("请改小，或导出全部报告后再统计"),
            )
    return more


def several(args: Args, name: str) -> tuple[str, ...]:
    """Every value of a parameter, each once.

    Raises:
        BadFilterError: there are more than ``MAX_VALUES``.
    """
    values = tuple(dict.fromkeys(value for value in args.getlist(name) if value))
    if len(values) > MAX_VALUES:
        raise BadFilterError(
            say(
                "参数“%(name)s”有 %(count)s 个值，最多 %(most)s 个",
                name=name,
                count=len(values),
                most=MAX_VALUES,
            ),
            remedy=say("请分几次查，或导出后再筛选"),
        )
    return values
