"""Regular expressions of queries, over folded text or over text as printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Any

from govreport_search.sentence import say
from govreport_search.text import fold

MOST_PIECES = 20_000
"""Pieces an expression may have once its counts (``甲{20}``) are written out.

The library writes the least of every count out, nested ones multiplied, before anything can
stop it: ``((甲{1000}){1000}){1000}`` would take minutes and all memory.
"""

_TOKEN = re.compile(
    r"\\.|\[\^?\]?(?:\\.|\[:\w+:\]|[^\]\\])*\]|\(\?|[()]|\{(?P<least>\d+)[^}]*\}|.", re.DOTALL
)
_REFUSED = re.compile(r"R|[+-]?\d|&|P>|[a-zA-Z]*[xr]")
"""Behind ``(?``: calls of a group within itself, free spacing, and search from behind."""

_PIECE = re.compile(
    r"\\.|\[\^?\]?(?:\\.|\[:\w+:\]|[^\]\\])*\]|"
    r"\((?:\?(?:<?[=!]|P?<\w+>|[>|]|[a-zA-Z-]*:))?|\{\d*,?\d*\}|.",
    re.DOTALL,
)
"""A piece of an expression; a parenthesis with what says its kind."""
_AROUND = re.compile(r"\(\?<?[=!]")
_NO_CHARACTER = re.compile(r"\\[bBAZmMGK]|[\^$|*+?]|\{[\d,]*\}")

_CAUSES = {
    "missing )": "缺少右括号",
    "unbalanced parenthesis": "多了右括号",
    "unterminated character set": "方括号没有成对",
    "bad character range": "字符范围颠倒",
    "nothing to repeat": "重复符号前面没有内容",
    "multiple repeat": "重复符号连用",
    "min repeat greater than max repeat": "重复次数的下限大于上限",
    "repeat count too big": "重复次数太大",
    "bad escape (end of pattern)": "末尾的反斜杠后面没有内容",
}


class BadExpressionError(ValueError):
    """An expression that cannot be used; the message says why, in Chinese where it is known.

    Attributes:
        position: index in the expression, ``None`` where it is the whole.
    """

    def __init__(self, message: str, position: int | None = None) -> None:
        super().__init__(message)
        self.position = position


@lru_cache(maxsize=256)
def compiled(source: str, *, printed: bool = False) -> Any:
    """The expression to look for in folded texts, letters of either case.

    Characters that the fold changes are folded as literals: ``（`` in an expression means the
    printed bracket, which is ``(`` in the folded text, and not a group.

    Args:
        printed: for texts as they are printed (``text.unfolded``); nothing is folded.

    Raises:
        BadExpressionError: it is no regular expression, it would take too long to read, or
            it matches nothing at all.
    """
    # Imported here: few questions hold an expression.
    import regex

    tokens = list(_TOKEN.finditer(source))
    _check_size(source, tokens)
    pieces = [token[0] if printed else _folded(token[0]) for token in tokens]
    flags = regex.DOTALL | (regex.V0 if printed else regex.IGNORECASE)
    try:
        expression = regex.compile("".join(pieces), flags)
        is_empty = expression.search("", timeout=1.0) is not None
    except regex.error as error:
        cause = _CAUSES.get(error.msg, error.msg)
        raise BadExpressionError(cause, _position(tokens, pieces, error.pos)) from error
    except (RecursionError, OverflowError, MemoryError, TimeoutError) as error:
        raise BadExpressionError(say("太复杂")) from error
    if is_empty:
        raise BadExpressionError(say("空的文字也符合，到处都会找到"))
    if not _takes_characters(source):
        raise BadExpressionError(say("只说了位置，没有要查找的文字"))
    return expression


def _check_size(source: str, tokens: list[re.Match[str]]) -> None:
    """Refuse what cannot be stopped while it is compiled or searched."""
    totals, last = [0], 0
    for token in tokens:
        if token[0] in ("(", "(?"):
            if token[0] == "(?" and _REFUSED.match(source, token.end()):
                raise BadExpressionError(say("不支持递归、(?x) 和 (?r)"), token.start())
            totals.append(1)
        elif token["least"]:
            more = last * (max(int(token["least"]), 1) - 1)
            totals[-1], last = totals[-1] + more, last + more
        elif not token[0].isspace():
            last = totals.pop() if token[0] == ")" and len(totals) > 1 else 1
            totals[-1] += last
        if max(totals) > MOST_PIECES:
            raise BadExpressionError(say("重复次数太大"), token.start())


def _takes_characters(source: str) -> bool:
    """Whether an expression that compiles says anything but what stands around a place."""
    depth, around = 0, 0
    for token in _PIECE.finditer(source):
        if token[0].startswith("("):
            depth += 1
            around = around or (depth if _AROUND.fullmatch(token[0]) else 0)
        elif token[0] == ")":
            around = 0 if around == depth else around
            depth -= 1
        elif not around and not _NO_CHARACTER.fullmatch(token[0]):
            return True
    return False


def _folded(token: str) -> str:
    """A piece of an expression over folded text."""
    if token.isascii():
        return token
    if len(token) == 1:
        return _literal(token)
    if token.startswith("\\"):
        return _literal(token[1])
    return "".join(_members(token))


def _literal(char: str) -> str:
    own = fold(char)
    return own if own == char or not own.isascii() else re.escape(own)


def _members(characters: str) -> Iterator[str]:
    """Those of ``[…]``; the ends of a range are folded to ASCII only, or it would be another."""
    for before, (char, after) in zip(("", *characters), pairwise((*characters, "")), strict=False):
        own = _literal(char) if not char.isascii() else char
        is_end = "-" in (before, after) and not char.isascii()
        yield char if is_end and not own.isascii() else own


def _position(tokens: list[re.Match[str]], pieces: list[str], found: int | None) -> int | None:
    """Index in the source of an index in the folded expression."""
    if found is None or not tokens:
        return None
    end = 0
    for token, piece in zip(tokens, pieces, strict=True):
        end += len(piece)
        if found < end:
            return token.start()
    return tokens[-1].start()
