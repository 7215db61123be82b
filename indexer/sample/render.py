"""Puts sections and tables onto paper: title, headings, page marks, character habits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from indexer.sample.body import sample_data
from indexer.sample.layout.catalogue import TableLayout
from indexer.sample.layout.spaced import wrap
from indexer.sample.model import Body
from indexer.sample.sheet import Sheet
from indexer.sample.story import DraftSection


@dataclass(slots=True)
class Page:
    """Lines so far, and how this publisher marks pages.

    Attributes:
        mark: pattern of the page mark, empty for none.
        every: how many chunks of lines stand between two marks.
    """

    rng: Random
    mark: str
    every: int
    header: str
    lines: list[str] = field(default_factory=list)
    chunks: int = 0

    def add(self, lines: list[str]) -> None:
        """Appends lines that stay together, and a page mark where a page ends."""
        self.lines += lines
        self.chunks += 1
        if self.mark and self.chunks % self.every == 0:
            number = self.chunks // self.every
            self.lines += ["", self.mark.format(n=number), "\f" if self.rng.random() < 0.3 else ""]
            if self.header:
                self.lines += [self.header, ""]


def render(
    rng: Random,
    body: Body,
    year: int,
    sections: list[DraftSection],
    sheets: Mapping[str, Sheet],
    layout: TableLayout,
) -> str:
    """The report's text."""
    title = _title(rng, body, year)
    page = Page(rng, *_page_habit(rng, "".join(title)))
    front, *others = sections
    subhead = rng.choice(sample_data("narrative.toml")["page"]["subheads"])
    reworded = rng.random() < 0.15
    before = rng.randint(0, len(front.paragraphs))
    page.add([*front.paragraphs[:before], *title, ""])
    for paragraph in front.paragraphs[before:]:
        page.add(_paragraph(paragraph, layout))
    for section in others:
        page.add(_heading(rng, _reworded(rng, section) if reworded else section.heading))
        for paragraph in section.paragraphs:
            page.add(_paragraph(_renumber(paragraph, subhead), layout))
        if section.tables and rng.random() < 0.1:
            page.add([rng.choice(sample_data("labels.toml")["notes"]["lines"])])
        for table in section.tables:
            for chunk in layout.print_sheet(sheets[table], rng):
                page.add(chunk)
            page.add([""])
    return _characters(rng, "\n".join(page.lines) + "\n")


def _title(rng: Random, body: Body, year: int) -> list[str]:
    """The title's lines; a few reports print none."""
    if rng.random() < 0.06:
        return []
    habits = sample_data("narrative.toml")["title"]
    years = rng.choice(habits["years"]).format(year=year)
    words = rng.choice(habits["words"])
    if rng.random() < 0.25:
        return [body.printed, f"{years.strip()}{words}"]
    if rng.random() < 0.1:
        return [f"{years.strip()}{body.printed}{words}"]
    return [f"{body.printed}{years}{words}"]


def _page_habit(rng: Random, title: str) -> tuple[str, int, str]:
    mark = rng.choice(sample_data("narrative.toml")["page"]["marks"])
    return mark, rng.randint(14, 30), title if mark and rng.random() < 0.4 else ""


def _reworded(rng: Random, section: DraftSection) -> str:
    """The heading in other words; its number stays."""
    others = sample_data("labels.toml")["headings"].get(section.id)
    number, comma, _ = section.heading.partition("、")
    return f"{number}、{rng.choice(others)}" if others and comma else section.heading


def _heading(rng: Random, heading: str) -> list[str]:
    number, comma, title = heading.partition("、")
    if comma and rng.random() < 0.07:
        return ["", f"{number}、", title, ""]
    if comma and rng.random() < 0.1:
        return ["", f"{number}、 {title}", ""]
    return ["", heading, ""]


def _renumber(paragraph: str, subhead: str) -> str:
    """（一） at a paragraph's start in the publisher's own style."""
    if paragraph[:1] == "（" and paragraph[2:3] == "）":
        return subhead.format(n=paragraph[1]) + paragraph[3:]
    return paragraph


def _paragraph(text: str, layout: TableLayout) -> list[str]:
    if not layout.line_width:
        return [text, ""] if layout.gap else [text]
    lines = wrap(f"　　{text}", layout.line_width)
    return [part for line in lines for part in ((line, "") if layout.gap else (line,))]


def _characters(rng: Random, text: str) -> str:
    """Now and then a text with radical code points or traditional characters."""
    chance = rng.random()
    tables = sample_data("labels.toml")["characters"]
    if chance < 0.06:
        return text.translate(str.maketrans(tables["radicals"]))
    if chance < 0.1:
        return text.translate(str.maketrans(tables["traditional"]))
    return text
