"""A drawn report, or its annex of tables, as a workbook of hand-made XML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from random import Random
from xml.sax.saxutils import escape, quoteattr

from indexer.sample.body import sample_data
from indexer.sample.drawn.paper import Paper, Picture, Prose
from indexer.sample.drawn.table import DrawnCell, DrawnTable, Role
from indexer.sample.office.package import OFFICE, content_types, pack, relations

S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


@dataclass(frozen=True, slots=True)
class XlsxHabit:
    """How one workbook is made.

    Attributes:
        scope: ``sheets`` (one table per sheet), ``annex`` (all tables on one sheet), or
            ``report`` (the whole report, prose in single cells).
        numeric: how often a number is stored as one instead of as text.
        formula: how often a stored number is the result of a formula.
        shared: whether texts stand in the table of shared strings.
        offset: how many empty rows and columns stand before the table.
    """

    scope: str
    numeric: float
    formula: float
    shared: bool
    offset: tuple[int, int]

    @classmethod
    def draw(cls, rng: Random) -> XlsxHabit:
        """Habits at random."""
        return cls(
            scope=rng.choice(("sheets", "annex", "report")),
            numeric=rng.choice((0.0, 0.9, 1.0)),
            formula=rng.choice((0.0, 0.0, 0.2)),
            shared=rng.random() < 0.6,
            offset=(rng.choice((0, 0, 1)), rng.choice((0, 0, 1))),
        )


@dataclass(slots=True)
class _Sheet:
    """A sheet while it is written: cells by row, and merged areas."""

    name: str
    top: int
    left: int
    rows: dict[int, list[str]] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)

    def put(self, row: int, column: int, markup: str) -> None:
        place = f"{_letters(self.left + column)}{self.top + row + 1}"
        self.rows.setdefault(self.top + row, []).append(markup.replace("@", place, 1))

    def merge(self, row: int, column: int, rows: int, columns: int) -> None:
        if rows * columns > 1:
            first = f"{_letters(self.left + column)}{self.top + row + 1}"
            last = f"{_letters(self.left + column + columns - 1)}{self.top + row + rows}"
            self.merged.append(f"{first}:{last}")


@dataclass(slots=True)
class _Book:
    rng: Random
    habit: XlsxHabit
    strings: dict[str, int] = field(default_factory=dict)
    sheets: list[_Sheet] = field(default_factory=list)

    def sheet(self, name: str) -> _Sheet:
        made = _Sheet(name, *self.habit.offset)
        self.sheets.append(made)
        return made

    def text(self, text: str) -> str:
        """Markup of a text cell; ``@`` stands for its place."""
        if self.habit.shared:
            at = self.strings.setdefault(text, len(self.strings))
            return f'<c r="@" t="s"><v>{at}</v></c>'
        return f'<c r="@" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'

    def value(self, cell: DrawnCell) -> str:
        """Markup of a value: a number, a formula's result, or text as printed."""
        plain = cell.text.isascii() and _is_number(cell.text)
        if not plain or self.rng.random() >= self.habit.numeric:
            return self.text(cell.text) if cell.text else '<c r="@"/>'
        if self.rng.random() < self.habit.formula:
            return f'<c r="@"><f>{cell.text}+0</f><v>{cell.text}</v></c>'
        return f'<c r="@"><v>{cell.text}</v></c>'

    def table(self, sheet: _Sheet, table: DrawnTable, top: int) -> int:
        """Puts a table onto a sheet; gives the row below it."""
        for cell in table.cells:
            markup = self.value(cell) if cell.role is Role.VALUE else self.text(cell.text)
            sheet.put(top + cell.row, cell.column, markup)
            sheet.merge(top + cell.row, cell.column, cell.rows, cell.columns)
        return top + table.rows

    def prose(self, sheet: _Sheet, texts: Iterable[str], top: int, width: int) -> int:
        """Puts paragraphs into merged rows; gives the row below them."""
        for text in texts:
            sheet.put(top, 0, self.text(text))
            sheet.merge(top, 0, 1, width)
            top += 1
        return top


def xlsx_bytes(rng: Random, paper: Paper, habit: XlsxHabit) -> bytes:
    """The workbook's bytes."""
    book = _Book(rng, habit)
    data = sample_data("office.toml")["workbook"]
    slots = {"year": paper.year, "next": paper.year + 1, "body": paper.body.printed}
    width = max((table.columns for table in paper.tables), default=6)
    if habit.scope == "report":
        sheet, top = book.sheet(rng.choice(data["annex"])), 0
        for block in paper.blocks:
            if isinstance(block, Picture):
                continue
            if isinstance(block, Prose):
                top = book.prose(sheet, [block.text], top, width)
            else:
                top = book.table(sheet, block, top)
    else:
        _annex(rng, book, paper.tables, data, slots)
    return pack(_package(book))


def _annex(
    rng: Random,
    book: _Book,
    tables: Sequence[DrawnTable],
    data: dict[str, list[str]],
    slots: dict[str, object],
) -> None:
    """The tables alone, under a title and the name of who filled them in."""
    titles = [rng.choice(data[part]).format(**slots) for part in ("titles", "filled")]
    signed = rng.choice(data["signed"])
    sheet, top = book.sheet(rng.choice(data["annex"])), 0
    for at, table in enumerate(tables):
        if at and book.habit.scope == "sheets":
            sheet, top = book.sheet(f"附表{at + 1}"), 0
        if top == 0:
            top = book.prose(sheet, titles, top, table.columns)
        top = book.table(sheet, table, top) + 1
    if signed:
        book.prose(sheet, [signed], top, tables[-1].columns)


def _is_number(text: str) -> bool:
    """Whether a cell holding that number would show the same characters."""
    digits = text.removeprefix("-")
    return bool(digits) and digits.replace(".", "", 1).isdigit() and digits[-1] != "."


def _letters(column: int) -> str:
    """The name of a column: A, B, …, Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _sheet_xml(sheet: _Sheet) -> str:
    rows = "".join(
        f'<row r="{number + 1}">{"".join(cells)}</row>'
        for number, cells in sorted(sheet.rows.items())
    )
    areas = "".join(f'<mergeCell ref="{area}"/>' for area in sheet.merged)
    merged = f'<mergeCells count="{len(sheet.merged)}">{areas}</mergeCells>' if areas else ""
    return f'<worksheet xmlns="{S}"><sheetData>{rows}</sheetData>{merged}</worksheet>'


def _package(book: _Book) -> dict[str, str]:
    names = [f"worksheets/sheet{at}.xml" for at in range(1, len(book.sheets) + 1)]
    listed = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{at}" r:id="rId{at}"/>'
        for at, sheet in enumerate(book.sheets, start=1)
    )
    strings = "".join(
        f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in book.strings
    )
    last = len(names) + 1
    kinds = {"/xl/workbook.xml": f"{TYPE}.sheet.main+xml"}
    kinds |= {f"/xl/{name}": f"{TYPE}.worksheet+xml" for name in names}
    kinds["/xl/sharedStrings.xml"] = f"{TYPE}.sharedStrings+xml"
    targets = {f"rId{at}": ("worksheet", name) for at, name in enumerate(names, start=1)}
    targets[f"rId{last}"] = ("sharedStrings", "sharedStrings.xml")
    return {
        "[Content_Types].xml": content_types(kinds),
        "_rels/.rels": relations({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": f'<workbook xmlns="{S}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": relations(targets),
        "xl/sharedStrings.xml": f'<sst xmlns="{S}">{strings}</sst>',
        **{f"xl/{name}": _sheet_xml(sheet) for name, sheet in zip(names, book.sheets, strict=True)},
    }
