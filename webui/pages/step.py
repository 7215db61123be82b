"""Forms that lead back to their page with one thing more: a condition, a span of years, a word to
look for among the values of a facet. They work without a script.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flask import redirect, request
from werkzeug.wrappers import Response

from govreport_search.errors import UserError
from govreport_search.query.parser import parse_condition
from govreport_search.query.request import Request
from webui import args, finding_args
from webui.pages import findings, search
from webui.present import builder as picker
from webui.present import wording
from webui.present.filters import finding, spanning

YEARS, FIND = ("from", "to"), ("field", "find")
"""What the forms of a facet send, beside the question."""


def add_condition() -> Response | tuple[str, int]:
    """Takes what the picker's form sends and leads to the search with one more condition."""
    asked = args.parse(request.args, also=(*picker.PARAMETERS, *search.OWN))
    picked = picker.picked(request.args)
    if args.single(request.args, "explain"):
        return search.draw(asked, picked=picked)
    where = ""
    try:
        where = picker.condition(picked)
        parse_condition(where)
    except UserError as error:
        faulty = picker.with_condition(asked, where) if where else asked
        return search.draw(asked, error=error, picked=picked, faulty=faulty)
    return redirect(search.link()(picker.with_condition(asked, where)), 303)


def add_words() -> Response | tuple[str, int]:
    """Takes what the form for words sends and leads to the search for these words as well."""
    asked = args.parse(request.args, also=(*wording.PARAMETERS, *search.OWN))
    words = wording.Wording()
    try:
        words = wording.filled(request.args)
        both = wording.joined(asked.query, wording.query(words))
    except UserError as error:
        return search.draw(asked, error=error, worded=words)
    return redirect(search.link()(asked.anew(query=both)), 303)


def choose_years() -> Response:
    """Leads to the search of a span of years; an end that is left out is open.

    Raises:
        BadFilterError: an end that is no year.
    """
    return _sent(search.link()(_of_years(_searched(YEARS))), "year")


def find_value() -> Response:
    """Leads to the search that lists only the values of a facet that hold some words.

    Raises:
        BadFilterError: there is no such facet.
    """
    return _sent(search.link()(_with_find(_searched(FIND))), _field())


def choose_finding_years() -> Response:
    """Leads to the findings of a span of years; as ``choose_years``."""
    return _sent(_findings(YEARS, _of_years), "year")


def find_finding_value() -> Response:
    """Leads to the findings with some of the values of a facet; as ``find_value``."""
    return _sent(_findings(FIND, _with_find), _field())


def _searched(also: tuple[str, ...]) -> Request:
    return args.parse(request.args, also=(*also, *search.OWN))


def _findings(also: tuple[str, ...], change: Callable[[Request], Request]) -> str:
    asked = finding_args.parse(request.args, also=also)
    return findings.link(replace(asked, asked=change(asked.asked)))


def _of_years(asked: Request) -> Request:
    first, last = (args.single(request.args, name) for name in YEARS)
    return spanning(asked, first, last)


def _with_find(asked: Request) -> Request:
    return finding(asked, _field(), args.single(request.args, "find").strip())


def _field() -> str:
    return args.single(request.args, "field")


def _sent(url: str, field: str) -> Response:
    """To a page, at one of its facets."""
    return redirect(f"{url}#facet-{field}", 303)
