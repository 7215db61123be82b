"""The OpenAPI description, written as data beside this module."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def description() -> dict[str, Any]:
    """The description of every endpoint, parameter and answer."""
    text = files("webui.api").joinpath("openapi.json").read_text(encoding="utf-8")
    parsed: dict[str, Any] = json.loads(text)
    return parsed
