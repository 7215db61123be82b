"""A place in the tokens of one query, and the faults that every part of the grammar reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn

from govreport_search.query import words
from govreport_search.query.lexer import Edit, FaultError, Kind, Token
from govreport_search.sentence import say

STARTS = frozenset({Kind.WORD, Kind.QUOTED, Kind.OPEN, Kind.MINUS, Kind.NOT})
"""Tokens that may begin an operand."""


class Cursor:
    """One pass over the tokens of one query.

    Attributes:
        query: as typed; the tokens' spans are of it.
        compared: the name in the comparison read last.
    """

    def __init__(self, query: str, tokens: Sequence[Token]) -> None:
        self.query = query
        self._tokens = tokens
        self.compared: Token | None = None
        self._at = 0
        self._depth = 0

    def peek(self, ahead: int = 0) -> Token | None:
        """A token ahead (or behind: -1 is the one taken last)."""
        at = self._at + ahead
        return self._tokens[at] if 0 <= at < len(self._tokens) else None

    def kind(self, ahead: int = 0) -> Kind | None:
        """What ``peek`` is."""
        token = self.peek(ahead)
        return None if token is None else token.kind

    def take(self) -> Token:
        """The next token, which there is."""
        token = self._tokens[self._at]
        self._at += 1
        return token

    @property
    def begin(self) -> int:
        """Where the next token starts, or the query ends."""
        token = self.peek()
        return len(self.query) if token is None else token.start

    @property
    def end(self) -> int:
        """Where the token taken last ends."""
        token = self.peek(-1)
        return 0 if token is None else token.end

    @contextmanager
    def deeper(self, token: Token) -> Iterator[None]:
        """One more level of parentheses, negations or scopes, opened by a token.

        Raises:
            FaultError: that is one too many.
        """
        self._depth += 1
        if self._depth > words.MAX_DEPTH:
            raise FaultError(
                say("括号和“非”套得太深：最多 %(most)s 层", most=words.MAX_DEPTH),
                token.start,
                token.end,
            )
        yield
        self._depth -= 1

    def need_operand(self, keyword: Token) -> None:
        """Refuse a keyword with nothing behind it.

        Raises:
            FaultError: nothing that may begin an operand comes next.
        """
        token = self.peek()
        if token is not None and token.kind is Kind.OPERATOR:
            self.unexpected(token)
        if self.kind() not in STARTS:
            raise FaultError(
                say("“%(text)s”后面缺少内容", text=keyword.text),
                keyword.start,
                keyword.end,
                Edit(keyword.start, keyword.end, ""),
                quote(keyword),
            )

    def unexpected(self, token: Token | None) -> NoReturn:
        """Refuse a token that no part of the grammar can begin with.

        Raises:
            FaultError: always.
        """
        if token is None:
            end = len(self.query)
            raise FaultError(say("检索式没有写完"), end, end)
        drop = Edit(token.start, token.end, "")
        if token.kind is Kind.CLOSE:
            raise FaultError(say("多了一个右括号"), token.start, token.end, drop)
        if token.kind is Kind.OPERATOR:
            message = say("“%(text)s”前面缺少指标名称", text=token.text)
            edits = [quote(token), drop]
            if (name := self.compared) is not None:  # 新收>5 且 <10
                written = self.query[name.start : name.end]
                edits.insert(0, Edit(token.start, token.start, f" {written}"))
            raise FaultError(message, token.start, token.end, *edits)
        if token.kind in (Kind.COLON, Kind.SCOPE):
            raise FaultError(say("冒号前面缺少字段名称"), token.start, token.end, drop)
        message = say("“%(text)s”前面缺少内容", text=token.text)
        raise FaultError(message, token.start, token.end, drop, quote(token))


def quote(token: Token) -> Edit:
    """The repair that makes a token a phrase."""
    return Edit(token.start, token.end, f" 「{token.text}」 ")


def nothing_behind(name: Token, end: int) -> FaultError:
    """What a prefix without anything to look for says."""
    drop = Edit(name.start, end, "")
    return FaultError(say("“%(text)s”后面缺少要查找的文字", text=name.text), name.start, end, drop)
