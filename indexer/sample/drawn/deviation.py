"""Plants deviations in drawn reports: in the grid of a table, and among the blocks.

Each function changes a paper together with its truth and says which cells it touched.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from govreport_search.domain import CellId, State
from indexer.sample.body import sample_data
from indexer.sample.drawn.edit import (
    cut,
    header_of,
    insert_row,
    stack,
    with_texts,
    without_header_rows,
)
from indexer.sample.drawn.paper import Block, Paper, Picture, Prose
from indexer.sample.drawn.redraw import REDRAWN
from indexer.sample.drawn.rough import ROUGH
from indexer.sample.drawn.table import DrawnCell, DrawnTable, Role
from indexer.sample.model import SampleSection, TrueCell

Cells = tuple[CellId, ...]
MODERN_TABLES = ("disclosure", "requests", "disputes")


def _texts(name: str) -> list[str]:
    some: list[str] = sample_data("drawn.toml")[name]
    return some


def _change(paper: Paper, table: str, change: Callable[[DrawnTable], DrawnTable]) -> None:
    at = paper.place_of(table)
    block = paper.blocks[at]
    if isinstance(block, DrawnTable):
        paper.blocks[at] = change(block)


# In the grid ------------------------------------------------------------------------------


def extension_row(rng: Random, paper: Paper) -> Cells:
    """A row of the province's own in the table of published information."""
    label = rng.choice(_texts("extension_rows"))

    def add(table: DrawnTable) -> DrawnTable:
        model = table.row(3)
        values = [
            replace(cell, text=label if cell.role is Role.LABEL else str(rng.randint(1, 60)))
            for cell in model
        ]
        return insert_row(table, 4, [replace(cell, cell=None) for cell in values])

    _change(paper, "disclosure", add)
    return ()


def drafting_note(rng: Random, paper: Paper) -> Cells:
    """A line for the drafters stands in a merged row of the table, or right before it."""
    note = rng.choice(_texts("drafting_notes"))
    if rng.random() < 0.5:
        paper.blocks.insert(paper.place_of("requests"), Prose(note))
        return ()

    def add(table: DrawnTable) -> DrawnTable:
        row = DrawnCell(note, 0, 0, columns=table.columns, role=Role.LABEL)
        return insert_row(table, rng.choice((0, table.rows)), [row])

    _change(paper, "requests", add)
    return ()


def repeated_header(rng: Random, paper: Paper) -> Cells:
    """The header rows stand once more within the table, as on a new page."""
    again = rng.random() < 0.5

    def repeat(table: DrawnTable) -> DrawnTable:
        at = rng.randint(table.header + 4, table.rows - 4)
        upper, lower = cut(table, at, again=again)
        return stack(stack(upper, header_of(table)), lower)

    _change(paper, "requests", repeat)
    return ()


def split_table(rng: Random, paper: Paper) -> Cells:
    """The table goes on in a second one, with or without header, now and then after a mark."""
    at = paper.place_of("requests")
    table = paper.blocks[at]
    assert isinstance(table, DrawnTable)
    upper, lower = cut(table, rng.randint(table.header + 4, table.rows - 4), again=False)
    if rng.random() < 0.5:
        lower = replace(stack(header_of(table), lower), header=table.header)
    between: list[Block] = []
    if rng.random() < 0.5:
        between = [Prose(rng.choice(_texts("marks")).format(n=rng.randint(2, 9)), "mark")]
    paper.blocks[at : at + 1] = [upper, *between, lower]
    return ()


def wrong_header(rng: Random, paper: Paper) -> Cells:
    """After a page break the columns carry each other's labels: nobody can say who is right."""
    at = paper.place_of("requests")
    table = paper.blocks[at]
    assert isinstance(table, DrawnTable)
    upper, lower = cut(table, rng.randint(table.header + 6, table.rows - 6), again=False)
    head = header_of(table)
    labels = [cell for cell in head.cells if cell.row == 2]
    moved = [
        replace(cell, text=labels[(number + 1) % len(labels)].text)
        for number, cell in enumerate(labels)
    ]
    others = [cell for cell in head.cells if cell.row != 2]
    lower = replace(stack(head.sorted([*others, *moved], head.rows), lower), header=head.rows)
    paper.blocks[at : at + 1] = [upper, lower]
    touched = tuple(
        cell.cell
        for cell in lower.cells
        if cell.cell is not None and cell.cell.column not in ("natural_person", "total")
    )
    for cell in touched:
        paper.cells[cell] = replace(paper.cells[cell], certain=False)
    return touched


def flat_header(_rng: Random, paper: Paper) -> Cells:
    """Only the lowest header row is left: 申请人情况 and 法人或其他组织 are gone."""
    _change(paper, "requests", lambda table: without_header_rows(table, 2))
    return ()


def vertical_labels(_rng: Random, paper: Paper) -> Cells:
    """Merged labels are printed one character a line: 三、/本/年/度/办/理/结/果."""

    def turn(table: DrawnTable) -> DrawnTable:
        cells = tuple(
            replace(cell, text="\n".join(cell.text))
            if cell.role is Role.LABEL and cell.rows > 2
            else cell
            for cell in table.cells
        )
        return replace(table, cells=cells)

    _change(paper, "requests", turn)
    return ()


def extra_column(_rng: Random, paper: Paper) -> Cells:
    """A sixteenth, empty column beside the fifteen values, as LibreOffice leaves it."""

    def widen(table: DrawnTable) -> DrawnTable:
        last = DrawnCell("", table.rows - 1, table.columns)
        return table.sorted([*table.cells, last], table.rows, table.columns + 1)

    _change(paper, "disputes", widen)
    return ()


def misprinted_labels(rng: Random, paper: Paper) -> Cells:
    """Labels are shortened, misspelt or worded otherwise."""
    texts: dict[str, str] = rng.choice(sample_data("drawn.toml")["misprints"])
    for table in ("disclosure", "requests"):
        _change(paper, table, lambda some: with_texts(some, texts))
    return ()


# Among the blocks -------------------------------------------------------------------------


def sentence_before_table(rng: Random, paper: Paper) -> Cells:
    """A sentence stands between heading and table."""
    for table in rng.sample(MODERN_TABLES, 2):
        text = rng.choice(_texts("between")).format(our=paper.body.our, year=paper.year)
        paper.blocks.insert(paper.place_of(table), Prose(text))
    return ()


def lost_section(_rng: Random, paper: Paper) -> Cells:
    """The section on disputes is not there at all."""
    start = paper.place_of("disputes")
    while not _is_heading(paper.blocks[start]):
        start -= 1
    end = paper.place_of("disputes") + 1
    del paper.blocks[start:end]
    paper.sections = [section for section in paper.sections if section.id != "disputes"]
    gone = tuple(cell for cell in paper.cells if cell.table == "disputes")
    paper.cells.update(dict.fromkeys(gone, TrueCell(State.MISSING)))
    return gone


def repeated_section(_rng: Random, paper: Paper) -> Cells:
    """The section on disputes is printed twice, with the same numbers."""
    end = paper.place_of("disputes") + 1
    start = end - 1
    while not _is_heading(paper.blocks[start]):
        start -= 1
    paper.blocks[end:end] = paper.blocks[start:end]
    return ()


def _is_heading(block: Block) -> bool:
    return isinstance(block, Prose) and block.role == "heading"


def split_headings(rng: Random, paper: Paper) -> Cells:
    """Number and title of some headings stand in two paragraphs."""
    made: list[Block] = []
    for block in paper.blocks:
        number, comma, rest = block.text.partition("、") if isinstance(block, Prose) else ("",) * 3
        if _is_heading(block) and comma and rng.random() < 0.5:
            made += [Prose(f"{number}、", "heading"), Prose(rest, "heading")]
        else:
            made.append(block)
    paper.blocks = made
    return ()


def misspelt_headings(rng: Random, paper: Paper) -> Cells:
    """Typing errors in headings."""
    typos: list[list[str]] = sample_data("drawn.toml")["typos"]
    for at, block in enumerate(paper.blocks):
        if isinstance(block, Prose) and block.role == "heading":
            old, new = rng.choice(typos)
            paper.blocks[at] = replace(block, text=block.text.replace(old, new))
    return ()


def no_title(_rng: Random, paper: Paper) -> Cells:
    """The report begins without its title."""
    paper.blocks = [
        block for block in paper.blocks if not (isinstance(block, Prose) and block.role == "title")
    ]
    return ()


def page_marks(rng: Random, paper: Paper) -> Cells:
    """Page numbers of the printed edition stand among the paragraphs."""
    pattern = rng.choice(_texts("marks")[:3])
    made: list[Block] = []
    for at, block in enumerate(paper.blocks, start=1):
        made.append(block)
        if at % 7 == 0:
            made.append(Prose(pattern.format(n=at // 7), "mark"))
    paper.blocks = made
    return ()


def decoy_table(rng: Random, paper: Paper) -> Cells:
    """A table of the publisher's own stands in the overview; none of its numbers is statutory."""
    decoy = rng.choice(sample_data("drawn.toml")["decoys"])
    cells = [
        DrawnCell(text, 0, column, role=Role.HEADER) for column, text in enumerate(decoy["head"])
    ]
    for row, label in enumerate(decoy["rows"], start=1):
        cells.append(DrawnCell(label, row, 0, role=Role.LABEL))
        cells += [DrawnCell(str(rng.randint(3, 900)), row, column) for column in (1, 2)]
    table = DrawnTable("decoy", len(decoy["rows"]) + 1, 3, tuple(cells), header=1)
    heading = next(at for at, block in enumerate(paper.blocks) if _is_heading(block))
    paper.blocks.insert(heading + 2, table)
    return ()


def table_as_image(rng: Random, paper: Paper) -> Cells:
    """One table stands in the report as a picture: without recognition nobody can read it."""
    name = rng.choice(MODERN_TABLES)
    at = paper.place_of(name)
    table = paper.blocks[at]
    assert isinstance(table, DrawnTable)
    paper.blocks[at] = Picture(table)
    gone = tuple(cell for cell in paper.cells if cell.table == name)
    paper.pictured.update({cell: paper.cells[cell] for cell in gone})
    paper.cells.update(dict.fromkeys(gone, TrueCell(State.UNREADABLE)))
    return gone


def empty_section(_rng: Random, paper: Paper) -> Cells:
    """The table of requests was left out by whoever put the page up; its heading stands."""
    del paper.blocks[paper.place_of("requests")]
    gone = tuple(cell for cell in paper.cells if cell.table == "requests")
    paper.cells.update(dict.fromkeys(gone, TrueCell(State.MISSING)))
    return gone


def traditional(_rng: Random, paper: Paper) -> Cells:
    """Everything is printed in traditional characters."""
    _translate(paper, sample_data("labels.toml")["characters"]["traditional"])
    return ()


def radicals(_rng: Random, paper: Paper) -> Cells:
    """Some characters are code points of the radicals blocks."""
    _translate(paper, sample_data("labels.toml")["characters"]["radicals"])
    return ()


def _translate(paper: Paper, characters: dict[str, str]) -> None:
    table = str.maketrans(characters)
    for at, block in enumerate(paper.blocks):
        if isinstance(block, Prose):
            paper.blocks[at] = replace(block, text=block.text.translate(table))
        elif isinstance(block, DrawnTable):
            cells = tuple(replace(c, text=c.text.translate(table)) for c in block.cells)
            paper.blocks[at] = replace(block, cells=cells)
    paper.title = paper.title.translate(table)
    paper.sections = [
        SampleSection(s.id, tuple(p.translate(table) for p in s.paragraphs)) for s in paper.sections
    ]


DRAWN_PLANTS: dict[str, Callable[[Random, Paper], Cells]] = {
    plant.__name__: plant
    for plant in (
        extension_row,
        drafting_note,
        repeated_header,
        split_table,
        wrong_header,
        flat_header,
        vertical_labels,
        extra_column,
        misprinted_labels,
        sentence_before_table,
        lost_section,
        repeated_section,
        split_headings,
        misspelt_headings,
        no_title,
        page_marks,
        decoy_table,
        table_as_image,
        empty_section,
        traditional,
        radicals,
        *REDRAWN,
        *ROUGH,
    )
}
"""Deviations of drawn reports on the forms of 2019 and 2021."""
