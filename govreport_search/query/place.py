"""A place in the words that every front end uses."""

from __future__ import annotations

from govreport_search.domain import Place
from govreport_search.sentence import say

_MARKUP = "html/"


def place_words(place: Place | None) -> str:
    """``第 3 页``, a sheet's cell, or ``第 12 行``; empty where there is no place.

    A line of a kind with pages counts in what the reader laid out, which nobody has printed:
    the page says more. The same holds for a cell of a sheet, but not for the path of an element
    of a web page, which nobody sees.
    """
    if place is None:
        return ""
    if place.page is not None and place.end_page:
        return say("第 %(page)s 至 %(end)s 页", page=place.page, end=place.end_page)
    if place.page is not None:
        return say("第 %(page)s 页", page=place.page)
    if place.element and (place.line is None or not place.element.startswith(_MARKUP)):
        return place.element
    return "" if place.line is None else say("第 %(line)s 行", line=place.line)
