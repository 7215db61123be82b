"""Who is signed in: a signed cookie that only ``/edit/`` gets, with two ends in time.

The cookie holds a random id, the name that corrections are signed with, when it was begun and
last used, and a mark of the password it was got with. Signing out puts the id on a list that is
kept until the cookie would have ended anyway, so that a copied cookie is worth nothing.
"""

from __future__ import annotations

import json
import secrets
import time
from dataclasses import dataclass
from threading import Lock

from flask import current_app, flash, session

from webui.edit.private import Private

IDLE_SECONDS = 60 * 60
"""Without a request for so long, the password is asked again ..."""

WHOLE_SECONDS = 12 * 3600
"""... and after so long in any case: a working day."""

MOST_NAME = 40
"""Characters of the name that signs corrections."""

ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who knew the password.

    Attributes:
        name: what corrections and uploads are signed with.
    """

    name: str


class Visits:
    """Begins, checks and ends sessions; safe to share between threads."""

    def __init__(self, private: Private) -> None:
        self._private = private
        self._lock = Lock()

    def begin(self, name: str) -> None:
        """A fresh session: nothing of what the browser brought along is taken over."""
        now = time.time()
        session.clear()
        session.update(
            id=secrets.token_urlsafe(16),
            name=name,
            begun=now,
            seen=now,
            mark=self._private.mark(),
        )

    def current(self) -> Visitor | None:
        """Who is asking; ``None`` if nobody is signed in any more."""
        now = time.time()
        try:
            begun, seen = float(session["begun"]), float(session["seen"])
            key, name, mark = str(session["id"]), str(session["name"]), str(session["mark"])
        except (KeyError, TypeError, ValueError):
            return None
        late = now - seen > IDLE_SECONDS or now - begun > WHOLE_SECONDS
        if late or key in self._ended() or not secrets.compare_digest(mark, self._private.mark()):
            session.clear()
            return None
        session["seen"] = now
        return Visitor(name)

    def end(self) -> None:
        """Sign out; the cookie is worth nothing from now on, wherever it was copied to."""
        now = time.time()
        key = session.get("id")
        session.clear()
        if key is None:
            return
        with self._lock:
            # Read again: another server over the same folder may have ended some, too.
            ended = {name: until for name, until in self._ended().items() if until > now}
            ended[str(key)] = now + WHOLE_SECONDS
            self._private.write(ENDED, json.dumps(ended).encode())

    def _ended(self) -> dict[str, float]:
        """Ids that signed out, each with the time when its cookie ends anyway."""
        try:
            held = json.loads(self._private.read(ENDED) or b"{}")
            return {str(key): float(until) for key, until in held.items()}
        except (ValueError, AttributeError, TypeError):
            return {}


def tell(message: str) -> None:
    """Say something on the next page, in the place of what was not shown yet: cookies are small."""
    session.pop("_flashes", None)
    flash(message)


def visitor() -> Visitor | None:
    """Who is asking now."""
    visits: Visits = current_app.extensions["visits"]
    return visits.current()
