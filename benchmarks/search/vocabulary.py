"""Words, sentences and phrases that the texts of the search benchmark are made of.

The words are those of jieba's dictionary with their frequencies, which come from real texts,
behind the words of the sample generator's own sentences, which are about our subject. They are
drawn as Zipf's law says: the r-th word about 1/r as often as the first one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jieba
import numpy as np
from numpy.typing import NDArray

from indexer.sample.body import sample_data

WORDS = 30_000
"""Words of the vocabulary."""

FREQUENT, MEDIUM, LESS, RARE = "不予公开", "书面征求", "补偿安置", "雷击隐患排查"
"""Planted phrases; no other text holds them but where words happen to meet."""

SHARES = {FREQUENT: 0.27, MEDIUM: 0.10, LESS: 0.05}
"""The share of sections that hold a planted phrase."""

RARE_SECTIONS = 3
"""How many sections hold the rare phrase, however many there are."""

_EXPONENT, _SHIFT = 1.02, 2.7  # of Mandelbrot's form of Zipf's law
_CHINESE = re.compile("[一-鿿]{1,6}")
_CHOICE = re.compile(r"\[([^\[\]|]*)[^\[\]]*\]")


@dataclass(frozen=True)
class Vocabulary:
    """Words to draw from.

    Attributes:
        words: the most frequent first.
        cumulative: their probabilities added up, shape (words,).
        sentences: whole sentences about our subject, with slots for numbers.
    """

    words: tuple[str, ...]
    cumulative: NDArray[np.float64]
    sentences: tuple[str, ...]

    def draw(self, rng: np.random.Generator, count: int) -> list[str]:
        """That many words."""
        at = np.searchsorted(self.cumulative, rng.random(count))
        return [self.words[i] for i in at.tolist()]


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary; the same at every call and on every machine."""
    sentences = tuple(dict.fromkeys(map(_plain, _strings(sample_data("narrative.toml")))))
    sentences = tuple(s for s in sentences if len(s) > 8 and not _holds_planted(s))
    own = Counter(word for sentence in sentences for word in jieba.lcut(sentence))
    words = [word for word, _ in own.most_common() if _CHINESE.fullmatch(word)]
    words = list(dict.fromkeys([*_interleaved(words, _dictionary())]))[:WORDS]
    weights = 1 / (np.arange(len(words)) + 1 + _SHIFT) ** _EXPONENT
    return Vocabulary(tuple(words), np.cumsum(weights) / weights.sum(), sentences)


def _interleaved(own: list[str], common: list[str]) -> Iterator[str]:
    """By turns a word of our subject and one of the language, as long as there are both."""
    for pair in zip(own, common, strict=False):
        yield from pair
    yield from own[len(common) :]
    yield from common[len(own) :]


def _dictionary() -> list[str]:
    path = Path(jieba.__file__).with_name("dict.txt")
    entries = (line.split(" ") for line in path.read_text(encoding="utf-8").splitlines())
    # Single characters are few in official prose, and those of novels are not its own.
    ranked = sorted(
        ((int(e[1]), e[0]) for e in entries if len(e[0]) > 1 and _CHINESE.fullmatch(e[0])),
        reverse=True,
    )
    return [word for _, word in ranked[: 2 * WORDS] if not _holds_planted(word)]


def _holds_planted(text: str) -> bool:
    return any(phrase in text for phrase in (*SHARES, RARE))


def _strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from _strings(value)
    elif isinstance(data, list):
        for value in data:
            yield from _strings(value)


def _plain(sentence: str) -> str:
    """A sentence of the generator with the first of its choices; its numbers become ``{}``."""
    return re.sub(r"\{\w+\}", "{}", _CHOICE.sub(r"\1", sentence))
