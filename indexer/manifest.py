"""The manifest: a CSV in which the user says what a report's text does not, or says wrongly."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from govreport_search.errors import ManifestError
from govreport_search.store import ManifestEntry
from indexer.discover import location_of

COLUMNS = ("path", "agency", "region", "year", "url", "published", "captured", "part_of")
NATIONAL = "全国"
"""Written in the column ``region`` for a national body."""

_YEARS = range(2000, 2101)
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2}([T ]\d{2}:\d{2}.*)?)?)?")
_DELIMITERS = (",", ";", "\t")


def read_manifest(path: Path) -> tuple[ManifestEntry, ...]:
    """Entries in the order of their lines; paths in it are relative to its own folder.

    UTF-8 with or without a mark, or GB18030; comma, semicolon or tab. The column ``path`` is
    needed, the others may be left out, and an empty cell says nothing.

    Raises:
        ManifestError: it cannot be read; names line and cause.
    """
    text = decoded(path)
    header = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        names = _check_header(path, next(reader, []))
        entries: dict[str, ManifestEntry] = {}
        for cells in reader:
            if any(cell.strip() for cell in cells):
                entry = _entry(path, reader.line_num, names, cells)
                if entry.location in entries:
                    first = entries[entry.location].line
                    raise _error(path, reader.line_num, f"与第 {first} 行是同一个文件")
                entries[entry.location] = entry
    except csv.Error as error:
        raise _error(path, reader.line_num, f"不是合格的 CSV（{error}）") from error
    _check_parts(path, entries)
    return tuple(entries.values())


def decoded(path: Path) -> str:
    """The text of a CSV that a user wrote.

    Raises:
        ManifestError: it cannot be opened, or is in no encoding that is known.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ManifestError(
            f"无法读取清单 {path}（{error.strerror}）", remedy="请检查给出的路径"
        ) from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ManifestError(f"清单 {path} 的编码无法识别", remedy="请存为 UTF-8 的 CSV")


def _check_header(path: Path, header: Iterable[str]) -> list[str]:
    names = [name.strip().lower() for name in header]
    unknown = [name for name in names if name not in COLUMNS]
    if unknown:
        raise _error(path, 1, f"不认识的列 {'、'.join(unknown)}；可用的列是 {'、'.join(COLUMNS)}")
    if "path" not in names:
        raise _error(path, 1, "缺少 path 一列")
    if len(set(names)) < len(names):
        raise _error(path, 1, "有重复的列")
    return names


def _entry(path: Path, line: int, names: list[str], cells: list[str]) -> ManifestEntry:
    if len(cells) != len(names):
        raise _error(path, line, f"有 {len(cells)} 格，表头有 {len(names)} 格")
    given = {name: cell.strip() for name, cell in zip(names, cells, strict=True) if cell.strip()}
    if "path" not in given:
        raise _error(path, line, "path 为空")
    folder = path.parent
    part_of = given.get("part_of")
    return ManifestEntry(
        location=location_of(folder / given["path"]),
        manifest=path.as_posix(),
        line=line,
        agency=given.get("agency"),
        region=_region(path, line, given),
        year=_year(path, line, given),
        url=given.get("url"),
        published=_date(path, line, given, "published"),
        captured=_date(path, line, given, "captured"),
        part_of=None if part_of is None else location_of(folder / part_of),
    )


def _region(path: Path, line: int, given: Mapping[str, str]) -> tuple[str, ...] | None:
    if "region" not in given:
        return None
    if given["region"] == NATIONAL:
        return ()
    names = tuple(name.strip() for name in given["region"].split("/"))
    if not all(names):
        raise _error(path, line, f"region 应写作 省/市/县/镇 或 {NATIONAL}：{given['region']}")
    return names


def _year(path: Path, line: int, given: Mapping[str, str]) -> int | None:
    if "year" not in given:
        return None
    text = given["year"].removesuffix("年")
    if not (text.isascii() and text.isdigit() and int(text) in _YEARS):
        raise _error(path, line, f"year 应是四位年份：{given['year']}")
    return int(text)


def _date(path: Path, line: int, given: Mapping[str, str], name: str) -> str | None:
    text = given.get(name)
    if text is not None and not _DATE.fullmatch(text):
        raise _error(path, line, f"{name} 应写作 2024-01-31：{text}")
    return text


def _check_parts(path: Path, entries: Mapping[str, ManifestEntry]) -> None:
    for entry in entries.values():
        main = entries.get(entry.part_of) if entry.part_of else None
        if entry.part_of == entry.location:
            raise _error(path, entry.line, "part_of 指向了文件自己")
        if main is not None and main.part_of:
            raise _error(path, entry.line, f"part_of 指向的文件（第 {main.line} 行）不是主文件")


def _error(path: Path, line: int, cause: str) -> ManifestError:
    return ManifestError(f"清单 {path} 第 {line} 行：{cause}", remedy="改正后再运行")
