"""The files behind the reports, shown as they were published.

The store keeps their text. Who can read such files joins by an entry point, so that neither the
library nor the web pages know a format.
"""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import Protocol

from govreport_search.settings import Settings
from govreport_search.store.record import Original

ENTRY_POINTS = "govreport.originals"
"""Each names a function from :class:`Settings` to something that shows :class:`Originals`."""

IN_PAGES = frozenset(("pdf", "image"))
"""Kinds whose pages can be shown as images."""

IN_MARKUP = frozenset(("html", "mhtml"))
"""Kinds that are web pages themselves."""

PAPER = (210, 297)
"""Width and height of a page of which nothing is known yet: A4."""


class Originals(Protocol):
    """Shows files whose bytes are still those that were read."""

    def stands(self, original: Original) -> bool:
        """Whether a file of the right size is still where it was met; a quick look."""
        ...

    def page(self, original: Original, page: int) -> bytes:
        """A page as a PNG file.

        Args:
            original: of a kind in :data:`IN_PAGES`.
            page: from 1.

        Raises:
            NotFoundError: code ``original_gone`` where no file with these bytes is left,
                ``not_found`` where it has no such page.
            BusyError: too many pages are asked for at once.
            UnreadableSourceError: the page cannot be drawn, or not within its limits.
        """
        ...

    def sizes(self, original: Original) -> tuple[tuple[int, int], ...]:
        """Width and height of the pages in any unit, as far as they were drawn before."""
        ...

    def markup(self, original: Original) -> str:
        """The report's part of a web page: elements with ``data-path``, their place in the page.

        Not safe to show as it is.

        Args:
            original: of a kind in :data:`IN_MARKUP`.

        Raises:
            NotFoundError: as :meth:`page`.
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
