"""Building, adding, sizes: what keeps our index, measured."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from govreport_search.engines.protocol import Manifest, ReportTexts
from govreport_search.engines.whoosh import WhooshEngine
from govreport_search.services.synchronise import bring_up, rebuild_columns
from govreport_search.settings import Settings
from govreport_search.text import FOLD_VERSION
from search.archive import add
from search.ours import Ours

ADDED = 100
_LINKED = (".arr", ".grm", ".pst", ".trm", ".vec", ".dsc")


@dataclass(frozen=True)
class Built:
    """What building took.

    Attributes:
        rate: characters a second of CPU time, all that the engine writes.
        columns: CPU seconds of making the columns from the store.
    """

    rate: float
    columns: float


@dataclass(frozen=True)
class Added:
    """What it took to make more reports searchable; wall and CPU seconds.

    Attributes:
        stored: writing them into the store.
        searchable: bringing index and columns up, and the first answer that counts them.
    """

    stored: tuple[float, float]
    searchable: tuple[float, float]


@dataclass(frozen=True)
class Sizes:
    """Bytes."""

    text: int
    postings: int
    engine: int
    columns: int
    store: int


def built(ours: Ours, folder: Path) -> Built:
    """Build the engine's index anew, from texts that are in memory, then the columns."""
    reports = []
    entries = (entry.section for entry in ours.store.iter_sections())
    for key, own in groupby(entries, lambda section: section.report_key):
        reports.append(ReportTexts(key, [(section.key, section.text) for section in own]))
    characters = sum(len(text) for report in reports for _, text in report.sections)
    engine = WhooshEngine(folder / "engine")
    begin = time.process_time()
    engine.rebuild(reports, Manifest(engine.schema, FOLD_VERSION, ours.store.store_id, 1))
    taken = time.process_time() - begin
    engine.close()
    shutil.rmtree(folder / "engine")
    begin = time.process_time()
    rebuild_columns(ours.store, ours.columns)
    return Built(characters / taken, time.process_time() - begin)


def added(settings: Settings, seed: int, reports: int, query: str) -> Added:
    """Add reports to a copy of an archive."""
    beside = settings.index_dir.parent
    with tempfile.TemporaryDirectory(dir=beside) as folder:
        copy = Settings(Path(folder) / "copy")
        shutil.copytree(settings.index_dir, copy.index_dir, copy_function=_copy)
        ours = Ours(copy)
        before = ours.search(query).total_hits
        begin = time.monotonic(), time.process_time()
        add(ours.store, seed, range(reports, reports + ADDED), reports, whole=True)
        stored = time.monotonic(), time.process_time()
        bring_up(ours.store, ours.engine, ours.columns)
        after = ours.search(query).total_hits
        done = time.monotonic(), time.process_time()
        ours.close()
    if after <= before:
        raise RuntimeError("the added reports are not found")
    return Added(
        (stored[0] - begin[0], stored[1] - begin[1]), (done[0] - stored[0], done[1] - stored[1])
    )


def _copy(source: str, target: str) -> None:
    """Segments never change, so that a link is as good as a copy."""
    if source.endswith(_LINKED):
        os.link(source, target)
    else:
        shutil.copy2(source, target)


def sizes(settings: Settings, texts: Sequence[str]) -> Sizes:
    """Of all that an archive consists of."""
    engine = [path for path in settings.engine_path.rglob("*") if path.is_file()]
    columns = [path for path in settings.columns_path.rglob("*") if path.is_file()]
    return Sizes(
        text=sum(len(text.encode("utf-8", "surrogatepass")) for text in texts),
        postings=_bytes(path for path in engine if path.suffix == ".grm"),
        engine=_bytes(engine),
        columns=_bytes(columns),
        store=settings.store_path.stat().st_size,
    )


def _bytes(paths: Iterable[Path]) -> int:
    return sum(path.stat().st_size for path in paths)
