"""Which texts may be numbers, and when several looks at one agree."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.readers.scan.engine import Reading, sure, text_of

_LIKE = re.compile(
    r"[0-9０-９OoQDCIl|!ⅠSsBZzGqb〇○口°丨亅一－—–−\-_~～/／\\.,，、:：+＋%％ 增减万元件]*"
)
"""Everything that a number, or the mark for none, may be taken for."""

_DASHES = str.maketrans(dict.fromkeys("一－—–−ー─━_~～﹣‐‑", "-"))
_FULL = str.maketrans("０１２３４５６７８９／，．％＋", "0123456789/,.%+")
_PLAIN = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?|[-/]+")
"""A number, or a mark for none, without doubtful characters."""

_FIRST_ENOUGH = 0.6
_THIRD_ENOUGH = 0.9
"""Confidence of the least sure character that two looks, or a third one, must have."""


def may_be_number(text: str) -> bool:
    """Whether all characters are such as numbers are mistaken for."""
    return bool(text) and _LIKE.fullmatch(text) is not None


def canonical(text: str) -> str:
    """Text with one sort of digits and dashes, for comparison only."""
    return text.translate(_FULL).translate(_DASHES).replace(" ", "")


def has_digit(text: str) -> bool:
    """Whether a reader of tables would take a number from it."""
    return any(character.isdigit() for character in text)


def is_plain(text: str) -> bool:
    """Whether it is a number or a mark for none, and nothing that only resembles one."""
    return _PLAIN.fullmatch(canonical(text)) is not None


def agreed(looks: Sequence[Reading]) -> Reading | None:
    """What two looks at a number agree on; the last two words count when there are three.

    Args:
        looks: what the first, the second and, where there was one, the third look gave.
    """
    first, second, *others = looks
    if _same(first, second) and min(sure(first), sure(second)) >= _FIRST_ENOUGH:
        return first
    for third in others:
        for earlier in (first, second):
            if _same(third, earlier) and min(sure(third), sure(earlier)) >= _THIRD_ENOUGH:
                return earlier
    return None


def _same(one: Reading, other: Reading) -> bool:
    return bool(one) and canonical(text_of(one)) == canonical(text_of(other))
