"""Names of indicators that a mistyped one may have meant, as people write them.

A name need not be whole: people type 新收 for 本年新收政府信息公开申请数量. So what was typed is
compared with the piece of each label that is most like it, and characters that sound alike
(新受, 新收) are nearer to each other than others.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from functools import lru_cache

from govreport_search.forms.lookup import IndicatorRef, find_columns, find_indicators, indicators
from govreport_search.forms.name import name_keys
from govreport_search.query.lexer import FaultError, Kind, tokenise
from govreport_search.query.near import near
from govreport_search.text.pinyin import sounds_like

_SHORTEST = 2
"""Characters of a piece that may stand for a label."""

_SAME_SOUND = 0.5
"""What it costs to exchange characters that sound alike; any others cost 1."""


def likely(written: str) -> tuple[tuple[str, IndicatorRef], ...]:
    """Every indicator with the name to type for it, the most likely first.

    Args:
        written: narrow, without a column. Of one that is ASCII the ids are compared.
    """
    if written.isascii():
        ids = {key: ref for ref in indicators() for key in (ref.id, ref.row)}
        best = dict.fromkeys(ids[key] for key in near(written, ids))
        return tuple((ref.id, ref) for ref in best)
    found = []
    for ref in indicators():
        far, piece = min(_unlike(written, label) for label in name_keys(ref.label))
        found.append((far, len(ref.label), spelled(ref, piece), ref))
    found.sort(key=lambda one: one[:2])
    return tuple((name, ref) for *_, name, ref in found)


def spelled(ref: IndicatorRef, *shorter: str) -> str:
    """What to type for an indicator: a shorter name if it means no other, its label, or its id."""
    for name in (*shorter, *sorted(name_keys(ref.label), key=len)):
        if len(name) >= _SHORTEST and find_indicators(name) == (ref,) and is_one_word(name):
            return name
    return ref.id


def split(written: str) -> tuple[str, ...]:
    """Readings as an indicator and its column that only lack the dot between: 新收自然人."""
    found = []
    for at in range(_SHORTEST, len(written) - 1):
        refs = find_indicators(written[:at])
        if len(refs) == 1 and len(find_columns(refs[0], written[at:])) == 1:
            found.append(f"{written[:at]}.{written[at:]}")
    return tuple(found[::-1][:1])


@lru_cache(maxsize=4096)
def is_one_word(name: str) -> bool:
    """Whether a name can be typed without quotes."""
    try:
        tokens = tokenise(name)
    except FaultError:
        return False
    return len(tokens) == 1 and tokens[0].kind is Kind.WORD


def _unlike(typed: str, label: str) -> tuple[float, str]:
    """How far a typed name is from a label (0..1), and the piece that may be typed for it.

    A piece that is not much like what was typed would be no name but a scrap of one.
    """
    cost, start, end = _nearest_piece(typed, label)
    whole = 1 - SequenceMatcher(None, typed, label, autojunk=False).ratio()
    short = end - start == len(typed) and cost < len(typed) / 2
    return min(cost / len(typed), whole), label[start:end] if short else label


def _nearest_piece(typed: str, label: str) -> tuple[float, int, int]:
    """The changes that make a typed name a piece of a label, and where that begins and ends."""
    # Cost and beginning of the best piece that ends before each character of the label.
    row = [(0.0, start) for start in range(len(label) + 1)]
    for at, one in enumerate(typed, 1):
        before, row = row, [(float(at), 0)]
        for to, other in enumerate(label, 1):
            changed = 0.0 if one == other else _SAME_SOUND if sounds_like(one, other) else 1.0
            cost, start = before[to - 1]
            row.append(
                min(
                    (cost + changed, start),
                    (before[to][0] + 1, before[to][1]),
                    (row[to - 1][0] + 1, row[to - 1][1]),
                )
            )
    end = min(range(len(row)), key=lambda place: row[place][0])
    return row[end][0], row[end][1], end
