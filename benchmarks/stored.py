"""Kinds that only a whole run of the indexer reads: archives, and pages with their annex.

Files go through ``indexer.build`` into an index of their own, and the reports are taken from it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from corpus import Entry, corpus, zipped

import govreport_search
from govreport_search.domain import Report
from govreport_search.settings import Settings
from indexer.build import build

IN_ARCHIVE = ("html", "docx", "xlsx-report")
"""What lies in the archives, in turn."""

PER_ARCHIVE = 20


def archives(seed: int, count: int, root: Path) -> tuple[list[Entry], list[Path]]:
    """Reports of several kinds, and the archives that hold them, every second one in GBK.

    Each report lies in a folder of its own, as sites offer them to be fetched.
    """
    share = -(-count // len(IN_ARCHIVE))
    each = [corpus(kind, seed, share, root) for kind in IN_ARCHIVE]
    entries = [entry for some in zip(*each, strict=True) for entry in some][:count]
    folder = root / f"zip-{seed}-{count}"
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number, start in enumerate(range(0, len(entries), PER_ARCHIVE)):
        path = folder / f"{number}.zip"
        path.write_bytes(zipped(entries[start : start + PER_ARCHIVE], gbk=number % 2 == 1))
        paths.append(path)
    return entries, paths


def read_by_build(paths: Sequence[Path]) -> tuple[dict[str, Report], dict[str, str]]:
    """Reports, and the reasons of refusals, by the name of their main file."""
    with tempfile.TemporaryDirectory() as room:
        summary = build(paths, Settings(Path(room) / "index"), ocr=False)
        refused = {_name(r.source): f"{r.code}: {r.reason}" for r in summary.rejected}
        reports = {}
        with govreport_search.open(Path(room) / "index") as library:
            for record in library.reports():
                view = library.report(str(record["report"]))
                reports[_name(view.record.source)] = Report(
                    view.record.identity,
                    view.record.form,
                    view.sections,
                    view.facts,
                    view.rows,
                    view.findings,
                )
    return reports, refused


def _name(source: str) -> str:
    return PurePosixPath(source).name
