"""Sample files of every kind that needs no other program, each with its truth."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from random import Random

from govreport_search.domain import CellId
from indexer.sample.deviation import CELL_PLANTS, NUMBER_PLANTS, PLANTS
from indexer.sample.draft import Draft
from indexer.sample.drawn.deviation import DRAWN_PLANTS
from indexer.sample.drawn.paper import Paper, Picture, lay_out
from indexer.sample.drawn.rough import ROUGH
from indexer.sample.drawn.table import DrawnTable
from indexer.sample.generate import MODERN, drafts, generate
from indexer.sample.html.archive import mhtml_bytes
from indexer.sample.html.habit import DRESSES, Habit
from indexer.sample.html.page import encode_page, page_text
from indexer.sample.html.printed import PrintHabit, margin_line, print_html
from indexer.sample.layout.catalogue import LAYOUTS
from indexer.sample.misprint import MISPRINTS
from indexer.sample.model import Body, Planted, SampleSection, TrueCell
from indexer.sample.office.docx import DocxHabit, docx_bytes
from indexer.sample.office.xlsx import XlsxHabit, xlsx_bytes

Photograph = Callable[[DrawnTable], bytes]
"""Makes a PNG of a drawn table."""

ALL_PLANTS = (*PLANTS, *MISPRINTS, *DRAWN_PLANTS)
"""Every deviation a drawn report can have."""

IN_CELLS = (*NUMBER_PLANTS, *CELL_PLANTS, *MISPRINTS)
IN_GRID = (
    "extension_row", "drafting_note", "repeated_header", "split_table", "flat_header",
    "extra_column", "misprinted_labels", "page_marks", "fine_grid", "unmerged_labels",
    "one_label_column", "disputes_as_rows", "empty_rows", "without_captions",
    "wrapped_numbers", "running_headers", "signed_tables", "notes_below", "glued_headings",
)  # fmt: skip
"""Deviations of cells, and those of the drawing that may come with one of them."""

SCANNED_PLANTS = tuple(name for name in ALL_PLANTS if name not in [p.__name__ for p in ROUGH])
"""Those of the scan set, which stays as it is: to recognise it again takes an hour."""


@dataclass(frozen=True, slots=True)
class SampleFile:
    """One generated file with everything that is known about it.

    Attributes:
        name: file name, unique within one run of the generator.
        kind: a key of ``KINDS``.
        style: the variation within the kind.
        title: of the report, printed or not.
        published: date of publication on its page, where it has one.
        beside: further files of the same report, by their path from the file's folder.
        margins: for a page to be printed, the markup of its header and footer.
        pictured: what images of tables show, where the truth calls cells unreadable.
    """

    name: str
    kind: str
    style: str
    data: bytes
    body: Body
    year: int
    form: str
    title: str
    published: str
    cells: dict[CellId, TrueCell]
    sections: tuple[SampleSection, ...]
    planted: tuple[Planted, ...]
    beside: tuple[tuple[str, bytes], ...] = ()
    margins: tuple[str, str] = ("", "")
    pictured: Mapping[CellId, TrueCell] = field(default_factory=dict)


Written = tuple[str, str, bytes, dict[str, bytes], tuple[str, str]]
"""Suffix, style, bytes, files beside, margins."""


def sample_files(
    kind: str,
    seed: int,
    count: int,
    *,
    plants: tuple[str, ...] = ALL_PLANTS,
    photograph: Photograph | None = None,
    brief: bool = False,
    pairs: bool = True,
) -> Iterator[SampleFile]:
    """Reports as files of a kind, the same for the same seed.

    Args:
        kind: a key of ``KINDS``.
        plants: deviations, taken in turn by every second report on a modern form.
        photograph: draws a table that stands in a report as an image; without it a page
            names an image that is not there.
        brief: whether a section has two paragraphs at most.
        pairs: whether a deviation of the cells may stand in a table that is drawn otherwise.
    """
    write = KINDS[kind]
    left_out = {*LEFT_OUT.get(kind, ())} - ({*NO_IMAGE} if photograph else set())
    chosen = [plant for plant in plants if plant not in left_out]
    # Else a short run of every kind would show the same few deviations.
    Random(f"{kind}/{seed}").shuffle(chosen)
    seconds = [plant for plant in chosen if pairs and plant in IN_GRID]
    for rng, made in drafts(f"{kind}/{seed}", count, chosen):
        paper = lay_out(rng, _shortened(made) if brief else made)
        plant = made.plan.plant
        if plant in DRAWN_PLANTS and paper.form in MODERN:
            cells = DRAWN_PLANTS[plant](rng, paper)
            paper.planted.append(Planted(plant, cells))
        elif seconds and plant in IN_CELLS and rng.random() < 0.4:
            second = rng.choice(seconds)
            paper.planted.append(Planted(second, DRAWN_PLANTS[second](rng, paper)))
        if photograph:
            paper.blocks = [
                replace(block, png=photograph(block.table)) if isinstance(block, Picture) else block
                for block in paper.blocks
            ]
        suffix, style, data, beside, margins = write(rng, paper, made.plan.number)
        yield SampleFile(
            name=f"{made.plan.number:05d}-{paper.year}{suffix}",
            kind=kind,
            style=style,
            data=data,
            body=paper.body,
            year=paper.year,
            form=paper.form,
            title=paper.title,
            published=paper.published,
            cells=paper.cells,
            sections=tuple(paper.sections),
            planted=tuple(paper.planted),
            beside=tuple(beside.items()),
            margins=margins,
            pictured=dict(paper.pictured),
        )


def text_files(
    seed: int, count: int, layouts: tuple[str, ...] = tuple(LAYOUTS)
) -> Iterator[SampleFile]:
    """The texts of ``generate`` as sample files; none knows its title or date."""
    for report in generate(seed, count, layouts):
        yield SampleFile(
            name=report.name,
            kind="text",
            style=report.layout,
            data=report.data,
            body=report.body,
            year=report.year,
            form=report.form,
            title="",
            published="",
            cells=report.cells,
            sections=report.sections,
            planted=report.planted,
        )


def _shortened(made: Draft) -> Draft:
    sections = tuple(replace(s, paragraphs=s.paragraphs[:2]) for s in made.sections)
    return replace(made, sections=sections)


def _html(rng: Random, paper: Paper, number: int) -> Written:
    habit = Habit.draw(rng, DRESSES[number % len(DRESSES)])
    data = encode_page(page_text(rng, paper, habit), habit)
    return ".html", f"{habit.dress} {habit.encoding}/{habit.declared}", data, {}, ("", "")


def _saved(rng: Random, paper: Paper, number: int) -> Written:
    """A page as a browser saves it: its images in a folder beside it."""
    folder = f"{number:05d}-{paper.year}_files"
    habit = replace(Habit.draw(rng, "cms"), inline=False, image=f"./{folder}/{{n}}.png")
    beside = {f"{folder}/{name}.png": png for name, png in _images(paper).items()}
    data = encode_page(page_text(rng, paper, habit), habit)
    return ".html", f"saved {habit.encoding}", data, beside, ("", "")


def _images(paper: Paper) -> dict[str, bytes]:
    pictures = (block for block in paper.blocks if isinstance(block, Picture))
    return {block.table.id: block.png for block in pictures if block.png}


def _mhtml(rng: Random, paper: Paper, number: int) -> Written:
    url = f"http://www.example.invalid/xxgk/nb/{number}.html"
    address = f"http://www.example.invalid/xxgk/nb/{number}_{{n}}.png"
    habit = replace(Habit.draw(rng, DRESSES[number % 2]), inline=False, image=address)
    images = {address.format(n=name): png for name, png in _images(paper).items()}
    page = encode_page(page_text(rng, paper, habit), habit)
    data = mhtml_bytes(rng, page, habit.declared, url, paper.title, images)
    return rng.choice((".mhtml", ".mht")), f"{habit.dress} {habit.encoding}", data, {}, ("", "")


def _docx(rng: Random, paper: Paper, _number: int, *, ruled: bool = True) -> Written:
    habit = DocxHabit.draw(rng, ruled=ruled)
    style = f"{habit.table.borders}{' turned' if habit.landscape else ''}"
    return ".docx", style, docx_bytes(rng, paper, habit), {}, ("", "")


def _docx_unruled(rng: Random, paper: Paper, number: int) -> Written:
    return _docx(rng, paper, number, ruled=False)


def _xlsx(rng: Random, paper: Paper, _number: int) -> Written:
    habit = XlsxHabit.draw(rng)
    if not paper.tables:
        habit = replace(habit, scope="report")
    elif habit.scope != "report":
        paper.sections = []
    return ".xlsx", habit.scope, xlsx_bytes(rng, paper, habit), {}, ("", "")


def _print(rng: Random, paper: Paper, _number: int, *, ruled: bool = True) -> Written:
    habit = PrintHabit.draw(rng, ruled=ruled)
    margins = ("", "")
    if habit.header or habit.footer:
        margins = (margin_line(habit.header, paper), margin_line(habit.footer, paper))
    style = f"{habit.rules} {habit.width}x{habit.height}{' turned' if habit.turned else ''}"
    return ".html", style, print_html(paper, habit).encode(), {}, margins


def _print_unruled(rng: Random, paper: Paper, number: int) -> Written:
    return _print(rng, paper, number, ruled=False)


def _workbook_report(rng: Random, paper: Paper, _number: int) -> Written:
    """A workbook that holds the whole report, its narrative in single cells."""
    habit = replace(XlsxHabit.draw(rng), scope="report")
    return ".xlsx", habit.scope, xlsx_bytes(rng, paper, habit), {}, ("", "")


def _page_with_annex(rng: Random, paper: Paper, number: int) -> Written:
    """A page with the narrative and a link to a workbook that holds the tables."""
    annex = f"{number:05d}-{paper.year}-annex.xlsx"
    habit = Habit.draw(rng, "cms")
    if not paper.tables:
        return ".html", "no annex", encode_page(page_text(rng, paper, habit), habit), {}, ("", "")
    workbook = xlsx_bytes(rng, paper, replace(XlsxHabit.draw(rng), scope="annex"))
    paper.blocks = [block for block in paper.blocks if not isinstance(block, DrawnTable)]
    text = page_text(rng, paper, habit)
    link = f'<p>附件：<a href="{annex}">政府信息公开情况统计表.xlsx</a></p>\n'
    text = text.replace("\n</div>\n", f"\n{link}</div>\n", 1)
    return ".html", "annex", encode_page(text, habit), {annex: workbook}, ("", "")


KINDS: dict[str, Callable[[Random, Paper, int], Written]] = {
    "html": _html,
    "saved-page": _saved,
    "mhtml": _mhtml,
    "docx": _docx,
    "docx-print": _docx,
    "docx-print-unruled": _docx_unruled,
    "xlsx": _xlsx,
    "xlsx-report": _workbook_report,
    "page-and-annex": _page_with_annex,
    "print": _print,
    "print-unruled": _print_unruled,
}
"""Every kind made here; those with ``print`` are for a browser or an office to print."""

NO_IMAGE = ("table_as_image",)
# In a sheet a lost cell is a blank one; LibreOffice stretches the last cell over the gap.
NO_GAP = ("short_row",)

LEFT_OUT = {
    "docx": NO_IMAGE,
    "docx-print": NO_IMAGE + NO_GAP,
    "docx-print-unruled": NO_IMAGE + NO_GAP,
    "xlsx": (*NO_IMAGE, *NO_GAP, "empty_section", "no_title", "lost_section"),
    "xlsx-report": NO_IMAGE + NO_GAP,
    "page-and-annex": (*NO_IMAGE, *NO_GAP, "empty_section"),
    "print": NO_IMAGE,
    "print-unruled": NO_IMAGE,
}
"""Deviations that a kind cannot show."""
