"""Worksheets of XLS files (BIFF) and of Kingsoft's ET, by xlrd."""

from __future__ import annotations

import io
from typing import Any

import xlrd
from xlrd.biffh import error_text_from_code
from xlrd.book import Book
from xlrd.sheet import Sheet as Page

from govreport_search.errors import UnreadableSourceError
from govreport_search.sentence import say
from indexer.readers.sheet.model import MOST_CELLS, Sheet, Shown, too_complex
from indexer.readers.sheet.number import general, printed, text_in

_SIDES = ("left", "right", "top", "bottom")


def xls_sheets(data: bytes, name: str, only_active: bool = False) -> list[Sheet]:
    """The visible sheets in order.

    Args:
        data: the file.
        name: its name, for messages.
        only_active: take the one that is shown when it is opened.

    Raises:
        UnreadableSourceError: ``encrypted``, ``damaged`` or ``too_complex``.
    """
    try:
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
    except Exception as error:  # besides its own errors it raises what struct and lists do
        if "encrypt" in str(error).lower() or "password" in str(error).lower():
            raise UnreadableSourceError(
                say("%(name)s 设有打开密码", name=name),
                remedy=say("请先去掉密码，或换一份没有密码的文件"),
                code="encrypted",
            ) from error
        raise _damaged(name, error) from error
    pages = [page for page in book.sheets() if page.visibility == 0]
    if only_active:
        pages = [page for page in pages if page.sheet_visible] or pages[:1]
    if sum(sum(map(len, page._cell_types)) for page in pages) > MOST_CELLS:
        raise too_complex(name, say("的单元格超过 %(most)s 个", most=MOST_CELLS))
    try:
        return [_sheet(page, book) for page in pages]
    except (LookupError, TypeError, ValueError, ArithmeticError) as error:
        # A cell names a format that the file does not have: what it shows nobody knows.
        raise _damaged(name, error) from error


def _damaged(name: str, cause: Exception) -> UnreadableSourceError:
    return UnreadableSourceError(
        say("%(name)s 已损坏或不完整（%(error)s）", name=name, error=type(cause).__name__),
        remedy=say("请重新下载，或用办公软件打开后另存为 XLSX"),
        code="damaged",
    )


def _sheet(page: Page, book: Book) -> Sheet:
    sheet = Sheet(page.name)
    sheet.hidden_rows = {
        row for row, about in page.rowinfo_map.items() if about.hidden or about.height == 0
    }
    sheet.hidden_columns = {
        column for column, about in page.colinfo_map.items() if about.hidden or about.width == 0
    }
    for row in range(page.nrows):
        for column in range(page.row_len(row)):
            shown = _shown(page, row, column, book)
            if shown.text or shown.bordered or not shown.legible:
                sheet.cells[row, column] = shown
    sheet.merged = [(top, left, end - 1, after - 1) for top, end, left, after in page.merged_cells]
    return sheet


def _shown(page: Page, row: int, column: int, book: Book) -> Shown:
    cell = page.cell(row, column)
    look: Any = book.xf_list[cell.xf_index] if cell.xf_index is not None else None
    bordered = look is not None and any(
        getattr(look.border, f"{side}_line_style", 0) for side in _SIDES
    )
    known = book.format_map.get(look.format_key) if look is not None else None
    code = known.format_str if known is not None else "General"
    match cell.ctype:
        case xlrd.XL_CELL_TEXT:
            text = cell.value.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
            return Shown(text_in(text, code), True, bordered)
        case xlrd.XL_CELL_NUMBER | xlrd.XL_CELL_DATE:
            value = float(cell.value)
            if value == 0 and not page.show_zero_values:
                return Shown("", True, bordered)
            shown = printed(value, code, book.datemode == 1)
            return Shown(general(value) if shown is None else shown, shown is not None, bordered)
        case xlrd.XL_CELL_BOOLEAN:
            return Shown("TRUE" if cell.value else "FALSE", True, bordered)
        case xlrd.XL_CELL_ERROR:
            return Shown(error_text_from_code.get(cell.value, "#"), False, bordered)
    return Shown("", True, bordered)
