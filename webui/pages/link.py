"""URLs that one page gives to another."""

from __future__ import annotations

from flask import url_for

from govreport_search.query.request import Request
from webui import args


def search_link(asked: Request) -> str:
    """The search page that asks this."""
    return args.url(url_for("pages.search"), asked)


def report_link(report: str, section: str, asked: Request) -> str:
    """The page of a report, at a section; the search goes along, to be marked and gone back to."""
    path = args.url(url_for("pages.report", report=report), asked)
    return f"{path}#section-{section}" if section else path


def line_link(report: str, line: int, part: int = 0) -> str:
    """The source page of a report at a line, which is marked and scrolled to."""
    return url_for("pages.source", report=report, part=part or None, line=line, _anchor=f"L{line}")
