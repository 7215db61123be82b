"""Recursive descent from tokens to the tree; NOT binds tightest, then AND, then OR."""

from __future__ import annotations

from govreport_search.query import words
from govreport_search.query.cursor import STARTS, Cursor, nothing_behind, quote
from govreport_search.query.field import read_comparison, read_field, read_state
from govreport_search.query.lexer import Edit, FaultError, Kind, Token, narrow, tokenise
from govreport_search.query.printed import as_printed
from govreport_search.query.sought import check_distance, read_near, read_prefixed, read_text
from govreport_search.query.tree import And, Node, Not, Or, SameReport, Text, Words, every_node
from govreport_search.sentence import say


def read_tree(query: str) -> Node:
    """The tree of a query.

    Raises:
        FaultError: the query breaks the grammar.
        UnknownFieldError: a name in it does not exist.
    """
    if len(query) > words.MAX_LENGTH:
        message = say(
            "检索式太长：最多 %(most)s 个字，现有 %(count)s 个",
            most=words.MAX_LENGTH,
            count=len(query),
        )
        raise FaultError(message, words.MAX_LENGTH, len(query))
    return _Parser(Cursor(query, tokenise(query))).query()


class _Parser:
    """The part of the grammar that nests."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def query(self) -> Node:
        cursor = self._cursor
        if cursor.peek() is None:
            return And(())
        node = self._or()
        if cursor.peek() is not None:
            cursor.unexpected(cursor.peek())
        return node

    def _or(self) -> Node:
        children = [self._and()]
        while self._cursor.kind() is Kind.OR:
            self._cursor.need_operand(self._cursor.take())
            children.append(self._and())
        return children[0] if len(children) == 1 else Or(tuple(children))

    def _and(self) -> Node:
        cursor = self._cursor
        children = [self._not()]
        while cursor.kind() is Kind.AND or cursor.kind() in STARTS:
            if cursor.kind() is Kind.AND:
                cursor.need_operand(cursor.take())
            children.append(self._not())
        return children[0] if len(children) == 1 else And(tuple(children))

    def _not(self) -> Node:
        cursor = self._cursor
        if cursor.kind() not in (Kind.NOT, Kind.MINUS):
            return self._near()
        token = cursor.take()
        if token.kind is Kind.MINUS and (cursor.peek() is None or cursor.begin != token.end):
            raise FaultError(
                say("“%(text)s”后面要紧跟着要排除的内容", text=token.text),
                token.start,
                token.end,
                Edit(token.start, cursor.begin if cursor.peek() else token.end, ""),
                quote(token),
            )
        cursor.need_operand(token)
        with cursor.deeper(token):
            return Not(self._not())

    def _near(self) -> Node:
        cursor, begin = self._cursor, self._cursor.begin
        node = self._primary()
        if cursor.kind() is not Kind.NEAR:
            return node
        keyword = cursor.take()
        check_distance(keyword)
        cursor.need_operand(keyword)
        if cursor.kind() in (Kind.NOT, Kind.MINUS):
            end, drop = cursor.begin + 1, Edit(keyword.start, keyword.end, "")
            message = say("“%(text)s”后面不能是“非”", text=keyword.text)
            raise FaultError(message, cursor.begin, end, drop, quote(keyword))
        second = cursor.begin
        found = read_near(cursor, keyword, node, begin, self._primary())
        again = cursor.peek()
        if again is not None and again.kind is Kind.NEAR:
            shared = cursor.query[second : cursor.end]
            both = Edit(again.start, again.end, f" 且 {shared} {again.text} ")
            message = say("“%(text)s”一次只连接两边的词句", text=again.text)
            raise FaultError(message, again.start, again.end, both, quote(again))
        return found

    def _primary(self) -> Node:
        cursor = self._cursor
        if cursor.kind() not in (Kind.WORD, Kind.QUOTED, Kind.OPEN):
            cursor.unexpected(cursor.peek())
        token = cursor.take()
        following = cursor.kind()
        if token.kind is Kind.OPEN:
            return self._group(token)
        if following is Kind.SCOPE:
            return self._scope(token)
        if following is Kind.COLON and token.kind is Kind.WORD:
            is_prefix = narrow(token.text) in words.PREFIX_NAMES
            return (read_prefixed if is_prefix else read_field)(cursor, token)
        if following is Kind.OPERATOR:
            return read_comparison(cursor, token)
        if following is Kind.IS:
            return read_state(cursor, token)
        return read_text(cursor, token)

    def _group(self, opening: Token) -> Node:
        cursor = self._cursor
        token = cursor.peek()
        if token is not None and token.kind is Kind.CLOSE:
            drop = Edit(opening.start, token.end, "")
            raise FaultError(say("括号里是空的"), opening.start, token.end, drop)
        drop = Edit(opening.start, opening.end, "")
        if token is None:
            raise FaultError(say("左括号后面缺少内容"), opening.start, opening.end, drop)
        with cursor.deeper(opening):
            node = self._or()
        token = cursor.peek()
        if token is None:
            end = len(cursor.query)
            close = Edit(end, end, "）" if opening.text == "（" else ")")
            message = say("括号没有成对：缺少右括号")
            raise FaultError(message, opening.start, opening.end, close, drop)
        if token.kind is not Kind.CLOSE:
            cursor.unexpected(token)
        cursor.take()
        return node

    def _scope(self, name: Token) -> Node:
        """What stands behind ``原样:`` or ``同一报告:``; it binds like NOT."""
        cursor = self._cursor
        colon = cursor.take()
        if cursor.kind() not in STARTS:
            raise nothing_behind(name, colon.end)
        begin = cursor.begin
        with cursor.deeper(name):
            child = self._not()
        if words.PREFIX_NAMES[narrow(name.text)] == words.SAME_REPORT:
            return SameReport(child)
        drop = Edit(name.start, colon.end, "")
        sought = [node for node in every_node(child) if isinstance(node, Text)]
        if not sought:
            message = say("“%(text)s”后面没有要查找的文字", text=name.text)
            raise FaultError(message, begin, cursor.end, drop)
        if any(isinstance(node, Words) for node in sought):
            message = say("“%(text)s”不能和“分词”一起用", text=name.text)
            raise FaultError(message, begin, cursor.end, drop)
        return as_printed(child)
