"""Adding to an archive, and its sizes: what keeps our index, measured."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from govreport_search.services.synchronise import bring_up
from govreport_search.settings import Settings
from govreport_search.store.record import NewReport
from search.archive import make, put
from search.ours import Ours
from search.question import Section

ADDED = 100
TIMES = 3
"""How often that many are added; the median counts."""

_LINKED = (".arr", ".grm", ".sym")


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


def added(settings: Settings, seed: int, reports: int, query: str) -> Added:
    """Add reports, which have been read, to a copy of an archive that has answered a question."""
    every = range(reports, reports + TIMES * ADDED)
    fresh = [make(seed, number, reports) for number in every]
    beside = settings.index_dir.parent
    with tempfile.TemporaryDirectory(dir=beside) as folder:
        copy = Settings(Path(folder) / "copy")
        shutil.copytree(settings.index_dir, copy.index_dir, copy_function=_copy)
        os.sync()  # what the copy has left to be written is not the reports' doing
        ours = Ours(copy)
        times = [
            _add(ours, fresh[at : at + ADDED], reports + at, query)
            for at in range(0, len(fresh), ADDED)
        ]
        ours.close()
    return sorted(times, key=lambda one: one.stored[0] + one.searchable[0])[TIMES // 2]


def _add(ours: Ours, fresh: Sequence[NewReport], first: int, query: str) -> Added:
    before = ours.search(query).total_hits
    begin = time.monotonic(), time.process_time()
    put(ours.store, fresh, first)
    stored = time.monotonic(), time.process_time()
    bring_up(ours.store, ours.engine, ours.columns)
    after = ours.search(query).total_hits
    done = time.monotonic(), time.process_time()
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


def sizes(settings: Settings, sections: Sequence[Section]) -> Sizes:
    """Of all that an archive consists of."""
    engine = [path for path in settings.engine_path.rglob("*") if path.is_file()]
    columns = [path for path in settings.columns_path.rglob("*") if path.is_file()]
    return Sizes(
        text=sum(len(section.text.encode("utf-8", "surrogatepass")) for section in sections),
        postings=_bytes(path for path in engine if path.suffix == ".grm"),
        engine=_bytes(engine),
        columns=_bytes(columns),
        store=settings.store_path.stat().st_size,
    )


def _bytes(paths: Iterable[Path]) -> int:
    return sum(path.stat().st_size for path in paths)
