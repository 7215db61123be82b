"""Compares what a user typed with labels and aliases of the forms."""

from __future__ import annotations

import re

from govreport_search.text.label import label_key

_OF_WHICH = re.compile(r"^\s*其中\s*[:：,，、]?")
_EXPLANATION = re.compile(r"[（(][^（()）]*[）)]\s*$")


def name_key(text: str) -> str:
    """A label's key (see ``text.label``) without a leading 其中."""
    return label_key(_OF_WHICH.sub("", text))


def name_keys(text: str) -> frozenset[str]:
    """Keys under which a label is known: the whole, and without a bracketed explanation."""
    keys = {name_key(text), name_key(_EXPLANATION.sub("", text))}
    return frozenset(key for key in keys if key)
