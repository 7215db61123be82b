"""What a fresh process takes to open an archive and to answer, and the memory it then holds.

``python -m search.worker FOLDER QUERIES.json`` prints JSON; started by ``growth`` and ``report``.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

FIRST = '"不予公开"'


def main() -> None:
    """Open, answer, answer many more, look at the memory."""
    begin = time.process_time()
    from govreport_search.library import Library
    from govreport_search.settings import Settings

    imported = time.process_time()
    wall = time.monotonic()
    library = Library(Settings(Path(sys.argv[1])))
    total = library.search(FIRST).total_hits
    told = {
        "imports": imported - begin,
        "first_wall": time.monotonic() - wall,
        "first": time.process_time() - imported,
        "total": total,
        "modules": sorted({"flask", "jieba", "pdfplumber", "pypdfium2", "lxml"} & set(sys.modules)),
        "memory_first": memory(),
    }
    for query in json.loads(Path(sys.argv[2]).read_text(encoding="utf-8")):
        library.search(query)
    told["memory"] = memory()
    print(json.dumps(told))


def memory() -> dict[str, int]:
    """Bytes: ``private`` is what no other process could share, ``mapped`` the files' pages."""
    held = {}
    for line in Path("/proc/self/smaps_rollup").read_text().splitlines()[1:]:
        name, amount = line.split(":")
        held[name] = int(amount.split()[0]) * 1024
    return {"private": held["Anonymous"], "mapped": held["Rss"] - held["Anonymous"]}


if __name__ == "__main__":
    main()
