"""Words for public bodies: levels, kinds, fields of work, abbreviations.

The words stand in ``data/vocabulary.toml``; this module reads them once and answers
questions about them. Nothing here knows a report.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any


@cache
def _tables() -> dict[str, dict[str, Any]]:
    text = files(__package__).joinpath("data/vocabulary.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


LEVELS: Mapping[str, str] = MappingProxyType(_tables()["levels"])
"""Level id to Chinese label, from the highest level down."""

KINDS: Mapping[str, str] = MappingProxyType(_tables()["kinds"])
"""Kind id to Chinese label, in the order they are shown."""


def level_label(level: str) -> str:
    """The Chinese label of a level id; an id that is none comes back as it is."""
    return LEVELS.get(level, level)


def kind_label(kind: str) -> str:
    """The Chinese label of a kind id; an id that is none comes back as it is."""
    return KINDS.get(kind, kind)


@cache
def functions() -> tuple[str, ...]:
    """All fields of work a department can have, in the order of the data file."""
    return tuple(_tables()["functions"])


@cache
def _function_words() -> tuple[tuple[str, str], ...]:
    pairs = [(word, name) for name, words in _tables()["functions"].items() for word in words]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


@cache
def function_words() -> tuple[str, ...]:
    """Every word that reveals a field of work, the longest first."""
    return tuple(word for word, _ in _function_words())


def function_of(name: str) -> tuple[str, str]:
    """The field of work a body's name reveals.

    Args:
        name: the body's name in simplified characters, without its place names (a place
            may hold such a word itself).

    Returns:
        The field and the word that revealed it; two empty strings where none does.
    """
    name = name.replace("人民政府", "")  # holds 民政
    best: tuple[int, int, str, str] | None = None
    for word, function in _function_words():
        start = name.find(word)
        if start >= 0 and (best is None or (start, -len(word)) < best[:2]):
            best = (start, -len(word), function, word)
    return ("", "") if best is None else (best[2], best[3])


def expand(name: str) -> str:
    """The name with its abbreviated end written out (市科委 -> 市科学技术委员会).

    The longest known abbreviation at the end counts. A name that only looks abbreviated
    because the official name ends in the same characters stays as it is.
    """
    table: dict[str, str] = _tables()["abbreviations"]
    for length in range(min(len(name), max(map(len, table))), 1, -1):
        full = table.get(name[-length:])
        if full is not None:
            return name if name.endswith(full) else name[:-length] + full
    return name
