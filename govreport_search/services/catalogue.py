"""Everything that has a name in an archive, by kind."""

from __future__ import annotations

from collections.abc import Mapping
from weakref import WeakKeyDictionary

import numpy as np

from govreport_search.forms.lookup import IndicatorRef, find_indicators, indicators
from govreport_search.query.typed import quoted
from govreport_search.query.words import FIELD_LABELS
from govreport_search.services.corpus import Corpus
from govreport_search.services.names import Name, Names
from govreport_search.terms import terms

TERM, INDICATOR, REGION, AGENCY = "term", "indicator", "region", "agency"
"""Kinds of names, in the order in which equally good ones are shown."""

_made: WeakKeyDictionary[Corpus, Mapping[str, Names]] = WeakKeyDictionary()


def catalogue(corpus: Corpus) -> Mapping[str, Names]:
    """Names of each kind; made once for a corpus, and kept as long as it is."""
    # Two threads may both make one; what they make is equal.
    if corpus not in _made:
        _made[corpus] = {
            TERM: Names([Name(term.text, term.text, term.text) for term in terms()]),
            INDICATOR: Names([_indicator(ref) for ref in indicators()]),
            REGION: Names(_regions(corpus)),
            AGENCY: Names(_agencies(corpus)),
        }
    return _made[corpus]


def _indicator(ref: IndicatorRef) -> Name:
    """By its label, and by its id where the label may mean something else, too."""
    if find_indicators(ref.label) == (ref,) and ref.label.isalnum():
        return Name(ref.label, ref.label, ref.label)
    return Name(ref.label, f"{ref.label}（{ref.id}）", ref.id)


def _agencies(corpus: Corpus) -> list[Name]:
    column = corpus.column("agency")
    counts = column.counts(np.arange(len(corpus))).tolist()
    return [
        Name(agency, agency, _field("agency", agency), count)
        for agency, count in zip(column.values, counts, strict=True)
        if agency
    ]


def _regions(corpus: Corpus) -> list[Name]:
    own = corpus.column("region").counts(np.arange(len(corpus)))
    counts = corpus.regions.counts(own).tolist()
    return [
        Name(path[-1], "/".join(path), _field("region", "/".join(path)), count)
        for path, count in zip(corpus.regions.paths, counts, strict=True)
        if path
    ]


def _field(field: str, value: str) -> str:
    plain = value.replace("/", "").isalnum()
    return f"{FIELD_LABELS[field]}:{value if plain else quoted(value)}"
