"""A drawn table as a table of a Word document."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from xml.sax.saxutils import escape

from indexer.sample.drawn.table import DrawnCell, DrawnTable, Role, column_weights

BORDERS = {
    "ruled": ("top", "left", "bottom", "right", "insideH", "insideV"),
    "open_sides": ("top", "bottom", "insideH", "insideV"),
    "horizontal": ("top", "bottom", "insideH"),
    "none": (),
}


@dataclass(frozen=True, slots=True)
class TableHabit:
    """How a document's tables are made.

    Attributes:
        size: of the text in half-points.
        borders: a key of ``BORDERS``.
        thick: width of the rules in eighths of a point.
        repeat: whether header rows are repeated on each page.
        whole: whether a row may not be broken over pages.
        height: least height of a row in twentieths of a point, 0 for none.
        breaks: how often a label is broken over paragraphs.
        own: whether borders are set on each cell instead of on the table.
    """

    size: int
    font: str
    borders: str
    thick: int
    repeat: bool
    whole: bool
    height: int
    breaks: float
    own: bool

    @classmethod
    def draw(cls, rng: Random, size: int, font: str, *, ruled: bool) -> TableHabit:
        """Habits at random."""
        kinds = ("ruled", "ruled", "ruled", "open_sides") if ruled else ("horizontal", "none")
        borders = rng.choice(kinds)
        return cls(
            size=size,
            font=font,
            borders=borders,
            thick=rng.choice((2, 4, 4, 8)),
            repeat=rng.random() < 0.4,
            whole=rng.random() < 0.6,
            height=rng.choice((0, 0, 340, 480)),
            breaks=rng.choice((0.0, 0.1, 0.4)),
            own=borders == "ruled" and rng.random() < 0.4,
        )


def table_xml(rng: Random, table: DrawnTable, habit: TableHabit, width: int) -> str:
    """The table's XML.

    Args:
        width: of the table in twentieths of a point.
    """
    widths = _widths(table, width)
    grid = "".join(f'<w:gridCol w:w="{column}"/>' for column in widths)
    borders = "" if habit.own else f"<w:tblBorders>{_rules(habit)}</w:tblBorders>"
    rows = [_row_xml(rng, table, number, habit, widths) for number in range(table.rows)]
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>{borders}'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="40" w:type="dxa"/>'
        '<w:right w:w="40" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _widths(table: DrawnTable, width: int) -> list[int]:
    weights = column_weights(table)
    return [width * weight // sum(weights) for weight in weights]


def _rules(habit: TableHabit) -> str:
    names = BORDERS[habit.borders]
    if habit.own:
        names = tuple(name for name in names if not name.startswith("inside"))
    return "".join(
        f'<w:{name} w:val="single" w:sz="{habit.thick}" w:space="0" w:color="auto"/>'
        for name in names
    )


def _row_xml(
    rng: Random, table: DrawnTable, number: int, habit: TableHabit, widths: list[int]
) -> str:
    options = "<w:cantSplit/>" if habit.whole else ""
    options += f'<w:trHeight w:val="{habit.height}"/>' if habit.height else ""
    options += "<w:tblHeader/>" if habit.repeat and number < table.header else ""
    cells = []
    for cell in sorted(table.cells, key=lambda some: some.column):
        if cell.row <= number < cell.row + cell.rows:
            cells.append(_cell_xml(rng, cell, number, habit, widths))
    return f"<w:tr><w:trPr>{options}</w:trPr>{''.join(cells)}</w:tr>"


def _cell_xml(
    rng: Random, cell: DrawnCell, number: int, habit: TableHabit, widths: list[int]
) -> str:
    size = sum(widths[cell.column : cell.column + cell.columns])
    merged = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
    first = number == cell.row
    if cell.rows > 1:
        merged += '<w:vMerge w:val="restart"/>' if first else "<w:vMerge/>"
    borders = f"<w:tcBorders>{_rules(habit)}</w:tcBorders>" if habit.own else ""
    lines = _lines(rng, cell, habit) if first else [""]
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{size}" w:type="dxa"/>{merged}{borders}'
        f'<w:vAlign w:val="center"/></w:tcPr>{"".join(_line(line, cell, habit) for line in lines)}'
        "</w:tc>"
    )


def _lines(rng: Random, cell: DrawnCell, habit: TableHabit) -> list[str]:
    text = cell.text
    if cell.role is not Role.VALUE and len(text) > 4 and rng.random() < habit.breaks:
        cut = rng.randint(2, len(text) - 2)
        text = f"{text[:cut]}\n{text[cut:]}"
    return text.split("\n")


def _line(line: str, cell: DrawnCell, habit: TableHabit) -> str:
    align = "left" if cell.role is Role.LABEL and cell.columns == 1 else "center"
    run = (
        f'<w:r><w:rPr><w:sz w:val="{habit.size}"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(line)}</w:t></w:r>'
        if line
        else ""
    )
    return f'<w:p><w:pPr><w:jc w:val="{align}"/></w:pPr>{run}</w:p>'
