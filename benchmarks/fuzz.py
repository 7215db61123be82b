"""Fuzz the readers, guided by coverage: ``python benchmarks/fuzz.py KIND --seconds 60``.

Needs the extra ``fuzz`` (atheris, Linux). Begins with the golden files of the kind, changes them
and keeps what reaches new code. What it looks for: any exception but our own errors, a hang, too
much memory, and a document that breaks the contract of ``indexer.blocks``. Packed kinds are
changed inside, before they are packed. A find is written to ``--output`` and ends the run with
exit code 1; a small one belongs into ``tests/indexer/found/``.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "tests" / "golden"
HANG = 25
MEMORY_MB = 3000
LONGEST = 200_000

SUFFIXES = {
    "text": (".txt", ".md"),
    "html": (".html", ".htm"),
    "mhtml": (".mht", ".mhtml"),
    "docx": (".docx",),
    "xlsx": (".xlsx",),
    "xls": (".xls",),
    "pdf": (".pdf",),
    "page": (".pdf",),
    "image": (".png", ".jpg", ".tif", ".tiff"),
    "zip": (".zip", ".docx"),
    "doc": (".doc",),
}
"""Kind -> names of the golden files to begin with; ``page`` is the content of a PDF's page."""

PARTS = {"docx": "word/document.xml", "xlsx": "xl/worksheets/sheet1.xml"}


def seeds(kind: str) -> list[bytes]:
    """What to begin with."""
    found = [
        path.read_bytes()
        for path in sorted(GOLDEN.rglob("*"))
        if path.suffix.lower() in SUFFIXES[kind] and path.stat().st_size <= LONGEST
    ]
    if kind in PARTS:
        return [_part(data, PARTS[kind]) for data in found]
    if kind == "page":
        text = b"".join(b"BT /F 9 Tf 60 %d Td (2021 7 %d) Tj ET\n" % (y, y) for y in (700, 650))
        rules = b"".join(
            b"50 %d m 400 %d l S %d 600 m %d 750 l S\n" % (y, y, x, x)
            for y, x in ((600, 50), (680, 150), (750, 400))
        )
        return [text + rules, b"q 1 0 0 1 0 0 cm 0 0 100 1 re f 0 0 1 100 re f Q" + text]
    return found


def _part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name) if name in archive.namelist() else b"<x/>"


def wrapper(kind: str) -> Callable[[bytes], bytes]:
    """From what the fuzzer changes to a file of the kind."""
    sys.path.insert(0, str(ROOT / "tests" / "indexer"))
    import hostile_office
    import hostile_paper

    if kind == "docx":
        empty = _unpacked(hostile_office.docx(""))
        return lambda data: hostile_office.packed({**empty, PARTS[kind]: data}, zipfile.ZIP_STORED)
    if kind == "xlsx":
        empty = _unpacked(hostile_office.xlsx("", shared="<si><t>一、</t></si>"))
        return lambda data: hostile_office.packed({**empty, PARTS[kind]: data}, zipfile.ZIP_STORED)
    if kind == "page":
        return lambda data: hostile_paper.page(hostile_paper.stream(data))
    return lambda data: data


def _unpacked(data: bytes) -> dict[str, bytes | str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def reader(kind: str) -> Callable[[bytes], None]:
    """What is tried on each input."""
    from govreport_search.errors import GovReportError
    from indexer.pipeline import Input, documents_of, report_of, sha256_of
    from indexer.readers.options import ReadOptions

    wrap = wrapper(kind)
    from sound import require_sound  # of the tests

    options = ReadOptions()
    name = "x" + SUFFIXES[kind][0]

    def read(data: bytes) -> None:
        packed = wrap(data)
        inputs = (Input(name, packed, sha256_of(packed)),)
        try:
            documents = documents_of(inputs, options)
        except GovReportError:
            return
        for document in documents:
            require_sound(document)
        # Understanding a report takes longer than reading it: only short ones, of one kind.
        if kind == "text" and len(documents[0].lines) <= 40:
            try:
                report_of(inputs, documents, None, options)
            except GovReportError:
                return

    return read


def inside(kind: str, arguments: list[str]) -> None:
    """The fuzzer's own process; it never returns."""
    import atheris

    with atheris.instrument_imports(include=["indexer", "govreport_search.text", "xlrd"]):
        read = reader(kind)
        for room in ("html", "pdf", "scan", "sheet", "word"):
            import_module(f"indexer.readers.{room}")

    atheris.Setup([sys.argv[0], *arguments], lambda data: read(bytes(data)))
    atheris.Fuzz()


def fuzz(kind: str, seconds: int, output: Path) -> int:
    """A process of its own, for libFuzzer ends it."""
    output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as corpus:
        for number, data in enumerate(seeds(kind)):
            (Path(corpus) / f"{number}").write_bytes(data)
        command = [sys.executable, __file__, kind, "--inside", corpus]
        limits = [f"-max_total_time={seconds}", f"-timeout={HANG}", f"-rss_limit_mb={MEMORY_MB}"]
        more = [f"-max_len={LONGEST}", f"-artifact_prefix={output}/{kind}-", "-print_final_stats=1"]
        run = subprocess.run(
            [*command, *limits, *more], capture_output=True, text=True, check=False
        )
        found = [line for line in run.stderr.splitlines() if "cov:" in line or "stat::" in line]
        print(kind, "exit", run.returncode, *found[-1:], sep="\t", flush=True)
        if run.returncode:
            print("\n".join(run.stderr.splitlines()[-40:] + run.stdout.splitlines()[-40:]))
        else:
            print("\n".join(line for line in found if "number_of_executed" in line))
        return run.returncode


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", nargs="?", choices=sorted(SUFFIXES))
    parser.add_argument("--seconds", type=int, default=60, help="for each kind")
    parser.add_argument("--output", type=Path, default=ROOT / "artefacts" / "fuzz")
    parser.add_argument("--inside", metavar="CORPUS", help=argparse.SUPPRESS)
    given, rest = parser.parse_known_args()
    if given.inside:
        inside(given.kind, [given.inside, *rest])
    kinds = [given.kind] if given.kind else sorted(SUFFIXES)
    sys.exit(max(fuzz(kind, given.seconds, given.output) for kind in kinds) and 1)


if __name__ == "__main__":
    main()
