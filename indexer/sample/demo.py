"""The reports of the demo: texts for the most part, and some in the kinds bodies publish."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath
from random import Random

from indexer.sample.draft import Draft
from indexer.sample.drawn.paper import lay_out
from indexer.sample.file import KINDS
from indexer.sample.generate import drafts, print_text
from indexer.sample.model import SampleReport

EVERY, FIRST = 9, 4
"""Of how many reports one is no text, and the number of the first such."""

OTHER_KINDS = ("html", "docx", "mhtml", "xlsx-report")
"""Kinds that need no other program, in the order they are taken."""


def demo_reports(seed: int, count: int) -> Iterator[SampleReport]:
    """The reports of ``generate``, every ninth in another kind; same numbers, same words."""
    for rng, made in drafts(seed, count):
        report = print_text(rng, made)
        turn, at = divmod(made.plan.number, EVERY)
        kind = OTHER_KINDS[turn % len(OTHER_KINDS)]
        # Only a report with tables has something to show as a workbook.
        yield _in_kind(kind, seed, made, report) if at == FIRST and made.sheets else report


def _in_kind(kind: str, seed: int, made: Draft, report: SampleReport) -> SampleReport:
    # Draws of its own: the reports after it stay what they are without it.
    rng = Random(f"{seed}/{made.plan.number}/{kind}")
    paper = lay_out(rng, made)
    suffix, _, data, _, _ = KINDS[kind](rng, paper, made.plan.number)
    return replace(
        report,
        name=f"{PurePath(report.name).stem}{suffix}",
        layout=kind,
        cells=paper.cells,
        sections=tuple(paper.sections),
        written=data,
    )
