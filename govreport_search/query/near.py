"""Which names a mistyped name may have meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher


def near(name: str, options: Iterable[str]) -> tuple[str, ...]:
    """All options, the most similar first; equally similar ones keep their order."""
    matcher = SequenceMatcher(b=name, autojunk=False)

    def distance(option: str) -> float:
        matcher.set_seq1(option)
        return -matcher.ratio()

    return tuple(sorted(dict.fromkeys(options), key=distance))
