"""How a query that is being typed may go on."""

from __future__ import annotations

from dataclasses import asdict

from flask import request

from govreport_search.query.record import Record
from webui import args
from webui.library import library

DEFAULT_LIMIT, MAX_LIMIT = 10, 50


def complete() -> Record:
    """Completions of what stands before the cursor."""
    args.reject_unknown(request.args, ("q", "limit"))
    limit = args.number(request.args, "limit", DEFAULT_LIMIT, MAX_LIMIT)
    found = library().complete(args.single(request.args, "q"), limit)
    return {"completions": [asdict(one) for one in found]}
