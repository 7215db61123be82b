"""Accuracy by kind: generated files of every kind through the real reader, against the truth.

``python benchmarks/accuracy.py`` prints the table; it fails where a number is wrong in a kind
that promises none.
"""

from __future__ import annotations

import argparse
import hashlib
import logging
import os
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

from corpus import CACHE, MADE, Entry, corpus, name_inside
from pictured import pictured
from score import Score
from stored import archives, read_by_build

from govreport_search.errors import GovReportError
from indexer.convert import CONVERTED, convert_batch
from indexer.pipeline import Input, read_report
from indexer.readers.options import USUAL, ReadOptions
from indexer.readers.scan import available as ocr_is_available
from indexer.readers.sniff import kind_of


@dataclass(frozen=True, slots=True)
class Target:
    """What a kind must reach: share of cells right in percent, wrong numbers in a thousand."""

    right: float = 100.0
    wrong: float = 0.0


ZIP, ANNEXED, IMAGES = "zip", "page-and-annex", "images"
PICTURED = 2
"""Reports of each kind with a table as an image: recognition takes seconds for each."""

KINDS = (*MADE, ZIP, IMAGES)
TARGETS = {kind: Target() for kind in KINDS} | {
    IMAGES: Target(99.0, 1.0),
    "pdf-unruled-chromium": Target(99.0),
    "pdf-unruled-libreoffice": Target(99.0),
}
INTRODUCTION = """\
# Accuracy

Written by `make bench-accuracy` (`benchmarks/accuracy.py`): generated reports of every kind, with
known truth, through the real reader. *right* is the share of cells whose state and value are those
printed, of all cells that a person could be sure of; a cell called unreadable counts as not
right. *wrong* counts numbers that stand otherwise, or nowhere. Every second report on the forms
of 2019 and 2021 carries a deviation or two: blanks, misprints, split tables, lost rows, numbers
over two lines, images in a table's place and so on. *sections*: paragraphs found in the section
they were printed in.
*zip* (HTML, DOCX and workbooks in archives with names in UTF-8 and GBK) and *page-and-annex* (a
folder of pages, each with a link to its workbook) go through a whole run of the indexer; a report
too many counts as wrong. *images*: reports with one table as an image, read with the extra `ocr`.
Scans are measured by `benchmarks/scan_accuracy.py`.

"""
COLUMNS = (
    "kind", "files", "rejected", "cells", "right %", "target", "unread", "wrong", "allowed",
    "sections %", "year, form %", "agency %", "ms a file",
)  # fmt: skip


def inputs_of(entries: list[Entry]) -> list[Input]:
    """What the pipeline is given for each file, with what is shown from beside it."""
    files = [_input(entry) for entry in entries]
    old = [file for file in files if _is_old(file)]
    if not old:
        return files
    made = convert_batch({f.sha256: f.data for f in old}, {f.sha256: f.name for f in old})
    return [replace(f, converted=made[f.sha256]) if f.sha256 in made else f for f in files]


def _is_old(file: Input) -> bool:
    return kind_of(file.data, file.name) in CONVERTED


def _input(entry: Entry) -> Input:
    data = entry.path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    return Input(entry.path.name, data, digest, attached=dict(entry.sample.beside))


def measure(kind: str, seed: int, count: int, cache: Path) -> Score:
    """Reads the files of one kind."""
    if kind == IMAGES:
        entries = pictured(seed, PICTURED, cache)
        return read_each(entries, ReadOptions(ocr=True, ocr_cache=str(cache / "image-ocr")))
    if kind == ZIP:
        entries, archives_ = archives(seed, count, cache)
        return read_whole(entries, archives_, [Path(name_inside(e)).name for e in entries])
    entries = corpus(kind, seed, count, cache)
    if kind == ANNEXED:
        names = [entry.path.name for entry in entries]
        beside = [e.path.parent / name for e in entries for name, _ in e.sample.beside]
        return read_whole(entries, [*(entry.path for entry in entries), *beside], names)
    return read_each(entries, USUAL)


def read_each(entries: list[Entry], options: ReadOptions) -> Score:
    """Each file by itself, in this process."""
    score = Score()
    for entry, file in zip(entries, inputs_of(entries), strict=True):
        begin = time.process_time()
        try:
            report, cause = read_report([file], options=options).report, ""
        except GovReportError as error:
            report, cause = None, f"{error.code}: {error}"
        except Exception as error:  # a reader that breaks loses its file, as in a worker
            report, cause = None, f"CRASH {type(error).__name__}: {error}"
        score.seconds += time.process_time() - begin
        score.add(entry.sample, report, cause=cause)
    return score


def read_whole(entries: list[Entry], paths: list[Path], names: list[str]) -> Score:
    """All files by one run of the indexer; what else it stores must not be there."""
    score = Score()
    begin = _processor_seconds()
    reports, refused = read_by_build(paths)
    score.seconds = _processor_seconds() - begin
    for entry, name in zip(entries, names, strict=True):
        report = reports.pop(name, None)
        score.add(entry.sample, report, cause=refused.get(name, "it is not in the index"))
    score.troubles += [f"WRONG a report of its own: {name}" for name in reports]
    score.wrong += len(reports)
    return score


def _processor_seconds() -> float:
    """Of this process and of the workers that it has ended."""
    told = os.times()
    return told.user + told.system + told.children_user + told.children_system


def row_of(kind: str, score: Score) -> tuple[str, ...]:
    target = TARGETS[kind]
    return (
        kind,
        str(score.files),
        str(score.rejected),
        str(score.cells),
        percent(score.right, score.cells),
        f"{target.right:g}",
        str(score.unread),
        str(score.wrong),
        f"{target.wrong:g} ‰" if target.wrong else "0",
        percent(score.placed, score.paragraphs),
        percent(score.known, score.files),
        percent(score.agencies, score.files),
        f"{1000 * score.seconds / max(1, score.files):.0f}",
    )


def percent(part: int, whole: int) -> str:
    """A share that is only printed as 100 where nothing is left out."""
    if not whole or part == whole:
        return "100" if whole else "–"
    return f"{min(99.99, 100 * part / whole):.2f}"


def is_kept(kind: str, score: Score) -> bool:
    """Whether the kind's promise about wrong numbers is kept."""
    return score.wrong <= TARGETS[kind].wrong / 1000 * score.numbers


def table(rows: list[tuple[str, ...]]) -> str:
    lines = ["| " + " | ".join(COLUMNS) + " |", "|" + "---|" * len(COLUMNS)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kind", choices=KINDS, action="append")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--cache", type=Path, default=CACHE)
    parser.add_argument("--troubles", type=int, default=0, help="how many to print for a kind")
    parser.add_argument("--output", type=Path, help="a Markdown file to write the table to")
    arguments = parser.parse_args()
    logging.disable(logging.WARNING)  # of fonts that a library of the reference path finds odd
    rows, broken = [], []
    for kind in arguments.kind or KINDS:
        if kind == IMAGES and not ocr_is_available():
            print(f"{kind}: the extra ocr is not installed")
            continue
        score = measure(kind, arguments.seed, arguments.count, arguments.cache)
        rows.append(row_of(kind, score))
        print(" | ".join(rows[-1]), flush=True)
        for trouble in sorted(score.troubles, reverse=True)[: arguments.troubles]:
            print("   ", trouble)
        if not is_kept(kind, score):
            broken.append(kind)
    told = f"Seed {arguments.seed}, {arguments.count} reports of each kind.\n\n{table(rows)}\n"
    print(f"\n{told}")
    if arguments.output:
        arguments.output.write_text(INTRODUCTION + told, encoding="utf-8")
    if broken:
        sys.exit(f"wrong numbers in: {', '.join(broken)}")


if __name__ == "__main__":
    main()
