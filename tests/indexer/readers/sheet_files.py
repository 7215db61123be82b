"""Workbooks for the tests, by openpyxl, which the reader does not use."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Border, Side

THIN = Border(*(Side(style="thin") for _ in range(4)))


def xlsx(
    rows: Sequence[Sequence[Any]],
    merged: Sequence[str] = (),
    formats: Mapping[str, str] | None = None,
    bordered: str = "",
    change: Callable[[Any], object] | None = None,
    title: str = "附表",
) -> bytes:
    """A workbook of one sheet.

    Args:
        rows: values from A1 on; ``None`` for no cell.
        merged: ranges that are merged.
        formats: number format by cell.
        bordered: a range whose cells are drawn.
        change: what else is done to the sheet.
        title: the sheet's name.
    """
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for cell, code in (formats or {}).items():
        sheet[cell].number_format = code
    for area in merged:
        sheet.merge_cells(area)
    for line in sheet[bordered] if bordered else ():
        for cell in line:
            cell.border = THIN
    if change:
        change(sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _hide(sheet: Any) -> None:
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["B"].hidden = True
    other = sheet.parent.create_sheet("暗")
    other["A1"] = 99
    other.sheet_state = "hidden"


def _hide_row(sheet: Any) -> None:
    sheet.row_dimensions[2].hidden = True


def _add_sheet(sheet: Any) -> None:
    other = sheet.parent.create_sheet("附表2")
    for row in (["丙", 5], ["丁", 6]):
        other.append(row)


def _spoil(sheet: Any) -> None:
    sheet["B1"].value = "#REF!"
    sheet["B1"].data_type = "e"


def _show_no_zeros(sheet: Any) -> None:
    sheet.sheet_view.showZeros = False


_ANNEX = [
    ["政府信息公开情况统计表", None, None],
    ["填报单位：云溪县教育局", None, "单位：件"],
    ["统计指标", "单位", "统计数"],
    ["一、主动公开情况", None, None],
    ["（一）主动公开政府信息数", "条", 1234],
    ["其中：规范性文件", "件", None],
    ["（二）回应次数", "次", 0],
    ["注：含上年结转。", None, None],
]
_REPORT = [
    ["云溪县教育局2023年政府信息公开工作年度报告", None],
    ["一、总体情况", None],
    ["本年度本机关依法公开政府信息。" * 10, None],
    ["二、主动公开政府信息情况", None],
    ["第二十条第（一）项", None],
    ["信息内容", "件数"],
    ["规章", 1],
    ["三、收到和处理政府信息公开申请情况", None],
    ["新收", 4],
    ["结转", 0],
]

BOOKS = {
    "annex": xlsx(_ANNEX, ["A1:C1", "A8:C8"], {"C5": "#,##0", "C7": "0;-0;;@"}, bordered="A3:C7"),
    "headers": xlsx(
        [["行政复议", None, "行政诉讼"], ["维持", "纠正", None], [1, None, 3]],
        ["A1:B1", "C1:C2"],
        bordered="A1:C3",
    ),
    "hidden": xlsx([["甲", "x", 1], ["乙", "x", 77], ["丙", "x", 3]], change=_hide),
    "merged over hidden": xlsx(
        [["新收", 1], [None, 2], [None, 3], ["结转", 4]], ["A1:A3"], change=_hide_row
    ),
    "blocks": xlsx([["甲", 1], ["乙", 2], [None, None], ["子", 3], ["丑", 4]], change=_add_sheet),
    "errors": xlsx([["甲", 0], ["乙", 2]], change=_spoil),
    "no zeros": xlsx([["甲", 0], ["乙", 2]], bordered="A1:B2", change=_show_no_zeros),
    "date": xlsx(
        [["填报\n日期", datetime.date(2023, 3, 15)], ["乙", 2]],
        formats={"B1": 'yyyy"年"m"月"d"日"'},
    ),
    "drawn": xlsx(
        [["项目", "一", "二", "三"], ["甲", 1, None, None], ["乙", 2, None, None]],
        bordered="A1:C3",
    ),
    "last row": xlsx([["甲", 1], ["乙", 2], ["丙", None]], bordered="A1:B3"),
    "report": xlsx(_REPORT, [f"A{row}:B{row}" for row in (1, 2, 3, 4, 5, 8)], bordered="A5:B10"),
    "embedded": xlsx([["甲", 1], ["乙", None]], bordered="A1:B2"),
    "long": xlsx([[f"第{row}行", row] for row in range(600)]),
}
"""Workbooks that the tests read both as they are and as XLS."""
