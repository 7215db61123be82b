"""The page of rankings: bodies by one cell or rate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flask import render_template, request, url_for
from werkzeug.datastructures import MultiDict

from govreport_search.domain import State
from govreport_search.errors import UserError
from govreport_search.query.request import Filters, Request
from govreport_search.services.ranking import Ranking
from govreport_search.services.standing import without_number
from webui import args
from webui.api.compare import SHARED
from webui.library import library
from webui.pages.link import cell_links
from webui.pages.picker import picker
from webui.posted_list import address
from webui.present import filter_form
from webui.present.compare_start import Pairs, Ready, ready_rankings
from webui.present.compared import measure_title, spoken
from webui.present.ranked import ranked_lines, spread_lines

OWN = ("cell", "other", "ascending")
PARAMETERS = (*SHARED, *OWN)
SHOWN_FILTERS = ("level", "kind")
ROWS = 50
"""Places of one page, where the address does not say."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A ranking."""

    request: Request = field(default_factory=lambda: Request(limit=ROWS))
    cell: str = ""
    ascending: bool = False

    def pairs(self) -> list[tuple[str, str]]:
        """The ranking as parameters, defaults left out; they serve page and API."""
        pairs = [("cell", self.cell)] if self.cell else []
        pairs += [("ascending", "1")] if self.ascending else []
        usual = Request()
        pairs += args.pairs(replace(self.request, limit=usual.limit))
        return [*pairs, ("limit", str(self.request.limit))] if self.request.limit != ROWS else pairs


def rank() -> str | tuple[str, int]:
    """The ranking is the URL, all of it; without a cell, what may be ranked."""
    try:
        asked = _read(request.args)
    except UserError as error:
        return _draw(Asked(), error=error), 400
    if not asked.cell:
        return _draw(asked)
    try:
        found = library().ranking(asked.request, asked.cell, ascending=asked.ascending)
    except UserError as error:
        return _draw(asked, error=error), 400
    return _draw(asked, found)


def _read(given: MultiDict[str, str]) -> Asked:
    args.reject_unknown(given, PARAMETERS)
    asked = args.parse(given, also=OWN)
    limit = args.number(given, "limit", ROWS, args.MAX_LIMIT)
    return Asked(
        request=replace(asked, filters=filter_form.apart(asked.filters), limit=limit),
        cell=args.single(given, "other").strip() or args.single(given, "cell"),
        ascending=args.number(given, "ascending", 0, 1) == 1,
    )


def _address(asked: Asked, *more: tuple[str, str], path: str = "") -> str:
    return address(path or url_for("pages.rank"), [*asked.pairs(), *more])


def _draw(asked: Asked, found: Ranking | None = None, error: UserError | None = None) -> str:
    filters = asked.request.filters
    hidden = Filters(
        **{
            name: getattr(filters, name)
            for name in args.FILTER_NAMES
            if name not in (*filter_form.TYPED, *SHOWN_FILTERS)
        }
    )
    cells = (asked.cell,) if asked.cell else ()
    context: dict[str, Any] = {
        "asked": asked,
        "error": error,
        "found": found,
        "picker": picker(cells, single=True),
        "typed": filter_form.typed_values(filters),
        "tick_fields": filter_form.tick_fields(filters, SHOWN_FILTERS),
        "kept": args.pairs(
            replace(asked.request, query="", offset=0, filters=hidden, limit=Request().limit)
        ),
        "ready": () if found or error else _ready(),
    }
    if found is not None:
        context |= _answer(asked, found)
    return render_template("compare/rank.html", **context)


def _ready() -> tuple[Ready, ...]:
    path = url_for("pages.rank")

    def finds(pairs: Pairs) -> bool:
        asked = _read(MultiDict(pairs))
        return State.NUMBER in library().ranking(asked.request, asked.cell).states

    return ready_rankings(library().groups(), lambda pairs: address(path, pairs), finds)


def _answer(asked: Asked, found: Ranking) -> Mapping[str, Any]:
    step, start = asked.request.limit, asked.request.offset
    numbers = found.states.get(State.NUMBER.value, 0)

    def turned(offset: int) -> str:
        return _address(replace(asked, request=replace(asked.request, offset=offset)))

    def body(key: str) -> str:
        return url_for("pages.agency", body=key)

    turned_round = replace(
        asked, ascending=not asked.ascending, request=replace(asked.request, offset=0)
    )
    return {
        "title": measure_title(found.measure),
        "definition": spoken(found.measure.definition),
        "numbers": numbers,
        "unranked": without_number(found.states),
        "unranked_url": turned(numbers // step * step) if step else "",
        "lines": ranked_lines(found, cell_links(), body),
        "spreads": spread_lines(found),
        "turned_url": _address(turned_round),
        "previous_url": turned(max(start - step, 0)) if start and step else "",
        "next_url": turned(start + step) if step and start + step < found.total else "",
        "first_row": start + 1,
        "last_row": start + len(found.ranked),
        "api_urls": {
            name: _address(
                asked,
                *((("limit", str(step)),) if step == ROWS else ()),
                ("format", name),
                path=url_for("api.rank"),
            )
            for name in ("csv", "xlsx", "json")
        },
    }
