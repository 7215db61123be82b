"""Refusals that only editing knows."""

from __future__ import annotations

from govreport_search.errors import UserError


class ForbiddenError(UserError):
    """The request does not come from one of our own pages: HTTP 403."""

    code = "forbidden"
