"""What pages ask the archive anew only when something has been committed to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from threading import Lock
from typing import TypeVar

from flask import current_app

from govreport_search.errors import GovReportError
from govreport_search.query.request import EMPTY_VALUE, Request
from govreport_search.query.result import Page
from webui.library import library
from webui.present.example import Groups, counted, groups

Answer = TypeVar("Answer")

_asking: dict[str, Lock] = {}


def count(asked: Request) -> int:
    """How many reports a request finds."""
    return library().ask(replace(asked, limit=0)).total_reports


def once(name: str, moment: int, ask: Callable[[], Answer]) -> Answer:
    """The answer under this name at this moment of the archive, asked by who comes first."""
    held, here = current_app.extensions, library()
    # Who comes meanwhile waits for these answers instead of asking as well.
    with _asking.setdefault(name, Lock()):
        known: tuple[object, int, Answer] | None = held.get(name)
        if known is None or known[0] is not here or known[1] != moment:
            known = here, moment, ask()
            held[name] = known
    return known[2]


def examples() -> Groups:
    """The examples, with what they find here; help is there even where the archive is not."""
    try:
        page = library().ask(Request(limit=1, facet_limit=2))
        return once("help", page.moment, lambda: counted(groups(), _whole_count, _fitting(page)))
    except GovReportError:
        return groups()


def _whole_count(asked: Request) -> int | None:
    """As ``count``; nothing where not everything could be read in time."""
    page = library().ask(replace(asked, limit=0))
    return page.total_reports if page.scanned is None or page.scanned.is_whole else None


def _fitting(page: Page) -> dict[str, str]:
    """A value that many reports of the archive have, for fields where any value does."""
    common = {
        field: values[0].value
        for field in ("region", "agency", "finding")
        if (values := [one for one in page.facets.get(field, ()) if one.value != EMPTY_VALUE])
    }
    return common | ({"report": page.hits[0].report} if page.hits else {})
