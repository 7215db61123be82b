"""A request: query + filters + sort + page, the same for command line, Python, URL and JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from govreport_search.errors import BadFilterError
from govreport_search.sentence import say

UNITS = ("sections", "reports", "rows")
"""What is listed and counted as a hit; the first is the default."""

SORTS = ("relevance", "year", "-year", "agency", "-agency", "region", "-region", "count")
"""Sort orders besides indicators; an indicator id (``requests.new.total``, ``-`` before it for
descending) sorts by that cell, numbers first."""

FACET_LIMIT = 100
"""Values listed of a facet where the request does not say."""

FACET_FIELDS = ("year", "region", "level", "kind", "agency", "section", "form", "finding")
"""Every facet, in the order pages show them."""

EXCLUDED = "not_"
"""Stands before the name of a facet where its values are kept out: ``not_agency``."""

LONGEST_FIND = 100
"""Characters to look for in the names of a facet at most; every link of a page repeats them."""

EMPTY_VALUE = "none"
"""The facet value that stands for "not known" in URLs, options and JSON."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Options beside the query: values of one field are OR, different fields AND.

    ``not_year`` to ``not_finding`` take the same values and keep out what has any of them: a
    report, or with ``not_section`` the sections themselves.

    Attributes:
        year: ``2020``, ``2019..2021``, ``..2019``, ``2021..`` or ``none``.
        region: unit names or paths with ``/``; each means the unit and all below it.
        finding: codes or answers of findings, or ``none``; a report with one of them.
        where: conditions in the query language, e.g. ``requests.new.total=0``; all must hold.
    """

    year: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    agency: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    form: tuple[str, ...] = ()
    finding: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    not_year: tuple[str, ...] = ()
    not_region: tuple[str, ...] = ()
    not_agency: tuple[str, ...] = ()
    not_level: tuple[str, ...] = ()
    not_kind: tuple[str, ...] = ()
    not_section: tuple[str, ...] = ()
    not_form: tuple[str, ...] = ()
    not_finding: tuple[str, ...] = ()

    def wanted(self, field: str) -> tuple[str, ...]:
        """Values of a facet of which a report must have one; none where any will do."""
        values: tuple[str, ...] = getattr(self, field)
        return values

    def unwanted(self, field: str) -> tuple[str, ...]:
        """Values of a facet of which a report must have none."""
        values: tuple[str, ...] = getattr(self, EXCLUDED + field)
        return values


def read_facet_more(written: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """``Request.facet_more`` from options or parameters such as ``agency:1000``.

    Raises:
        BadFilterError: no facet, no number behind it, or one facet twice.
    """
    limits: dict[str, int] = {}
    for text in written:
        field, _, number = text.partition(":")
        if field not in FACET_FIELDS or not (number.isascii() and number.isdigit()):
            raise BadFilterError(
                say("“%(text)s”不是一个分面和数目", text=text),
                remedy=say("写作 agency:1000；分面有：%(value)s", value="、".join(FACET_FIELDS)),
            )
        if field in limits:
            raise BadFilterError(
                say("分面“%(field)s”的数目给了两次", field=field), remedy=say("请只保留其中一个")
            )
        limits[field] = int(number)
    return tuple(limits.items())


def read_facet_find(written: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """``Request.facet_find`` from options or parameters such as ``agency:教育``.

    Raises:
        BadFilterError: no facet, nothing to look for behind it or too much, or one facet twice.
    """
    found: dict[str, str] = {}
    for text in written:
        field, _, part = text.partition(":")
        if len(part) > LONGEST_FIND:
            raise BadFilterError(
                say("要在分面里找的字太长，最多 %(most)s 个字", most=LONGEST_FIND),
                remedy=say("请只写名称的一部分"),
            )
        if field not in FACET_FIELDS or not part.strip():
            raise BadFilterError(
                say("“%(text)s”不是一个分面和要找的字", text=text),
                remedy=say("写作 agency:教育；分面有：%(value)s", value="、".join(FACET_FIELDS)),
            )
        if field in found:
            raise BadFilterError(
                say("分面“%(field)s”要找的字给了两次", field=field), remedy=say("请只保留其中一个")
            )
        found[field] = part.strip()
    return tuple(found.items())


@dataclass(frozen=True, slots=True)
class Request:
    """One question to the library.

    Attributes:
        query: as typed; empty means every report.
        sort: one of ``SORTS``, or a cell id, ``-`` in front for descending.
        limit: hits per page, 0 for totals and facets only.
        offset: hits to pass over.
        unit: one of ``UNITS``. Sections are listed one by one; of reports each is listed once,
            by its best section; of rows, the statutory rows whose names hold the words.
        synonyms: whether words of the field that mean the same are found as well.
        facet_limit: values listed of each facet; the chosen ones are listed in any case.
        fold: whether both sides are folded (width, traditional characters, letter case);
            otherwise the same characters must be printed. White space counts in neither.
        facet_more: fields of facets that have a limit of their own, with it; each field once.
        facet_find: fields of facets of which only those values are listed whose names hold a
            text, with it; each field once. What is chosen or kept out is listed in any case.
        facet_open: regions as the facet writes them (``河南省/洛阳市``) whose parts are all
            listed; the empty text is the whole country. Where any is given, so are the parts of
            what is chosen or kept out and of all that it lies in.
        cursor: ``Page.next`` of the page before this one, instead of an offset.
    """

    query: str = ""
    filters: Filters = field(default_factory=Filters)
    sort: str = "relevance"
    limit: int = 20
    offset: int = 0
    unit: str = UNITS[0]
    synonyms: bool = False
    facet_limit: int = FACET_LIMIT
    fold: bool = True
    facet_more: tuple[tuple[str, int], ...] = ()
    facet_find: tuple[tuple[str, str], ...] = ()
    facet_open: tuple[str, ...] = ()
    cursor: str = ""

    def anew(self, **changes: Any) -> Request:
        """The request with some things changed, from its first page on."""
        return replace(self, **{"offset": 0, "cursor": "", **changes})
