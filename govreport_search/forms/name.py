"""Compares what a user typed with labels, ids and aliases of the forms.

Users type short, clean names; printed labels with their misprints are the recogniser's
concern (``text.label``), not this module's.
"""

from __future__ import annotations

import re
import unicodedata

_NUMBERING = re.compile(
    r"^(?:其中[:,、]?)?(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十\d]+\)|\d+[.、])?"
)
_BRACKET = re.compile(r"\([^()]*\)$")
_DROPPED = re.compile(r"[\s\"'“”‘’「」『』《》、,，。;:：·/_-]+")


def name_key(text: str) -> str:
    """A name without case, width, spaces, quotes, punctuation and leading numbering."""
    plain = unicodedata.normalize("NFKC", text).strip().lower().replace("其它", "其他")
    return _DROPPED.sub("", _NUMBERING.sub("", plain, count=1))


def name_keys(text: str) -> frozenset[str]:
    """Keys under which a label is known: the whole, and without a bracketed explanation."""
    plain = unicodedata.normalize("NFKC", text).strip()
    keys = {name_key(plain), name_key(_BRACKET.sub("", plain))}
    return frozenset(key for key in keys if key)
