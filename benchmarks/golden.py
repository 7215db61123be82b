"""Writes the small committed files of tests/golden: one of each kind, one of each deviation.

``python benchmarks/golden.py`` makes only what is not there; delete a file to have it made
anew. The truth beside each file comes from the generator, never from the reader.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

from corpus import MADE, MARKDOWN, TEXT, Entry, make, zipped

from indexer.sample import generate
from indexer.sample.file import ALL_PLANTS, LEFT_OUT, SampleFile, sample_files
from indexer.sample.layout.catalogue import LAYOUTS
from indexer.sample.model import SampleReport
from indexer.sample.notation import noted

FOLDER = Path(__file__).parent.parent / "tests" / "golden" / "files"
SEED = 30
FORM_OF = {"pdf-unruled-chromium": "2021", "pdf-unruled-libreoffice": "2019"}
FORMS = ("2021", "2014", "2019", "2008")
"""Forms that the kinds take in turn, so that each is there in several kinds."""


def one_of(kind: str, form: str) -> SampleFile:
    """The first report without deviation on that form."""
    return next(
        sample
        for sample in sample_files(kind, SEED, 60, plants=("",), brief=True)
        if sample.form == form and not sample.planted
    )


def one_with(kind: str, plant: str) -> SampleFile:
    """The first report with that deviation."""
    return next(
        sample
        for sample in sample_files(kind, SEED, 60, plants=(plant,), brief=True)
        if plant in [planted.code for planted in sample.planted]
    )


def deviations() -> Iterator[tuple[str, SampleFile]]:
    """A file for each deviation, of the kinds that need no other program by turns."""
    kinds = cycle(("html", "docx", "xlsx"))
    for plant in ALL_PLANTS:
        kind = next(kinds)
        kind = "html" if plant in LEFT_OUT.get(kind, ()) else kind
        yield plant.replace("_", "-"), one_with(kind, plant)


def put(name: str, path: Path, sample: SampleFile | SampleReport) -> None:
    """Copies a file into the folder, and writes its truth beside it."""
    target = FOLDER / name
    shutil.copyfile(path, target)
    told = {
        "agency": sample.body.name,
        "printed": sample.body.printed,
        "year": sample.year,
        "form": sample.form,
        "planted": [plant.code for plant in sample.planted],
        "cells": noted(sample.cells),
        "sections": {s.id: [p[-12:] for p in s.paragraphs] for s in sample.sections},
    }
    text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    target.with_name(f"{name}.truth.json").write_text(text, encoding="utf-8")


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        room = Path(made)
        for (kind, (source, _)), form in zip(MADE.items(), cycle(FORMS), strict=False):
            if source in (TEXT, MARKDOWN) or any(FOLDER.glob(f"kind-{kind}.*")):
                continue
            sample = one_of(source, FORM_OF.get(kind, form))
            (path,) = make(kind, [sample], room)
            put(f"kind-{kind}{path.suffix}", path, sample)
            for name, _ in sample.beside:
                shutil.copyfile(room / name, FOLDER / name)
        for name, sample in deviations():
            suffix = Path(sample.name).suffix
            if not any(FOLDER.glob(f"{name}.*")):
                (room / sample.name).write_bytes(sample.data)
                put(f"{name}{suffix}", room / sample.name, sample)
        _text(room)
        _zip(room)


def _text(room: Path) -> None:
    for name, layouts in (("kind-text.txt", tuple(LAYOUTS)), ("kind-markdown.md", (MARKDOWN,))):
        if not (FOLDER / name).is_file():
            reports = generate(SEED, 60, layouts)
            report = next(r for r in reports if r.form == "2021" and not r.planted)
            (room / name).write_bytes(report.data)
            put(name, room / name, report)


def _zip(room: Path) -> None:
    target = FOLDER / "kind-zip.zip"
    if not target.is_file():
        samples = [one_of("docx", "2021"), one_of("html", "2019")]
        entries = []
        for sample in samples:
            (room / sample.name).write_bytes(sample.data)
            entries.append(Entry(room / sample.name, sample))
        target.write_bytes(zipped(entries, gbk=True))


if __name__ == "__main__":
    main()
