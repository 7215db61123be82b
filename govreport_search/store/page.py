"""What a page of hits shows of reports and sections: a few columns, in one statement for each
table, whatever the number of hits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from govreport_search.domain import Place
from govreport_search.store.batch import batches
from govreport_search.store.ingest import REJECTED
from govreport_search.store.mapping import load_place, region_names, unpack_box

_HEADS = """
    SELECT report_key, report, title, agency, year, region, level, kind, form,
           url, published, captured
    FROM reports WHERE report_key IN ({})
"""
_SOURCES = """
    SELECT report_key, part, source, sha256
    FROM source_files WHERE report_key IN ({}) ORDER BY source_key
"""
_SECTIONS = """
    SELECT section_key, section, title, printed, line_places,
           page, line, end_line, part, end_page, box, element
    FROM sections WHERE section_key IN ({})
"""


@dataclass(frozen=True, slots=True)
class ShownReport:
    """A report as a hit shows it; see ``ReportRecord`` and ``Identity``.

    Attributes:
        files: by part, path and SHA-256 of its file, of several the first that was met.
    """

    key: int
    id: str
    source: str
    title: str
    agency: str
    year: int | None
    region: tuple[str, ...] | None
    level: str
    kind: str
    form: str
    url: str
    published: str
    captured: str
    files: Mapping[int, tuple[str, str]]

    def file(self, part: int) -> tuple[str, str]:
        """Path and digest of the file that holds a part; empty where none is known."""
        return self.files.get(part, ("", ""))


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section as a hit shows it; see ``Section``."""

    key: int
    id: str
    title: str
    printed: str
    place: Place
    _line_places: str

    def place_of_line(self, number: int) -> Place:
        """Place of a printed line; that of the whole section where the line has none."""
        return load_place(self._line_places, number) or self.place


def shown_reports(connection: Connection, keys: Iterable[int]) -> dict[int, ShownReport]:
    """Reports by their keys, unknown ones passed over."""
    found: dict[int, ShownReport] = {}
    for batch in batches(dict.fromkeys(map(int, keys))):
        files: dict[int, dict[int, tuple[str, str]]] = {}
        for key, part, source, digest in _rows(connection, _SOURCES, batch):
            files.setdefault(key, {}).setdefault(part, (source, digest))
        for key, report, title, agency, year, region, *more in _rows(connection, _HEADS, batch):
            level, kind, form, url, published, captured = more
            own = files.get(key, {})
            found[key] = ShownReport(
                key,
                report,
                own.get(0, ("", ""))[0],
                title,
                agency,
                year,
                region_names(region),
                level,
                kind,
                form,
                url,
                published,
                captured,
                own,
            )
    return found


def shown_sections(connection: Connection, keys: Iterable[int]) -> dict[int, ShownSection]:
    """Sections by their keys, unknown ones passed over."""
    found: dict[int, ShownSection] = {}
    for batch in batches(dict.fromkeys(map(int, keys))):
        for row in _rows(connection, _SECTIONS, batch):
            key, section, title, printed, line_places, *there = row
            page, line, end_line, part, end_page, box, element = there
            place = Place(
                line=line,
                end_line=end_line,
                page=page,
                part=part,
                end_page=end_page,
                box=unpack_box(box),
                element=element or "",
            )
            found[key] = ShownSection(key, section, title, printed, place, line_places)
    return found


def unread_files(connection: Connection) -> int:
    """How many files have no report because they could not be taken in."""
    # The report's key is indexed, the state is not.
    statement = "SELECT count(*) FROM source_files WHERE report_key IS NULL AND state = ?"
    return int(connection.exec_driver_sql(statement, (REJECTED,)).scalar_one())


def _rows(connection: Connection, statement: str, keys: Sequence[int]) -> Sequence[Any]:
    marks = ",".join("?" * len(keys))
    return connection.exec_driver_sql(statement.format(marks), tuple(keys)).all()
