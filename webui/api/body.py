"""The text that a client posts: lists that are too long for an address. Nothing is stored."""

from __future__ import annotations

from collections.abc import Callable

from flask import request

from govreport_search.services.pasted import MOST_BYTES, pasted_text
from webui.posted_list import MULTIPART, posted_list


def posted_text(field: str, plain: Callable[[str], str]) -> str:
    """The body of a POST as text, empty for a GET.

    A form of a page sends it as ``multipart/form-data``, in the field or as its file; else the
    body is the list itself, whatever its type of content. ``plain`` as for ``posted_list``.

    Raises:
        BadFilterError: it is too long, or no text.
    """
    if request.method != "POST":
        return ""
    if request.mimetype == MULTIPART:
        return posted_list(field, plain)
    return pasted_text(request.stream.read(MOST_BYTES + 1))
