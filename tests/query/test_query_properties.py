"""What holds for every query: it parses or is refused with help, and it can be typed again."""

from __future__ import annotations

import re
from contextlib import suppress
from decimal import Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from govreport_search.domain import CellId, State
from govreport_search.errors import QuerySyntaxError, UnknownFieldError
from govreport_search.forms.derived import RATE_TABLE
from govreport_search.forms.lookup import indicators
from govreport_search.query.cell import resolve_cell
from govreport_search.query.describe import describe
from govreport_search.query.parser import parse
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
    Printed,
    Regex,
    SameReport,
    StateIs,
    Wildcard,
    Words,
    every_node,
)
from govreport_search.query.typed import typed
from govreport_search.query.wildcard import has_wildcard, read_wildcard
from govreport_search.query.words import MAX_DISTANCE
from govreport_search.text import fold

CELLS = [resolve_cell(f"{ref.id}.{column}") for ref in indicators() for column in ref.columns]
PIECES = [
    *'甲乙是且或非()（）"“”「」『』＂ 　-－=＝<>!！:：,，|.0５%a年',
    " 且 ",
    " OR ",
    "NOT ",
    " is ",
    " 空白",
    "新收",
    "新收=",
    "年份:",
    "2020",
    "..",
    "机关：",
    "requests.new",
    "（三）",
    *"*＊?？…[]{}+\\/",
    " 近邻 ",
    " near/3 ",
    "近邻/",
    "任一:",
    "分词：",
    "通配:",
    "正则:",
    "原样:",
    "同一报告:",
    "核查:",
    "balance",
]

typed_badly = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
phrases = (
    st.text('甲乙ab 12"“”「」『』()（）且=:-非', min_size=1, max_size=8)
    .filter(lambda text: bool(fold(text)))
    .map(Phrase)
    .filter(lambda phrase: _is_typable(phrase))
)
CHARACTERS = '甲乙ab 12"“”「」『』()（）且=:-非*?…，'
wildcards = (
    st.text(CHARACTERS + "*?…＊？", min_size=2, max_size=8)
    .filter(lambda text: has_wildcard(text) and bool(read_wildcard(text).parts))
    .map(Wildcard)
    .filter(lambda node: _is_typable(node))
)
nears = st.builds(
    lambda one, two, distance: Near(one.text, two.text, distance),
    phrases, phrases, st.integers(0, MAX_DISTANCE),
)  # fmt: skip
expressions = st.builds(
    "".join,
    st.lists(st.sampled_from(["甲+", "[乙丙]", "(?:甲|“乙”)", "（丁）", r"\d{1,4}", ".{0,3}", " "]),
             max_size=4),
).map(lambda rest: Regex(f"甲{rest}"))  # fmt: skip
words_ = phrases.map(lambda phrase: Words(phrase.text))
printed = st.one_of(phrases, wildcards, nears, expressions).map(Printed)
sought: st.SearchStrategy[Node] = st.one_of(
    phrases, phrases, wildcards, nears, expressions, words_, printed
)
cells = st.integers(0, len(CELLS) - 1).map(lambda at: CELLS[at])
numbers = st.decimals(-10_000, 10_000, places=3)
years = st.integers(2000, 2030)
fields = st.one_of(
    st.lists(years.map(str), min_size=1, max_size=3, unique=True).map(
        lambda values: FieldFilter("year", tuple(values))
    ),
    years.map(lambda year: FieldFilter("year", (f"{year}..{year + 1}",))),
    st.lists(
        st.text("甲局a，,：:= 且-", min_size=1, max_size=6)
        .map(str.strip)
        .filter(lambda value: bool(value)),
        min_size=1,
        max_size=3,
        unique=True,
    ).map(lambda values: FieldFilter("agency", tuple(values))),
    st.sampled_from(["county", "none"]).map(lambda value: FieldFilter("level", (value,))),
    st.sampled_from(["balance", "none"]).map(lambda value: FieldFilter("finding", (value,))),
)


def _comparison(cell: CellId, op: Op, value: Decimal, more: Decimal) -> Comparison:
    if cell.table == RATE_TABLE:  # shares lie between 0 and 1
        value, more = value / 100_000, more / 1000
    return Comparison(cell, op, value, value + more if op is Op.BETWEEN else None)


comparisons = st.builds(
    _comparison, cells, st.sampled_from(Op), numbers, st.decimals(0, 100, places=1)
)
states = st.builds(StateIs, cells, st.sampled_from(State))
trees: st.SearchStrategy[Node] = st.recursive(
    st.one_of(sought, sought, fields, comparisons, comparisons, states),
    lambda inner: st.one_of(
        inner.map(Not),
        inner.map(SameReport),
        st.lists(inner, min_size=2, max_size=3).map(lambda children: And(tuple(children))),
        st.lists(inner, min_size=2, max_size=3).map(lambda children: Or(tuple(children))),
    ),
    max_leaves=8,
)


def _is_typable(node: Node) -> bool:
    """No kind of quotes can hold a phrase with unbalanced marks of every kind."""
    with suppress(ValueError):
        return bool(typed(node))
    return False


@settings(max_examples=300, deadline=None)
@given(trees)
def test_a_tree_typed_and_parsed_is_the_same_tree(tree: Node) -> None:
    assert parse(typed(tree)) == tree


@settings(max_examples=200, deadline=None)
@given(trees)
def test_every_tree_can_be_said_in_words(tree: Node) -> None:
    said = describe(tree)
    assert said
    for node in every_node(tree):
        for part in _literals(node):
            assert f"“{part}”" in said


@settings(max_examples=1000, deadline=None)
@given(typed_badly)
def test_a_query_parses_or_is_refused_with_help(query: str) -> None:
    tree, error = _outcome(query)
    if tree is not None:
        assert parse(typed(tree)) == tree
    if error is not None:
        assert error.message
        assert error.query == query
        assert 0 <= error.position <= len(query)
    if isinstance(error, QuerySyntaxError):
        assert 0 <= error.length <= len(query) - error.position
        if error.repair:
            parse(error.repair)
    if isinstance(error, UnknownFieldError):
        assert query[error.position :].lstrip('"“”「『＂').startswith(error.name)


@st.composite
def _mutated(draw: st.DrawFn) -> str:
    """A query as someone may have typed it: characters missing, doubled, swapped or added."""
    query = typed(draw(trees))
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(query)))
        end = min(len(query), at + draw(st.integers(0, 2)))
        put = draw(st.sampled_from(["", query[at:end] * 2, query[at:end][::-1], *PIECES]))
        query = query[:at] + put + query[end:]
    return query


@settings(max_examples=400, deadline=None)
@given(_mutated())
def test_what_is_offered_instead_parses(query: str) -> None:
    _, error = _outcome(query)
    if isinstance(error, QuerySyntaxError) and error.repair:
        assert error.repair != query
        parse(error.repair)


OPERATORS = st.sampled_from([" AND ", " 且 ", " 或 ", " NOT ", " 非 ", " -", " 近邻/5 "])
CONDITIONS = ["新收=0", "年份:2020", "不予公开率 > 20%", "新收 is 空白", "机关:甲,乙"]
RESTS = st.one_of(
    st.builds("".join, st.tuples(OPERATORS, st.sampled_from(["甲", "乙丙", "“丁”"]))),
    st.builds("".join, st.tuples(st.just(" "), st.sampled_from(CONDITIONS))),
    st.builds(" {} ({} 或 {})".format, st.sampled_from(["AND", "非", ""]),
              st.sampled_from(CONDITIONS), st.sampled_from(["甲", *CONDITIONS])),
)  # fmt: skip


PHRASES = st.lists(st.sampled_from(["甲", "乙丙", "、", "（三）", "12:30", " "]), max_size=6)

_NAME_BEHIND_SPACE = re.compile(r"\s(?:\d+:)?[^\s:]*[^\s:]:(?<!\s\d\d:)")
"""A word before a colon, apart from the text before it: it may be a field's, not the text's."""


@settings(max_examples=200, deadline=None)
@given(PHRASES.map("".join).map(str.strip), st.sampled_from(["“”", "「」", '""']), RESTS)
def test_a_forgotten_quote_is_put_back_where_it_was(text: str, quotes: str, rest: str) -> None:
    opening, closing = quotes
    assume(closing not in rest)
    assume(not _NAME_BEHIND_SPACE.search(f"甲{text}"))
    _, error = _outcome(f"{opening}甲{text}{rest}")
    assert isinstance(error, QuerySyntaxError)
    assert error.repair == f"{opening}甲{text}{closing}{rest}"


def _outcome(query: str) -> tuple[Node | None, QuerySyntaxError | UnknownFieldError | None]:
    try:
        return parse(query), None
    except (QuerySyntaxError, UnknownFieldError) as error:
        return None, error


@given(st.text("甲乙丙丁0１aA？~.·％", min_size=1, max_size=12))
def test_a_run_without_spaces_is_one_phrase_as_written(run: str) -> None:
    assert parse(run) == Phrase(run)


@given(st.text(st.characters(exclude_characters='"“”＂'), min_size=1, max_size=12))
def test_what_stands_between_quotes_is_never_syntax(text: str) -> None:
    if fold(text):
        assert parse(f'"{text}"') == Phrase(text)


@given(st.text("甲乙丙丁0１aA*?…＊", min_size=1, max_size=12).filter(has_wildcard))
def test_a_run_with_wildcards_is_one_word_as_written(run: str) -> None:
    if read_wildcard(run).parts:
        assert parse(run) == Wildcard(run)
    else:
        with suppress(QuerySyntaxError):
            raise AssertionError(parse(run))


def test_numbers_keep_their_digits() -> None:
    for written in ("0", "0.10", "123456789012345", "-3.5"):
        tree = parse(f"新收={written}")
        assert isinstance(tree, Comparison)
        assert tree.value == Decimal(written)


@settings(max_examples=300, deadline=None)
@given(st.text("甲乙(（)）[]{}1,9+*?|\\^$.Ａ-龍d:P<>=!", max_size=24))
def test_an_expression_compiles_or_is_refused_at_its_place(source: str) -> None:
    tree, error = _outcome(f"正则:「{source}」")
    assert tree == (Regex(source) if error is None else None)
    if isinstance(error, QuerySyntaxError):
        assert 0 <= error.position < error.position + error.length <= len(source) + 5


def _literals(node: Node) -> tuple[str, ...]:
    """What a description of a text node must name."""
    match node:
        case Printed(child):
            return _literals(child)
        case Phrase(text) | Words(text):
            return (text,)
        case Regex(source):
            return (source,)
        case Near(first, second, _):
            return first, second
        case Wildcard(text):
            return tuple(part.strip() for part in read_wildcard(text).parts)
        case _:
            return ()
