"""Requests that the server could not take, answered by the app as it answers every error."""

from __future__ import annotations

from flask import abort, request

REFUSED = "webui.refused"
"""In a request's environment, the HTTP status that the server refuses it with."""


def refuse_broken() -> None:
    """Stop a request that reached the app only to be refused.

    Raises:
        HTTPException: with the status that the server found.
    """
    status = request.environ.get(REFUSED)
    if status is not None:
        abort(status)
