"""Cuts a query into tokens; full-width and half-width alike. See docs/query-language.md."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from govreport_search.query import words
from govreport_search.sentence import say

QUOTES = '"“”＂'
CORNERS = {"「": "」", "『": "』"}
_CLOSING = frozenset(CORNERS.values())
_OPERATOR = re.compile(r"[=＝<＜>＞≠≤≥≦≧⩽⩾]+|[!！][=＝]+")
_MINUS = "-－−"
_COLON = ":："
_STOPS = frozenset(QUOTES + "".join(CORNERS) + "()（）") | _CLOSING
_PLAIN = r"[^\s()（）=＝<＜>＞≠≤≥≦≧⩽⩾:：\"“”＂「」『』]+"
_BRACKETED = re.compile(rf"[(（]{_PLAIN}[)）]")
"""A parenthesis around plain characters: text, where text touches it (（三）不予公开)."""
_CURLY = re.compile(rf"“{_PLAIN}”")
"""A curly pair behind a run is a part of it, as in print (危及“三安全一稳定”)."""


class Kind(Enum):
    """Kinds of token; ``SCOPE`` is the colon of a prefix behind which a query stands."""

    WORD = auto()
    QUOTED = auto()
    OPERATOR = auto()
    COLON = auto()
    SCOPE = auto()
    OPEN = auto()
    CLOSE = auto()
    MINUS = auto()
    AND = auto()
    OR = auto()
    NOT = auto()
    IS = auto()
    NEAR = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """One token.

    Attributes:
        text: without quotes for a quoted one; canonical spelling for an operator.
        start, end: half-open code-point span in the query, quotes included.
    """

    kind: Kind
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace ``query[start:end]`` by ``text``."""

    start: int
    end: int
    text: str


class FaultError(Exception):
    """A breach of the grammar with edits that may mend it, the best one first."""

    def __init__(self, message: str, start: int, end: int, *edits: Edit) -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = end
        self.edits = edits


class UnclosedError(FaultError):
    """A quote that nothing closes; ``closing`` is its partner."""

    def __init__(self, query: str, start: int) -> None:
        self.closing = CORNERS.get(query[start], "”" if query[start] == "“" else '"')
        edits = [Edit(len(query), len(query), self.closing), Edit(start, start + 1, "")]
        if not query[start + 1 :].strip():
            edits.reverse()
        super().__init__(say("引号没有成对：缺少右引号"), start, start + 1, *edits)


_KEYWORDS = {
    **dict.fromkeys(words.AND_WORDS, Kind.AND),
    **dict.fromkeys(words.OR_WORDS, Kind.OR),
    **dict.fromkeys(words.NOT_WORDS, Kind.NOT),
    **dict.fromkeys(words.IS_WORDS, Kind.IS),
}
_NEAR = re.compile(rf"(?:{'|'.join(words.NEAR_WORDS)})(?:/(\d+))?")
_NOT_NEAR = re.compile(rf"(?:{'|'.join(words.NEAR_WORDS)})/([0-9]*)(.*)")
_MAY_BE_NEAR = re.compile("[nNｎＮ近]")
_LONGEST_KEYWORD = max(map(len, _KEYWORDS))


_APART = frozenset({Kind.AND, Kind.OR, Kind.NOT, Kind.IS, Kind.NEAR, Kind.COLON})
"""What a parenthesis that touches it sets apart from what stands in it."""


def narrow(text: str) -> str:
    """Compatibility width folding and lower case, for everything but phrases."""
    return unicodedata.normalize("NFKC", text).lower()


def distance(near: Token) -> int:
    """The number behind the keyword of a ``NEAR`` token, or the usual one."""
    match = _NEAR.fullmatch(narrow(near.text))
    return int(match[1]) if match and match[1] else words.NEAR_DISTANCE


def tokenise(query: str) -> tuple[Token, ...]:
    """The tokens of a query.

    Raises:
        FaultError: a quote is not closed, an operator does not exist, or ``近邻/`` has no number.
    """
    return tuple(tokens(query))


def tokens(query: str) -> Iterator[Token]:
    """The tokens of a query one by one, those before a fault, too.

    Raises:
        FaultError: as ``tokenise``, when it comes to the fault.
    """
    at = 0
    before: Token | None = None
    while at < len(query):
        if query[at].isspace():
            at += 1
            continue
        token = _token(query, at, before)
        yield token
        before, at = token, token.end


def _token(query: str, at: int, before: Token | None) -> Token:
    char = query[at]
    if char in QUOTES or char in CORNERS:
        return _quoted(query, at)
    if char in _CLOSING:
        raise FaultError(say("引号没有成对：缺少左引号"), at, at + 1, Edit(at, at + 1, ""))
    operator = _OPERATOR.match(query, at)
    if operator:
        return _operator(operator)
    if char in "(（" and not _opens_text(query, at, before):
        return Token(Kind.OPEN, char, at, at + 1)
    if char in ")）":
        return Token(Kind.CLOSE, char, at, at + 1)
    touches = before is not None and before.end == at
    if char in _COLON and touches and before is not None and _may_be_field(before):
        prefix = words.PREFIX_NAMES.get(narrow(before.text))
        kind = Kind.SCOPE if prefix in words.SCOPES else Kind.COLON
        return Token(kind, char, at, at + 1)
    if char in _MINUS and (before is None or before.kind not in (Kind.OPERATOR, Kind.COLON)):
        return Token(Kind.MINUS, char, at, at + 1)
    return _word(query, at, in_value=touches and before is not None and before.kind is Kind.COLON)


def _operator(match: re.Match[str]) -> Token:
    written = narrow(match[0])
    if written in words.OPERATORS:
        return Token(Kind.OPERATOR, words.OPERATORS[written], match.start(), match.end())
    meant = words.MISTAKEN_OPERATORS.get(written)
    edits = [Edit(match.start(), match.end(), meant)] if meant else []
    raise FaultError(
        say("没有“%(value)s”这个比较符号", value=match[0]), match.start(), match.end(), *edits
    )


def _quoted(query: str, start: int) -> Token:
    end = _corner_end(query, start) if query[start] in CORNERS else _quote_end(query, start)
    if end < 0:
        raise UnclosedError(query, start)
    return Token(Kind.QUOTED, query[start + 1 : end], start, end + 1)


def _corner_end(query: str, start: int) -> int:
    """Index of the corner bracket that closes the one at ``start``, -1 if none does."""
    opening, closing = query[start], CORNERS[query[start]]
    depth = 0
    for at in range(start, len(query)):
        depth += (query[at] == opening) - (query[at] == closing)
        if depth == 0:
            return at
    return -1


def _quote_end(query: str, start: int) -> int:
    """Index of the quote that closes the one at ``start``, -1 if none does.

    The partner of the opening quote closes at once; any other double quote closes only
    before a space, a parenthesis or the end (input methods mix them), else it is text, and
    a curly pair inside straight quotes is text.
    """
    partner = {"“": "”", "”": "”"}.get(query[start], '"＂')
    inner = 0
    for at in range(start + 1, len(query)):
        char = query[at]
        if char not in QUOTES:
            continue
        if char == "”" and inner:
            inner -= 1
        elif char in partner or _ends_phrase(query, at + 1):
            return at
        elif char == "“":
            inner += 1
    return -1


def _ends_phrase(query: str, at: int) -> bool:
    return at == len(query) or query[at].isspace() or query[at] in "()（）"


def _opens_text(query: str, at: int, before: Token | None) -> bool:
    """Whether the parenthesis at ``at`` starts a run such as （三）不予公开, or is one: （三）.

    A full-width pair around one word is text, for a group of one word has no use; but where it
    touches a keyword or a colon it sets that apart: 甲 或（乙）.
    """
    glued = _BRACKETED.match(query, at)
    if not glued:
        return False
    following = _plain_run(query, glued.end())
    if following:
        return not _is_keyword(following)
    if before is not None and before.end == at and before.kind in _APART:
        return False
    return glued[0][0] + glued[0][-1] == "（）" and glued[0][1] not in _MINUS


def _plain_run(query: str, at: int) -> str:
    end = at
    while end < len(query) and not _stops(query, end):
        end += 1
    return query[at:end]


def _stops(query: str, at: int) -> bool:
    char = query[at]
    return char.isspace() or char in _STOPS or _OPERATOR.match(query, at) is not None


def _may_be_field(before: Token) -> bool:
    """A colon after a word ends a field name; after digits it is text (12:30)."""
    return before.kind is Kind.WORD and not before.text.isdigit()


def _word(query: str, start: int, *, in_value: bool) -> Token:
    at = start
    while at < len(query):
        if not _is_keyword(query[start:at]):
            glued = _BRACKETED.match(query, at) or _CURLY.match(query, at)
            if glued:
                at = glued.end()
                continue
        if _stops(query, at):
            break
        if query[at] in _COLON and at > start and not in_value and not query[start:at].isdigit():
            break
        at += 1
    text = query[start:at]
    ends_name = at < len(query) and query[at] in _COLON
    if in_value or ends_name:
        return Token(Kind.WORD, text, start, at)
    kind = _keyword(text)
    if kind is None and (mistaken := _NOT_NEAR.match(narrow(text))):
        meant = min(int(mistaken[1] or words.NEAR_DISTANCE), words.MAX_DISTANCE)
        edits = [Edit(start, at, f"{text[: mistaken.start(1) - 1]}/{meant}")]
        if mistaken[2]:
            edits.append(Edit(start, at, f" 「{text}」 "))
        raise FaultError(say("“%(text)s”的斜线后面要写字数", text=text), start, at, *edits)
    return Token(kind or Kind.WORD, text, start, at)


def _is_keyword(text: str) -> bool:
    return _keyword(text) is not None


def _keyword(text: str) -> Kind | None:
    """What a word of its own is, if it is a keyword."""
    if len(text) <= _LONGEST_KEYWORD and (kind := _KEYWORDS.get(narrow(text))):
        return kind
    return Kind.NEAR if _MAY_BE_NEAR.match(text) and _NEAR.fullmatch(narrow(text)) else None
