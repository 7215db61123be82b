"""What a generated report is made of: its body, its truth, and what was planted in it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from govreport_search.domain import CellId, State


@dataclass(frozen=True, slots=True)
class Body:
    """An invented public body.

    Attributes:
        name: by the agency rule: without the parents that ``region`` carries.
        printed: as its reports' titles print it.
        level, kind, function: ids of ``regions.vocabulary``; function may be empty.
        region: invented names from the province down; ``()`` for a national body.
        our: what its reports call the body (我局, 我镇).
        size: rough yearly number of applications.
    """

    name: str
    printed: str
    level: str
    kind: str
    function: str
    region: tuple[str, ...]
    our: str
    size: int


@dataclass(frozen=True, slots=True)
class TrueCell:
    """What a reader should make of one cell.

    Attributes:
        state: what the page shows of it.
        value: the number, only in state ``number``.
        certain: whether a person looking at the text alone can be sure. Where it is false
            (a blank lost by the layout beside it), ``unreadable`` is as right an answer,
            but another number never is.
    """

    state: State
    value: Decimal | None = None
    certain: bool = True


@dataclass(frozen=True, slots=True)
class SampleSection:
    """A section as rendered: its narrative paragraphs without the tables."""

    id: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Planted:
    """A deviation put in on purpose.

    Attributes:
        code: what kind, e.g. ``lost_row`` or ``wrong_total``.
        cells: the cells concerned; empty where it concerns the report.
    """

    code: str
    cells: tuple[CellId, ...] = ()


@dataclass(frozen=True, slots=True)
class SampleReport:
    """One generated report with everything that is known about it.

    Attributes:
        name: file name, unique within one run of the generator.
        body, year: who reports, on which year.
        form: id of the statutory form printed, empty where no table is printed.
        layout: name of the rendering.
        text: the rendered report.
        encoding: how ``data`` is encoded.
        cells: truth of every cell of the form, missing ones included.
        sections: in printed order, ``front`` first.
        planted: deviations put in on purpose.
        written: the file's bytes where it is no text; ``text`` then is what a text of the
            same report would be.
    """

    name: str
    body: Body
    year: int
    form: str
    layout: str
    text: str
    encoding: str
    cells: dict[CellId, TrueCell]
    sections: tuple[SampleSection, ...]
    planted: tuple[Planted, ...]
    written: bytes = b""

    @property
    def data(self) -> bytes:
        """The file's bytes."""
        return self.written or self.text.encode(self.encoding)
