"""An index of generated reports, for the tests of several rooms."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from govreport_search.settings import Settings
from indexer.build import build
from indexer.sample import SampleReport, generate
from indexer.sample.folder import write_folder


@dataclass(frozen=True)
class SampleIndex:
    """An index folder and the generated reports in it; tests must not write to it."""

    index_dir: Path
    source_dir: Path
    reports: tuple[SampleReport, ...]


def build_sample_index(folder: Path, count: int = 20) -> SampleIndex:
    reports = tuple(generate(1, count))
    source_dir, index_dir = folder / "reports", folder / "built"
    manifest = write_folder(source_dir, reports)
    paths = [source_dir / report.name for report in reports]
    # One process: starting more costs longer than reading these few files.
    summary = build(paths, Settings(index_dir), manifest=manifest, jobs=1)
    assert summary.indexed == count, summary.rejected
    return SampleIndex(index_dir, source_dir, reports)
