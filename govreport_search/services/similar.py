"""Where nothing stands as it was asked for: sections that hold some of the words."""

from __future__ import annotations

from govreport_search.engines.analysis import search_words
from govreport_search.query.parser import parse
from govreport_search.query.request import Filters, Request
from govreport_search.query.result import Hit
from govreport_search.query.tree import And, Node, Or, Phrase, SameReport, Words
from govreport_search.query.typed import typed
from govreport_search.services.corpus import Corpus
from govreport_search.services.evaluate import Evaluation
from govreport_search.services.expand import expand
from govreport_search.services.filters import Masks, joined, where_tree
from govreport_search.services.finder import finders
from govreport_search.services.order import first
from govreport_search.services.outcome import Outcome
from govreport_search.services.present import present
from govreport_search.services.scan import Budget
from govreport_search.store import Store
from govreport_search.text import fold

MOST = 10
"""Sections shown at most."""

_WORD = 2
"""Characters that are one word at most, as single ones are not looked for."""


def similar(
    store: Store, corpus: Corpus, request: Request, filters: Filters, budget: Budget
) -> tuple[tuple[Hit, ...], str]:
    """The best sections for the words of a question that has no hit, and that looser question.

    The same conditions and filters hold; only phrases are cut into words, of which any will do.
    Where texts have to be read and not all of them can be, nothing is said to be similar.

    Args:
        filters: the request's filters in canonical spelling.
        budget: what the question has left for reading texts.
    """
    masks = Masks(corpus, filters)
    under = masks.reports()
    # Cutting words takes a dictionary, which takes long to load.
    if not request.limit or not under.any():
        return (), ""
    asked = parse(request.query)
    loose = _cut(asked)
    if loose == asked:
        return (), ""
    tree = joined(expand(loose, synonyms=request.synonyms).tree, where_tree(filters))
    found = Evaluation(corpus, tree, budget)
    if found.scanned is not None and not found.scanned.is_whole:
        return (), ""
    every = Outcome(found, masks.kinds).hits(under)
    sections = every.taken((every.unit >= 0).nonzero()[0])
    best = sections.taken(first(found, sections, "relevance", MOST))
    hits = present(store, corpus.columns, best, finders(tree), ())
    return hits, typed(loose) if hits else ""


def _cut(node: Node) -> Node:
    """The tree with words in place of each phrase of several that a hit would hold.

    What a hit must not hold stays as it is: of its words alone some would do.
    """
    match node:
        case Phrase(text) if len(fold(text)) > _WORD and len(search_words(text)) > 1:
            return Words(text)
        case SameReport(child):
            return SameReport(_cut(child))
        case And(children):
            return And(tuple(map(_cut, children)))
        case Or(children):
            return Or(tuple(map(_cut, children)))
        case _:
            return node
