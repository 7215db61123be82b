"""URLs that one page gives to another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from urllib.parse import urlencode

from flask import current_app, url_for

from govreport_search.domain import Place
from govreport_search.query.request import Request
from govreport_search.services.body import KEY_SEPARATOR
from govreport_search.services.facet_words import facet_value
from webui import args

MARK = "at"
"""The anchor of what a source page marks."""


def search_link(asked: Request) -> str:
    """The search page that asks this."""
    return args.url(url_for("pages.search"), asked)


def query_links(asked: Request) -> Callable[[str], str]:
    """Queries → the searches for them that are otherwise like this one, for many at once."""
    path, rest = url_for("pages.search"), urlencode(args.pairs(replace(asked, query="")))

    def link(query: str) -> str:
        return f"{path}?{urlencode({'q': query})}{'&' if rest else ''}{rest}"

    return link


def report_link(report: str, anchor: str, asked: Request) -> str:
    """The page of a report, at an anchor; the search goes along, to be marked and gone back to."""
    path = args.url(url_for("pages.report", report=report), asked)
    return f"{path}#{anchor}" if anchor else path


def line_link(report: str, line: int, part: int = 0) -> str:
    """The source page of a report at a line, which is marked and scrolled to."""
    return line_links(report)(line, part)


def line_links(report: str) -> Callable[[int, int], str]:
    """The same for many lines of one report: looking an address up takes longer than making it."""
    path = url_for("pages.source", report=report)

    def link(line: int, part: int) -> str:
        which = f"part={part}&" if part else ""
        return f"{path}?{which}line={line}#L{line}"

    return link


def place_link(report: str, place: Place) -> str:
    """The source page at a place: on the page's image, in the file's tables, or in its text.

    Whether the file can be shown so is found out there, not for each of a hundred links.
    """
    if place.page is not None and place.box is not None:
        box = place.box
        return url_for(
            "pages.source",
            report=report,
            part=place.part or None,
            view="page",
            page=place.page,
            box=f"{box.left},{box.top},{box.right},{box.bottom}",
            line=place.line,
            _anchor=MARK,
        )
    if place.element:
        return document_link(report, place)
    return line_link(report, place.line or 1, place.part)


def cell_links() -> Callable[[str, str], str]:
    """Reports and anchors of cells → the cells there, for many cells of a report at once."""

    @cache
    def page(report: str) -> str:
        return url_for("pages.report", report=report)

    def link(report: str, anchor: str) -> str:
        return f"{page(report)}#{anchor}" if anchor else page(report)

    return link


def document_link(report: str, place: Place) -> str:
    """The page that shows a file as paragraphs and tables, with an element marked.

    The line goes along: what was read from a picture stands in the text only.
    """
    return url_for(
        "pages.source",
        report=report,
        part=place.part or None,
        view="document",
        at=place.element or None,
        line=place.line,
    )


def agency_link(agency: str, region: tuple[str, ...] | None) -> str:
    """The page of a body; empty where the body is not known."""
    if not agency or "pages.agency" not in current_app.view_functions:
        return ""
    return url_for("pages.agency", body=f"{agency}{KEY_SEPARATOR}{facet_value(region)}")


def region_link(region: tuple[str, ...]) -> str:
    """The page of a region; empty for the whole country."""
    if not region or "pages.region" not in current_app.view_functions:
        return ""
    return url_for("pages.region", region="/".join(region))
