"""Regular expressions of queries, over folded text."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import regex

from govreport_search.text import fold


class BadExpressionError(ValueError):
    """An expression that cannot be compiled; the message says why."""


@lru_cache(maxsize=256)
def compiled(source: str) -> Any:
    """The expression to look for in folded texts; letters of either case.

    Characters that the fold changes are folded as literals: ``（`` in an expression means the
    printed bracket, which is ``(`` in the folded text, and not a group.

    Raises:
        BadExpressionError: it is no regular expression, or it matches nothing at all.
    """
    pieces = [char if char.isascii() else _folded(char) for char in source]
    try:
        expression = regex.compile("".join(pieces), regex.IGNORECASE | regex.DOTALL)
    except (regex.error, RecursionError, OverflowError, MemoryError) as error:
        raise BadExpressionError(str(error)) from error
    if expression.search("") is not None:
        raise BadExpressionError("空的文字也符合")
    return expression


def _folded(char: str) -> str:
    own = fold(char)
    return own if own == char or not own.isascii() else regex.escape(own)
