"""Readings against the truth of the generator: cells, numbers, sections and identity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from govreport_search.domain import CellId, Fact, Report, State
from govreport_search.forms import all_forms
from govreport_search.text import fold
from indexer.sample.file import SampleFile
from indexer.sample.model import SampleSection, TrueCell

READABLE = (State.NUMBER, State.BLANK, State.NOT_APPLICABLE, State.TEXT)


@dataclass
class Score:
    """What came of the files of one kind.

    Attributes:
        cells: cells of which a person could be sure; ``right`` of them were read as they are.
        unread: those of which the reader says no state or number, a rejected file's included.
        numbers: numbers read at all; ``wrong`` of them stand otherwise, or nowhere.
        paragraphs, placed: of narrative, and those found in their section.
        known: files whose agency, year and form were told right.
        troubles: one line for each thing that went wrong.
    """

    files: int = 0
    rejected: int = 0
    cells: int = 0
    right: int = 0
    unread: int = 0
    numbers: int = 0
    wrong: int = 0
    paragraphs: int = 0
    placed: int = 0
    known: int = 0
    agencies: int = 0
    seconds: float = 0.0
    troubles: list[str] = field(default_factory=list)
    by_plant: Counter[str] = field(default_factory=Counter)

    def add(self, sample: SampleFile, report: Report | None, *, cause: str = "") -> None:
        """Counts one file's reading; ``None`` where it was rejected, for ``cause``."""
        self.files += 1
        facts = {fact.cell: fact for fact in report.facts} if report else {}
        for cell, true in sample.cells.items():
            self._cell(sample, cell, true, facts.get(cell))
        self._strangers(sample, report.facts if report else ())
        if report is None:
            self.rejected += 1
            self.troubles.append(f"{sample.name}: rejected: {cause}")
            self.paragraphs += sum(len(section.paragraphs) for section in sample.sections)
            return
        self._sections(sample, sample.sections, report)
        identity = report.identity
        # Invented places stand in no divisions data, so the parents may stay before the name.
        self.agencies += identity.agency in (sample.body.name, sample.body.printed)
        told = (identity.year, report.form or "")
        if told == (sample.year, sample.form):
            self.known += 1
        else:
            self.troubles.append(
                f"{sample.name} [{_codes(sample)}]: year and form "
                f"{sample.year, sample.form} told as {told}"
            )

    def _cell(self, sample: SampleFile, cell: CellId, true: TrueCell, fact: Fact | None) -> None:
        state = fact.quantity.state if fact else State.MISSING
        value = fact.quantity.value if fact else None
        is_right = (state, value) == (true.state, true.value)
        readable = true.certain and true.state in READABLE
        if readable:
            self.cells += 1
            self.right += is_right
            self.unread += state in (State.UNREADABLE, State.MISSING)
        self.numbers += state is State.NUMBER
        is_wrong = state is State.NUMBER and not is_right
        self.wrong += is_wrong
        if is_wrong or (readable and not is_right):
            self.by_plant[f"{_codes(sample)} / {sample.style}"] += 1
            raw = fact.quantity.raw if fact else None
            self.troubles.append(
                f"{'WRONG ' if is_wrong else ''}{sample.name} [{_codes(sample)}] {cell}: "
                f"{true.state} {true.value} read as {state} {value} ({raw!r})"
            )

    def _strangers(self, sample: SampleFile, facts: Sequence[Fact]) -> None:
        """Numbers under statutory cells that the report does not have at all."""
        for fact in facts:
            if fact.quantity.state is not State.NUMBER or fact.cell in sample.cells:
                continue
            if any(form.has_cell(fact.cell) for form in all_forms()):
                self.numbers += 1
                self.wrong += 1
                self.troubles.append(
                    f"WRONG {sample.name} [{_codes(sample)}] {fact.cell}: "
                    f"not printed, read as {fact.quantity.value}"
                )

    def _sections(
        self, sample: SampleFile, sections: Sequence[SampleSection], report: Report
    ) -> None:
        """Paragraphs are looked for by their ends: their beginnings may carry another number.

        White space does not count: where a line ends within a number nobody can tell.
        """
        text: dict[str, str] = {}
        for section in report.sections:
            text[section.id] = text.get(section.id, "") + _close(section.printed)
        for section in sections:
            for paragraph in section.paragraphs:
                self.paragraphs += 1
                if _close(paragraph[-12:]) in text.get(section.id, ""):
                    self.placed += 1
                else:
                    self.troubles.append(
                        f"{sample.name} [{_codes(sample)}] section {section.id}: "
                        f"…{paragraph[-12:]} is not in it"
                    )


def _close(text: str) -> str:
    return "".join(fold(text).split())


def _codes(sample: SampleFile) -> str:
    return " ".join(plant.code for plant in sample.planted) or "plain"
