"""What a phrase that stands nowhere may have been meant to be."""

from __future__ import annotations

from govreport_search.services.catalogue import AGENCY, REGION, TERM, catalogue
from govreport_search.services.corpus import Corpus
from govreport_search.services.names import WHOLE, mended
from govreport_search.terms import terms
from govreport_search.text import fold

MOST = 3
"""Readings of one phrase."""

_SHORTEST_INITIALS = 3


def meant(corpus: Corpus, text: str) -> tuple[str, ...]:
    """Phrases that a mistyped one may stand for, the likeliest first.

    Terms, agencies and regions that sound like it or differ by a character or two, the phrase
    with a mistyped term put right, and terms of which it is the pinyin, in full or initials.
    A part of the phrase is none of them: it says less, not something else.

    Args:
        text: folded.
    """
    names = catalogue(corpus)
    found = [name for kind in (TERM, REGION, AGENCY) for name in names[kind].near(text, MOST)]
    found += mended(text, [term.text for term in terms()])
    if text.isascii() and text.isalpha() and len(text) >= _SHORTEST_INITIALS:
        found += [name.name for how, name in names[TERM].find(text, MOST) if how == WHOLE]
    return tuple(other for other in dict.fromkeys(found) if fold(other) not in text)
