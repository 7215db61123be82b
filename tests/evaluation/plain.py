"""The plain way: BM25 over the words that jieba cuts, texts and questions alike."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping

import jieba

from govreport_search.text import fold

K1 = 1.2


class Plain:
    """Whole texts by their words; jieba with its own dictionary, no word left out.

    Args:
        length: b of BM25, the usual one if not given.
    """

    def __init__(self, texts: Mapping[tuple[str, str], str], length: float = 0.75) -> None:
        self._length = length
        self._tokenizer = jieba.Tokenizer()
        self._tokenizer.FREQ, self._tokenizer.total = self._tokenizer.gen_pfdict(
            self._tokenizer.get_dict_file()
        )
        self._tokenizer.initialized = True
        self._postings: dict[str, dict[tuple[str, str], int]] = defaultdict(dict)
        self._lengths: dict[tuple[str, str], int] = {}
        for key, text in texts.items():
            words = self._words(text)
            self._lengths[key] = len(words)
            for word, count in Counter(words).items():
                self._postings[word][key] = count

    def _words(self, text: str) -> list[str]:
        return [w for w in self._tokenizer.cut(fold(text)) if any(map(str.isalnum, w))]

    def search(self, question: str, limit: int) -> list[tuple[str, str]]:
        """The best texts, ties in the order of their keys."""
        mean = sum(self._lengths.values()) / len(self._lengths)
        scores: Counter[tuple[str, str]] = Counter()
        for word in dict.fromkeys(self._words(question)):
            found = self._postings.get(word, {})
            rarity = math.log1p((len(self._lengths) - len(found) + 0.5) / (len(found) + 0.5))
            for key, count in found.items():
                damping = K1 * (1 + self._length * (self._lengths[key] / mean - 1))
                scores[key] += rarity * (K1 + 1) * count / (count + damping)
        order = sorted(scores, key=lambda key: (-round(scores[key], 9), key))
        return order[:limit]
