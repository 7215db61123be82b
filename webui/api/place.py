"""One body, one region, as JSON."""

from __future__ import annotations

from flask import request

from govreport_search.query.record import Record
from govreport_search.services.place_record import agency_record, region_view_record
from webui import args
from webui.library import library

AGENCY_PARAMETERS = ("cell",)
REGION_PARAMETERS = ("cell", "level", "kind")


def agency(body: str) -> Record:
    """A body over all years."""
    args.reject_unknown(request.args, AGENCY_PARAMETERS)
    return agency_record(library().agency(body, args.several(request.args, "cell")))


def region(region: str) -> Record:
    """A region: its bodies, the regions in it, and the sums of one level and kind."""
    args.reject_unknown(request.args, REGION_PARAMETERS)
    found = library().region(
        region,
        args.several(request.args, "cell"),
        level=args.single(request.args, "level"),
        kind=args.single(request.args, "kind"),
    )
    return region_view_record(found)
