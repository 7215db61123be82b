"""A drawn report: its blocks in printed order, ready for a writer of any kind of file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from govreport_search.domain import CellId
from indexer.sample.body import sample_data
from indexer.sample.draft import Draft
from indexer.sample.drawn.table import DrawnTable, draw
from indexer.sample.model import Body, Planted, SampleSection, TrueCell
from indexer.sample.story import DraftSection


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph.

    Attributes:
        role: ``title``, ``heading``, ``body``, ``note``, ``mark`` (of a page) or ``front``
            (a line before the title).
    """

    text: str
    role: str = "body"


@dataclass(frozen=True, slots=True)
class Picture:
    """A table that stands in the report as an image.

    Attributes:
        png: the image; empty where the page only names a file that is not there.
    """

    table: DrawnTable
    png: bytes = b""


Block = Prose | DrawnTable | Picture


@dataclass(slots=True)
class Paper:
    """A report as drawn, with its truth; deviations change both together.

    Attributes:
        title: of the report, in one line, printed or not.
        published: date on which its page says it was published, ``YYYY-MM-DD``.
        form: id of the statutory form printed, empty where no table is printed.
        blocks: in printed order.
        cells: truth of every cell of the form, missing ones included.
        sections: in printed order, ``front`` first.
        planted: deviations put in on purpose.
        pictured: what the cells of a table hold that stands in the report as an image.
    """

    body: Body
    year: int
    title: str
    published: str
    form: str
    blocks: list[Block]
    cells: dict[CellId, TrueCell]
    sections: list[SampleSection]
    planted: list[Planted]
    pictured: dict[CellId, TrueCell] = field(default_factory=dict)

    @property
    def tables(self) -> list[DrawnTable]:
        """The tables drawn, those in pictures left out."""
        return [block for block in self.blocks if isinstance(block, DrawnTable)]

    def place_of(self, table: str) -> int:
        """Where among the blocks the first table of that id stands."""
        return next(
            at
            for at, block in enumerate(self.blocks)
            if isinstance(block, DrawnTable) and block.id == table
        )


def lay_out(rng: Random, made: Draft) -> Paper:
    """The draft's blocks: title, sections with their headings, tables where they belong."""
    plan = made.plan
    title, lines = _title(rng, made)
    front, *others = made.sections
    noise = [text for text in front.paragraphs if _is_noise(text)]
    blocks: list[Block] = [Prose(text, "front") for text in noise]
    blocks += [Prose(text, "title") for text in lines]
    blocks += [Prose(text) for text in front.paragraphs if text not in noise]
    subhead = rng.choice(sample_data("narrative.toml")["page"]["subheads"])
    for section in others:
        blocks += _section(rng, section, made, subhead)
    return Paper(
        body=plan.body,
        year=plan.year,
        title=title,
        published=f"{plan.year + 1}-{rng.randint(1, 3):02d}-{rng.randint(10, 28)}",
        form=made.form,
        blocks=blocks,
        cells=made.truth(keeps_blanks=True),
        sections=[SampleSection(s.id, s.paragraphs) for s in made.sections],
        planted=list(made.planted),
    )


def _is_noise(paragraph: str) -> bool:
    """Whether a paragraph of the front is a line of a web page rather than of the report."""
    starts = (text[:4] for text in sample_data("narrative.toml")["plain"]["noise"])
    return paragraph.startswith(tuple(starts))


def _title(rng: Random, made: Draft) -> tuple[str, list[str]]:
    habits = sample_data("narrative.toml")["title"]
    year = rng.choice(habits["years"]).format(year=made.plan.year).strip()
    words = rng.choice(habits["words"])
    printed = made.plan.body.printed
    if rng.random() < 0.2:
        return f"{printed}{year}{words}", [printed, f"{year}{words}"]
    if rng.random() < 0.1:
        return f"{year}{printed}{words}", [f"{year}{printed}{words}"]
    return f"{printed}{year}{words}", [f"{printed}{year}{words}"]


def _section(rng: Random, section: DraftSection, made: Draft, subhead: str) -> Sequence[Block]:
    blocks: list[Block] = [Prose(section.heading, "heading")]
    blocks += [Prose(_renumbered(text, subhead)) for text in section.paragraphs]
    if section.tables and rng.random() < 0.15:
        blocks.append(Prose(rng.choice(sample_data("labels.toml")["notes"]["lines"]), "note"))
    blocks += [draw(made.sheets[table]) for table in section.tables]
    return blocks


def _renumbered(paragraph: str, subhead: str) -> str:
    """（一） at a paragraph's start in the publisher's own style."""
    if paragraph[:1] == "（" and paragraph[2:3] == "）":
        return subhead.format(n=paragraph[1]) + paragraph[3:]
    return paragraph
