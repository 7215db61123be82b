"""A request's query as it is looked for."""

from __future__ import annotations

from dataclasses import replace

from govreport_search.query.parser import parse
from govreport_search.query.printed import as_printed
from govreport_search.query.request import Request
from govreport_search.services.expand import Expanded, expand


def looked_for(request: Request) -> Expanded:
    """The query with words cut, other wordings added and the fold left out, as requested.

    Raises:
        QuerySyntaxError: as ``parse``.
        UnknownFieldError: as ``parse``.
    """
    expanded = expand(parse(request.query), synonyms=request.synonyms)
    return expanded if request.fold else replace(expanded, tree=as_printed(expanded.tree))
