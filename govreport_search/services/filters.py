"""Options beside the query: canonical values, and where each of them holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from functools import partial, reduce

import numpy as np

from govreport_search.query.parser import parse_condition
from govreport_search.query.request import EXCLUDED, FACET_FIELDS, Filters
from govreport_search.query.tree import And, Node
from govreport_search.query.value import canonical_values
from govreport_search.services.array import Flags
from govreport_search.services.corpus import Corpus
from govreport_search.services.match import matching_kinds, matching_reports

REPORT_FIELDS = tuple(field for field in FACET_FIELDS if field != "section")
"""Filters on a property of the report; ``section`` chooses among its sections."""


def canonical(filters: Filters) -> Filters:
    """The same filters in canonical spelling.

    Raises:
        BadFilterError: a year that cannot be read.
        UnknownFieldError: a section, level, kind or form that does not exist.
    """
    names = [field.name for field in fields(Filters) if field.name != "where"]
    values = {
        name: canonical_values(name.removeprefix(EXCLUDED), getattr(filters, name))
        for name in names
    }
    return Filters(**values, where=filters.where)


def where_tree(filters: Filters) -> tuple[Node, ...]:
    """The trees of the ``where`` conditions; all of them must hold.

    Raises:
        QuerySyntaxError: as ``parse_condition``.
        UnknownFieldError: as ``parse_condition``.
    """
    return tuple(parse_condition(text) for text in filters.where if text.strip())


def joined(query: Node, conditions: tuple[Node, ...]) -> Node:
    """Query and conditions as one tree, conditions last."""
    if not conditions:
        return query
    return And((query, *conditions)) if query != And(()) else And(conditions)


class Masks:
    """Where each filter holds, each apart from the others (facets leave one out).

    Attributes:
        kinds: which kinds of units the section filter admits, shape (kinds + 1,).
    """

    def __init__(self, corpus: Corpus, filters: Filters) -> None:
        self._everywhere: Flags = np.ones(len(corpus), dtype=np.bool_)
        self._of: Mapping[str, Flags] = {
            field: _admitted(filters, field, partial(matching_reports, corpus, field))
            for field in REPORT_FIELDS
            if filters.wanted(field) or filters.unwanted(field)
        }
        self.kinds: Flags = np.ones(corpus.no_section + 1, dtype=np.bool_)
        if filters.section or filters.not_section:
            self.kinds = _admitted(filters, "section", partial(matching_kinds, corpus))

    @property
    def named(self) -> tuple[str, ...]:
        """Fields of reports that have a filter."""
        return tuple(self._of)

    def reports(self, leave_out: str = "") -> Flags:
        """Reports under all filters on reports, ``leave_out`` disregarded."""
        masks = [mask for field, mask in self._of.items() if field != leave_out]
        return reduce(np.logical_and, masks, self._everywhere)


def _admitted(filters: Filters, field: str, having: Callable[[Sequence[str]], Flags]) -> Flags:
    """What has one of the wanted values, if there are any, and none of the unwanted ones."""
    wanted, unwanted = filters.wanted(field), filters.unwanted(field)
    if not unwanted:
        return having(wanted)
    kept = ~having(unwanted)
    return kept & having(wanted) if wanted else kept
