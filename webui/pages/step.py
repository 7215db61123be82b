"""Forms that lead back to the search with one thing more: a condition, a span of years, a word to
look for among the values of a facet. They work without a script.
"""

from __future__ import annotations

from dataclasses import replace

from flask import redirect, request
from werkzeug.wrappers import Response

from govreport_search.errors import UserError
from govreport_search.query.parser import parse_condition
from govreport_search.query.request import read_facet_find
from webui import args
from webui.pages import search
from webui.present import builder as picker
from webui.present.filters import without_find


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


def choose_years() -> Response:
    """Leads to the search of a span of years; an end that is left out is open.

    Raises:
        BadFilterError: an end that is no year.
    """
    asked = args.parse(request.args, also=("from", "to", *search.OWN))
    first, last = (args.single(request.args, name) for name in ("from", "to"))
    if first and last and first > last:
        first, last = last, first
    span = first if first == last else f"{first}..{last}"
    filters = replace(asked.filters, year=(span,) if span else ())
    return redirect(f"{search.link()(asked.anew(filters=filters))}#facet-year", 303)


def find_value() -> Response:
    """Leads to the search that lists only the values of a facet that hold some words.

    Raises:
        BadFilterError: there is no such facet.
    """
    asked = args.parse(request.args, also=("field", "find", *search.OWN))
    field, find = args.single(request.args, "field"), args.single(request.args, "find").strip()
    changed = without_find(asked, field)
    if find:
        sought = read_facet_find((f"{field}:{find}",))
        changed = replace(changed, facet_find=(*changed.facet_find, *sought))
    return redirect(f"{search.link()(changed)}#facet-{field}", 303)
