"""The texts of the search benchmark: six sections of a report, about 4,000 characters."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from search.vocabulary import RARE, RARE_SECTIONS, SHARES, Vocabulary, vocabulary

SECTIONS = (
    ("overview", "一、总体情况"),
    ("disclosure", "二、主动公开政府信息情况"),
    ("requests", "三、收到和处理政府信息公开申请情况"),
    ("disputes", "四、政府信息公开行政复议、行政诉讼情况"),
    ("problems", "五、存在的主要问题及改进情况"),
    ("other", "六、其他需要报告的事项"),
)

CHARACTERS = 667
"""Of a section, on average; six of them make a report of 4,000."""

_SPREAD = 0.5  # of the logarithm of a section's length
_WHOLE = 0.2  # of the pieces that are whole sentences
_MARKS = ("，", "，", "，", "。", "；", "、")


def sections(seed: int, number: int, count: int) -> tuple[str, ...]:
    """The sections' texts of one report, the same for the same seed and number.

    Args:
        count: of all reports, which decides where the rare phrase stands.
    """
    rng = np.random.default_rng([seed, number])
    words = vocabulary()
    lengths = CHARACTERS * rng.lognormal(-(_SPREAD**2) / 2, _SPREAD, len(SECTIONS))
    texts = [_text(rng, words, int(length)) for length in lengths]
    for at, pieces in enumerate(texts):
        for phrase in _planted(rng, number * len(SECTIONS) + at, count):
            pieces.insert(int(rng.integers(len(pieces) + 1)), phrase)
    return tuple("".join(pieces) for pieces in texts)


def _planted(rng: np.random.Generator, section: int, count: int) -> Iterator[str]:
    """What is planted in a section: a phrase in its share of sections, there once or more."""
    for phrase, share in SHARES.items():
        if rng.random() < share:
            yield from [phrase] * int(min(rng.geometric(0.6), 6))
    step = max(count * len(SECTIONS) // (RARE_SECTIONS + 1), 1)
    if section % step == step - 1 and section < step * RARE_SECTIONS:
        yield RARE


def _text(rng: np.random.Generator, words: Vocabulary, length: int) -> list[str]:
    """Pieces between which a phrase may be put."""
    # Drawn all at once: single numbers cost more than the text.
    most = length // 6 + 2
    clauses = rng.integers(3, 9, most).tolist()
    marks = rng.integers(len(_MARKS), size=most).tolist()
    whole = rng.random(most).tolist()
    which = rng.integers(len(words.sentences), size=most).tolist()
    drawn = words.draw(rng, length // 2 + 9)
    pieces: list[str] = []
    written = used = at = 0
    while written < length and at < most:
        if whole[at] < _WHOLE:
            piece = _sentence(rng, words.sentences[which[at]]) + "\n"
        else:
            piece = "".join(drawn[used : used + clauses[at]]) + _MARKS[marks[at]]
            used += clauses[at]
        pieces.append(piece)
        written += len(piece)
        at += 1
    return pieces


def _sentence(rng: np.random.Generator, sentence: str) -> str:
    parts = sentence.split("{}")
    numbers = rng.integers(1, 3000, len(parts)).tolist()
    return (
        "".join(f"{part}{number}" for part, number in zip(parts[:-1], numbers, strict=False))
        + parts[-1]
    )
