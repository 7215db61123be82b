"""What a statutory cell holds: a number, or one of five ways of holding none."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class State(StrEnum):
    """The six states of a cell; zero is a number, a blank is not a zero."""

    NUMBER = "number"
    BLANK = "blank"
    NOT_APPLICABLE = "not_applicable"
    TEXT = "text"
    UNREADABLE = "unreadable"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Quantity:
    """One cell's content.

    Attributes:
        state: which of the six.
        value: the number, only when ``state`` is ``NUMBER``, in the column's unit.
        raw: the cell as printed; ``None`` only when nothing was printed (``MISSING``).
        note: what was printed beside the number (其中修订 16 件), or why it cannot be read.
    """

    state: State
    value: Decimal | None = None
    raw: str | None = None
    note: str = ""

    def __post_init__(self) -> None:
        if (self.state is State.NUMBER) != (self.value is not None):
            raise ValueError(f"a value goes with state number and no other: {self!r}")


MISSING = Quantity(State.MISSING)
