"""The way around: which pages stand in the head of every page, and which of them is this one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask import current_app, request
from werkzeug.exceptions import HTTPException

from webui.language import N_
from webui.language import gettext as _

ROOMS = (
    (
        "pages.search",
        N_("检索"),
        ("pages.add_condition", "pages.add_words", "pages.report", "pages.source"),
    ),
    ("pages.compare", N_("比较"), ("pages.agency", "pages.region")),
    ("pages.rank", N_("排名"), ()),
    ("pages.terms", N_("词表"), ()),
    ("pages.findings", N_("核查"), ()),
    ("pages.coverage", N_("覆盖"), ()),
    ("pages.status", N_("馆藏"), ()),
    (
        "edit.home",
        N_("录入"),
        (
            *("edit.sign_in", "edit.enter", "edit.upload", "edit.show", "edit.ask_undo"),
            *("edit.worklist", "edit.cell", "edit.body", "edit.corrections"),
        ),
    ),
    (
        "pages.help",
        N_("帮助"),
        ("pages.glossary", "pages.indicator_list", "pages.privacy", "pages.api_help"),
    ),
)
"""Endpoint and name of each page in the head, and the pages that lie behind it."""


@dataclass(frozen=True, slots=True)
class Way:
    """A link in the head.

    Attributes:
        current: for ``aria-current``: ``page`` on the page itself, ``true`` on one behind it.
    """

    endpoint: str
    label: str
    current: str


def ways() -> Iterator[Way]:
    """The pages that this app serves, in the order of the head; editing only where it is on."""
    here = request.endpoint or ""
    for endpoint, label, behind in ROOMS:
        if endpoint in current_app.view_functions:
            inside = here in behind or _room(here) == _room(endpoint) != "pages"
            current = "page" if here == endpoint else "true" if inside else ""
            yield Way(endpoint, _(label), current)


def address_here() -> str:
    """The whole address of this page as this reader reaches us, to be typed again from paper."""
    try:
        return request.url
    except (HTTPException, ValueError):  # a page that says what is wrong with this very address
        return request.path


def today() -> str:
    """The day on which a page is asked for, as this machine counts days: ``2026-11-22``."""
    return date.today().isoformat()


def _room(endpoint: str) -> str:
    """The blueprint that an endpoint belongs to."""
    return endpoint.partition(".")[0]
