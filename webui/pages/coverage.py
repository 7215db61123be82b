"""The page of coverage: which bodies of a list have published in which years."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from govreport_search.errors import BadFilterError, UserError
from govreport_search.query.request import Filters, Request
from govreport_search.sentence import say
from govreport_search.services.body_list import DIVISION_LEVELS, MOST_BODIES, plain_bodies
from govreport_search.services.coverage import COVERAGE_STATES, ArchiveBody, Coverage
from webui import args
from webui.language import gettext as _
from webui.library import library
from webui.pages.link import agency_link, report_link, search_link
from webui.posted_list import Listed, Pairs, given_list
from webui.present import coverage as present
from webui.present import filter_form

PARAMETERS = ("list", "region", "level", "year", "state", "limit", "offset")
FORMATS = (("CSV", "csv"), ("XLSX", "xlsx"), ("JSON", "json"))
"""What is offered for download; CSV and XLSX hold the same table."""

ROWS = 50
"""Of one page, where the address does not say."""

SHOWN_OTHERS = 40
"""Bodies outside the list, and files of nobody, that one page shows; downloads have them all."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A list and how it is shown.

    Attributes:
        listed: as typed; without it the governments of the divisions.
        state: only bodies with a year in one of these states.
    """

    listed: str = ""
    region: str = ""
    level: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    limit: int = ROWS
    offset: int = 0

    def pairs(self) -> Pairs:
        """Everything but the list, as parameters; defaults left out."""
        pairs = [("region", self.region)] if self.region else []
        for name in ("level", "year", "state"):
            pairs += [(name, value) for value in getattr(self, name)]
        for name, value, usual in (("limit", self.limit, ROWS), ("offset", self.offset, 0)):
            if value != usual:
                pairs.append((name, str(value)))
        return pairs


def coverage() -> str | Response | tuple[str, int]:
    """The list is in the address where it fits there; a longer one is posted, and not kept."""
    try:
        asked = _asked()
    except UserError as error:
        return _draw(Asked(), error=error), 400
    listed = _listed(asked)
    if request.method == "POST" and listed.is_short:
        return redirect(listed.permalink, 303)
    try:
        found = library().coverage(
            asked.listed or None, region=asked.region, level=asked.level, year=asked.year
        )
    except UserError as error:
        return _draw(asked, error=error), 400
    return _draw(asked, found)


def _asked() -> Asked:
    given, listed = given_list("list", plain_bodies, PARAMETERS)
    states = args.several(given, "state")
    for state in states:
        if state not in COVERAGE_STATES:
            raise BadFilterError(
                say("没有“%(value)s”这种情况", value=state),
                remedy=say("可选：%(values)s", values="、".join(COVERAGE_STATES)),
            )
    typed = filter_form.apart(Filters(year=args.several(given, "year")))
    return Asked(
        listed=listed,
        region=args.single(given, "region").strip(),
        level=args.several(given, "level"),
        year=typed.year,
        state=states,
        limit=args.number(given, "limit", ROWS, args.MAX_LIMIT),
        offset=args.number(given, "offset", 0, MOST_BODIES),
    )


def _listed(asked: Asked) -> Listed:
    return Listed(url_for("pages.coverage"), "list", asked.listed, asked.pairs())


def _draw(asked: Asked, found: Coverage | None = None, error: UserError | None = None) -> str:
    filters = Filters(
        year=asked.year, region=(asked.region,) if asked.region else (), level=asked.level
    )
    (levels,) = filter_form.tick_fields(filters, ("level",))
    known = tuple(one for one in levels.ticks if one.value in DIVISION_LEVELS)
    context: dict[str, Any] = {
        "asked": asked,
        "found": found,
        "error": error,
        "most": MOST_BODIES,
        "narrowed_by": Request(filters=filters),
        "typed": filter_form.typed_values(filters),
        "tick_fields": (replace(levels, ticks=known),),
        "words": present.STATES,
        "state_labels": COVERAGE_STATES,
    }
    if found is not None:
        context |= _answer(asked, found)
    return render_template("coverage/coverage.html", **context)


def _answer(asked: Asked, found: Coverage) -> dict[str, Any]:
    listed, links = _listed(asked), _LINKS
    rows = present.chosen_rows(found, asked.state)
    whole = [pair for pair in asked.pairs() if pair[0] in ("region", "level", "year")]

    def way(**changed: Any) -> dict[str, str]:
        return listed.way(replace(asked, **{"offset": 0, **changed}).pairs())

    return {
        "listed": listed,
        "way": way,
        "downloads": listed.downloads(
            url_for("api.coverage"), whole, (*FORMATS, (str(_("CSV（每年一列）")), "wide"))
        ),
        "rows": present.row_views(rows[asked.offset : asked.offset + asked.limit], links),
        "chosen": len(rows),
        "sums": [(state, counts) for state, counts in found.by_year.items() if any(counts)],
        "others": list(present.other_views(found.others[:SHOWN_OTHERS], links)),
        "unassigned": list(present.file_links(found.unassigned[:SHOWN_OTHERS], links)),
        "previous": max(asked.offset - asked.limit, 0),
        "next": asked.offset + asked.limit,
    }


def _report(report: str) -> str:
    return report_link(report, "", Request())


def _file(source: str) -> str:
    return url_for("pages.status", file=source, _anchor="rejected")


def _body(body: ArchiveBody) -> str:
    return agency_link(body.name, body.region)


_LINKS = present.Links(report=_report, body=_body, search=search_link, file=_file)
