"""The question for exactly the reports that leave another one undecided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from govreport_search.domain import CellId, State
from govreport_search.forms.loader import FORM_IDS
from govreport_search.forms.lookup import forms_with
from govreport_search.query.parser import parse, parse_condition
from govreport_search.query.request import Request
from govreport_search.query.tree import And, Comparison, FieldFilter, Node, Not, StateIs
from govreport_search.query.typed import typed
from govreport_search.query.walk import conditions


def undecided_request(asked: Request, state: State | None) -> Request | None:
    """The request for the reports that ``asked`` cannot decide because its cell is in a state.

    The conditions on the cell make room for ``… is STATE``, or for the forms that have no such
    cell; all else stays as it was asked. What
    a question leaves undecided is said so only where all its conditions concern one cell and must
    all hold: of several cells a report is counted by the first that is in its way.

    Args:
        state: any but ``number``; ``None`` where the form has no such cell.

    Returns:
        ``None`` where there is no such request.

    Raises:
        UserError: query or conditions cannot be understood.
    """
    query = _parts(parse(asked.query))
    where = [_parts(parse_condition(text)) for text in asked.filters.where]
    every = [part for parts in (query, *where) for part in parts]
    concerned = [part for part in every if any(conditions(part))]
    cells = {one.cell for part in concerned for one in conditions(part)}
    if len(cells) != 1 or not all(isinstance(_bare(p), Comparison | StateIs) for p in concerned):
        return None
    instead = _instead(cells.pop(), state)
    if instead is None:
        return None
    said = iter([instead])

    def changed(parts: Iterable[Node]) -> str:
        kept = tuple(_changed(parts, said))
        return typed(kept[0] if len(kept) == 1 else And(kept))

    return asked.anew(
        query=changed(query),
        filters=replace(asked.filters, where=tuple(filter(None, map(changed, where)))),
    )


def _instead(cell: CellId, state: State | None) -> Node | None:
    if state is not None:
        return StateIs(cell, state)
    having = forms_with(cell)
    lacking = tuple(form for form in FORM_IDS if form not in having)
    return FieldFilter("form", lacking) if lacking else None


def _changed(parts: Iterable[Node], said: Iterator[Node]) -> Iterator[Node]:
    """The parts with the next thing to say in place of each condition, as long as there is any."""
    for part in parts:
        if any(conditions(part)):
            yield from (one for one in (next(said, None),) if one is not None)
        else:
            yield part


def _parts(tree: Node) -> tuple[Node, ...]:
    return tree.children if isinstance(tree, And) else (tree,)


def _bare(node: Node) -> Node:
    return _bare(node.child) if isinstance(node, Not) else node
