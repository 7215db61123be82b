"""Records as a workbook (XLSX): a table that Excel opens without asking anything.

The cells are those of our CSV. Numbers are numbers; a text is a text, whatever it looks like: it
becomes no formula, no link and no date, so it needs no apostrophe before it. Where the file format
holds less than there is (Excel's "specifications and limits"), a sheet of remarks says so.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile, TemporaryDirectory
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from govreport_search.services.delimited import cell_words

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

MOST_ROWS = 1_048_576
"""Rows of one sheet, its header among them."""

MOST_UNITS = 32_767
"""UTF-16 code units in one cell."""

MOST_REMARKS = 1_000
"""Shortened cells that are named one by one."""

IN_MEMORY = 4 * 1024 * 1024
"""Bytes of a finished workbook that stay in memory; a larger one is a file without a name."""

_EXACT = 2**53  # a workbook holds numbers as IEEE doubles
_FIRST, _REMARKS = "数据", "说明"


def workbook(
    columns: Sequence[str],
    records: Iterable[Mapping[str, Any]],
    *,
    most_rows: int = MOST_ROWS,
) -> SpooledTemporaryFile[bytes]:
    """A workbook of the records, at its beginning, to be closed by the reader.

    Every record is written as it comes, so that memory does not grow with their number.
    Beyond ``most_rows`` the table goes on in another sheet under the same header.

    Args:
        columns: names of the columns, in order; keys of the records.
        most_rows: rows of one sheet, the header included, at least 2.
    """
    file: SpooledTemporaryFile[bytes] = SpooledTemporaryFile(  # noqa: SIM115  # closed by its reader
        max_size=IN_MEMORY
    )
    try:
        # What is written row by row waits in files; they are gone even if a record cannot be read.
        with TemporaryDirectory(prefix="govreport-") as folder:
            _write(file, folder, columns, records, most_rows)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def pieces(file: SpooledTemporaryFile[bytes], size: int = 64 * 1024) -> Iterator[bytes]:
    """The bytes of a finished workbook, which is closed behind the last of them."""
    with file:
        while piece := file.read(size):
            yield piece


@dataclass(frozen=True, slots=True)
class _Shortened:
    """A text that is longer than a cell may be."""

    sheet: str
    row: int
    column: str
    characters: int


def _write(
    file: SpooledTemporaryFile[bytes],
    folder: str,
    columns: Sequence[str],
    records: Iterable[Mapping[str, Any]],
    most_rows: int,
) -> None:
    book = Workbook(file, {"constant_memory": True, "tmpdir": folder, "use_zip64": True})
    bold = book.add_format({"bold": True})
    shortened: list[_Shortened] = []
    sheet, row, count, cut = _sheet(book, _FIRST, columns, bold), 0, 1, 0
    for record in records:
        if row + 1 == most_rows:
            count += 1
            sheet, row = _sheet(book, f"{_FIRST} {count}", columns, bold), 0
        row += 1
        for at, name in enumerate(columns):
            whole = _write_cell(sheet, row, at, record.get(name))
            if whole:
                cut += 1
                if len(shortened) < MOST_REMARKS:
                    shortened.append(_Shortened(sheet.get_name(), row + 1, name, whole))
    if count > 1 or cut:
        _remark(book, count, most_rows, shortened, cut)
    book.close()


def _sheet(book: Workbook, name: str, columns: Sequence[str], bold: Any) -> Worksheet:
    sheet = book.add_worksheet(name)
    sheet.set_column(0, max(len(columns) - 1, 0), 14)
    sheet.freeze_panes(1, 0)
    for at, column in enumerate(columns):
        sheet.write_string(0, at, column, bold)
    return sheet


def _write_cell(sheet: Worksheet, row: int, at: int, value: Any) -> int:
    """Write one cell; how many characters it should hold where it cannot hold them all."""
    if isinstance(value, bool):
        sheet.write_boolean(row, at, value)
    elif isinstance(value, int | float) and _is_exact(value):
        sheet.write_number(row, at, value)
    elif text := cell_words(value):
        fitting = _fitting(text)
        sheet.write_string(row, at, fitting)
        return len(text) if fitting != text else 0
    return 0


def _is_exact(value: float) -> bool:
    return math.isfinite(value) and (isinstance(value, float) or abs(value) <= _EXACT)


def _fitting(text: str) -> str:
    """As much of a text as a cell holds; no character is cut in two, and the cut is told."""
    if len(text) <= MOST_UNITS // 2 or len(text.encode("utf-16-le")) // 2 <= MOST_UNITS:
        return text
    told = f"……（全文 {len(text)} 字，一格放不下，其余见 CSV 或 JSON）"
    kept = text.encode("utf-16-le")[: (MOST_UNITS - len(told)) * 2]
    return kept.decode("utf-16-le", errors="ignore") + told


def _remark(
    book: Workbook, sheets: int, most_rows: int, shortened: Sequence[_Shortened], cut: int
) -> None:
    sheet = book.add_worksheet(_REMARKS)
    sheet.set_column(0, 0, 80)
    lines = []
    if sheets > 1:
        lines.append(f"一张工作表最多 {most_rows} 行，所以数据分在 {sheets} 张工作表里，一行不少。")
    if cut:
        lines.append(
            f"有 {cut} 格的文字超过 {MOST_UNITS} 个字，一格放不下，只留了开头；"
            "全文在 CSV 和 JSON 里。"
        )
    lines += [
        f"{one.sheet}，第 {one.row} 行，{one.column}：全文 {one.characters} 字" for one in shortened
    ]
    if cut > len(shortened):
        lines.append(f"另有 {cut - len(shortened)} 格没有逐一列出。")
    for row, line in enumerate(lines):
        sheet.write_string(row, 0, line)
