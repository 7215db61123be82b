"""A faulty query shown at its faulty place, with its repair as a link."""

from __future__ import annotations

from dataclasses import dataclass, replace

from markupsafe import Markup

from govreport_search.errors import QuerySyntaxError, UnknownFieldError, UserError
from govreport_search.query.request import Request
from webui.markup import faulty
from webui.present.chip import Link


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that exists instead; the URL puts it in place of what was typed, or is empty."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What the page shows beside the message; empty fields are not shown."""

    typed: Markup | None = None
    repair: str = ""
    repair_url: str = ""
    candidates: tuple[Candidate, ...] = ()


SHOWN_CANDIDATES = 12


def fault(error: UserError, request: Request, link: Link) -> Fault:
    """The faulty text of the request: its query or one of its conditions."""
    if isinstance(error, QuerySyntaxError):
        repaired = error.repair and _replaced(request, error.query, error.repair)
        return Fault(
            faulty(error.query, error.position, error.length),
            error.repair,
            link(repaired) if repaired else "",
        )
    if isinstance(error, UnknownFieldError):
        names = error.candidates[:SHOWN_CANDIDATES]
        if error.position < 0:
            return Fault(candidates=tuple(Candidate(name, "") for name in names))
        start, end = error.position, error.position + len(error.name)
        return Fault(
            faulty(error.query, start, end - start),
            candidates=tuple(
                Candidate(name, _candidate_url(error, name, request, link)) for name in names
            ),
        )
    return Fault()


def _candidate_url(error: UnknownFieldError, name: str, request: Request, link: Link) -> str:
    start, end = error.position, error.position + len(error.name)
    if error.query[start:end] != error.name:
        return ""
    changed = _replaced(request, error.query, error.query[:start] + name + error.query[end:])
    return link(changed) if changed else ""


def _replaced(request: Request, old: str, new: str) -> Request | None:
    """The request with one text changed, wherever it stands in it."""
    if request.query == old:
        return request.anew(query=new)
    if old in request.filters.where:
        where = tuple(new if text == old else text for text in request.filters.where)
        return request.anew(filters=replace(request.filters, where=where))
    return None
