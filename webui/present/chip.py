"""Everything that narrows a search, each as a chip that leads to the search without it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from govreport_search.errors import UserError
from govreport_search.query.describe import describe, value_label
from govreport_search.query.parser import parse, parse_condition
from govreport_search.query.request import EXCLUDED, Request
from govreport_search.query.tree import And, Node
from govreport_search.query.typed import typed
from govreport_search.query.value import canonical_values
from govreport_search.query.walk import texts
from govreport_search.query.words import FIELD_LABELS
from govreport_search.sentence import listed
from webui.args import FILTER_NAMES, toggled
from webui.language import N_
from webui.language import gettext as _

Link = Callable[[Request], str]


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that narrows the search; its URL is the page without it.

    Attributes:
        excluded: whether it keeps something out.
    """

    field: str
    label: str
    url: str
    excluded: bool = False


def field_label(name: str) -> str:
    """The name of a filter, whether its values are wanted or kept out."""
    label = N_("条件") if name == "where" else FIELD_LABELS[name.removeprefix(EXCLUDED)]
    return str(_(label))


def filter_label(name: str, value: str) -> str:
    """One filter value in words; a value that cannot be read comes back as typed."""
    field = name.removeprefix(EXCLUDED)
    try:
        if name == "where":
            return describe(parse_condition(value))
        return listed(" 或 ", (value_label(field, one) for one in canonical_values(field, [value])))
    except UserError:
        return value


def chips(request: Request, link: Link) -> tuple[Chip, ...]:
    """The parts of the query that must all hold, then every filter."""
    return (*_of_query(request, link), *filter_chips(request, link))


def filter_chips(request: Request, link: Link) -> tuple[Chip, ...]:
    """Every filter."""
    return tuple(
        Chip(
            field_label(name),
            filter_label(name, value),
            link(toggled(request, name, value)),
            name.startswith(EXCLUDED),
        )
        for name in FILTER_NAMES
        for value in getattr(request.filters, name)
    )


def narrowing(request: Request) -> tuple[Chip, ...]:
    """All that narrows a page, to be read only, on paper: its chips lead nowhere."""
    return chips(request, lambda _narrower: "")


def _of_query(request: Request, link: Link) -> Iterator[Chip]:
    """Nothing for a query that cannot be read: the page says what is wrong with it."""
    try:
        tree = parse(request.query)
    except UserError:
        return
    parts = tree.children if isinstance(tree, And) else (tree,)
    for at, part in enumerate(parts):
        rest = _joined((*parts[:at], *parts[at + 1 :]))
        kind = _("词句") if any(texts(part)) else _("条件")
        yield Chip(kind, describe(part), link(request.anew(query=rest)))


def _joined(parts: tuple[Node, ...]) -> str:
    if not parts:
        return ""
    return typed(parts[0] if len(parts) == 1 else And(parts))
