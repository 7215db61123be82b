"""Building all that is derived from a store, in a process of its own so that its memory is seen.

``python -m search.building ARCHIVE FOLDER`` builds index and columns of the archive's store in
``FOLDER`` as the product does, text by text from the store, and prints JSON.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from govreport_search.columns import Columns
from govreport_search.engines.protocol import Manifest, ReportTexts
from govreport_search.engines.whoosh import WhooshEngine
from govreport_search.services.synchronise import rebuild_columns
from govreport_search.settings import Settings
from govreport_search.store import Store
from govreport_search.text import FOLD_VERSION

EVERY = 0.1
"""Seconds between two looks at the memory."""


class Texts:
    """Texts of all reports in the store, and the CPU seconds that reading them takes."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.seconds = 0.0
        self.characters = 0

    def __iter__(self) -> Iterator[ReportTexts]:
        entries = (entry.section for entry in self._store.iter_sections())
        reports = groupby(entries, lambda section: section.report_key)
        begin = time.thread_time()
        for key, sections in reports:
            own = ReportTexts(key, [(section.key, section.text) for section in sections])
            self.characters += sum(len(text) for _, text in own.sections)
            self.seconds += time.thread_time() - begin
            yield own
            begin = time.thread_time()


class Watch:
    """The most memory that this process holds while it is watched, in bytes.

    ``private`` is anonymous memory; ``resident`` adds the pages of files that are mapped, which
    the system may take back.
    """

    def __init__(self) -> None:
        self.private = self.resident = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        while True:
            status = Path("/proc/self/status").read_text().splitlines()
            held = dict(line.split(":", 1) for line in status)
            private, resident = (int(held[name].split()[0]) * 1024 for name in ("RssAnon", "VmRSS"))
            self.private, self.resident = max(self.private, private), max(self.resident, resident)
            if self._done.wait(EVERY):
                return


def build(archive: Settings, folder: Path) -> dict[str, Any]:
    """Build; seconds of CPU and wall clock, characters a second, and the most memory held.

    The rate counts everything that the engine does and not what reading the store takes, as the
    other engines are given texts in memory.
    """
    settings = Settings(folder)
    told: dict[str, Any] = {}
    with Store(archive.store_path) as store:
        texts, engine = Texts(store), WhooshEngine(settings.engine_path)
        manifest = Manifest(engine.schema, FOLD_VERSION, store.store_id, store.sequence())
        wall, begin = time.monotonic(), time.process_time()
        with Watch() as watch:
            engine.rebuild(texts, manifest)
        told["seconds"] = time.process_time() - begin - texts.seconds
        told["reading"], told["wall"] = texts.seconds, time.monotonic() - wall
        told["rate"] = texts.characters / told["seconds"]
        told["private"], told["resident"] = watch.private, watch.resident
        engine.close()
        columns, begin = Columns(settings.columns_path), time.process_time()
        with Watch() as watch:
            rebuild_columns(store, columns)
        told["columns_seconds"] = time.process_time() - begin
        told["columns_private"], told["columns_resident"] = watch.private, watch.resident
        columns.close()
    return told


if __name__ == "__main__":
    print(json.dumps(build(Settings(Path(sys.argv[1])), Path(sys.argv[2]))))
