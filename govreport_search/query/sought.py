"""Text that is looked for: phrases, wildcards, lists, regular expressions, and what is near."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import product

from govreport_search.query import words
from govreport_search.query.cursor import Cursor, nothing_behind, quote
from govreport_search.query.field import value_tokens
from govreport_search.query.lexer import Edit, FaultError, Kind, Token, distance, narrow
from govreport_search.query.regular import BadExpressionError, compiled
from govreport_search.query.tree import Near, Node, Or, Phrase, Regex, Wildcard, Words
from govreport_search.query.typed import quoted
from govreport_search.query.value import split_values
from govreport_search.query.wildcard import has_wildcard, read_wildcard
from govreport_search.sentence import say
from govreport_search.text import fold


def read_text(cursor: Cursor, token: Token) -> Node:
    """A word or a quoted phrase that was taken last.

    Raises:
        FaultError: nothing in it can be looked for.
    """
    if not fold(token.text):
        message = (
            say("引号里没有可查找的文字") if token.kind is Kind.QUOTED else say("没有可查找的文字")
        )
        raise FaultError(message, token.start, token.end, Edit(token.start, token.end, ""))
    if token.kind is Kind.QUOTED or not has_wildcard(token.text):
        return Phrase(token.text)
    before, after = cursor.peek(-2), cursor.peek()
    if (
        before is not None
        and after is not None
        and before.kind is after.kind is Kind.WORD
        and not read_wildcard(token.text).parts
    ):  # 收到 * 申请
        return _wildcard(token, Edit(before.end, after.start, token.text), quote(token))
    return _wildcard(token, quote(token))


def read_prefixed(cursor: Cursor, name: Token) -> Node:
    """``任一:``, ``分词:``, ``通配:`` or ``正则:`` with its text, the cursor at the colon.

    Raises:
        FaultError: there is no text, or it cannot be used so.
    """
    colon = cursor.take()
    prefix = words.PREFIX_NAMES[narrow(name.text)]
    if prefix == words.ANY:
        return _any_of(cursor, name, colon)
    token = _sole_text(cursor, name, colon)
    if prefix == words.WORDS:
        return Words(token.text)
    if prefix == words.REGEX:
        return _regex(cursor, name, token)
    if not has_wildcard(token.text):
        return Phrase(token.text)
    return _wildcard(token, Edit(name.start, colon.end, ""))


def read_near(cursor: Cursor, keyword: Token, first: Node, begin: int, other: Node) -> Node:
    """``甲 近邻/n 乙``, both sides read; a side may be a list.

    Args:
        keyword: the operator.
        begin: where the first side starts; the second ends where the cursor stands.

    Raises:
        FaultError: a side is no phrase, they may stand too far apart, or there are too many.
    """
    one, two = _phrases(first), _phrases(other)
    if not one or not two:
        message = say("“%(text)s”的两边要各是一个词句，或用“或”列出的几个词句", text=keyword.text)
        raise FaultError(message, begin, cursor.end, quote(keyword))
    if len(one) * len(two) > words.MAX_PAIRS:
        message = say(
            "“%(text)s”两边的词句太多：相乘最多 %(most)s 对",
            text=keyword.text,
            most=words.MAX_PAIRS,
        )
        raise FaultError(message, begin, cursor.end)
    pairs = product(one, two)
    nodes = tuple(dict.fromkeys(Near(a, b, distance(keyword)) for a, b in pairs))
    return nodes[0] if len(nodes) == 1 else Or(nodes)


def check_distance(keyword: Token) -> None:
    """Refuse a ``近邻`` that reaches too far.

    Raises:
        FaultError: it does.
    """
    if distance(keyword) > words.MAX_DISTANCE:
        nearest = f"{keyword.text.partition('/')[0].partition('／')[0]}/{words.MAX_DISTANCE}"
        message = say(
            "“%(text)s”隔得太远：最多 %(most)s 个字",
            text=keyword.text,
            most=words.MAX_DISTANCE,
        )
        mended = Edit(keyword.start, keyword.end, nearest)
        raise FaultError(message, keyword.start, keyword.end, mended)


def _phrases(node: Node) -> tuple[str, ...]:
    """The texts of a phrase or of alternatives, none if it is anything else."""
    if isinstance(node, Phrase):
        return (node.text,)
    if isinstance(node, Or) and all(isinstance(child, Phrase) for child in node.children):
        return tuple(child.text for child in node.children if isinstance(child, Phrase))
    return ()


def _wildcard(token: Token, *edits: Edit) -> Node:
    if not read_wildcard(token.text).parts:
        message = say("“%(text)s”里除了通配符没有可查找的文字", text=token.text)
        raise FaultError(message, token.start, token.end, *edits)
    return Wildcard(token.text)


def _any_of(cursor: Cursor, name: Token, colon: Token) -> Node:
    """A list of terms: one of them is enough."""
    pieces, end = value_tokens(cursor, colon)
    terms: dict[Node, None] = {}
    for token in pieces:
        is_quoted, at = token.kind is Kind.QUOTED, 0
        for text in split_values([(token.text, is_quoted)]):
            if not fold(text):
                continue
            if is_quoted or not has_wildcard(text):
                terms[Phrase(text)] = None
                continue
            at = token.text.index(text, at) + len(text)
            end = token.start + at
            term = Token(Kind.WORD, text, end - len(text), end)
            terms[_wildcard(term, Edit(term.start, term.end, f"「{text}」"))] = None
    if not terms and cursor.kind() is Kind.OPEN:
        message = say("“%(text)s”后面不用括号，用逗号隔开几个词句", text=name.text)
        raise FaultError(message, name.start, cursor.begin)
    if not terms:
        raise nothing_behind(name, end)
    return next(iter(terms)) if len(terms) == 1 else Or(tuple(terms))


def _sole_text(cursor: Cursor, name: Token, colon: Token) -> Token:
    """The one word or quoted text behind a prefix; brackets and signs in it need quotes."""
    token = cursor.peek()
    if token is None or token.kind not in (Kind.WORD, Kind.QUOTED, Kind.OPEN, Kind.OPERATOR):
        raise nothing_behind(name, colon.end)
    cursor.take()
    following = cursor.peek()
    is_cut = following is not None and following.start == token.end
    if token.kind is Kind.QUOTED or (
        token.kind is Kind.WORD and (not is_cut or cursor.kind() is Kind.CLOSE)
    ):
        if not fold(token.text):
            raise nothing_behind(name, token.end)
        return token
    end = _run_end(cursor.query, token.start)
    try:
        edits = [Edit(token.start, end, quoted(cursor.query[token.start : end]))]
    except ValueError:
        edits = []
    message = say("“%(text)s”后面的文字里有括号、引号或比较符号，整个要加引号", text=name.text)
    raise FaultError(message, token.start, end, *edits)


def _run_end(query: str, start: int) -> int:
    """Where a run without spaces ends; a parenthesis opened before it does not belong to it."""
    depth = 0
    for at in range(start, len(query)):
        char = query[at]
        depth += (char in "(（") - (char in ")）")
        if char.isspace() or depth < 0:
            return at
    return len(query)


def _regex(cursor: Cursor, name: Token, token: Token) -> Node:
    try:
        compiled(token.text)
        compiled(token.text, printed=True)
    except BadExpressionError as error:
        message = say("正则表达式“%(text)s”不能用：%(error)s", text=token.text, error=error.args[0])
        begin, end = token.start, token.end
        if error.position is not None:
            begin += error.position + (token.kind is Kind.QUOTED)
            end = begin + 1
        edits = [Edit(token.start, token.end, text) for text in _mended(token.text, error.position)]
        raise FaultError(message, begin, end, *edits) from None
    return Regex(token.text)


def _mended(source: str, at: int | None) -> Iterator[str]:
    """Expressions that may have been meant by one that cannot be used, each in quotes.

    Args:
        at: the index of the fault, ``None`` where it is the whole.
    """
    pairs = (("(", ")"), ("[", "]"))
    candidates = [source + end for begin, end in pairs if source.count(begin) > source.count(end)]
    if source.endswith("*"):
        candidates.append(f"{source[:-1]}+")
    if at is not None and source[at : at + 1] in tuple("()[]*+?"):
        candidates.append(f"{source[:at]}\\{source[at:]}")
    for candidate in candidates:
        with suppress(BadExpressionError, ValueError):
            compiled(candidate)
            compiled(candidate, printed=True)
            yield quoted(candidate)
