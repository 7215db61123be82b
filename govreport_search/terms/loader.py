"""Reads ``data/terms.txt`` and ``data/synonyms.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from govreport_search.text import fold


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the field.

    Attributes:
        text: folded.
        pieces: the words that it is made of; one behind another they are the text.
        is_word: whether it says something else than its words together, so that it is cut as
            one word.
    """

    text: str
    pieces: tuple[str, ...]
    is_word: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Wordings of one thing.

    Attributes:
        words: as they are written, the usual one first.
        basis: why they are one.
    """

    words: tuple[str, ...]
    basis: str


@cache
def terms() -> tuple[Term, ...]:
    """Every term, in the order of the file."""
    return parse_terms(_read("terms.txt"))


@cache
def groups() -> tuple[Group, ...]:
    """Every group of synonyms, in the order of the file."""
    return parse_groups(_read("synonyms.toml"))


def synonyms(text: str) -> tuple[str, ...]:
    """The other wordings of what a whole text says; empty where there are none."""
    group = _by_word().get(fold(text))
    return tuple(word for word in group.words if fold(word) != fold(text)) if group else ()


@lru_cache(maxsize=1024)
def usual_wording(text: str) -> str:
    """The usual wording of what a whole text says, folded; the text where it has no other."""
    folded = fold(text)
    group = _by_word().get(folded)
    return fold(group.words[0]) if group else folded


@cache
def stop_words() -> frozenset[str]:
    """Words that say nothing of what a question asks for."""
    lines = (line for line in _read("stop_words.txt").splitlines() if not line.startswith("#"))
    return frozenset(fold(word) for line in lines for word in line.split())


def parse_terms(data: str) -> tuple[Term, ...]:
    """Terms from the text of a file: one a line, ``=`` before a word, ``#`` before a remark."""
    lines = (line.strip() for line in data.splitlines())
    return tuple(_term(line) for line in lines if line and not line.startswith("#"))


def _term(line: str) -> Term:
    pieces = tuple(map(fold, line.removeprefix("=").split()))
    return Term("".join(pieces), pieces, line.startswith("="))


def parse_groups(data: str) -> tuple[Group, ...]:
    """Groups from TOML.

    Raises:
        KeyError: a group says no words, or no reason.
    """
    read = tomllib.loads(data)["group"]
    return tuple(Group(tuple(entry["words"]), entry["basis"]) for entry in read)


@cache
def _by_word() -> dict[str, Group]:
    return {fold(word): group for group in groups() for word in group.words}


def _read(name: str) -> str:
    return files("govreport_search.terms").joinpath("data", name).read_text(encoding="utf-8")
