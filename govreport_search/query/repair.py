"""How a query that breaks the grammar may be mended: the likeliest way after which it parses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import zip_longest

from govreport_search.errors import UnknownFieldError
from govreport_search.query.grammar import read_tree
from govreport_search.query.lexer import Edit, FaultError, Kind, Token, UnclosedError, tokens

_MOST_EDITS = 7
_KEYWORDS = frozenset({Kind.AND, Kind.OR, Kind.NOT, Kind.NEAR})
_BEHIND_NAMES = frozenset({Kind.OPERATOR, Kind.COLON, Kind.SCOPE, Kind.IS})


def repaired(query: str, fault: FaultError) -> str:
    """The query with its faults mended one after the other, or an empty string.

    A way that needs nothing more than additions behind its first edit is likelier than one that
    goes on to take away what was typed.
    """
    for may_take_away in (False, True):
        for edit in _edits(query, fault):
            if mended := _mended(query, edit, may_take_away):
                return mended
    return ""


def _mended(query: str, edit: Edit | None, may_take_away: bool) -> str:
    for _ in range(_MOST_EDITS):
        if edit is None:
            break
        query = _apply(query, edit)
        try:
            read_tree(query)
        except FaultError as fault:
            edit = next(_edits(query, fault), None)
            if edit is not None and edit.start < edit.end and not may_take_away:
                break
        except UnknownFieldError:
            break
        else:
            return query
    return ""


def _edits(query: str, fault: FaultError) -> Iterator[Edit]:
    """What may mend the fault; a quote is closed where the words end rather than at the end."""
    if isinstance(fault, UnclosedError):
        end = fault.end + _length_of_words(query[fault.end :])
        if end > fault.end:
            yield Edit(end, end, fault.closing)
    yield from fault.edits


def _length_of_words(text: str) -> int:
    """Where the words that a text begins with turn into operators; 0 if nowhere.

    Printed text, too, is full of parentheses, dashes and colons: these count behind white space
    only, a closing parenthesis where none was opened in the text.
    """
    known: list[Token] = []
    with suppress(FaultError):
        known += tokens(text)  # those before a fault stay, too
    end = depth = 0
    for token, following in zip_longest(known, known[1:]):
        if end and _ends_words(token, following, apart=end < token.start, is_inner=depth > 0):
            return end
        depth = max(depth + (token.kind is Kind.OPEN) - (token.kind is Kind.CLOSE), 0)
        end = token.end
    return 0


def _ends_words(token: Token, following: Token | None, *, apart: bool, is_inner: bool) -> bool:
    match token.kind:
        case Kind.CLOSE:
            return not is_inner
        case Kind.OPEN:
            return apart
        case Kind.MINUS:
            return apart and following is not None and following.start == token.end
        case Kind.WORD:
            return apart and following is not None and following.kind in _BEHIND_NAMES
    return token.kind in _KEYWORDS


def _apply(query: str, edit: Edit) -> str:
    before, after, text = query[: edit.start], query[edit.end :], edit.text
    if not before or before[-1].isspace():
        text, after = text.lstrip(), after if text.strip() else after.lstrip()
    if not after or after[0].isspace():
        text = text.rstrip()
    return (before + text + after).strip()
