"""The fold on published reports, where they are at hand."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import numpy as np
import pytest

from govreport_search.text import fold, fold_with_offsets

SHARED = Path(__file__).parents[3] / "shared"
REPORTS = sorted(
    [*SHARED.glob("seeds/*.txt"), *SHARED.glob("real/*.txt"), *SHARED.glob("real/*.md")]
)

needs_reports = pytest.mark.skipif(not REPORTS, reason="needs the published reports in ../shared")


@needs_reports
@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.name)
def test_published_reports_fold(path: Path) -> None:
    printed = path.read_text(encoding="utf-8")
    folded = fold_with_offsets(printed)
    assert folded.text == fold(printed) == fold(folded.text)
    assert np.all(np.diff(folded.offsets) > 0)
    assert not any("\u2e80" <= c <= "\u2fdf" or "\uf900" <= c <= "\ufaff" for c in folded.text)
    assert not any(unicodedata.category(c) in ("Cf", "Zs", "Cc") and c != " " for c in folded.text)
    assert "政府信息公开" in folded.text
    lines = [fold(line) for line in printed.splitlines()]
    assert all(line in folded.text for line in lines)


@needs_reports
def test_radicals_of_a_browser_print_read_as_words() -> None:
    printed = "".join(
        path.read_text(encoding="utf-8") for path in REPORTS if "radicals" in path.name
    )
    radicals = [c for c in printed if "\u2e80" <= c <= "\u2fdf"]
    assert len(set(radicals)) > 20
    plain = printed.replace("\n", "").replace(" ", "")
    for words in ("一、总体情况", "人民", "工作"):
        assert fold(printed).count(words) > plain.count(words)
