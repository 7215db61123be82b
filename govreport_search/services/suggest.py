"""Ways out of an empty result: which part of the question to leave out, and what that gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from govreport_search.engines.analysis import suggest
from govreport_search.forms.sections import headings_with, section_title
from govreport_search.query.describe import describe, value_label
from govreport_search.query.parser import parse
from govreport_search.query.request import EXCLUDED, FACET_FIELDS, Filters, Request
from govreport_search.query.result import Suggestion
from govreport_search.query.tree import (
    And,
    Comparison,
    FieldFilter,
    Node,
    Or,
    Phrase,
)
from govreport_search.query.typed import typed
from govreport_search.query.walk import mapped, positive_texts
from govreport_search.query.words import FIELD_LABELS
from govreport_search.sentence import listed, say, template
from govreport_search.services.corpus import Corpus
from govreport_search.services.evaluate import Evaluation
from govreport_search.services.filters import Masks, joined, where_tree
from govreport_search.services.finder import finder
from govreport_search.services.largest import Finds, Largest
from govreport_search.services.misspelt import meant
from govreport_search.services.nearest import nearest_values, printed_range
from govreport_search.services.question import looked_for
from govreport_search.services.scan import Budget
from govreport_search.services.truth import decided
from govreport_search.services.unit import outcome_of
from govreport_search.text import fold

MEANT, HEADING, RELAX = "meant", "heading", "relax"
"""Kinds of ``Suggestion``."""

_WORD = 2
"""Characters that are one word at most: no dictionary is asked how to cut them."""

_WITHOUT = template("去掉%(field)s“%(values)s”")
_NOT_KEPT_OUT = template("不再排除%(field)s“%(values)s”")

MOST = 6
"""Suggestions shown at most."""


@dataclass(frozen=True, slots=True)
class _Change:
    """A question with one part less, or a looser one.

    Attributes:
        said: the change in Chinese.
        dropped, kind, words: as in ``Suggestion``; without ``words`` these are what is said.
    """

    said: str
    dropped: str
    query: str
    filters: Filters
    kind: str = RELAX
    words: str = ""


def suggestions(
    corpus: Corpus, request: Request, filters: Filters, budget: Budget
) -> tuple[Suggestion, ...]:
    """Changes of a question without hits that have some: other words, then most reports first.

    Args:
        filters: the request's filters in canonical spelling.
        budget: what the question has left for reading texts.
    """

    def counted(changes: Iterable[_Change]) -> list[Suggestion]:
        return [
            Suggestion(
                message=f"{change.said}，有 {count} 份报告",
                dropped=change.dropped,
                query=change.query,
                filters=change.filters,
                reports=count,
                kind=change.kind,
                words=change.words or change.said,
            )
            for change in changes
            if (count := _count(corpus, change, request, budget))
        ]

    def finds(tree: Node, under: Filters) -> bool:
        return bool(_count(corpus, _Change("", "", typed(tree), under), request, budget))

    found = (
        counted(_changes(corpus, request.query, filters))
        or counted(_rests(parse(request.query), filters, finds))
        or counted([_Change(say("不限词句和条件，查全部报告"), request.query, "", Filters())])
    )
    return tuple(sorted(found, key=lambda way: (way.kind != MEANT, -way.reports))[:MOST])


def _rests(tree: Node, filters: Filters, finds: Finds) -> Iterator[_Change]:
    """The largest parts of a question of which more than one has to be left out."""
    for rest in Largest(finds).rests(tree, filters):
        asked = joined(rest.tree, where_tree(rest.filters))
        said = say("不限词句") if asked == And(()) else say("只查：%(what)s", what=describe(asked))
        unlimited = [
            say(FIELD_LABELS[field])
            for field in FACET_FIELDS
            if any(
                getattr(filters, name) != getattr(rest.filters, name)
                for name in (field, EXCLUDED + field)
            )
        ]
        if unlimited:
            said = say("%(said)s；不限%(fields)s", said=said, fields=listed("、", unlimited))
        yield _Change(said, typed(tree), typed(rest.tree), rest.filters)


def _changes(corpus: Corpus, query: str, filters: Filters) -> Iterator[_Change]:
    for field in FACET_FIELDS:
        for name, said in ((field, _WITHOUT), (EXCLUDED + field, _NOT_KEPT_OUT)):
            values: tuple[str, ...] = getattr(filters, name)
            if values:
                shown = listed("、", (value_label(field, value) for value in values))
                yield _Change(
                    say(said, field=say(FIELD_LABELS[field]), values=shown),
                    ",".join(f"{name}={value}" for value in values),
                    query,
                    replace(filters, **{name: ()}),
                )
    yield from _other_filters(corpus, query, filters)
    for at, condition in enumerate(filters.where):
        rest = filters.where[:at] + filters.where[at + 1 :]
        said = say("去掉条件“%(what)s”", what=describe(parse(condition)))
        yield _Change(said, f"where={condition}", query, replace(filters, where=rest))
    if not Masks(corpus, filters).reports().any():  # no query would find anything
        return
    tree = parse(query)
    for old, new, words in _other_parts(corpus, tree, filters):
        yield _Change(words, typed(old), typed(_replaced(tree, old, new)), filters)
    for part, rest_of_query in _without_one(tree):
        said = part.text if isinstance(part, Phrase) else describe(part)
        yield _Change(say("去掉“%(what)s”", what=said), typed(part), typed(rest_of_query), filters)
    yield from _other_words(corpus, tree, filters)


def _other_words(corpus: Corpus, tree: Node, filters: Filters) -> Iterator[_Change]:
    """Something else for each phrase that stands nowhere."""
    for phrase in dict.fromkeys(positive_texts(tree)):
        if not isinstance(phrase, Phrase) or len(corpus.search(finder(phrase)).units):
            continue
        text = fold(phrase.text)
        changes: list[tuple[str, Node, str, str]] = [
            (
                say("没有一处“%(text)s”；您是不是要查“%(other)s”", text=text, other=other),
                Phrase(other),
                MEANT,
                other,
            )
            for other in meant(corpus, text)
        ]
        if sections := headings_with(text):
            titles = listed(
                "、", (say("“%(title)s”", title=say(section_title(s))) for s in sections)
            )
            said = say(
                "章节标题里有“%(text)s”，标题不属于正文；改查章节%(titles)s",
                text=text,
                titles=titles,
            )
            changes.append((said, FieldFilter("section", sections), HEADING, ""))
        if len(text) > _WORD and (pieces := suggest(text)):
            said = say(
                "没有一处“%(text)s”；改为在同一章节里分别查找%(pieces)s",
                text=text,
                pieces=listed("、", (f"“{piece}”" for piece in pieces)),
            )
            changes.append((said, And(tuple(map(Phrase, pieces))), RELAX, ""))
        for told, other, kind, words in changes:
            query = typed(mapped(tree, partial(_other_than, text, other)))
            yield _Change(told, typed(Phrase(text)), query, filters, kind, words)


def _other_than(folded: str, other: Node, node: Node) -> Node:
    """Another node in place of a phrase."""
    return other if isinstance(node, Phrase) and fold(node.text) == folded else node


def _other_filters(corpus: Corpus, query: str, filters: Filters) -> Iterator[_Change]:
    """Filters with values that some report has, for those that none has."""
    for field in FACET_FIELDS:
        values: tuple[str, ...] = getattr(filters, field)
        for value, other, words in _others(corpus, field, values):
            changed = replace(filters, **{field: _exchanged(values, value, other)})
            yield _Change(words, f"{field}={value}", query, changed)


def _other_parts(corpus: Corpus, tree: Node, filters: Filters) -> Iterator[tuple[Node, Node, str]]:
    """Parts of a query that no report can meet, each with one that some can, and in words."""
    for part in _parts(tree):
        if isinstance(part, FieldFilter):
            for value, other, words in _others(corpus, part.field, part.values):
                values = _exchanged(part.values, value, other)
                yield part, FieldFilter(part.field, values), words
        elif isinstance(part, Comparison):
            under = Masks(corpus, filters).reports()
            if (decided(part, *corpus.cell(part.cell)).yes & under).any():
                continue  # there is such a number, only not together with the rest
            within = printed_range(corpus, part.cell, under)
            if within is not None:
                said = say("没有这样的数字；改查印出的范围：%(range)s", range=describe(within))
                yield part, within, said


def _others(corpus: Corpus, field: str, values: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    """Each value that no report has, with one that some have, and the exchange in words."""
    for value in values:
        for other in nearest_values(corpus, field, value):
            shown, instead = value_label(field, value), value_label(field, other)
            yield (
                value,
                other,
                say(
                    "没有%(field)s“%(value)s”；改为“%(other)s”",
                    field=say(FIELD_LABELS[field]),
                    value=shown,
                    other=instead,
                ),
            )


def _exchanged(values: tuple[str, ...], old: str, new: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(new if value == old else value for value in values))


def _parts(tree: Node) -> tuple[Node, ...]:
    return tree.children if isinstance(tree, And | Or) else (tree,)


def _without_one(tree: Node) -> Iterator[tuple[Node, Node]]:
    """Each part of a conjunction with what is left without it; of a lone field, everything."""
    if isinstance(tree, FieldFilter):
        yield tree, And(())
    if not isinstance(tree, And) or len(tree.children) < 2:
        return
    for at, part in enumerate(tree.children):
        rest = tree.children[:at] + tree.children[at + 1 :]
        yield part, rest[0] if len(rest) == 1 else And(rest)


def _replaced(tree: Node, old: Node, new: Node) -> Node:
    """The tree with another node in place of one of its parts."""
    if isinstance(tree, And | Or):
        return type(tree)(tuple(new if part == old else part for part in tree.children))
    return new if tree == old else tree


def _count(corpus: Corpus, change: _Change, request: Request, budget: Budget) -> int:
    """Reports that a changed question finds; 0 where they cannot all be found in time."""
    asked = looked_for(replace(request, query=change.query)).tree
    tree = joined(asked, where_tree(change.filters))
    masks = Masks(corpus, change.filters)
    found = Evaluation(corpus, tree, budget)
    if found.scanned is not None and not found.scanned.is_whole:
        return 0
    outcome = outcome_of(found, masks, change.filters, request.unit)
    return int(np.count_nonzero(outcome.matched() & masks.reports()))
