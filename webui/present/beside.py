"""The source beside the report: its pages, and on them what the report's page speaks of.

Whoever wants to lead to a place asks :meth:`Beside.link`; it remembers the place, so that the
page's image can mark it and lead back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from govreport_search.domain import Box, Place
from govreport_search.services.original import IN_PAGES, PAPER, WEB_PAGES, Look, Presence, Way
from govreport_search.store.record import Original

Sizes = Sequence[tuple[int, int]]

PAGE_WIDTH = 1240
"""Pixels of a page's image; with its height it is what a browser reserves."""

_ROOM = 12
"""By how much a mark is larger than what it marks, in ten-thousandths of the page."""


@dataclass(frozen=True, slots=True)
class Area:
    """A marked place on a page, in ten-thousandths of its width and height.

    Attributes:
        id: what links to it name.
        back: anchor on the page that speaks of it.
        kind: ``cell``, ``hit``, or ``place`` for a line or a section.
        name: in words, for the mark's tooltip.
    """

    id: str
    x: int
    y: int
    width: int
    height: int
    back: str
    kind: str
    name: str


@dataclass(slots=True)
class PageView:
    """One page of one file.

    Attributes:
        width, height: of its image in pixels, as far as is known before it is drawn.
        areas: what is marked on it, by their ids.
    """

    id: str
    part: int
    number: int
    width: int
    height: int
    areas: dict[str, Area] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileView:
    """One file of the report.

    Attributes:
        part: its index among the report's files.
        way: how it is shown beside the report.
        presence: whether the file is still there, and what was read.
        is_web: whether it is a web page itself.
        pages: its pages, where it has images of them.
    """

    part: int
    source: str
    way: Way
    presence: Presence
    is_web: bool = False
    pages: tuple[PageView, ...] = ()


class Beside:
    """The files of one report, and the places on them that its page leads to.

    Args:
        originals: the files, main file first.
        names: their paths as users gave them.
        looks: how each can be shown.
        sizes: of their pages, as far as known.
        line_link: address of a place as a line of its file's text, or as an element of it.
    """

    def __init__(
        self,
        originals: Sequence[Original],
        names: Sequence[str],
        looks: Sequence[Look],
        sizes: Mapping[int, Sizes],
        line_link: Callable[[Place, bool], str],
    ) -> None:
        self._line_link = line_link
        self._originals = originals
        self._pages: dict[tuple[int, int], PageView] = {}
        self.files = tuple(
            FileView(
                part,
                name,
                look.way,
                look.presence,
                original.kind in WEB_PAGES,
                self._sheets(part, original, sizes),
            )
            for part, (original, name, look) in enumerate(zip(originals, names, looks, strict=True))
        )

    def link(self, place: Place | None, back: str = "", kind: str = "place", name: str = "") -> str:
        """Where a place is shown; empty where it has none.

        Args:
            place: in one of the files.
            back: the anchor that speaks of it; the first one told is kept.
            kind: of the mark.
            name: of what stands there.
        """
        if place is None or place.part >= len(self.files):
            return ""
        way = self.files[place.part].way
        if way is Way.PAGES and place.page is not None:
            page = self._pages.get((place.part, place.page))
            if page is not None:
                return f"#{self._marked(page, place.box, back, kind, name) or page.id}"
        if place.line is None:
            return ""
        # Of a web page nobody knows which elements make a line.
        in_document = bool(place.element) or not self.files[place.part].is_web
        return self._line_link(place, way is Way.DOCUMENT and in_document)

    def leading_back(self, back: str) -> Callable[[Place | None], str]:
        """The same for places that one anchor speaks of."""
        return lambda place: self.link(place, back)

    def _marked(self, page: PageView, box: Box | None, back: str, kind: str, name: str) -> str:
        if box is None:
            return ""
        key = f"at-{page.part}-{page.number}-{box.left}-{box.top}-{box.right}-{box.bottom}"
        known = page.areas.get(key)
        if known is None or (kind != "place" and known.kind == "place"):
            before = known.back if known else ""
            page.areas[key] = area(box, key, kind, back=back or before, name=name)
        return key

    def _sheets(
        self, part: int, original: Original, sizes: Mapping[int, Sizes]
    ) -> tuple[PageView, ...]:
        if original.kind not in IN_PAGES:
            return ()
        known = sizes.get(part, ())
        made = [page_view(part, number, known) for number in range(1, page_count(original) + 1)]
        self._pages |= {(part, page.number): page for page in made}
        return tuple(made)


def page_count(original: Original) -> int:
    """Pages of a file that is shown in pages: a picture is one."""
    return max(original.pages, 1)


def page_view(part: int, number: int, sizes: Sizes) -> PageView:
    """One page of a file, as large as its image will be."""
    width, height = sizes[number - 1] if number <= len(sizes) else PAPER
    tall = max(1, round(PAGE_WIDTH * height / width))
    return PageView(f"page-{part}-{number}", part, number, PAGE_WIDTH, tall)


def area(box: Box, anchor: str, kind: str, back: str = "", name: str = "") -> Area:
    """The mark around a rectangle, a little larger than it."""
    return Area(
        id=anchor,
        x=max(box.left - _ROOM, 0),
        y=max(box.top - _ROOM, 0),
        width=max(box.right - box.left, 1) + 2 * _ROOM,
        height=max(box.bottom - box.top, 1) + 2 * _ROOM,
        back=back,
        kind=kind,
        name=name,
    )
