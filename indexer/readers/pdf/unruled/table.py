"""Rows, columns and header of an unruled table as cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexer.readers.pdf.page import Frame
from indexer.readers.pdf.setting import UNREADABLE
from indexer.readers.pdf.table import PageTable, TableCell
from indexer.readers.pdf.unruled.body import Band, Body
from indexer.readers.pdf.unruled.column import Column, Header
from indexer.readers.rule import Region, RuledCell
from indexer.readers.typeset import Word, around


def page_table(frame: Frame, body: Body, header: Header) -> PageTable | None:
    """The table; ``None`` where no column is clear or a value is in none of them."""
    columns = header.columns
    if not columns or not header.is_clear:
        return None
    rows: list[list[TableCell]] = []
    words = [word for band in body.bands for word in band.words]
    labels = [line.region for band in body.bands for line in band.label]
    whole = around([word.region for word in words] + labels)
    if any(column.header for column in columns):
        rows.append(list(_header_row(header, whole)))
    if body.groups:
        text = "".join(word.text for word in body.groups)
        rows.append([_cell(text, 0, around([word.region for word in body.groups]))])
    for band in body.bands:
        row = _row(band, columns, whole, is_whole=header.is_whole)
        if row is None:
            return None
        rows.append(row)
    if not body.has_labels:
        rows = [[_moved(cell) for cell in row if cell.ruled.column] for row in rows]
    cells = tuple(
        cell._replace(ruled=cell.ruled._replace(row=index))
        for index, row in enumerate(rows)
        for cell in row
    )
    region = around([cell.ruled.region for cell in cells])
    return PageTable(frame, len(rows), len(columns) + body.has_labels, cells, region, sure=False)


def _header_row(header: Header, whole: Region) -> Iterator[TableCell]:
    top = min(column.top for column in header.columns)
    yield _cell(header.corner, 0, Region(whole.left, top, header.columns[0].left, whole.top))
    for index, column in enumerate(header.columns):
        region = Region(column.left, min(column.top, whole.top), column.right, whole.top)
        yield _cell(column.header, index + 1, region)


def _row(
    band: Band, columns: Sequence[Column], whole: Region, *, is_whole: bool
) -> list[TableCell] | None:
    regions = [line.region for line in band.label] + [word.region for word in band.words]
    place = around(regions)
    text = "\n".join(line.text for line in band.label)
    label = Region(whole.left, place.top, columns[0].left, place.bottom)
    cells = [_cell(text, 0, around([line.region for line in band.label]) if text else label)]
    if not band.words:
        return cells
    held: dict[int, list[Word]] = {}
    for word in band.words:
        over = [i for i, column in enumerate(columns) if column.meets(word)]
        if len(over) != 1:
            return None
        held.setdefault(over[0], []).append(word)
    for index, column in enumerate(columns):
        inside = held.get(index, [])
        if inside:
            text = " ".join(word.text for word in inside)
            legible = band.is_sure and len(inside) == 1 and UNREADABLE not in text
            legible &= is_whole or " " not in text  # digits set apart: the header says one column
            cells.append(_cell(text, index + 1, around([w.region for w in inside]), legible))
        elif is_whole:
            region = Region(column.left, place.top, column.right, place.bottom)
            cells.append(_cell("", index + 1, region))
    return cells


def _moved(cell: TableCell) -> TableCell:
    """The same where no labels stand before all columns."""
    return cell._replace(ruled=cell.ruled._replace(column=cell.ruled.column - 1))


def _cell(text: str, column: int, region: Region, legible: bool = True) -> TableCell:
    return TableCell(RuledCell(0, column, 1, 1, region), text, legible)
