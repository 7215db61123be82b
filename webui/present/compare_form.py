"""The picker of what is compared: indicators as the form groups them, bodies found by name."""

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

FEW_COLUMNS = 7
"""Of an indicator that has no total, each column is a choice of its own up to so many."""

SHARES = N_("不予公开的各项理由所占的份额")
"""The choice that stands for all grounds of refusal."""


_BETWEEN = re.compile(r"[,，、;；\n]+")


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be ticked; ``depth`` indents it as the form does."""

    value: str
    label: str
    depth: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    """The choices of one table of the form."""

    label: str
    choices: tuple[Choice, ...]

    @property
    def chosen(self) -> int:
        """How many are ticked."""
        return sum(choice.is_chosen for choice in self.choices)


def split_cells(typed: Iterable[str]) -> tuple[str, ...]:
    """The names that fields of cells hold, each once; one field may hold several."""
    names = (name.strip() for one in typed for name in _BETWEEN.split(one))
    return tuple(dict.fromkeys(filter(None, names)))


def choice_groups(cells: Sequence[str]) -> tuple[ChoiceGroup, ...]:
    """Every indicator, by table, rates first; what ``cells`` name is ticked.

    A name that is none of the choices (another column, a ground's share) is not ticked anywhere;
    ``others`` has it.
    """
    meant = {_canonical(cell) for cell in cells}
    groups = [
        ChoiceGroup(label, tuple(Choice(v, name, d, v in meant) for v, name, d in items))
        for label, items in _every()
    ]
    return tuple(groups)


def others(cells: Sequence[str]) -> tuple[str, ...]:
    """Names that are none of the choices, as typed."""
    known = {value for _label, items in _every() for value, _name, _depth in items}
    return tuple(cell for cell in cells if _canonical(cell) not in known)


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


Items = tuple[tuple[str, str, int], ...]


@cache
def _every() -> tuple[tuple[str, Items], ...]:
    """Label of each group, and value, label and depth of its choices."""
    groups: list[tuple[str, Items]] = []
    for group in empty().groups:
        items: list[tuple[str, str, int]] = []
        for item in group.items:
            ref, depth = _by_id()[item.id], len(item.label) - len(item.label.lstrip("\u3000"))
            label = say(ref.label)
            if ref.default_column:
                items.append((ref.id, label, depth))
                continue
            items += [
                (
                    f"{ref.id}.{column}",
                    say("%(row)s·%(column)s", row=label, column=say(name)),
                    depth,
                )
                for column, name in columns_of(ref)[:FEW_COLUMNS]
            ]
        if item.id.startswith(f"{RATE_TABLE}."):
            items.append((GROUNDS[0], say(SHARES), 0))
            groups.insert(0, (group.label, tuple(items)))
        else:
            groups.append((group.label, tuple(items)))
    return tuple(groups)
