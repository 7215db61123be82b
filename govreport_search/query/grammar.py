"""Recursive descent from tokens to the tree; NOT binds tightest, then AND, then OR."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

from govreport_search.domain import CellId
from govreport_search.errors import BadFilterError, UnknownFieldError
from govreport_search.query import words
from govreport_search.query.cell import resolve_cell
from govreport_search.query.lexer import (
    Edit,
    FaultError,
    Kind,
    Token,
    distance,
    narrow,
    tokenise,
)
from govreport_search.query.near import near
from govreport_search.query.number import begins_as_number, check_scale, read_bounds
from govreport_search.query.regular import BadExpressionError, compiled
from govreport_search.query.tree import (
    And,
    Comparison,
    FieldFilter,
    Near,
    Node,
    Not,
    Op,
    Or,
    Phrase,
    Regex,
    SameReport,
    StateIs,
    Wildcard,
    Words,
)
from govreport_search.query.value import canonical_values, split_values, year_span
from govreport_search.query.wildcard import has_wildcard, read_wildcard
from govreport_search.text import fold

_STARTS = frozenset({Kind.WORD, Kind.QUOTED, Kind.OPEN, Kind.MINUS, Kind.NOT})


def read_tree(query: str) -> Node:
    """The tree of a query.

    Raises:
        FaultError: the query breaks the grammar.
        UnknownFieldError: a name in it does not exist.
    """
    if len(query) > words.MAX_LENGTH:
        message = f"检索式太长：最多 {words.MAX_LENGTH} 个字，现有 {len(query)} 个"
        raise FaultError(message, words.MAX_LENGTH, len(query))
    return _Parser(query, tokenise(query)).query()


class _Parser:
    """One pass over the tokens of one query."""

    def __init__(self, query: str, tokens: Sequence[Token]) -> None:
        self._query = query
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    def query(self) -> Node:
        if not self._tokens:
            return And(())
        node = self._or()
        token = self._peek()
        if token is not None:
            self._unexpected(token)
        return node

    def _peek(self, ahead: int = 0) -> Token | None:
        at = self._at + ahead
        return self._tokens[at] if at < len(self._tokens) else None

    def _kind(self, ahead: int = 0) -> Kind | None:
        token = self._peek(ahead)
        return None if token is None else token.kind

    def _take(self) -> Token:
        token = self._tokens[self._at]
        self._at += 1
        return token

    def _deeper(self, token: Token) -> None:
        self._depth += 1
        if self._depth > words.MAX_DEPTH:
            raise FaultError(
                f"括号和“非”套得太深：最多 {words.MAX_DEPTH} 层", token.start, token.end
            )

    def _or(self) -> Node:
        children = [self._and()]
        while self._kind() is Kind.OR:
            self._operand_after(self._take())
            children.append(self._and())
        return children[0] if len(children) == 1 else Or(tuple(children))

    def _and(self) -> Node:
        children = [self._not()]
        while self._kind() is Kind.AND or self._kind() in _STARTS:
            if self._kind() is Kind.AND:
                self._operand_after(self._take())
            children.append(self._not())
        return children[0] if len(children) == 1 else And(tuple(children))

    def _operand_after(self, keyword: Token) -> None:
        if self._kind() not in _STARTS:
            raise FaultError(
                f"“{keyword.text}”后面缺少内容",
                keyword.start,
                keyword.end,
                Edit(keyword.start, keyword.end, ""),
                _quote(keyword),
            )

    def _not(self) -> Node:
        token = self._peek()
        if token is None or token.kind not in (Kind.NOT, Kind.MINUS):
            return self._near()
        self._take()
        following = self._peek()
        if token.kind is Kind.MINUS and (following is None or following.start != token.end):
            message = f"“{token.text}”后面要紧跟着要排除的内容"
            end = following.start if following else token.end
            raise FaultError(
                message,
                token.start,
                token.end,
                Edit(token.start, end, ""),
                _quote(token),
            )
        self._operand_after(token)
        self._deeper(token)
        child = self._not()
        self._depth -= 1
        return Not(child)

    def _near(self) -> Node:
        start = self._at
        node = self._primary()
        keyword = self._peek()
        if keyword is None or keyword.kind is not Kind.NEAR:
            return node
        self._take()
        far = distance(keyword)
        if far > words.MAX_DISTANCE:
            message = f"“{keyword.text}”隔得太远：最多 {words.MAX_DISTANCE} 个字"
            raise FaultError(message, keyword.start, keyword.end)
        self._operand_after(keyword)
        other = self._primary()
        if not isinstance(node, Phrase) or not isinstance(other, Phrase):
            begin, end = self._tokens[start].start, self._tokens[self._at - 1].end
            message = f"“{keyword.text}”的两边要各是一个词句"
            raise FaultError(message, begin, end, _quote(keyword))
        return Near(node.text, other.text, far)

    def _primary(self) -> Node:
        token = self._peek()
        if token is None or token.kind not in (Kind.WORD, Kind.QUOTED, Kind.OPEN):
            self._unexpected(token)
        token = self._take()
        if token.kind is Kind.OPEN:
            return self._group(token)
        if self._kind() is Kind.COLON and token.kind is Kind.WORD:
            return self._field(token)
        if self._kind() is Kind.OPERATOR:
            return self._comparison(token)
        if self._kind() is Kind.IS:
            return self._state(token)
        if not fold(token.text):
            message = "引号里没有可查找的文字" if token.kind is Kind.QUOTED else "没有可查找的文字"
            raise FaultError(message, token.start, token.end, Edit(token.start, token.end, ""))
        if token.kind is Kind.WORD and has_wildcard(token.text):
            return self._wildcard(token)
        return Phrase(token.text)

    @staticmethod
    def _wildcard(token: Token) -> Node:
        parts = read_wildcard(token.text).parts
        if not parts or not all(map(fold, parts)):
            message = f"“{token.text}”里除了通配符没有可查找的文字"
            raise FaultError(message, token.start, token.end, _quote(token))
        return Wildcard(token.text)

    def _unexpected(self, token: Token | None) -> NoReturn:
        end = len(self._query)
        if token is None:
            raise FaultError("检索式没有写完", end, end)
        drop = Edit(token.start, token.end, "")
        if token.kind is Kind.CLOSE:
            raise FaultError("多了一个右括号", token.start, token.end, drop)
        if token.kind is Kind.OPERATOR:
            whole = _quote(token)
            message = f"“{token.text}”前面缺少指标名称"
            raise FaultError(message, token.start, token.end, whole, drop)
        if token.kind is Kind.COLON:
            raise FaultError("冒号前面缺少字段名称", token.start, token.end, drop)
        message = f"“{token.text}”前面缺少内容"
        raise FaultError(message, token.start, token.end, drop, _quote(token))

    def _group(self, opening: Token) -> Node:
        self._deeper(opening)
        token = self._peek()
        if token is not None and token.kind is Kind.CLOSE:
            raise FaultError(
                "括号里是空的", opening.start, token.end, Edit(opening.start, token.end, "")
            )
        if token is None:
            drop = Edit(opening.start, opening.end, "")
            raise FaultError("左括号后面缺少内容", opening.start, opening.end, drop)
        node = self._or()
        token = self._peek()
        if token is None:
            end = len(self._query)
            close = "）" if opening.text == "（" else ")"
            raise FaultError(
                "括号没有成对：缺少右括号",
                opening.start,
                opening.end,
                Edit(end, end, close),
                Edit(opening.start, opening.end, ""),
            )
        if token.kind is not Kind.CLOSE:
            self._unexpected(token)
        self._take()
        self._depth -= 1
        return node

    def _prefixed(self, prefix: str, name: Token) -> Node:
        """What stands behind ``任一:``, ``分词:``, ``正则:`` or ``同一报告:``."""
        colon = self._take()
        if prefix == words.ANY:
            return self._any_of(name, colon)
        token = self._peek()
        if token is not None and prefix == words.SAME_REPORT and token.kind is Kind.OPEN:
            return SameReport(self._group(self._take()))
        if token is None or token.kind not in (Kind.WORD, Kind.QUOTED) or not fold(token.text):
            message = f"“{name.text}”后面缺少要查找的文字"
            raise FaultError(message, name.start, colon.end, Edit(name.start, colon.end, ""))
        self._take()
        if prefix == words.SAME_REPORT:
            return SameReport(Phrase(token.text))
        if prefix == words.WORDS:
            return Words(token.text)
        try:
            compiled(token.text)
        except BadExpressionError as error:
            message = f"正则表达式“{token.text}”不能用：{error}"
            raise FaultError(message, token.start, token.end) from None
        return Regex(token.text)

    def _any_of(self, name: Token, colon: Token) -> Node:
        """A list of terms: one of them is enough."""
        pieces, end = self._value_tokens(colon)
        values = split_values([(t.text, t.kind is Kind.QUOTED) for t in pieces])
        terms = tuple(dict.fromkeys(value for value in values if fold(value)))
        if not terms:
            drop = Edit(name.start, end, "")
            raise FaultError(f"“{name.text}”后面缺少要查找的文字", name.start, end, drop)
        return Phrase(terms[0]) if len(terms) == 1 else Or(tuple(map(Phrase, terms)))

    def _field(self, name: Token) -> Node:
        written = narrow(name.text)
        if written in words.PREFIX_NAMES:
            return self._prefixed(words.PREFIX_NAMES[written], name)
        field = words.FIELD_NAMES.get(written)
        colon = self._take()
        if field is None and self._number_follows() and _is_cell(name.text):
            return self._bounds(name, Op.EQ, colon)
        if field is None:
            candidates = near(narrow(name.text), [f.label for f in words.FIELDS])
            raise UnknownFieldError(
                f"没有“{name.text}”这个字段",
                name=name.text,
                candidates=candidates,
                position=name.start,
                remedy="可用的字段："
                + "、".join(f.label for f in words.FIELDS)
                + "。如果要查找这些文字本身，请加引号",
            )
        pieces, end = self._value_tokens(colon)
        values = split_values([(t.text, t.kind is Kind.QUOTED) for t in pieces])
        if not values:
            drop = Edit(name.start, end, "")
            raise FaultError(f"“{name.text}”后面缺少要选的值", name.start, end, drop)
        try:
            return FieldFilter(field, canonical_values(field, values))
        except BadFilterError as error:
            mended = year_span(",".join(values)) if field == "year" else ""
            edits = [Edit(pieces[0].start, end, mended)] if mended else []
            message = f"{error.message}。{error.remedy}" if error.remedy else error.message
            raise FaultError(message, pieces[0].start, end, *edits) from None
        except UnknownFieldError as error:
            error.position = pieces[0].start
            raise

    def _number_follows(self) -> bool:
        token = self._peek()
        return token is not None and token.kind is Kind.WORD and begins_as_number(token.text)

    def _value_tokens(self, colon: Token) -> tuple[list[Token], int]:
        """Tokens of a value list: those that touch, and those after a comma or the colon."""
        pieces: list[Token] = []
        end = colon.end
        while (token := self._peek()) is not None and token.kind in (Kind.WORD, Kind.QUOTED):
            open_list = not pieces or _is_separator(self._query[end - 1])
            if token.start != end and not open_list:
                break
            if self._kind(1) in (Kind.COLON, Kind.OPERATOR) and token.start != end:
                break
            pieces.append(self._take())
            end = token.end
        return pieces, end

    def _comparison(self, name: Token) -> Node:
        operator = self._take()
        self._no_field(name, operator)
        return self._bounds(name, Op(operator.text), operator)

    def _bounds(self, name: Token, written: Op, operator: Token) -> Node:
        """The comparison whose number or range comes next; a colon is as good as ``=``."""
        token = self._peek()
        if token is None or token.kind is not Kind.WORD:
            edits = [Edit(operator.end, operator.end, "0")] if token is None else []
            message = f"“{operator.text}”后面缺少数字"
            raise FaultError(message, operator.start, operator.end, *edits)
        self._take()
        op, low, high = read_bounds(written, token, name)
        cell = self._cell(name)
        check_scale(cell, token, (low, high))
        return Comparison(cell, op, low, high)

    def _no_field(self, name: Token, operator: Token) -> None:
        """``年份>=2020`` is a field written as a condition: say how fields are written."""
        field = words.FIELD_NAMES.get(narrow(name.text)) if name.kind is Kind.WORD else None
        if field is None:
            return
        token = self._peek()
        value = token.text if token is not None and token.kind is Kind.WORD else ""
        end = token.end if token is not None and value else operator.end
        spans = {"=": f"{value}", ">=": f"{value}..", "<=": f"..{value}"}
        span = spans.get(operator.text, "")
        edits = [Edit(name.start, end, f"{name.text}:{span}")] if value and span else []
        message = f"“{name.text}”是字段，后面要写冒号和值"
        raise FaultError(message, name.start, end, *edits)

    def _state(self, name: Token) -> Node:
        verb = self._take()
        is_negated = self._kind() is Kind.NOT
        if is_negated:
            self._take()
        token = self._peek()
        known = "、".join(words.STATE_LABELS.values())
        if token is None or token.kind is not Kind.WORD:
            message = f"“{verb.text}”后面要写状态：{known}"
            raise FaultError(message, verb.start, verb.end, _quote(verb))
        self._take()
        state = words.STATE_NAMES.get(narrow(token.text))
        if state is None:
            message = f"没有“{token.text}”这种状态；可用的状态：{known}"
            raise FaultError(message, token.start, token.end, _quote(verb))
        held = StateIs(self._cell(name), state)
        return Not(held) if is_negated else held

    def _cell(self, name: Token) -> CellId:
        try:
            return resolve_cell(name.text)
        except UnknownFieldError as error:
            error.position = name.start
            raise


def _is_cell(name: str) -> bool:
    try:
        resolve_cell(name)
    except UnknownFieldError:
        return False
    return True


def _is_separator(char: str) -> bool:
    return char in ",，、|｜"


def _quote(token: Token) -> Edit:
    return Edit(token.start, token.end, f" 「{token.text}」 ")
