"""The parsed query; engines and store never see the typed text."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from govreport_search.domain import CellId, State


class Op(StrEnum):
    """Comparison operators on cells; ``a..b`` is written as ``BETWEEN``, both ends included."""

    EQ = "="
    NE = "!="
    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="
    BETWEEN = ".."


@dataclass(frozen=True, slots=True)
class Phrase:
    """Characters that must stand in one section exactly so, both sides folded.

    Attributes:
        text: as typed; fold it before searching.
    """

    text: str


@dataclass(frozen=True, slots=True)
class FieldFilter:
    """A property of the report (or of the section): one of ``values`` must hold.

    Attributes:
        field: year, region, agency, level, kind, function, section, form or report.
        values: canonical values; a year range is written ``2019..2021``.
    """

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A condition on one cell; met only by numbers, undecided in every other state.

    Attributes:
        cell: indicator and column; derived indicators included.
        op: the operator.
        value: the bound, or the lower one of a range (``None``: open below).
        upper: the upper bound of a range (``None``: open above); unused otherwise.
    """

    cell: CellId
    op: Op
    value: Decimal | None
    upper: Decimal | None = None


@dataclass(frozen=True, slots=True)
class StateIs:
    """``… is blank`` and the like; always decided where the form has the cell."""

    cell: CellId
    state: State


@dataclass(frozen=True, slots=True)
class And:
    """All children hold, text within one section."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one child holds."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The child does not hold; what cannot be decided stays undecided."""

    child: Node


Node = Phrase | FieldFilter | Comparison | StateIs | And | Or | Not
