"""Fields, conditions and states: what of a query is no text."""

from __future__ import annotations

from difflib import get_close_matches

from govreport_search.domain import CellId
from govreport_search.errors import BadFilterError, UnknownFieldError
from govreport_search.query import words
from govreport_search.query.cell import resolve_cell
from govreport_search.query.cursor import Cursor, quote
from govreport_search.query.lexer import CORNERS, QUOTES, Edit, FaultError, Kind, Token, narrow
from govreport_search.query.near import near
from govreport_search.query.number import begins_as_number, check_scale, in_digits, read_bounds
from govreport_search.query.tree import Comparison, FieldFilter, Node, Not, Op, StateIs
from govreport_search.query.value import (
    canonical_values,
    split_values,
    year_range,
    year_span,
)
from govreport_search.sentence import say

_ALIKE = 0.5
"""Similarity from which on a state may have been meant (空的: 空白)."""


def read_field(cursor: Cursor, name: Token) -> Node:
    """``字段:值``, the cursor at the colon; ``指标:数字`` is a condition.

    Raises:
        FaultError: there is no value, or it cannot be read.
        UnknownFieldError: there is no such field or value.
    """
    field = words.FIELD_NAMES.get(narrow(name.text))
    colon = cursor.take()
    if field is None and _number_follows(cursor) and _is_cell(name.text):
        return _bounds(cursor, name, Op.EQ, colon)
    if field is None:
        raise _unknown(name)
    pieces, end = value_tokens(cursor, colon)
    values = split_values([(t.text, t.kind is Kind.QUOTED) for t in pieces])
    if not values:
        drop = Edit(name.start, end, "")
        raise FaultError(say("“%(text)s”后面缺少要选的值", text=name.text), name.start, end, drop)
    try:
        return FieldFilter(field, canonical_values(field, values))
    except BadFilterError as error:
        mended = year_span(",".join(values)) if field == "year" else ""
        edits = [Edit(pieces[0].start, end, mended)] if mended else []
        message = error.message
        if error.remedy:
            message = say("%(message)s。%(remedy)s", message=error.message, remedy=error.remedy)
        raise FaultError(message, pieces[0].start, end, *edits) from None
    except UnknownFieldError as error:
        error.position = _place(cursor.query, error.name, pieces[0].start)
        raise


def value_tokens(cursor: Cursor, colon: Token) -> tuple[list[Token], int]:
    """Tokens of a value list: those that touch, and those after a comma or the colon."""
    pieces: list[Token] = []
    end = colon.end
    while (token := cursor.peek()) is not None and token.kind in (Kind.WORD, Kind.QUOTED):
        open_list = not pieces or _is_separator(cursor.query[end - 1])
        if token.start != end and not open_list:
            break
        if token.start != end and cursor.kind(1) in (Kind.COLON, Kind.SCOPE, Kind.OPERATOR):
            break
        pieces.append(cursor.take())
        end = token.end
    return pieces, end


def read_comparison(cursor: Cursor, name: Token) -> Node:
    """``指标 比较符号 数字``, the cursor at the operator.

    Raises:
        FaultError: there is no number.
        UnknownFieldError: there is no such indicator or column.
    """
    operator = cursor.take()
    _refuse_field(cursor, name, operator)
    cursor.compared = name
    return _bounds(cursor, name, Op(operator.text), operator)


def read_state(cursor: Cursor, name: Token) -> Node:
    """``指标 is 状态``, the cursor at the verb.

    Raises:
        FaultError: there is no such state.
        UnknownFieldError: there is no such indicator or column.
    """
    verb = cursor.take()
    is_negated = cursor.kind() is Kind.NOT
    if is_negated:
        cursor.take()
    token = cursor.peek()
    known = "、".join(words.STATE_LABELS.values())
    if token is None or token.kind is not Kind.WORD:
        message = say("“%(text)s”后面要写状态：%(known)s", text=verb.text, known=known)
        raise FaultError(message, verb.start, verb.end, quote(verb))
    cursor.take()
    state = words.STATE_NAMES.get(narrow(token.text))
    if state is None:
        message = say("没有“%(text)s”这种状态；可用的状态：%(known)s", text=token.text, known=known)
        alike = get_close_matches(narrow(token.text), words.STATE_NAMES, 1, _ALIKE)
        meant = [words.STATE_LABELS[words.STATE_NAMES[name]] for name in alike]
        edits = [Edit(token.start, token.end, label) for label in meant]
        if number := in_digits(token.text):
            edits = [Edit(name.end, token.end, f"={number}")]
        raise FaultError(message, token.start, token.end, *edits, quote(verb))
    held = StateIs(_cell(name), state)
    return Not(held) if is_negated else held


def _unknown(name: Token) -> UnknownFieldError:
    labels = [field.label for field in (*words.FIELDS, *words.PREFIXES)]
    return UnknownFieldError(
        say("没有“%(text)s”这个字段", text=name.text),
        name=name.text,
        candidates=near(narrow(name.text), labels),
        position=name.start,
        remedy="可用的字段："
        + "、".join(field.label for field in words.FIELDS)
        + "；查法："
        + "、".join(prefix.label for prefix in words.PREFIXES)
        + "。如果要查找这些文字本身，请加引号",
    )


def _number_follows(cursor: Cursor) -> bool:
    token = cursor.peek()
    return token is not None and token.kind is Kind.WORD and begins_as_number(token.text)


def _bounds(cursor: Cursor, name: Token, written: Op, operator: Token) -> Node:
    """The comparison whose number or range comes next; a colon is as good as ``=``."""
    token = cursor.peek()
    if token is None or token.kind is not Kind.WORD:
        edits = [Edit(operator.end, operator.end, "0")] if token is None else []
        message = say("“%(text)s”后面缺少数字", text=operator.text)
        raise FaultError(message, operator.start, operator.end, *edits)
    cursor.take()
    op, low, high = read_bounds(written, token, name)
    cell = _cell(name)
    check_scale(cell, token, (low, high))
    return Comparison(cell, op, low, high)


def _refuse_field(cursor: Cursor, name: Token, operator: Token) -> None:
    """``年份>=2020`` is a field written as a condition: say how fields are written."""
    field = words.FIELD_NAMES.get(narrow(name.text)) if name.kind is Kind.WORD else None
    if field is None:
        return
    token = cursor.peek()
    value = token.text if token is not None and token.kind is Kind.WORD else ""
    end = token.end if token is not None and value else operator.end
    edits = []
    if value and operator.text == "=":
        edits = [Edit(name.start, end, f"{name.text}:{value}")]
    elif value and operator.text == "!=":
        edits = [Edit(name.start, end, f"NOT {name.text}:{value}")]
    elif field == "year" and (span := year_range(operator.text, value)):
        edits = [Edit(name.start, end, f"{name.text}:{span}")]
    message = say("“%(text)s”是字段，后面要写冒号和值", text=name.text)
    raise FaultError(message, name.start, end, *edits)


def _cell(name: Token) -> CellId:
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


def _place(query: str, value: str, begin: int) -> int:
    """Where a value of a list stands, which starts at ``begin``."""
    at = query.find(value, begin)
    while at > begin and not _may_begin_value(query[:at].rstrip()[-1]):
        at = query.find(value, at + 1)
    return max(at, begin)


def _may_begin_value(before: str) -> bool:
    return _is_separator(before) or before in QUOTES or before in CORNERS


def _is_separator(char: str) -> bool:
    return char in ",，、|｜"
