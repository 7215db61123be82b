"""The manifest: a CSV in which the user says what a report's text does not, or says wrongly."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from govreport_search.errors import ManifestError
from govreport_search.store import ManifestEntry
from indexer.correction.notation import NATIONAL, YEARS
from indexer.discover import location_of
from indexer.listing import Listing

COLUMNS = ("path", "agency", "region", "year", "url", "published", "captured", "part_of")
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2}([T ]\d{2}:\d{2}.*)?)?)?", re.ASCII)


def read_manifest(path: Path) -> tuple[ManifestEntry, ...]:
    """Entries in the order of their lines; paths in it are relative to its own folder.

    The column ``path`` is needed, the others may be left out, and an empty cell says nothing.

    Raises:
        ManifestError: it cannot be read; names line and cause.
    """
    entries: dict[str, ManifestEntry] = {}
    for line, given in _listing(path).lines():
        entry = _entry(path, line, given)
        if entry.location in entries:
            first = entries[entry.location].line
            raise _error(path, line, f"与第 {first} 行是同一个文件")
        entries[entry.location] = entry
    _check_parts(path, entries)
    return tuple(entries.values())


def _entry(path: Path, line: int, given: Mapping[str, str]) -> ManifestEntry:
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
    if not (text.isascii() and text.isdigit() and len(text) == 4 and int(text) in YEARS):
        raise _error(path, line, f"year 应是四位年份：{given['year']}")
    return int(text)


def _date(path: Path, line: int, given: Mapping[str, str], name: str) -> str | None:
    text = given.get(name)
    if text is not None and not (_DATE.fullmatch(text) and _is_day(text)):
        raise _error(path, line, f"{name} 应写作 2024-01-31：{text}")
    return text


def _is_day(text: str) -> bool:
    """Whether the calendar has the year, month or day that a text in the right form begins with."""
    try:
        date.fromisoformat(f"{text[:10]}-01-01"[:10])
    except ValueError:
        return False
    return True


def _check_parts(path: Path, entries: Mapping[str, ManifestEntry]) -> None:
    for entry in entries.values():
        main = entries.get(entry.part_of) if entry.part_of else None
        if entry.part_of == entry.location:
            raise _error(path, entry.line, "part_of 指向了文件自己")
        if main is not None and main.part_of:
            raise _error(path, entry.line, f"part_of 指向的文件（第 {main.line} 行）不是主文件")


def _error(path: Path, line: int, cause: str) -> ManifestError:
    return _listing(path).fault(line, cause)


def _listing(path: Path) -> Listing:
    return Listing("清单", "--manifest", path, COLUMNS, (("path",),))
