"""What people say about reports, and who puts it into the store.

The readers' package knows how a correction is checked and applied; front ends that correct find
it here, by the entry point group ``govreport.editing``, and import nothing of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from govreport_search.errors import GovReportError
from govreport_search.settings import Settings
from govreport_search.store import HistoryEntry

ENTRY_POINTS = "govreport.editing"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants a report to say.

    Attributes:
        report: its id.
        subject: a cell by id or name, or agency, region or year.
        value: what it is to hold; ``None`` where what was read is right as it is.
        by, why: who says so, and the reason.
        at: when, ISO 8601; empty for now.
        origin: file and line of a list, empty for a command.
    """

    report: str
    subject: str
    value: str | None
    by: str
    why: str = ""
    at: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What came of the wishes.

    Attributes:
        entries: new entries of the history, in the order of the wishes.
        unchanged: wishes that changed nothing: they already stood in just these words, or
            ask for what was read anyway.
        as_read: the latter of them, as entries that were not made. Who has looked at what was
            read and found it right says so by a confirmation.
    """

    entries: tuple[HistoryEntry, ...]
    unchanged: int = 0
    as_read: tuple[HistoryEntry, ...] = ()


class Editor(Protocol):
    """Who corrects; every method opens the store by itself and may be called in any thread."""

    def correct(self, settings: Settings, wishes: Sequence[Wish]) -> Change:
        """Do all of it, or nothing.

        Raises:
            NotFoundError: there is no such report.
            UserError: a report has no such cell, or a value is none.
        """
        ...

    def take_back(self, settings: Settings, key: int, *, by: str, why: str = "") -> Change:
        """Undo an entry of the history; what it replaced stands again.

        Raises:
            NotFoundError: there is no such entry.
            UserError: it has been undone already, or is an undo itself.
        """
        ...

    def check_manifest(self, path: Path) -> None:
        """Look whether a manifest could be used, without using it.

        Raises:
            ManifestError: names line and cause.
        """
        ...


def editor() -> Editor:
    """The editor that is installed.

    Raises:
        GovReportError: the readers' package is missing or cannot be loaded.
    """
    # Imported here: it reads the metadata of everything that is installed.
    from importlib.metadata import entry_points

    for entry in entry_points(group=ENTRY_POINTS):
        try:
            made: Editor = entry.load()()
        except ImportError:
            continue
        return made
    raise GovReportError(
        "没有可以更正报告的组件", remedy="请重新安装 govreport-search", code="no_editor"
    )
