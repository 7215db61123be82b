"""Which texts may be numbers, and when several looks at one agree."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from indexer.readers.scan.engine import Reading, sure, text_of

_LIKE = re.compile(
    r"[0-9０-９OoQDCIl|!ⅠSsBZzGqb〇○口°丨亅一－—–−\-_~～/／\\.·•',，、:：+＋%％ 增减万元件]*"
)
"""Everything that a number, or the mark for none, may be taken for."""

_WORDS = " 增减万元件"
"""Of these, what stands alone is the unit of another cell's number."""

_DASHES = str.maketrans(dict.fromkeys("一－—–−ー─━_~～﹣‐‑", "-"))
_FULL = str.maketrans("０１２３４５６７８９／，．％＋", "0123456789/,.%+")
_PLAIN = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?|[-/]+")
"""A number, or a mark for none, without doubtful characters."""

_FIRST_ENOUGH = 0.6
_THIRD_ENOUGH = 0.9
"""Confidence of the least sure character that two looks, or a third one, must have."""


def may_be_number(text: str) -> bool:
    """Whether all characters are such as numbers are mistaken for."""
    # A speck above a zero makes it an accented letter.
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return _LIKE.fullmatch(bare) is not None and bool(bare.strip(_WORDS))


def canonical(text: str) -> str:
    """Text with one sort of digits and dashes, for comparison only."""
    return text.translate(_FULL).translate(_DASHES).replace(" ", "")


def is_plain(text: str) -> bool:
    """Whether it is a number or a mark for none, and nothing that only resembles one."""
    return _PLAIN.fullmatch(canonical(text)) is not None


def agreed(looks: Sequence[Reading]) -> Reading | None:
    """What two looks at a number agree on; of three and more, two that are sure.

    Args:
        looks: what the first, the second and, where there were any, further looks gave. Of
            those a plain number goes before what merely resembles one: a close look tells a
            zero from a full stop.
    """
    first, second = looks[:2]
    found = first if _same(first, second) and _least(first, second) >= _FIRST_ENOUGH else None
    if found is not None and is_plain(text_of(found)):
        return found
    for last in range(2, len(looks)):
        for earlier in looks[:last]:
            is_sure = _least(looks[last], earlier) >= _THIRD_ENOUGH
            if is_sure and _same(looks[last], earlier) and is_plain(text_of(earlier)):
                return earlier
    return found


def _least(one: Reading, other: Reading) -> float:
    return min(sure(one), sure(other))


def _same(one: Reading, other: Reading) -> bool:
    return bool(one) and canonical(text_of(one)) == canonical(text_of(other))
