"""What pages ask the archive anew only when something has been committed to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from threading import Lock
from typing import TypeVar

from flask import current_app

from govreport_search.query.request import Request
from webui.library import library

Answer = TypeVar("Answer")

_asking: dict[str, Lock] = {}


def count(asked: Request) -> int:
    """How many reports a request finds."""
    return library().ask(replace(asked, limit=0)).total_reports


def once(name: str, moment: int, ask: Callable[[], Answer]) -> Answer:
    """The answer under this name at this moment of the archive, asked by who comes first."""
    held, here = current_app.extensions, library()
    with _asking.setdefault(
        name, Lock()
    ):  # who comes meanwhile waits for these answers instead of asking as well
        known: tuple[object, int, Answer] | None = held.get(name)
        if known is None or known[0] is not here or known[1] != moment:
            known = here, moment, ask()
            held[name] = known
    return known[2]
