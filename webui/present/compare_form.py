"""The picker of what is compared or ranked: cells as the form groups them, row by row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from govreport_search.errors import UserError
from govreport_search.forms.derived import RATE_TABLE
from govreport_search.forms.lookup import IndicatorRef, columns_of, indicators
from govreport_search.query.cell import resolve_cell
from govreport_search.sentence import say
from govreport_search.services.measure import GROUNDS
from webui.language import N_
from webui.present.builder import empty

SHARES = N_("不予公开的各项理由所占的份额")
"""The choice that stands for all grounds of refusal."""


_BETWEEN = re.compile(r"[,，、;；\n]+")


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be ticked.

    Attributes:
        depth: how far the form indents it.
        columns: of a row's total, the row's other columns.
    """

    value: str
    label: str
    depth: int
    is_chosen: bool
    columns: tuple[Choice, ...] = ()

    @property
    def chosen(self) -> int:
        """How many of it and its columns are ticked."""
        return self.is_chosen + self.chosen_columns

    @property
    def chosen_columns(self) -> int:
        """How many of its columns are ticked."""
        return sum(column.is_chosen for column in self.columns)


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    """The choices of one table of the form."""

    label: str
    choices: tuple[Choice, ...]

    @property
    def chosen(self) -> int:
        """How many are ticked."""
        return sum(choice.chosen for choice in self.choices)


def split_cells(typed: Iterable[str]) -> tuple[str, ...]:
    """The names that fields of cells hold, each once; one field may hold several."""
    names = (name.strip() for one in typed for name in _BETWEEN.split(one))
    return tuple(dict.fromkeys(filter(None, names)))


def choice_groups(cells: Sequence[str], *, single: bool = False) -> tuple[ChoiceGroup, ...]:
    """Every indicator, by table, rates first; what ``cells`` name is ticked.

    A name that is none of the choices (a ground's share) is not ticked anywhere; ``others`` has
    it.

    Args:
        single: whether only one can be chosen, which leaves out what stands for several.
    """
    meant = {_canonical(cell) for cell in cells}

    def choice(value: str, label: str, depth: int, columns: Columns) -> Choice:
        own = tuple(Choice(name, title, 0, name in meant) for name, title in columns)
        return Choice(value, label, depth, value in meant, own)

    return tuple(
        ChoiceGroup(
            label, tuple(choice(*item) for item in items if not (single and item[0] == GROUNDS[0]))
        )
        for label, items in _every()
    )


def others(cells: Sequence[str]) -> tuple[str, ...]:
    """Names that are none of the choices, as typed."""
    return tuple(cell for cell in cells if _canonical(cell) not in _values())


@cache
def _values() -> frozenset[str]:
    """Of all choices."""
    every = [item for _label, items in _every() for item in items]
    columns = (value for *_, own in every for value, _label in own)
    return frozenset((*(value for value, *_ in every), *columns))


def _canonical(name: str) -> str:
    """The value of the choice that a name means, or the name."""
    if name.strip().lower() in GROUNDS:
        return GROUNDS[0]
    try:
        cell = resolve_cell(name)
    except UserError:
        return name
    ref = _by_id().get(cell.indicator)
    if ref is not None and ref.default_column == cell.column:
        return ref.id
    return str(cell)


@cache
def _by_id() -> dict[str, IndicatorRef]:
    return {ref.id: ref for ref in indicators()}


Columns = tuple[tuple[str, str], ...]
"""Value and label of each."""

Items = tuple[tuple[str, str, int, Columns], ...]


@cache
def _every() -> tuple[tuple[str, Items], ...]:
    """Label of each group, and value, label, depth and columns of its choices."""
    groups: list[tuple[str, Items]] = []
    for group in empty().groups:
        items: list[tuple[str, str, int, Columns]] = []
        for item in group.items:
            ref, depth = _by_id()[item.id], len(item.label) - len(item.label.lstrip("\u3000"))
            label = say(ref.label)
            columns = [
                (f"{ref.id}.{column}", say(name))
                for column, name in columns_of(ref)
                if column != ref.default_column
            ]
            if ref.default_column:
                items.append((ref.id, label, depth, tuple(columns)))
                continue
            items += [
                (value, say("%(row)s·%(column)s", row=label, column=name), depth, ())
                for value, name in columns
            ]
        if item.id.startswith(f"{RATE_TABLE}."):
            items.append((GROUNDS[0], say(SHARES), 0, ()))
            groups.insert(0, (group.label, tuple(items)))
        else:
            groups.append((group.label, tuple(items)))
    return tuple(groups)
