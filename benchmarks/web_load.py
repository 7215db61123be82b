"""The pages under ten readers at once: ``python benchmarks/web_load.py``.

Starts ``govreport serve`` over an archive of generated reports, as users do, and asks it as they
would: each reader opens a page a second, drawn from a mix of all pages, with words that stand in
the archive's own texts. A second part goes on at the same pace with the pages that the mix opens
seldom, until each has been opened often enough to tell its 95th percentile from its slowest.
Server and readers share this machine. Writes docs/web-performance.md and exits with 1 where a
page is slower than promised.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import statistics
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from random import Random
from urllib.parse import quote, urlencode, urlsplit

from search.archive import CACHE
from search.performance import machine
from search.timing import say

ROOT = Path(__file__).parent.parent
PROMISED = 150
"""Milliseconds, at the 95th percentile of each page."""

BROWSER = {"Accept-Encoding": "gzip, deflate, br, zstd", "Host": "localhost"}
"""As chromium asks."""

PLAIN = {"Host": "localhost"}
HAN = re.compile(r"[\u4e00-\u9fff]{4,}")

TEXT = """# The pages under load

<!-- Written by `make bench-web` (benchmarks/web_load.py); do not edit. -->

{readers} readers at once, each opening a page a second for {seconds} seconds, over an archive of
{reports} generated reports; the server is `govreport serve` as users start it, and the readers
run on the same machine. {machine} Load before the run: {load}.{ahead}

Some pages are opened seldom. So the same readers go on at the same pace, here for {further} more
seconds, with those alone in an order drawn by lot, until each kind has {least} requests: a harder
mix than the first, for the cheap pages that people open most are not in it.

Milliseconds from the request to the last byte, of pages sent as a browser asks for them
(compressed by zstd). Promised: 95 % of the
requests of each page within {promised} ms. Of the first part: median {median} ms, 95 % within
{p95} ms, slowest {slowest} ms in {requests} requests, for which the server used {cpu} s of
processor time. Of both: {errors} errors in {every} requests, {memory} MB of memory at most.

| page | requests | median | 95 % | slowest | KB sent |
|---|---|---|---|---|---|
{rows}

A first view of the start page is {first} KB with its style sheets and scripts, compressed. Style
sheets and scripts are fetched once and kept until they change, so they are not part of the mix.
"""


AHEAD = """
Other work ran on the machine; server and readers ran ahead of it, by real-time priority
(`chrt -f 10`), which stands for a machine of their own as well as it can."""


@dataclass(frozen=True)
class Taken:
    """One answer: milliseconds, bytes on the wire, and its status."""

    page: str
    url: str
    milliseconds: float
    size: int
    status: int


class Reader:
    """One connection that is kept open, as a browser keeps it."""

    def __init__(self, address: str) -> None:
        self._where = urlsplit(address).netloc
        self._line = http.client.HTTPConnection(self._where, timeout=60)

    def get(self, url: str, headers: dict[str, str] = BROWSER) -> tuple[int, bytes]:
        try:
            self._line.request("GET", url, headers=headers)
            answer = self._line.getresponse()
            return answer.status, answer.read()
        except (http.client.HTTPException, OSError):
            self._line.close()
            self._line = http.client.HTTPConnection(self._where, timeout=60)
            return 0, b""

    def json(self, url: str) -> dict:
        status, body = self.get(url, PLAIN)
        if status != 200:
            raise RuntimeError(f"{url}: {status}")
        return json.loads(body)


class Mix:
    """Draws pages as readers open them: most search and read, some compare.

    Args:
        reports: details of some reports of the archive, whose words, bodies and regions are asked.
    """

    def __init__(self, reports: Sequence[dict], seed: int) -> None:
        self._draw = Random(seed)
        self._reports = reports
        texts = [s["text"] for report in reports for s in report["sections"]]
        self._words = [word for text in texts for word in HAN.findall(text)]
        self._pages = {
            "start": (8, lambda: "/"),
            "results: words": (22, lambda: self._search(q=self._phrase())),
            "results: two phrases": (
                6,
                lambda: self._search(q=f"{self._phrase()} {self._phrase()}"),
            ),
            "results: words and numbers": (8, lambda: self._search(q=f"{self._phrase()} 新收>=5")),
            "results: numbers": (5, lambda: self._search(q=self._number())),
            "results: filters": (8, lambda: self._search(q=self._phrase(), **self._filter())),
            "results: further pages": (4, lambda: self._search(q="公开", offset=self._offset())),
            "results: reports": (3, lambda: self._search(q=self._phrase(), unit="reports")),
            "results: rows": (2, lambda: self._search(q="不予公开", unit="rows")),
            "results: nothing": (2, lambda: self._search(q=self._phrase() + "鑫淼")),
            "completion while typing": (10, self._completion),
            "report": (
                14,
                lambda: f"/reports/{self._one()['report']}?{urlencode({'q': self._phrase()})}",
            ),
            "source": (3, lambda: f"/reports/{self._one()['report']}/source?line=3"),
            "body": (4, lambda: f"/agencies/{quote(self._body())}"),
            "region": (2, lambda: f"/regions/{quote('/'.join(self._region()[:2]))}"),
            "comparison of bodies": (4, lambda: self._compare(by="agency")),
            "comparison of regions": (2, lambda: self._compare(by="region", depth=1)),
            "ranking": (3, lambda: self._ranking()),
            "terms": (3, self._terms),
            "findings": (3, lambda: f"/findings?{urlencode(self._filter())}"),
            "coverage": (2, lambda: f"/coverage?region={quote('/'.join(self._region()[:2]))}"),
            "archive": (1, lambda: "/status"),
            "help": (1, lambda: "/help"),
            "glossary": (2, lambda: "/glossary"),
        }

    def page(self) -> tuple[str, str]:
        """A page's name and an address of it."""
        names = list(self._pages)
        weights = [self._pages[name][0] for name in names]
        name = self._draw.choices(names, weights)[0]
        return name, self._pages[name][1]()

    def each(self) -> Iterator[tuple[str, str]]:
        """One address of every page."""
        return ((name, make()) for name, (_, make) in self._pages.items())

    def rare(self, counts: Mapping[str, int], least: int) -> list[tuple[str, str]]:
        """What each page lacks to have been opened that often, in an order drawn by lot."""
        pages = [
            (name, make())
            for name, (_, make) in self._pages.items()
            for _ in range(least - counts.get(name, 0))
        ]
        self._draw.shuffle(pages)
        return pages

    def _search(self, **asked: object) -> str:
        return f"/?{urlencode(asked)}"

    def _phrase(self) -> str:
        word = self._draw.choice(self._words)
        length = self._draw.randint(2, min(6, len(word)))
        start = self._draw.randint(0, len(word) - length)
        return word[start : start + length]

    def _number(self) -> str:
        return self._draw.choice(
            (
                "新收=0",
                "不予公开率>20%",
                "新收>=50 且 行政诉讼>0",
                "结转下年度继续办理 is 空白",
                "新收=1..9",
            )
        )

    def _filter(self) -> dict[str, str]:
        year, level = self._draw.randint(2015, 2023), self._draw.choice(("county", "township"))
        return self._draw.choice(
            ({"year": str(year)}, {"level": level}, {"region": "/".join(self._region()[:2])})
        )

    def _offset(self) -> int:
        return 20 * self._draw.randint(1, 100)

    def _completion(self) -> str:
        """What people begin to type: a term, an indicator, a body or a region; pinyin, too."""
        typed = self._draw.choice(
            (
                "不予",
                "xxgk",
                "新收",
                "zcjd",
                f"机关:{self._one()['agency'][:3]}",
                self._region()[-1][:2],
            )
        )
        return f"/api/v1/complete?{urlencode({'q': typed})}"

    def _one(self) -> dict:
        return self._draw.choice(self._reports)

    def _region(self) -> list[str]:
        return self._draw.choice([one["region"] for one in self._reports if len(one["region"]) > 1])

    def _body(self) -> str:
        one = self._one()
        return f"{one['agency']}@{'/'.join(one['region']) or 'national'}"

    def _compare(self, **asked: object) -> str:
        cells = self._draw.sample(("requests.new", "rate.denied", "rate.carried_out"), 2)
        kind = {"level": "county", "kind": self._draw.choice(("government", "department"))}
        pairs = [*(("cell", cell) for cell in cells), *asked.items(), *kind.items()]
        return f"/compare?{urlencode(pairs)}"

    def _ranking(self) -> str:
        cell = self._draw.choice(("requests.new", "rate.denied", "disputes.litigation"))
        return f"/rank?{urlencode({'cell': cell, 'year': self._draw.randint(2019, 2023)})}"

    def _terms(self) -> str:
        return f"/terms?{urlencode({'terms': chr(10).join(self._phrase() for _ in range(8))})}"


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, int]]:
    """``govreport serve`` over an index folder: its address and the number of its process."""
    command = "import sys; from govreport_search.cli import main; sys.exit(main())"
    process = subprocess.Popen(
        [sys.executable, "-c", command, "--index-dir", str(folder), "serve", "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    try:
        yield address, process.pid
    finally:
        process.terminate()
        process.wait()


def some_reports(reader: Reader, count: int, seed: int) -> list[dict]:
    """Reports from all over the archive, with their texts."""
    total = reader.json("/api/v1/search?limit=0")["total_reports"]
    draw = Random(seed)
    found = []
    for at in sorted(draw.sample(range(total), count)):
        hit = reader.json(f"/api/v1/search?unit=reports&sort=year&limit=1&offset={at}")["hits"][0]
        found.append(reader.json(f"/api/v1/reports/{hit['report']}"))
    return found


def read(address: str, pages: Iterable[tuple[str, str]], wait: float) -> list[Taken]:
    """One reader: a page a second, each begun on time where the one before has come."""
    reader, taken = Reader(address), []
    begin = time.monotonic() + wait
    for tick, (name, url) in enumerate(pages):
        time.sleep(max(0.0, begin + tick - time.monotonic()))
        start = time.perf_counter()
        status, body = reader.get(url)
        taken.append(Taken(name, url, (time.perf_counter() - start) * 1000, len(body), status))
    return taken


def read_all(address: str, plans: Sequence[Iterable[tuple[str, str]]]) -> list[Taken]:
    """Readers at once, each with pages of its own; they begin evenly over the first second."""
    with ThreadPoolExecutor(len(plans)) as pool:
        waits = [number / len(plans) for number in range(len(plans))]
        runs = pool.map(read, [address] * len(plans), plans, waits)
        return [one for run in runs for one in run]


def used(pid: int) -> tuple[float, int]:
    """Processor seconds and the most memory in MB of a process, on Linux; zeros elsewhere."""
    try:
        ticks = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0, 0
    most = re.search(r"VmHWM:\s+(\d+)", status)
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK"), int(most[1]) // 1024 if most else 0


def is_ahead() -> bool:
    """Whether we run before all ordinary work, on Linux."""
    return hasattr(os, "sched_getscheduler") and os.sched_getscheduler(0) != os.SCHED_OTHER


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def first_view(reader: Reader) -> int:
    """Bytes of the start page with its style sheets, scripts and icon, compressed."""
    _, body = reader.get("/")
    html = reader.get("/", PLAIN)[1].decode()
    files = re.findall(r'<(?:link|script)\b[^>]*?(?:href|src)="(/static/[^"]+)"', html)
    return len(body) + sum(len(reader.get(unescape(url))[1]) for url in dict.fromkeys(files))


def table(by_page: dict[str, list[Taken]]) -> str:
    lines = []
    for name, taken in sorted(
        by_page.items(), key=lambda pair: -percentile([t.milliseconds for t in pair[1]], 0.95)
    ):
        times = [one.milliseconds for one in taken]
        size = statistics.median(one.size for one in taken) / 1000
        lines.append(
            f"| {name} | {len(times)} | {statistics.median(times):.0f} |"
            f" {percentile(times, 0.95):.0f} | {max(times):.0f} | {size:.1f} |"
        )
    return "\n".join(lines)


def indexed(reports: int, seed: int) -> Path:
    """An index folder of that many generated reports; made if it is not there."""
    make = [sys.executable, "-m", "search.archive", str(reports), str(seed)]
    subprocess.run(make, check=True, cwd=Path(__file__).parent)
    (folder,) = CACHE.glob(f"reports-{reports}-{seed}-*")
    rebuild = "import sys; from govreport_search.cli import main; sys.exit(main())"
    if not (folder / "columns").is_dir() or not (folder / "whoosh").is_dir():
        subprocess.run(
            [sys.executable, "-c", rebuild, "--index-dir", str(folder), "rebuild"], check=True
        )
    return folder


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--index-dir", type=Path, help="an index that is there already")
    parser.add_argument("--readers", type=int, default=10)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument(
        "--least", type=int, default=40, help="requests of each kind of page; 0 for the mix alone"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "web-performance.md")
    given = parser.parse_args()
    folder = given.index_dir or indexed(given.reports, given.seed)
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    with served(folder) as (address, pid):
        reader = Reader(address)
        total = reader.json("/api/v1/search?limit=0")["total_reports"]
        say(f"{total} reports at {address}")
        reports = some_reports(reader, 60, given.seed)
        mixes = [Mix(reports, given.seed * 100 + number) for number in range(given.readers)]
        for name, url in mixes[0].each():
            status, _ = reader.get(url)
            if status != 200:
                say(f"{name}: {status}: {url}")
        first = first_view(reader)
        before, _ = used(pid)
        say(f"{given.readers} readers for {given.seconds} s")
        mixed = read_all(address, [[mix.page() for _ in range(given.seconds)] for mix in mixes])
        after, _ = used(pid)
        rare = mixes[0].rare(Counter(one.page for one in mixed), given.least)
        say(f"{len(rare)} requests of rare pages")
        plans = [rare[number :: given.readers] for number in range(given.readers)]
        taken = mixed + read_all(address, plans)
        _, memory = used(pid)
    by_page: dict[str, list[Taken]] = defaultdict(list)
    for one in taken:
        by_page[one.page].append(one)
    times = [one.milliseconds for one in mixed]
    wrong = [one for one in taken if one.status != 200]
    for one in wrong[:10]:
        say(f"{one.status}: {one.url}")
    text = TEXT.format(
        readers=given.readers,
        seconds=given.seconds,
        further=len(plans[0]),
        least=given.least,
        reports=f"{total:,}",
        machine=f"Machine: {machine()}.",
        load=load,
        ahead=AHEAD if is_ahead() else "",
        promised=PROMISED,
        median=f"{statistics.median(times):.0f}",
        p95=f"{percentile(times, 0.95):.0f}",
        slowest=f"{max(times):.0f}",
        errors=len(wrong),
        requests=len(times),
        every=len(taken),
        cpu=f"{after - before:.0f}",
        memory=memory,
        rows=table(by_page),
        first=f"{first / 1000:.0f}",
    )
    given.output.write_text(text, encoding="utf-8")
    print(text)
    slow = [
        name
        for name, some in by_page.items()
        if percentile([one.milliseconds for one in some], 0.95) > PROMISED
    ]
    return int(bool(slow or wrong))


if __name__ == "__main__":
    sys.exit(main())
