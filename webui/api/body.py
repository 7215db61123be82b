"""The text that a client posts: lists that are too long for an address. Nothing is stored."""

from __future__ import annotations

from flask import request

from govreport_search.services.pasted import MOST_BYTES, pasted_text


def posted_text() -> str:
    """The body of a POST as text, empty for a GET; its type of content does not matter.

    Raises:
        BadFilterError: it is too long, or no text.
    """
    if request.method != "POST":
        return ""
    return pasted_text(request.stream.read(MOST_BYTES + 1))
