"""Worksheets of XLSX files, read from their markup (ECMA-376, part 1, chapter 18)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from govreport_search.sentence import say
from indexer.readers.package import Package
from indexer.readers.sheet.model import MOST_CELLS, Sheet, Shown, too_complex
from indexer.readers.sheet.number import built_in, general, printed, text_in

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})", re.IGNORECASE)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_UNPRINTED = re.compile(r"[\x00-\x08\x0b-\x1f\ufeff\u200b]")
_ON = ("1", "true", "on")
_MOST_MERGED = 20_000


@dataclass(frozen=True, slots=True)
class _Book:
    """What all sheets share."""

    strings: Sequence[str]
    formats: Sequence[str]
    bordered: Sequence[bool]
    epoch_1904: bool


def xlsx_sheets(package: Package, only_active: bool = False) -> list[Sheet]:
    """The visible sheets in order.

    Args:
        package: the workbook.
        only_active: take the one that is shown when it is opened.

    Raises:
        UnreadableSourceError: ``damaged`` or ``too_complex``.
    """
    main = (
        package.related("", "officeDocument")
        or package.typed("spreadsheetml.sheet.main+xml")
        or "xl/workbook.xml"
    )
    root = package.tree(main)
    if root is None or root.find(f"{_S}sheets") is None:
        raise package.damaged(say("没有工作表"))
    properties = root.find(f"{_S}workbookPr")
    strings = package.tree(package.related(main, "sharedStrings"))
    formats, bordered = _formats(package.tree(package.related(main, "styles")))
    book = _Book(
        [] if strings is None else [_text(each) for each in strings.iterchildren(f"{_S}si")],
        formats,
        bordered,
        properties is not None and properties.get("date1904") in _ON,
    )
    listed = list(root.find(f"{_S}sheets").iterchildren(f"{_S}sheet"))
    if only_active:
        view = root.find(f"{_S}bookViews/{_S}workbookView")
        active = _whole(None if view is None else view.get("activeTab"))
        listed = listed[active : active + 1] or listed[:1]
    sheets = []
    left = MOST_CELLS
    for each in listed:
        relation = package.relations(main).get(each.get(f"{_R}id", ""))
        visible = each.get("state", "visible") == "visible"
        if relation is None or relation.kind != "worksheet" or not visible:
            continue
        content = package.tree(relation.target)
        if content is not None:
            left -= sum(1 for _ in content.iter(f"{_S}c"))
            if left < 0:
                raise too_complex(package.name, say("的单元格超过 %(most)s 个", most=MOST_CELLS))
            sheets.append(_sheet(content, each.get("name", ""), book))
    return sheets


def _sheet(root: Any, name: str, book: _Book) -> Sheet:
    sheet = Sheet(name)
    view = root.find(f"{_S}sheetViews/{_S}sheetView")
    zeros = view is None or view.get("showZeros", "1") in _ON
    usual = root.find(f"{_S}sheetFormatPr")
    unseen = usual is not None and usual.get("zeroHeight") in _ON
    for column in root.iterfind(f"{_S}cols/{_S}col"):
        if column.get("hidden") in _ON or column.get("width") in ("0", "0.0"):
            first, last = _whole(column.get("min"), 1), _whole(column.get("max"), 1)
            sheet.hidden_columns.update(range(first - 1, min(last, first + 16_384)))
    row_at = -1
    for row in root.iterfind(f"{_S}sheetData/{_S}row"):
        row_at = _whole(row.get("r"), row_at + 2) - 1
        if row.get("hidden", "0") in _ON or (unseen and row.get("ht") is None):
            sheet.hidden_rows.add(row_at)
        column_at = -1
        for cell in row.iterchildren(f"{_S}c"):
            place = _place(cell.get("r", ""))
            column_at = place[1] if place else column_at + 1
            shown = _shown(cell, book, zeros)
            if shown.text or shown.bordered or not shown.legible:
                sheet.cells[row_at, column_at] = shown
    for at, merge in enumerate(root.iterfind(f"{_S}mergeCells/{_S}mergeCell")):
        first, _, last = merge.get("ref", "").partition(":")
        begin, end = _place(first), _place(last)
        if begin and end and at < _MOST_MERGED:
            sheet.merged.append((*begin, *end))
    return sheet


def _shown(cell: Any, book: _Book, zeros: bool) -> Shown:
    style = _whole(cell.get("s"))
    code = book.formats[style] if 0 <= style < len(book.formats) else "General"
    bordered = book.bordered[style] if 0 <= style < len(book.bordered) else False
    stored = cell.findtext(f"{_S}v")
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inline = cell.find(f"{_S}is")
        return Shown("" if inline is None else text_in(_text(inline), code), True, bordered)
    if stored is None:
        return Shown("", cell.find(f"{_S}f") is None, bordered)
    match kind:
        case "s":
            at = _whole(stored, -1)
            known = 0 <= at < len(book.strings)
            text = text_in(book.strings[at], code) if known else ""
            return Shown(text, known, bordered)
        case "str":
            return Shown(text_in(_clean(stored), code), True, bordered)
        case "b":
            return Shown("TRUE" if stored.strip() in _ON else "FALSE", True, bordered)
        case "e":
            return Shown(stored.strip(), False, bordered)
        case "d":
            return Shown(stored.strip(), True, bordered)
    try:
        value = float(stored)
    except ValueError:
        return Shown(stored.strip(), False, bordered)
    if value == 0 and not zeros:
        return Shown("", True, bordered)
    number = printed(value, code, book.epoch_1904)
    return Shown(general(value) if number is None else number, number is not None, bordered)


def _text(holder: Any) -> str:
    """The text of a string, its runs joined; how characters are read aloud is left out."""
    parts = [
        each.text or "" for each in holder.iter(f"{_S}t") if each.getparent().tag != f"{_S}rPh"
    ]
    return _clean("".join(parts))


def _clean(text: str) -> str:
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return _UNPRINTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _formats(styles: Any | None) -> tuple[list[str], list[bool]]:
    """Number format and whether there is a border, by the index that cells name."""
    if styles is None:
        return [], []
    codes = {
        _whole(each.get("numFmtId")): each.get("formatCode", "")
        for each in styles.iterfind(f"{_S}numFmts/{_S}numFmt")
    }
    borders = [_is_drawn(each) for each in styles.iterfind(f"{_S}borders/{_S}border")]
    formats, bordered = [], []
    for each in styles.iterfind(f"{_S}cellXfs/{_S}xf"):
        number = _whole(each.get("numFmtId"))
        formats.append(codes.get(number) or built_in(number))
        border = _whole(each.get("borderId"))
        bordered.append(0 <= border < len(borders) and borders[border])
    return formats, bordered


def _is_drawn(border: Any) -> bool:
    return any(side.get("style", "none") != "none" for side in _sides(border))


def _sides(border: Any) -> Iterator[Any]:
    for side in border:
        if side.tag in (f"{_S}left", f"{_S}right", f"{_S}top", f"{_S}bottom"):
            yield side


def _place(reference: str) -> tuple[int, int] | None:
    """Row and column of ``C5``, from 0."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1


def _whole(written: str | None, fallback: int = 0) -> int:
    try:
        return int(written or "")
    except ValueError:
        return fallback
