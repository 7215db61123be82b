"""The page of findings: what the checks say of all reports, each at its place."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import render_template, request, url_for

from govreport_search.errors import UserError
from govreport_search.query.finding_request import FindingRequest
from govreport_search.query.request import Filters, Request
from govreport_search.services.finding_page import FindingPage
from webui import finding_args
from webui.language import N_
from webui.library import library
from webui.pages.link import place_link, report_link
from webui.present import findings as present
from webui.present.filters import SEARCHED, spanning, without_find

FACETS = ("facet_more", "facet_find", "facet_open")
"""What a question says of how facets are listed."""


def findings() -> str | tuple[str, int]:
    """The question is the URL, all of it."""
    asked = finding_args.parse(request.args)
    try:
        page = library().finding_page(present.with_places(asked))
    except UserError as error:
        return _draw(asked, error=error), 400
    # As asked, but in canonical spelling; what the page needs besides is in none of its links.
    facets = {name: getattr(asked.asked, name) for name in FACETS}
    return _draw(replace(page.asked, asked=replace(page.asked.asked, **facets)), page)


def _draw(
    asked: FindingRequest, page: FindingPage | None = None, error: UserError | None = None
) -> str:
    context: dict[str, Any] = {
        "asked": asked,
        "page": page,
        "error": error,
        "chips": present.chips(asked, link),
        "clear_url": link(
            FindingRequest(replace(asked.asked, filters=Filters(), offset=0), sort=asked.sort)
        ),
        "sorts": present.SORTS,
        "kept_with_sort": finding_args.pairs(_first(replace(asked, sort=FindingRequest().sort))),
        "kept_with_query": _kept(asked, asked.asked.anew(query="")),
        "years_url": url_for("pages.choose_finding_years"),
        "find_url": url_for("pages.find_finding_value"),
        "kept_with_years": _kept(asked, spanning(asked.asked, "", "")),
        "kept_with_find": {
            name: _kept(asked, without_find(asked.asked, name)) for name in SEARCHED
        },
    }
    if page is not None:
        context |= _answer(asked, page)
    return render_template("findings/findings.html", **context)


def _answer(asked: FindingRequest, page: FindingPage) -> dict[str, Any]:
    at, step = asked.asked.offset, asked.asked.limit
    following = at + step
    return {
        "items": present.report_items(page.hits, _report_link, place_link),
        "counted": N_("%(n)s 条核查结果"),
        "facets": present.facet_views(asked, page, link),
        "first": at + 1,
        "last": at + len(page.hits),
        "previous_url": link(_at(asked, max(at - step, 0))) if at and step else "",
        "next_url": link(_at(asked, following)) if step and following < page.total else "",
        "json_url": _data(asked, "json"),
        "csv_url": _data(_first(asked, limit=Request().limit), "csv"),
        "xlsx_url": _data(_first(asked, limit=Request().limit), "xlsx"),
    }


def link(asked: FindingRequest) -> str:
    """The page's address."""
    return finding_args.url(url_for("pages.findings"), asked)


def _kept(asked: FindingRequest, instead: Request) -> list[tuple[str, str]]:
    """What a form of this page carries along, when it asks for other reports."""
    return finding_args.pairs(replace(asked, asked=instead))


def _data(asked: FindingRequest, form: str) -> str:
    return finding_args.url(url_for("api.findings"), asked, (("format", form),))


def _at(asked: FindingRequest, offset: int) -> FindingRequest:
    return replace(asked, asked=replace(asked.asked, offset=offset))


def _first(asked: FindingRequest, limit: int | None = None) -> FindingRequest:
    kept = asked.asked.limit if limit is None else limit
    return replace(asked, asked=replace(asked.asked, offset=0, limit=kept))


def _report_link(report: str) -> str:
    return report_link(report, "", Request())
