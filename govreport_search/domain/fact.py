"""A fact: one statutory cell of one report, with its place in the source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from govreport_search.domain.correction import Correction
from govreport_search.domain.quantity import Quantity

BOX_UNIT = 10_000
"""A page's width, and its height, in the unit of a box."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page as it is displayed.

    In ten-thousandths of the page's width (``left``, ``right``) and height (``top``,
    ``bottom``), counted from its top left corner, so that a mark fits an image of the page at
    any size.
    """

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the source.

    Attributes:
        line: 1-based line of the source's text as the store keeps it: of text and Markdown the
            file itself, of other kinds what the reader laid out.
        end_line: last line, equal to ``line`` for a single one.
        page: 1-based page, ``None`` for kinds without pages.
        part: index of the source file among the report's files; 0 is the main file.
        end_page: last page where that is another one, else ``None``.
        box: where on ``page``; of a place on several pages only what stands on the first.
        element: for kinds with neither pages nor meaningful lines the element that holds it,
            as a path of 1-based steps (``table[2]/tr[3]/td[4]``) or a sheet's cell
            (``附表!C5``); empty elsewhere.
    """

    line: int | None = None
    end_line: int | None = None
    page: int | None = None
    part: int = 0
    end_page: int | None = None
    box: Box | None = None
    element: str = ""


def spanning(places: Sequence[Place]) -> Place:
    """The one place from the first to the last of several, given in reading order.

    Its box encloses those on its first page; an element is kept only where all agree.

    Raises:
        ValueError: no place is given.
    """
    if not places:
        raise ValueError("a span needs a place")
    first, last = places[0], places[-1]
    end_page = last.end_page or last.page
    elements = {place.element for place in places}
    return Place(
        line=first.line,
        end_line=last.end_line or last.line,
        page=first.page,
        part=first.part,
        end_page=end_page if end_page != first.page else None,
        box=enclosing([p.box for p in places if p.page == first.page and p.part == first.part]),
        element=first.element if len(elements) == 1 else "",
    )


def enclosing(boxes: Sequence[Box | None]) -> Box | None:
    """The smallest box around all that are known; ``None`` where none is."""
    known = [box for box in boxes if box is not None]
    if not known:
        return None
    return Box(
        min(box.left for box in known),
        min(box.top for box in known),
        max(box.right for box in known),
        max(box.bottom for box in known),
    )


@dataclass(frozen=True, slots=True, order=True)
class CellId:
    """Names a cell across all reports: table + row + column, e.g. requests/new/total.

    ``str()`` gives the dotted id all outputs use: ``requests.new.total``; ``parse`` is its
    inverse. Only the row may hold dots.
    """

    table: str
    row: str
    column: str

    @classmethod
    def parse(cls, text: str) -> CellId:
        """The cell of a dotted id."""
        table, _, rest = text.partition(".")
        row, _, column = rest.rpartition(".")
        return cls(table, row, column)

    @property
    def indicator(self) -> str:
        """Table and row, e.g. ``requests.denied.state_secret``."""
        return f"{self.table}.{self.row}"

    def __str__(self) -> str:
        return f"{self.table}.{self.row}.{self.column}"


@dataclass(frozen=True, slots=True)
class Fact:
    """Indicator x column in one report.

    Attributes:
        cell: which cell of the form.
        quantity: what it holds.
        place: where it is printed; ``None`` only for a cell that was read as missing.
        label: the row's label as printed; empty for a missing row.
        confidence: how sure the reading is, 0 to 1; below 1 only where it was recognised from
            an image, and 1 for what a person has vouched for.
        correction: the person's word that the quantity stands on, ``None`` for what was read.
        read: the fact as it was read, where a person corrected or confirmed it.
    """

    cell: CellId
    quantity: Quantity
    place: Place | None = None
    label: str = ""
    confidence: float = 1.0
    correction: Correction | None = None
    read: Fact | None = None
