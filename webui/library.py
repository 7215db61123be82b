"""The library of the running app."""

from __future__ import annotations

from typing import cast

from flask import current_app

from govreport_search.library import Library


def library() -> Library:
    """The library that the app was made over."""
    return cast("Library", current_app.extensions["library"])
