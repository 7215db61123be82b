"""Many short texts folded at once."""

from __future__ import annotations

from collections.abc import Sequence

from govreport_search.text.fold import fold

_BETWEEN = "\uffff"
"""No character, and so in no name; it stays where it stands, and parts what it stands between."""


def fold_each(texts: Sequence[str]) -> list[str]:
    """``fold`` of each text, far quicker than one by one.

    A space stays only between two Latin letters or digits, so that texts folded behind one
    another do not touch each other.
    """
    joined = _BETWEEN.join(texts)
    if not texts or joined.count(_BETWEEN) != len(texts) - 1:
        return [fold(text) for text in texts]
    return fold(joined).split(_BETWEEN)
