"""A request as the command that asks it."""

from __future__ import annotations

import shlex
from dataclasses import fields

from govreport_search.query.request import Request

_MINUS = "-"


def command_line(asked: Request) -> str:
    """``govreport search …`` for a request, quoted as a shell needs it.

    Sort order, limits and offset are left out: they do not change what is found.
    """
    words = ["govreport", "search"]
    for field in fields(asked.filters):
        for value in getattr(asked.filters, field.name):
            words += [f"--{field.name}", value]
    if asked.unit != Request().unit:
        words += ["--unit", asked.unit]
    words += ["--synonyms"] * asked.synonyms
    words += ["--no-fold"] * (not asked.fold)
    if asked.query.startswith(_MINUS):
        words.append("--")
    return shlex.join([*words, asked.query] if asked.query else words)
