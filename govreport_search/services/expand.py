"""What a question says is put into what the engine can look for: words and other wordings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from govreport_search.engines.analysis import search_words
from govreport_search.query.result import Expansion
from govreport_search.query.tree import Node, Or, Phrase, Words, every_node
from govreport_search.query.walk import mapped
from govreport_search.terms import synonyms as other_wordings
from govreport_search.text import fold

WORDS, SYNONYMS, OFFERED = "words", "synonyms", "offered"
"""Kinds of ``Expansion``."""


@dataclass(frozen=True, slots=True)
class Expanded:
    """A question as it is looked for, and what to tell the user of it.

    Attributes:
        tree: without ``Words``.
        expansions: what was cut into words, and which of the phrases and words have other
            wordings; these were looked for, too, or could be.
    """

    tree: Node
    expansions: tuple[Expansion, ...]


def expand(tree: Node, *, synonyms: bool = False) -> Expanded:
    """The tree with phrases in place of everything that stands for some.

    Args:
        synonyms: whether other wordings are looked for, too.
    """
    cut = [Expansion(text, _cut(text), WORDS) for text in _texts(tree, Words)]
    asked = [*_texts(tree, Phrase), *(word for one in cut for word in one.alternatives)]
    kind = SYNONYMS if synonyms else OFFERED
    reworded = (Expansion(text, other_wordings(text), kind) for text in dict.fromkeys(asked))
    return Expanded(
        tree=_expanded(tree, synonyms),
        expansions=(*cut, *(one for one in reworded if one.alternatives)),
    )


def _texts(node: Node, kind: type[Phrase] | type[Words]) -> Iterator[str]:
    """What the text nodes of a kind say, in query order."""
    yield from (each.text for each in every_node(node) if isinstance(each, kind))


def _expanded(node: Node, synonyms: bool) -> Node:
    def leaf(node: Node) -> Node:
        match node:
            case Phrase(text):
                return _any_of((text,), synonyms)
            case Words(text):
                return _any_of(_cut(text), synonyms)
            case _:
                return node

    return mapped(node, leaf)


def _cut(text: str) -> tuple[str, ...]:
    """The words of a text; the text itself where nothing in it is a word."""
    return search_words(text) or (text,)


def _any_of(texts: Iterable[str], synonyms: bool) -> Node:
    every = [
        wording for text in texts for wording in (text, *(other_wordings(text) if synonyms else ()))
    ]
    distinct = {fold(wording): Phrase(wording) for wording in reversed(every)}
    phrases = tuple(reversed(distinct.values()))
    return phrases[0] if len(phrases) == 1 else Or(phrases)
