"""Rough tables: numbers over two lines, running headers, signatures, rows of another form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from govreport_search.domain import CellId, State
from govreport_search.forms import form
from indexer.sample.body import sample_data
from indexer.sample.drawn.edit import cut, header_of, insert_row, stack
from indexer.sample.drawn.paper import Block, Paper, Prose
from indexer.sample.drawn.table import DrawnCell, DrawnTable, Role
from indexer.sample.model import TrueCell

Cells = tuple[CellId, ...]


def _texts(name: str) -> list[str]:
    some: list[str] = sample_data("drawn.toml")[name]
    return some


def _replace(paper: Paper, name: str, change: Callable[[DrawnTable], DrawnTable]) -> None:
    at = paper.place_of(name)
    table = paper.blocks[at]
    assert isinstance(table, DrawnTable)
    paper.blocks[at] = change(table)


def wrapped_numbers(rng: Random, paper: Paper) -> Cells:
    """Numbers too long for their column go on in a second line of the same cell.

    Whether that is one number only the sums can say, so none of them has to be read.
    """
    touched: list[CellId] = []

    def wrap(cell: DrawnCell) -> DrawnCell:
        if cell.cell is None or len(cell.text) < 2 or not cell.text.isdigit():
            return cell
        if len(cell.text) < 4 and rng.random() < 0.7:
            return cell
        touched.append(cell.cell)
        at = rng.randint(1, len(cell.text) - 1)
        return replace(cell, text=f"{cell.text[:at]}\n{cell.text[at:]}")

    paper.blocks = [
        replace(block, cells=tuple(wrap(cell) for cell in block.cells))
        if isinstance(block, DrawnTable)
        else block
        for block in paper.blocks
    ]
    for cell in touched:
        paper.cells[cell] = replace(paper.cells[cell], certain=False)
    return tuple(touched)


def running_headers(rng: Random, paper: Paper) -> Cells:
    """Page number, title and header rows stand within the table wherever a page ended."""
    again = rng.random() < 0.5
    line = rng.choice((paper.title, ""))
    mark = rng.choice(_texts("marks"))

    def run(table: DrawnTable) -> DrawnTable:
        head = header_of(table)
        places = sorted(rng.sample(range(table.header + 4, table.rows - 3), 2), reverse=True)
        for page, at in zip((3, 2), places, strict=True):
            upper, lower = cut(table, at, again=again)
            texts = [text for text in (mark.format(n=page), line) if text]
            cells = [
                DrawnCell(text, row, 0, columns=table.columns, role=Role.LABEL)
                for row, text in enumerate(texts)
            ]
            between = table.sorted(cells, len(texts))
            table = replace(stack(stack(stack(upper, between), head), lower), header=upper.header)
        return table

    _replace(paper, "requests", run)
    return ()


def signed_tables(rng: Random, paper: Paper) -> Cells:
    """A table ends with a row of who filled it in, who checked it, telephone and date."""
    texts = [text.format(next=paper.year + 1) for text in _texts("signatures")]

    def sign(table: DrawnTable) -> DrawnTable:
        shown = texts[: min(len(texts), table.columns)]
        width, over = divmod(table.columns, len(shown))
        cells = [
            DrawnCell(text, 0, at * width, columns=width + (over if at + 1 == len(shown) else 0))
            for at, text in enumerate(shown)
        ]
        return insert_row(table, table.rows, cells)

    for name in rng.sample(("disclosure", "requests", "disputes"), 2):
        _replace(paper, name, sign)
    return ()


def notes_below(rng: Random, paper: Paper) -> Cells:
    """Notes with numbers of their own follow a table, now and then as its last row."""
    inside = rng.random() < 0.5
    for name in ("disclosure", "requests", "disputes"):
        note = rng.choice(_texts("notes")).format(next=paper.year + 1, n=rng.randint(2, 40))
        if not inside:
            paper.blocks.insert(paper.place_of(name) + 1, Prose(note, "note"))
            continue
        _replace(
            paper,
            name,
            lambda table, note=note: insert_row(  # type: ignore[misc]
                table, table.rows, [DrawnCell(note, 0, 0, columns=table.columns, role=Role.LABEL)]
            ),
        )
    return ()


def glued_headings(rng: Random, paper: Paper) -> Cells:
    """Headings and the paragraphs below them are one paragraph."""
    between = rng.choice(("", " ", "　　", "。", "："))
    made: list[Block] = []
    for block in paper.blocks:
        above = made[-1] if made else None
        if (
            isinstance(above, Prose)
            and above.role == "heading"
            and isinstance(block, Prose)
            and block.role == "body"
        ):
            made[-1] = Prose(f"{above.text}{between}{block.text}")
        else:
            made.append(block)
    paper.blocks = made
    return ()


def mixed_form(rng: Random, paper: Paper) -> Cells:
    """（六）其他处理 has the three rows of the form of 2021, all the rest is of 2019.

    The row of 2019 is not printed, so no number may stand in it.
    """
    if paper.form != "2019":
        return ()
    rows = [row for row in form("2021").table("requests").rows if row.parent == "other"]
    touched = tuple(cell for cell in paper.cells if (cell.table, cell.row) == ("requests", "other"))

    def split(table: DrawnTable) -> DrawnTable:
        whole = [cell for cell in table.cells if cell.cell in touched]
        top = whole[0].row
        label = next(cell for cell in table.row(top) if cell.column + cell.columns == 3)
        others = [cell for cell in table.cells if cell not in whole and cell is not label]
        table = table.sorted(others, table.rows)
        for at in range(1, len(rows)):
            table = insert_row(table, top + at, [])
        cells = [replace(label, rows=len(rows), columns=1)]
        for at, row in enumerate(rows):
            text = f"{at + 1}.{row.label}"
            cells.append(DrawnCell(text, top + at, label.column + 1, role=Role.LABEL))
            cells += [_third(cell, top + at, last=at == 2) for cell in whole]
        return table.sorted([*table.cells, *cells], table.rows)

    _replace(paper, "requests", split)
    paper.cells.update(dict.fromkeys(touched, TrueCell(State.MISSING, certain=False)))
    return touched


def _third(cell: DrawnCell, row: int, *, last: bool) -> DrawnCell:
    """All of a number in the last of the rows, nothing in the others: the sum stays."""
    return replace(cell, row=row, text=cell.text if last else "0", cell=None)


ROUGH = (
    wrapped_numbers,
    running_headers,
    signed_tables,
    notes_below,
    glued_headings,
    mixed_form,
)
