"""Reads workbooks: XLSX from its markup, XLS and ET by xlrd; one table or more for each sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from govreport_search.errors import UnreadableSourceError
from govreport_search.sentence import say
from indexer.blocks import Document, Grid, Line, laid_out
from indexer.readers.options import ReadOptions
from indexer.readers.package import Package
from indexer.readers.sheet.model import Sheet
from indexer.readers.sheet.table import sheet_blocks
from indexer.readers.sheet.xls import xls_sheets
from indexer.readers.sheet.xlsx import xlsx_sheets
from indexer.readers.sniff import Kind

_PACKED = b"PK\x03\x04"


def read_xlsx(data: bytes, name: str, options: ReadOptions) -> Document:
    """The lines and grids of an XLSX file's visible sheets.

    Raises:
        UnreadableSourceError: ``damaged``, ``encrypted``, ``too_large``, ``too_complex`` or
            ``empty``.
    """
    return _document(xlsx_sheets(Package(data, name)), Kind.XLSX, name)


def read_xls(data: bytes, name: str, options: ReadOptions) -> Document:
    """The lines and grids of an XLS or ET file's visible sheets.

    Raises:
        UnreadableSourceError: ``damaged``, ``encrypted``, ``too_complex`` or ``empty``.
    """
    return _document(xls_sheets(data, name), Kind.XLS, name)


def shown_sheet(data: bytes, name: str) -> tuple[list[Line], list[Grid]]:
    """The sheet that is on top in a workbook embedded in another file.

    Raises:
        UnreadableSourceError: as for a workbook of its own.
    """
    if data.startswith(_PACKED):
        return _blocks(xlsx_sheets(Package(data, name), only_active=True), name)
    return _blocks(xls_sheets(data, name, only_active=True), name)


def _document(sheets: Sequence[Sheet], kind: Kind, name: str) -> Document:
    blocks = _blocks(sheets, name)
    if not blocks[0]:
        raise UnreadableSourceError(
            say("%(name)s 的工作表里没有任何内容", name=name),
            remedy=say("请换一份有内容的文件"),
            code="empty",
        )
    lines, grids, text = laid_out(*blocks)
    return Document(lines, kind, text=text, grids=grids)


def _blocks(sheets: Sequence[Sheet], name: str) -> tuple[list[Line], list[Grid]]:
    lines: list[Line] = []
    grids: list[Grid] = []
    for sheet in sheets:
        more, tables = sheet_blocks(sheet, name)
        grids += [replace(grid, first=grid.first + len(lines)) for grid in tables]
        lines += more
    return lines, grids
