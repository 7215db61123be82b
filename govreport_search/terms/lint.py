"""What is wrong with a list of terms, or with groups of synonyms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from govreport_search.terms.loader import Group, Term
from govreport_search.text import fold

_LONGEST = 24
_MOST_WORDS = 8


def faults(terms: Sequence[Term], groups: Sequence[Group]) -> tuple[str, ...]:
    """Each fault in English, for whoever edits the data; empty where there is none."""
    return (*_of_terms(terms), *_of_groups(groups))


def _of_terms(terms: Sequence[Term]) -> Iterator[str]:
    for text, times in Counter(term.text for term in terms).items():
        if times > 1:
            yield f"term twice: {text}"
        if not 2 <= len(text) <= _LONGEST:
            yield f"term too short or too long: {text}"
        if not all(map(str.isalnum, text)):
            yield f"not a word: {text}"


def _of_groups(groups: Sequence[Group]) -> Iterator[str]:
    seen: dict[str, int] = {}
    for number, group in enumerate(groups):
        folded = [fold(word) for word in group.words]
        if not 2 <= len(folded) <= _MOST_WORDS:
            yield f"group of {len(folded)} words: {group.words}"
        if not group.basis.strip():
            yield f"group without a reason: {group.words}"
        for word in folded:
            if len(word) < 2:
                yield f"word too short: {word!r}"
            if word in seen:
                yield f"word twice: {word} in groups {seen[word] + 1} and {number + 1}"
            seen[word] = number
