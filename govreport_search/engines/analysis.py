"""Chinese words, by jieba: for suggestions only. What is found never depends on them, because
jieba cuts the same characters differently in different contexts.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from govreport_search.text import fold

_SHORTEST = 2  # a single character is found nearly everywhere and suggests nothing


def words(text: str) -> tuple[str, ...]:
    """The words of a text in their order, folded, without punctuation and white space."""
    pieces = (fold(piece) for piece in _tokenizer().cut(fold(text)))
    return tuple(piece for piece in pieces if any(map(str.isalnum, piece)))


def suggest(query: str) -> tuple[str, ...]:
    """Words of a phrase that could be searched apart, where the phrase finds nothing.

    Returns:
        Distinct words of two characters and more, as they stand in the folded phrase; empty
        where there is nothing to take apart.
    """
    found = words(query)
    distinct = tuple(dict.fromkeys(word for word in found if len(word) >= _SHORTEST))
    return distinct if len(found) > 1 else ()


@cache
def _tokenizer() -> Any:
    """jieba's tokenizer with its own dictionary, loaded at the first use (about a second).

    Not by jieba's ``initialize``: that prints to stderr and keeps its cache under a fixed name
    in the folder for temporary files, where any other user of the machine could put one first,
    which is then unmarshalled.
    """
    import jieba

    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer
