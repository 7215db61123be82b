"""What shows original files in the running app; loaded when the first page asks for one."""

from __future__ import annotations

from threading import Lock, Thread

from flask import Flask, current_app

from govreport_search.services.original import Look, Originals, Presence, Way, open_originals
from govreport_search.store.record import Original
from webui.library import library

_opening = Lock()
_NAME = "originals"
_NOBODY = Look(Way.TEXT, Presence.GONE)


def originals() -> Originals | None:
    """What shows files, ``None`` where nothing that does is installed."""
    held = current_app.extensions
    if _NAME not in held:
        with _opening:
            if _NAME not in held:
                held[_NAME] = open_originals(library().settings)
    opened: Originals | None = held[_NAME]
    return opened


def begin(app: Flask) -> None:
    """Start in the background what shows files; who only searches waits for nothing."""

    def started() -> None:
        with app.app_context():
            shower = originals()
            if shower is not None:
                shower.begin()

    Thread(target=started, name="originals", daemon=True).start()


def end(app: Flask) -> None:
    """End what shows files, if it was ever begun."""
    shower: Originals | None = app.extensions.get(_NAME)
    if shower is not None:
        shower.close()


def look(original: Original) -> Look:
    """How a file can be shown, and whether it is still what was read."""
    shower = originals()
    return _NOBODY if shower is None else shower.look(original)


def sizes(original: Original) -> tuple[tuple[int, int], ...]:
    """Width and height of the pages of a file that has some; none where they are not known."""
    shower = originals()
    return shower.sizes(original) if shower is not None else ()
