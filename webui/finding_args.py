"""URL ⇄ FindingRequest: the parameters of a search, and what findings are chosen by."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from govreport_search.query.finding_request import OWN_FILTERS, FindingRequest
from govreport_search.query.request import Request
from webui import args

NAMES = ("q", *args.FILTER_NAMES, "synonyms", "fold")
"""Parameters that choose reports."""

PAGING = ("sort", "limit", "offset", "facet_limit", "facet_more", "facet_find", "facet_open")


def parse(given: args.Args, also: tuple[str, ...] = ()) -> FindingRequest:
    """The question that a URL's parameters stand for.

    Raises:
        UserError: as ``args.parse``; values of our own fields are read where they are asked for.
    """
    args.reject_unknown(given, (*NAMES, *PAGING, *OWN_FILTERS, *also))
    asked = args.parse(given, also=(*OWN_FILTERS, *also))
    sort = args.single(given, "sort") or FindingRequest().sort
    own: dict[str, Any] = {name: args.several(given, name) for name in OWN_FILTERS}
    return FindingRequest(replace(asked, sort=Request().sort), sort=sort, **own)


def pairs(asked: FindingRequest) -> list[tuple[str, str]]:
    """The parameters of a question, defaults left out."""
    result = [(name, value) for name in OWN_FILTERS for value in getattr(asked, name)]
    if asked.sort != FindingRequest().sort:
        result.append(("sort", asked.sort))
    return [*result, *args.pairs(asked.asked)]


def url(path: str, asked: FindingRequest, extra: tuple[tuple[str, str], ...] = ()) -> str:
    """``path`` with the question as its query string."""
    query = urlencode([*pairs(asked), *extra])
    return f"{path}?{query}" if query else path
