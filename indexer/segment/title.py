"""How well printed words are the title of a statutory chapter."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache

from govreport_search.forms import FormSection, all_forms
from govreport_search.text.label import label_key, plain_key, split_numbering

SURE = 6.0
"""Score of a title printed word for word, without its number."""

NUMBERED, RIGHT_NUMBER = 2.0, 1.0
_BRACKET_NUMBER = -5.0
_ALIKE = 0.75
_PART = 0.4
_SHORTEST_TITLE = 2
_SHORTEST_COMPARED = 4
_SENTENCE = re.compile(r"[。；！？，,;]")
_YEAR = re.compile(r"^(?:20\d\d年?度?)")


@dataclass(frozen=True)
class Words:
    """What is compared of a line that may be a title; worked out once for all sections.

    Attributes:
        no: its number in one spelling, empty if there is none.
        key: its key without number and year.
        is_sentence: whether it has the punctuation of one.
    """

    no: str
    key: str
    is_sentence: bool

    @classmethod
    def of(cls, printed: str) -> Words | None:
        """``None`` for words that can be no title: too short, or with digits in them."""
        body = printed.rstrip("。：: ")
        no, key = split_numbering(body)[0], _YEAR.sub("", label_key(body))
        if len(key) < _SHORTEST_TITLE or re.search(r"\d", key):
            return None
        return cls(no, key, bool(_SENTENCE.search(body)))


def score(words: Words, section: FormSection) -> float:
    """How well they are the title of a section; 0 if they are not."""
    likeness = _likeness_to_section(words.key, section.id)
    if likeness == 0 or (words.is_sentence and likeness < 1):
        return 0.0
    result = likeness * SURE
    if words.no.endswith("、"):
        result += NUMBERED + (RIGHT_NUMBER if words.no[:-1] == section.no else 0)
    elif words.no:
        result += _BRACKET_NUMBER
    return result


@cache
def wordings(section_id: str) -> tuple[str, ...]:
    """Titles of a section in any form: reports mix the wordings of the years."""
    sections = (s for form in all_forms() for s in form.sections if s.id == section_id)
    return tuple(dict.fromkeys(title for s in sections for title in (s.title, *s.aliases)))


@cache
def titles(section_id: str) -> tuple[str, ...]:
    """The keys of :func:`wordings`."""
    return tuple(dict.fromkeys(plain_key(title) for title in wordings(section_id)))


@cache
def _characters(title: str) -> Counter[str]:
    return Counter(title)


@lru_cache(maxsize=4096)  # the same lines are scored for each form a report may be on
def _likeness_to_section(key: str, section_id: str) -> float:
    return max(_likeness(key, title) for title in titles(section_id))


def _likeness(key: str, title: str) -> float:
    """1 for the title itself, less for one with words added, left out or misprinted."""
    if key == title:
        return 1.0
    shorter, longer = (key, title) if len(key) < len(title) else (title, key)
    ratio = len(shorter) / len(longer)
    if len(shorter) < _SHORTEST_COMPARED or ratio < _PART:
        return 0.0
    if shorter in longer:
        return 0.5 + 0.4 * ratio
    if ratio < _ALIKE or (Counter(key) & _characters(title)).total() < _ALIKE * len(longer):
        return 0.0
    common = _common(key, title)
    return 0.8 * common if common >= _ALIKE else 0.0


def _common(left: str, right: str) -> float:
    """Longest common subsequence over the longer length."""
    row = [0] * (len(right) + 1)
    for char in left:
        diagonal = 0
        for j, other in enumerate(right, start=1):
            diagonal, row[j] = row[j], (diagonal + 1 if char == other else max(row[j], row[j - 1]))
    return row[-1] / max(len(left), len(right))
