"""The parsed query; engines and store never see the typed text."""

from __future__ import annotations

from collections.abc import Iterator
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
class Wildcard:
    """Characters with gaps between them: ``收到*申请``, ``第?条``, ``收到…申请``.

    The text holds at least one wildcard and at least one character to look for.

    Attributes:
        text: as typed; see ``wildcard.read_wildcard``.
    """

    text: str


@dataclass(frozen=True, slots=True)
class Near:
    """Two phrases in one section, in either order, at most so many characters between them.

    Attributes:
        first, second: as typed.
        distance: characters between the end of one and the start of the other.
    """

    first: str
    second: str
    distance: int


@dataclass(frozen=True, slots=True)
class Regex:
    """A regular expression over folded text; found by reading every text.

    Attributes:
        source: as typed; see ``regular.compiled``.
    """

    source: str


@dataclass(frozen=True, slots=True)
class Words:
    """Any of a text's words, the sections with more and rarer ones first.

    Attributes:
        text: as typed; ``services.expand`` cuts it into words.
    """

    text: str


@dataclass(frozen=True, slots=True)
class Printed:
    """The child as printed: found without the fold of width, old characters and case.

    White space and line breaks count as little as elsewhere.
    """

    child: Phrase | Wildcard | Near | Regex


@dataclass(frozen=True, slots=True)
class SameReport:
    """The child is judged of a whole report: its words may stand in different sections."""

    child: Node


@dataclass(frozen=True, slots=True)
class FieldFilter:
    """A property of the report (or of the section): one of ``values`` must hold.

    Attributes:
        field: year, region, agency, level, kind, function, section, form, report or finding.
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


Text = Phrase | Wildcard | Near | Regex | Words | Printed
"""What is looked for in the text of sections."""

Node = Text | FieldFilter | Comparison | StateIs | And | Or | Not | SameReport


def every_node(node: Node) -> Iterator[Node]:
    """A node and all below it, in query order; what is ``Printed`` is one node."""
    yield node
    match node:
        case Not(child) | SameReport(child):
            yield from every_node(child)
        case And(children) | Or(children):
            for child in children:
                yield from every_node(child)
