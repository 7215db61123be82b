"""Sample files of every kind, those included that chromium and LibreOffice have to make.

``python benchmarks/corpus.py --kind pdf-chromium --count 20 --output DIR`` writes files with
their truth. WPS Office runs on no machine of ours, so no file of its own making is among them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from convert import PrintJob, convert, photographer, print_pages

from indexer.sample.archive import zip_bytes
from indexer.sample.file import KINDS, Photograph, SampleFile, sample_files, text_files

CACHE = Path(__file__).parent.parent / "artefacts" / "corpora"
"""Where corpora are kept from one run to the next."""

TEXT = "text"
MARKDOWN = "markdown"
PICTURED = ("html", "saved-page", "mhtml")
"""Kinds in which a table may stand as an image, drawn by chromium."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a corpus on disk, with its truth.

    Attributes:
        path: of the file itself.
        source: name by which a reader is told of it.
    """

    path: Path
    sample: SampleFile


def _print_to_pdf(samples: list[SampleFile], folder: Path) -> list[Path]:
    paths = [folder / f"{Path(sample.name).stem}.pdf" for sample in samples]
    print_pages(
        PrintJob(sample.data.decode(), path, *sample.margins)
        for sample, path in zip(samples, paths, strict=True)
    )
    return paths


def _by_office(suffix: str) -> Callable[[list[SampleFile], Path], list[Path]]:
    def convert_all(samples: list[SampleFile], folder: Path) -> list[Path]:
        originals = folder / "originals"
        originals.mkdir(exist_ok=True)
        for sample in samples:
            (originals / sample.name).write_bytes(sample.data)
        return convert([originals / sample.name for sample in samples], suffix, folder)

    return convert_all


def _as_is(samples: list[SampleFile], folder: Path) -> list[Path]:
    for sample in samples:
        (folder / sample.name).write_bytes(sample.data)
        for name, data in sample.beside:
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(data)
    return [folder / sample.name for sample in samples]


MADE: dict[str, tuple[str, Callable[[list[SampleFile], Path], list[Path]]]] = {
    TEXT: (TEXT, _as_is),
    MARKDOWN: (MARKDOWN, _as_is),
    **{kind: (kind, _as_is) for kind in KINDS if "print" not in kind},
    "pdf-chromium": ("print", _print_to_pdf),
    "pdf-libreoffice": ("docx-print", _by_office("pdf")),
    "pdf-unruled-chromium": ("print-unruled", _print_to_pdf),
    "pdf-unruled-libreoffice": ("docx-print-unruled", _by_office("pdf")),
    "doc": ("docx", _by_office("doc")),
    "rtf": ("docx", _by_office("rtf")),
    "xls": ("xlsx", _by_office("xls")),
    "html-of-writer": ("docx", _by_office("html")),
    "docx-of-writer": ("docx", _by_office("docx")),
    "xlsx-of-calc": ("xlsx-report", _by_office("xlsx")),
}
"""Kind -> the generator's kind it is made from, and how."""


def make(kind: str, samples: list[SampleFile], folder: Path) -> list[Path]:
    """Writes files of a kind from those it is made from."""
    return MADE[kind][1](samples, folder)


def corpus(kind: str, seed: int, count: int, root: Path) -> list[Entry]:
    """The files of one kind, made once and then taken from ``root``.

    Args:
        kind: a key of ``MADE``.
        root: where corpora are kept, each in a folder of its own.
    """
    source, _ = MADE[kind]
    folder = root / f"{kind}-{seed}-{count}"
    done = folder / ".done"
    samples = _samples(source, seed, count, None)
    digest = _digest(samples)
    told = done.read_text(encoding="utf-8").split("\n") if done.is_file() else [""]
    if told[0] == digest:
        paths = [folder / name for name in told[1:]]
    else:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        if source in PICTURED:
            with photographer() as photograph:
                samples = _samples(source, seed, count, photograph)
        paths = make(kind, samples, folder)
        names = [path.name for path in paths]
        done.write_text("\n".join([digest, *names]), encoding="utf-8")
    return [Entry(path, sample) for path, sample in zip(paths, samples, strict=True)]


def _samples(source: str, seed: int, count: int, photograph: Photograph | None) -> list[SampleFile]:
    if source == TEXT:
        return list(text_files(seed, count))
    if source == MARKDOWN:
        return list(text_files(seed, count, layouts=(MARKDOWN,)))
    return list(sample_files(source, seed, count, photograph=photograph))


def _digest(samples: list[SampleFile]) -> str:
    """Of all bytes: files kept from an older generator do not go with the truth of today."""
    whole = hashlib.sha256()
    for sample in samples:
        whole.update(sample.data)
        for margin in sample.margins:
            whole.update(margin.encode())
    return whole.hexdigest()


def zipped(entries: Iterable[Entry], *, gbk: bool) -> bytes:
    """Files of a corpus in one archive, under Chinese names; their own are kept in them."""
    return zip_bytes({name_inside(entry): entry.path.read_bytes() for entry in entries}, gbk=gbk)


def name_inside(entry: Entry) -> str:
    """Where a file lies in an archive."""
    sample = entry.sample
    return f"{sample.year}年年报/{sample.body.printed}/{entry.path.stem}年报{entry.path.suffix}"


def truth(sample: SampleFile) -> dict[str, dict[str, str | bool | None]]:
    """The truth as JSON: state and value by cell."""
    return {
        str(cell): {
            "state": true.state.value,
            "value": None if true.value is None else str(true.value),
            **({} if true.certain else {"certain": False}),
        }
        for cell, true in sample.cells.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kind", choices=sorted(MADE), action="append")
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--output", type=Path, required=True)
    arguments = parser.parse_args()
    for kind in arguments.kind or sorted(MADE):
        for entry in corpus(kind, arguments.seed, arguments.count, arguments.output):
            sample = entry.sample
            told = json.dumps(truth(sample), ensure_ascii=False, indent=0)
            entry.path.with_name(f"{entry.path.name}.truth.json").write_text(told, "utf-8")
            about = {
                "title": sample.title,
                "body": sample.body.name,
                "printed": sample.body.printed,
                "year": sample.year,
                "form": sample.form,
                "style": sample.style,
                "published": sample.published,
                "planted": [plant.code for plant in sample.planted],
                "sections": [[section.id, *section.paragraphs] for section in sample.sections],
            }
            text = json.dumps(about, ensure_ascii=False, indent=1)
            entry.path.with_name(f"{entry.path.name}.about.json").write_text(text, "utf-8")
        print(kind, arguments.output)


if __name__ == "__main__":
    main()
