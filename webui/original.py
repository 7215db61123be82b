"""What shows original files in the running app; loaded when the first page asks for one."""

from __future__ import annotations

from threading import Lock

from flask import current_app

from govreport_search.services.original import Originals, open_originals
from govreport_search.store.record import Original
from webui.library import library

_opening = Lock()
_NAME = "originals"


def originals() -> Originals | None:
    """What shows files, ``None`` where nothing that does is installed."""
    held = current_app.extensions
    if _NAME not in held:
        with _opening:
            if _NAME not in held:
                held[_NAME] = open_originals(library().settings)
    opened: Originals | None = held[_NAME]
    return opened


def stands(original: Original) -> bool:
    """Whether a file can be shown: somebody is there to do it, and the file is."""
    shower = originals()
    return shower is not None and shower.stands(original)


def sizes(original: Original) -> tuple[tuple[int, int], ...]:
    """Width and height of a file's pages, as far as they are known."""
    shower = originals()
    return shower.sizes(original) if shower is not None else ()
