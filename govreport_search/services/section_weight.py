"""What a section weighs in relevance; docs/decisions/ranking.md has the figures."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from govreport_search.columns import ColumnSnapshot

WEIGHTS = {"front": 0.5, "annex": 0.5}
"""Sections whose words say less than others': page headers, contents, what else is printed."""

SHORT = 80
"""A section of fewer characters is a heading of the page beside a table, or says nothing (无)."""

_OF_SHORT = 0.5


def section_weights(columns: ColumnSnapshot) -> NDArray[np.float32]:
    """What the score of each section is multiplied with, shape (sections,)."""
    kinds = columns.section_id
    of_kind = np.array([WEIGHTS.get(name, 1.0) for name in kinds.values], dtype=np.float32)
    of_length = np.array([1.0, _OF_SHORT], dtype=np.float32)
    is_short = (columns.section_length < SHORT).view(np.int8)
    return np.asarray(of_kind.take(kinds.codes) * of_length.take(is_short))
