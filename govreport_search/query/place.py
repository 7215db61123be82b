"""A place in the words that every front end uses."""

from __future__ import annotations

from govreport_search.domain import Place


def place_words(place: Place | None) -> str:
    """``第 3 页``, an element's path, or ``第 12 行``; empty where there is no place.

    A line of a kind with pages counts in what the reader laid out, which nobody has printed:
    the page says more. The same holds for elements.
    """
    if place is None:
        return ""
    if place.page is not None:
        to = f"至 {place.end_page} " if place.end_page else ""
        return f"第 {place.page} {to}页"
    if place.element:
        return place.element
    return "" if place.line is None else f"第 {place.line} 行"
