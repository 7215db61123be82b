"""Lists of corrections: a CSV with one correction a line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from govreport_search.errors import ManifestError
from govreport_search.services.editing import Wish
from indexer.discover import location_of
from indexer.listing import Listing

COLUMNS = ("report", "path", "cell", "value", "by", "why", "at")
CONFIRM = "confirm"
"""Written as the value where what was read is right."""

NEEDED = (("cell",), ("value",), ("report", "path"))


def read_listing(path: Path, reports: Mapping[str, str], by: str = "") -> tuple[Wish, ...]:
    """The corrections in the order of their lines.

    Args:
        path: CSV; encoding and delimiter as of a manifest.
        reports: report ids by location of the main file.
        by: who says so where a line does not.

    Raises:
        ManifestError: it cannot be read; names line and cause.
    """
    return tuple(_wish(path, line, given, reports, by) for line, given in _listing(path).lines())


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
    return _listing(path).fault(line, cause)


def _listing(path: Path) -> Listing:
    return Listing("更正清单", "--from", path, COLUMNS, NEEDED)
