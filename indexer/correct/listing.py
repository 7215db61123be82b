"""Lists of corrections: a CSV with one correction a line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from govreport_search.errors import ManifestError
from indexer.correct.change import Wish
from indexer.discover import location_of
from indexer.manifest import decoded

COLUMNS = ("report", "path", "cell", "value", "by", "why", "at")
CONFIRM = "confirm"
"""Written as the value where what was read is right."""

_DELIMITERS = (",", ";", "\t")


def read_listing(path: Path, reports: Mapping[str, str], by: str = "") -> tuple[Wish, ...]:
    """The corrections in the order of their lines.

    Args:
        path: CSV; encoding and delimiter as of a manifest.
        reports: report ids by location of the main file.
        by: who says so where a line does not.

    Raises:
        ManifestError: it cannot be read; names line and cause.
    """
    text = decoded(path)
    header = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        names = _names(path, next(reader, []))
        return tuple(
            _wish(path, line, given, reports, by) for line, given in _lines(path, reader, names)
        )
    except csv.Error as error:
        raise _fault(path, reader.line_num, f"不是合格的 CSV（{error}）") from error


def _names(path: Path, header: list[str]) -> list[str]:
    names = [name.strip().lower() for name in header]
    unknown = [name for name in names if name not in COLUMNS]
    if unknown:
        raise _fault(path, 1, f"不认识的列 {'、'.join(unknown)}；可用的列是 {'、'.join(COLUMNS)}")
    if "cell" not in names or "value" not in names or not {"report", "path"} & set(names):
        raise _fault(path, 1, "要有 cell、value 两列，以及 report 或 path")
    if len(set(names)) < len(names):
        raise _fault(path, 1, "有重复的列")
    return names


def _lines(
    path: Path, rows: Iterator[list[str]], names: list[str]
) -> Iterator[tuple[int, dict[str, str]]]:
    for number, cells in enumerate(rows, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(names):
            raise _fault(path, number, f"有 {len(cells)} 格，表头有 {len(names)} 格")
        yield number, {name: cell.strip() for name, cell in zip(names, cells, strict=True)}


def _wish(
    path: Path, line: int, given: Mapping[str, str], reports: Mapping[str, str], by: str
) -> Wish:
    missing = [name for name in ("cell", "value") if not given.get(name)]
    if missing:
        raise _fault(path, line, f"{'、'.join(missing)} 为空；空白的格子写 blank")
    said_by = given.get("by") or by
    if not said_by:
        raise _fault(path, line, "没有写明是谁更正的（by 一列，或 --by）")
    value = given["value"]
    return Wish(
        report=_report(path, line, given, reports),
        subject=given["cell"],
        value=None if value.lower() == CONFIRM else value,
        by=said_by,
        why=given.get("why", ""),
        at=_time(path, line, given.get("at", "")),
        origin=f"{path.as_posix()}:{line}",
    )


def _report(path: Path, line: int, given: Mapping[str, str], reports: Mapping[str, str]) -> str:
    if given.get("report"):
        return given["report"]
    if not given.get("path"):
        raise _fault(path, line, "report 和 path 都是空的")
    report = reports.get(location_of(path.parent / given["path"]), "")
    if not report:
        raise _fault(path, line, f"{given['path']} 还没有收入索引")
    return report


def _time(path: Path, line: int, text: str) -> str:
    if text:
        try:
            datetime.fromisoformat(text)
        except ValueError as error:
            raise _fault(path, line, f"at 应写作 2024-01-31 或 2024-01-31T09:30：{text}") from error
    return text


def _fault(path: Path, line: int, cause: str) -> ManifestError:
    return ManifestError(f"更正清单 {path} 第 {line} 行：{cause}", remedy="改正后再运行")
