"""Ways out of an empty result: which part of the question to leave out, and what that gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches

import numpy as np

from govreport_search.engines.analysis import suggest
from govreport_search.query.describe import describe, value_label
from govreport_search.query.parser import parse
from govreport_search.query.request import FACET_FIELDS, Filters, Request
from govreport_search.query.result import Suggestion
from govreport_search.query.tree import And, Node, Not, Or, Phrase
from govreport_search.query.typed import typed
from govreport_search.query.words import FIELD_LABELS
from govreport_search.services.corpus import Corpus
from govreport_search.services.evaluate import Evaluation, positive_phrases
from govreport_search.services.filters import Masks, joined, where_tree
from govreport_search.services.match import matching_reports
from govreport_search.services.outcome import matched
from govreport_search.text import fold

MOST = 6
"""Suggestions shown at most."""

_MOST_SIMILAR = 2
_SIMILAR = 0.5
"""How alike two names must be (0..1, difflib's ratio): two of three or four characters."""


@dataclass(frozen=True, slots=True)
class _Change:
    """A question with one part less, or a looser one.

    Attributes:
        words: the change in Chinese.
        dropped: as in ``Suggestion``.
    """

    words: str
    dropped: str
    query: str
    filters: Filters


def suggestions(corpus: Corpus, request: Request, filters: Filters) -> tuple[Suggestion, ...]:
    """Changes of a question without hits that have some, those with most reports first.

    Args:
        filters: the request's filters in canonical spelling.
    """
    found = [
        Suggestion(
            message=f"{change.words}，有 {count} 份报告",
            dropped=change.dropped,
            query=change.query,
            filters=change.filters,
            reports=count,
        )
        for change in _changes(corpus, request.query, filters)
        if (count := _count(corpus, change))
    ]
    return tuple(sorted(found, key=lambda suggestion: -suggestion.reports)[:MOST])


def _changes(corpus: Corpus, query: str, filters: Filters) -> Iterator[_Change]:
    for field in FACET_FIELDS:
        values: tuple[str, ...] = getattr(filters, field)
        if values:
            shown = "、".join(value_label(field, value) for value in values)
            yield _Change(
                f"去掉{FIELD_LABELS[field]}“{shown}”",
                ",".join(f"{field}={value}" for value in values),
                query,
                replace(filters, **{field: ()}),
            )
    yield from _similar_names(corpus, query, filters)
    for at, condition in enumerate(filters.where):
        rest = filters.where[:at] + filters.where[at + 1 :]
        words = f"去掉条件“{describe(parse(condition))}”"
        yield _Change(words, f"where={condition}", query, replace(filters, where=rest))
    tree = parse(query)
    for part, rest_of_query in _without_one(tree):
        said = part.text if isinstance(part, Phrase) else describe(part)
        yield _Change(f"去掉“{said}”", typed(part), typed(rest_of_query), filters)
    for text in dict.fromkeys(positive_phrases(tree)):
        if not corpus.counts(text).any() and (pieces := suggest(text)):
            apart = And(tuple(Phrase(piece) for piece in pieces))
            listed = "、".join(f"“{piece}”" for piece in pieces)
            yield _Change(
                f"没有一处“{text}”；改为在同一章节里分别查找{listed}",
                typed(Phrase(text)),
                typed(_replaced(tree, text, apart)),
                filters,
            )


def _similar_names(corpus: Corpus, query: str, filters: Filters) -> Iterator[_Change]:
    """The names nearest to a region or an agency that no report has."""
    names = {
        "region": {name for region in corpus.column("region").values for name in region or ()},
        "agency": set(corpus.column("agency").values),
    }
    for field, known in names.items():
        values: tuple[str, ...] = getattr(filters, field)
        for at, value in enumerate(values):
            if matching_reports(corpus, field, (value,)).any():
                continue
            for name in get_close_matches(value, sorted(known), _MOST_SIMILAR, _SIMILAR):
                changed = (*values[:at], name, *values[at + 1 :])
                yield _Change(
                    f"没有{FIELD_LABELS[field]}“{value}”；改为“{name}”",
                    f"{field}={value}",
                    query,
                    replace(filters, **{field: changed}),
                )


def _without_one(tree: Node) -> Iterator[tuple[Node, Node]]:
    """Each part of a conjunction with what is left without it."""
    if not isinstance(tree, And) or len(tree.children) < 2:
        return
    for at, part in enumerate(tree.children):
        rest = tree.children[:at] + tree.children[at + 1 :]
        yield part, rest[0] if len(rest) == 1 else And(rest)


def _replaced(tree: Node, folded: str, apart: Node) -> Node:
    """The tree with another node in place of a phrase."""
    match tree:
        case Phrase(text) if fold(text) == folded:
            return apart
        case Not(child):
            return Not(_replaced(child, folded, apart))
        case And(children) | Or(children):
            return type(tree)(tuple(_replaced(child, folded, apart) for child in children))
        case _:
            return tree


def _count(corpus: Corpus, change: _Change) -> int:
    tree = joined(parse(change.query), where_tree(change.filters))
    masks = Masks(corpus, change.filters)
    return int(np.count_nonzero(matched(Evaluation(corpus, tree), masks.units) & masks.reports()))
