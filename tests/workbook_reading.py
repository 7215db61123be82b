"""Reads a workbook as a spreadsheet does: from the XML in the file."""

from __future__ import annotations

import re
import zipfile
from typing import IO, Any
from xml.etree import ElementTree

NAMES = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def sheets_of(file: IO[bytes]) -> dict[str, list[list[Any]]]:
    """Each sheet's rows; a number is a float, a text a string, an empty cell ``None``."""
    with zipfile.ZipFile(file) as parts:
        book = ElementTree.fromstring(parts.read("xl/workbook.xml"))
        names = [sheet.attrib["name"] for sheet in book.iterfind(".//m:sheet", NAMES)]
        return {
            name: _rows(parts.read(f"xl/worksheets/sheet{at}.xml"))
            for at, name in enumerate(names, 1)
        }


def _rows(xml: bytes) -> list[list[Any]]:
    assert b"<f>" not in xml  # no formula
    assert b"hyperlink" not in xml
    found = []
    for row in ElementTree.fromstring(xml).iterfind(".//m:row", NAMES):
        cells: dict[int, Any] = {}
        for cell in row.iterfind("m:c", NAMES):
            letters = re.sub(r"\d", "", cell.attrib["r"])
            at = sum((ord(c) - 64) * 26**n for n, c in enumerate(reversed(letters))) - 1
            cells[at] = _value(cell)
        found.append([cells.get(at) for at in range(max(cells, default=-1) + 1)])
    return found


def _value(cell: ElementTree.Element) -> Any:
    if cell.attrib.get("t") == "inlineStr":
        return "".join(text.text or "" for text in cell.iterfind(".//m:t", NAMES))
    value = cell.find("m:v", NAMES)
    if value is None or value.text is None:
        return None
    return bool(int(value.text)) if cell.attrib.get("t") == "b" else float(value.text)
