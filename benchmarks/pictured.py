"""Reports one of whose tables is an image: what recognition reads of it, in each kind of file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from convert import photographer
from corpus import Entry, make

from indexer.sample.file import SampleFile, sample_files

KINDS = {"html": "html", "docx": "docx", "pdf-chromium": "print"}
"""Kind of file -> the generator's kind it is made from."""

PLANT = "table_as_image"


def pictured(seed: int, count: int, root: Path) -> list[Entry]:
    """So many reports of each kind, each with one table as an image; its truth is what it shows."""
    entries = []
    for kind, source in KINDS.items():
        folder = root / f"pictured-{kind}-{seed}-{count}"
        folder.mkdir(parents=True, exist_ok=True)
        samples = list(islice(_with_image(source, seed, 12 * count), count))
        paths = make(kind, samples, folder)
        entries += [Entry(path, each) for path, each in zip(paths, samples, strict=True)]
    return entries


def _with_image(source: str, seed: int, most: int) -> Iterator[SampleFile]:
    with photographer() as photograph:
        for sample in sample_files(
            source, seed, most, plants=(PLANT,), photograph=photograph, brief=True, pairs=False
        ):
            if sample.pictured:
                yield replace(sample, cells={**sample.cells, **sample.pictured})
