"""Chinese words, by jieba with our own terms: for ranking and suggestions only. What a phrase
finds never depends on them, because jieba cuts the same characters differently in different
contexts.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from govreport_search.terms import stop_words, terms
from govreport_search.text import fold

_SHORTEST = 2  # a single character is found nearly everywhere and says little


def words(text: str) -> tuple[str, ...]:
    """The words of a text in their order, folded, without punctuation and white space.

    A term that says something else than its words is one word.
    """
    pieces = (fold(piece) for piece in _tokenizer().cut(fold(text)))
    return tuple(piece for piece in pieces if any(map(str.isalnum, piece)))


def search_words(text: str) -> tuple[str, ...]:
    """The distinct words of a question that are worth looking for, in their order.

    Stop words and single characters are left out where anything else remains. A term is
    followed by the words that it is made of: who asks for 信息公开指南 also wants to read of
    公开 and 指南, further down.
    """
    found = words(text)
    telling = [word for word in found if word not in stop_words()]
    longer = [word for word in telling if len(word) >= _SHORTEST]
    pieces = _pieces()
    cut = (part for word in longer or telling or found for part in (word, *pieces.get(word, ())))
    return tuple(dict.fromkeys(cut))


def suggest(query: str) -> tuple[str, ...]:
    """Words of a phrase that could be searched apart, where the phrase finds nothing.

    Returns:
        Distinct words of two characters and more, as they stand in the folded phrase, without
        stop words; empty where there is nothing to take apart.
    """
    found = words(query)
    if len(found) == 1:
        found = _pieces().get(found[0], found)
    telling = (word for word in found if len(word) >= _SHORTEST and word not in stop_words())
    distinct = tuple(dict.fromkeys(telling))
    return distinct if len(found) > 1 else ()


@cache
def _pieces() -> dict[str, tuple[str, ...]]:
    """The words of two characters and more that a term is made of."""
    return {
        term.text: tuple(piece for piece in term.pieces if len(piece) >= _SHORTEST)
        for term in terms()
        if len(term.pieces) > 1
    }


@cache
def _tokenizer() -> Any:
    """jieba's tokenizer with its own dictionary and our terms, loaded at the first use (a second).

    Not by jieba's ``initialize``: that prints to stderr and keeps its cache under a fixed name
    in the folder for temporary files, where any other user of the machine could put one first,
    which is then unmarshalled.
    """
    import jieba

    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    # Shorter ones first: how frequent a word must be depends on what it would be cut into.
    for term in sorted(terms(), key=lambda term: len(term.text)):
        if term.is_word:
            tokenizer.add_word(term.text)
    return tokenizer
