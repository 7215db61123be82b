"""Texts that an index keeps, as the sentences they were made of, so that pages can say them anew.

Findings and reasons of rejection are stored as Chinese text. The templates they were made from are
those that ``translations/en/kept.po`` has English for; a text that fits one gives back its values.
No text is changed by it: the sentence that is found reads as the text does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from govreport_search.sentence import Sentence, listed, say
from webui.language import english, sentences

WORDS = frozenset({"row", "column", "table", "section", "form", "fitting", "rule", "kind"})
"""Places that hold words of the library, or others where a report has its own names."""

SENTENCES = frozenset({"reason", "remedy", "cause", "outcome", "scope", "where", "cells"})
"""Places that hold sentences of ours; with anything else there a text is not of that template."""

EITHER = frozenset({"terms", "first", "second"})
"""Places that hold a sentence of ours or what a report prints.

What stands at all other places was written by others and is never translated."""

_PLACE = re.compile(r"%\((\w+)\)s")

_BETWEEN = "、"
"""Stands between the cells that one sentence names."""

_LONGEST = 2_000
"""Characters of a text that is looked at; ours are far shorter."""

_DEEPEST = 4
"""Sentences in a sentence that are looked for; ours have three. Names of files can be made so that
each level has many readings."""


@dataclass(frozen=True, slots=True)
class _Template:
    """A sentence with places.

    Attributes:
        literals: what stands before, between and behind its places; one more than there are.
        places: their names, each once.
    """

    text: str
    literals: tuple[str, ...]
    places: tuple[str, ...]

    @property
    def rank(self) -> tuple[int, int]:
        """The lower, the less a text can fit it by accident."""
        places = set(self.places)
        loose = 0 if places and places <= SENTENCES else 1 if places & SENTENCES else 2
        return loose, -sum(map(len, self.literals))

    def values(self, text: str) -> Mapping[str, str] | None:
        """What stands at the places in a text; ``None`` where it was not made from this.

        Each place is as short as can be. The next literal is where it is first found: if a text
        fits at all, it fits so, and no way back is ever needed (a pattern would try them all).
        """
        first, *between, last = self.literals
        if not text.startswith(first):
            return None
        found: dict[str, str] = {}
        start, end = len(first), len(text) - len(last)
        for place, literal in zip(self.places, between, strict=False):
            at = text.find(literal, start, end)
            if at < 0:
                return None
            found[place], start = text[start:at], at + len(literal)
        if start > end or not text.endswith(last):
            return None
        return {**found, self.places[-1]: text[start:end]}


def recognised(text: str) -> str:
    """The sentence that a stored text was made as; the text itself where it is none of ours."""
    return _recognised(text, _DEEPEST) if len(text) <= _LONGEST else text


@lru_cache(maxsize=4096)
def _recognised(text: str, deeper: int) -> str:
    """``recognised`` with sentences in sentences down to ``deeper`` more."""
    if _is_known(text):
        return say(text)
    for template in _templates() if deeper else ():
        values = template.values(text)
        if values is not None:
            said = {name: _value(name, value, deeper - 1) for name, value in values.items()}
            if all(isinstance(said[name], Sentence) for name in SENTENCES & said.keys()):
                return say(template.text, **said)
    return text


def _value(name: str, text: str, deeper: int) -> str:
    if name in WORDS:
        return _word(text)
    if name in EITHER:
        return _recognised(text, deeper)
    if name not in SENTENCES:
        return text
    parts = text.split(_BETWEEN)
    if len(parts) > 1 and all(_is_sentence(part, deeper) for part in parts):
        return listed(_BETWEEN, (_recognised(part, deeper) for part in parts))
    return _recognised(text, deeper) if _is_sentence(text, deeper) else text


def _is_sentence(text: str, deeper: int) -> bool:
    """Whether a text is one of those that are kept; a mere word of the library is not."""
    found = _recognised(text, deeper)
    return isinstance(found, Sentence) and found.template in _kept()


def _word(text: str) -> str:
    """A name of the library, which messages give without the note in its brackets."""
    if _is_known(text):
        return say(text)
    whole = _whole_words().get(text)
    if whole is None:
        return text
    said = Sentence(text)
    said.template = whole
    return said


def _is_known(text: str) -> bool:
    return bool(text) and "%" not in text and english(text) != text


@cache
def _kept() -> frozenset[str]:
    return frozenset(sentences("kept"))


@cache
def _templates() -> tuple[_Template, ...]:
    """What stored texts are made from, those first that no other text fits by accident."""
    made = (_template(text) for text in sentences("kept") if _PLACE.search(text))
    return tuple(sorted(made, key=lambda one: one.rank))


def _template(text: str) -> _Template:
    pieces = _PLACE.split(text)  # literal, name, literal …
    return _Template(text, tuple(pieces[::2]), tuple(pieces[1::2]))


@cache
def _whole_words() -> Mapping[str, str]:
    """Words by what stands before their brackets, where no other begins so."""
    found: dict[str, set[str]] = {}
    for word in sentences("library"):
        found.setdefault(word.partition("（")[0], set()).add(word)
    return {head: words.pop() for head, words in found.items() if head and len(words) == 1}
