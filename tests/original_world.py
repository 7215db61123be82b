"""Reports as files of several kinds, beside which their originals can be looked at."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from govreport_search.library import Library
from govreport_search.settings import Settings
from indexer.build import build

FILES = Path(__file__).parent / "golden" / "files"
PDF, DOCUMENT, WORD = "kind-pdf-chromium.pdf", "wrong-total.html", "kind-docx.docx"
SHEET = "kind-xlsx-report.xlsx"
GONE = "kind-pdf-unruled-libreoffice.pdf"
"""Is taken away once it has been read."""


@dataclass(frozen=True)
class OriginalWorld:
    """An index, and its reports' ids by file name."""

    settings: Settings
    folder: Path
    reports: dict[str, str]


def build_original_world(folder: Path) -> OriginalWorld:
    """Copies and indexes the files; tests may change the copies of their own world."""
    reports = folder / "reports"
    reports.mkdir(parents=True)
    for name in (PDF, DOCUMENT, WORD, SHEET, GONE):
        shutil.copy(FILES / name, reports / name)
    settings = Settings(folder / "built")
    summary = build([reports], settings, jobs=1)
    assert summary.indexed == 5, summary.rejected
    (reports / GONE).unlink()
    return OriginalWorld(settings, reports, ids_of(settings))


def ids_of(settings: Settings) -> dict[str, str]:
    """Report ids by the names of their files."""
    with Library(settings) as library:
        return {Path(str(one["source"])).name: str(one["report"]) for one in library.reports()}
