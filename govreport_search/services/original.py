"""The files behind the reports, shown as they were published.

The store keeps their text. Who can read such files joins by an entry point, so that neither the
library nor the web pages know a format.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import entry_points
from typing import Protocol

from govreport_search.settings import Settings
from govreport_search.store.record import Original

ENTRY_POINTS = "govreport.originals"
"""Each names a function from :class:`Settings` to something that shows :class:`Originals`."""

IN_PAGES = frozenset(("pdf", "image"))
"""Kinds whose pages can be shown as images."""

WEB_PAGES = frozenset(("html", "mhtml"))
"""Kinds that are web pages themselves."""

CONVERTED = frozenset(("doc", "rtf"))
"""Kinds that are read by way of a conversion, and shown while that is kept."""

IN_MARKUP = WEB_PAGES | CONVERTED | frozenset(("docx", "xlsx", "xls"))
"""Kinds that can be shown as paragraphs and tables."""

PAPER = (210, 297)
"""Width and height of a page of which nothing is known yet: A4."""


class Presence(StrEnum):
    """Whether a file is still what was read."""

    THERE = "there"
    CHANGED = "changed"
    """Where it was met stands something else."""
    GONE = "gone"


class Way(StrEnum):
    """How a file can be shown."""

    PAGES = "pages"
    DOCUMENT = "document"
    TEXT = "text"
    """As the text that the store keeps; the file itself is not needed."""


@dataclass(frozen=True, slots=True)
class Look:
    """What can be seen of a file."""

    way: Way
    presence: Presence


class Originals(Protocol):
    """Shows files whose bytes are still those that were read."""

    def begin(self) -> None:
        """Start in the background what the first page with a file would have to wait for."""
        ...

    def look(self, original: Original) -> Look:
        """How a file can be shown; only one whose SHA-256 is that of what was read is there.

        A file is read for that once, and again after each change of its size or times.
        """
        ...

    def page(self, original: Original, page: int) -> bytes:
        """A page as a PNG file.

        Args:
            original: of a kind in :data:`IN_PAGES`.
            page: from 1.

        Raises:
            NotFoundError: code ``original_changed`` or ``original_gone`` where no file with
                these bytes is left, ``not_found`` where it has no such page.
            BusyError: too many pages are asked for at once.
            UnreadableSourceError: the page cannot be drawn, or not within its limits.
        """
        ...

    def sizes(self, original: Original) -> tuple[tuple[int, int], ...]:
        """Width and height of the pages in any unit; none where that is not soon known.

        Args:
            original: of a kind in :data:`IN_PAGES`.
        """
        ...

    def markup(self, original: Original) -> str:
        """The report's part of a web page, or what a reader makes of another file.

        Elements have ``data-path``, their place in the file as a ``Place`` names it, and
        ``data-lines``, their first and last line of the stored text where that is known
        (``12-14``); positions of a table where the file has no cell have ``data-none``. Not safe
        to show as it is.

        Args:
            original: of a kind in :data:`IN_MARKUP`.

        Raises:
            NotFoundError: as :meth:`page`; ``not_found`` also where a conversion is not kept.
            BusyError: as :meth:`page`.
            UnreadableSourceError: as :meth:`page`.
        """
        ...

    def close(self) -> None:
        """End what runs in the background."""
        ...


def open_originals(settings: Settings) -> Originals | None:
    """What shows files, ``None`` where nothing that does is installed."""
    for entry in entry_points(group=ENTRY_POINTS):
        opened: Originals = entry.load()(settings)
        return opened
    return None
