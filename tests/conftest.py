"""What tests of several rooms share: an index of sample reports, built once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from govreport_search.settings import Settings
from indexer.build import build
from indexer.sample import generate
from indexer.sample.folder import write_folder
from indexer.sample.model import SampleReport


@dataclass(frozen=True)
class SampleIndex:
    """An index folder and the generated reports in it; tests must not write to it."""

    index_dir: Path
    source_dir: Path
    reports: tuple[SampleReport, ...]


@pytest.fixture(scope="session")
def sample_index(tmp_path_factory: pytest.TempPathFactory) -> SampleIndex:
    return build_sample_index(tmp_path_factory.mktemp("sample"))


@pytest.fixture
def own_sample_index(tmp_path: Path) -> SampleIndex:
    """A small index of its own for a test that changes it."""
    return build_sample_index(tmp_path, count=4)


def build_sample_index(folder: Path, count: int = 20) -> SampleIndex:
    reports = tuple(generate(1, count))
    source_dir, index_dir = folder / "reports", folder / "built"
    manifest = write_folder(source_dir, reports)
    paths = [source_dir / report.name for report in reports]
    # One process: starting more costs longer than reading these few files.
    summary = build(paths, Settings(index_dir), manifest=manifest, jobs=1)
    assert summary.indexed == count, summary.rejected
    return SampleIndex(index_dir, source_dir, reports)
