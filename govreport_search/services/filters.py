"""Options beside the query: canonical values, and where each of them holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from functools import reduce

import numpy as np

from govreport_search.query.parser import parse_condition
from govreport_search.query.request import FACET_FIELDS, Filters
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
    values = {
        field.name: canonical_values(field.name, getattr(filters, field.name))
        for field in fields(Filters)
        if field.name != "where"
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
            field: matching_reports(corpus, field, values)
            for field in REPORT_FIELDS
            if (values := getattr(filters, field))
        }
        self.kinds: Flags = (
            matching_kinds(corpus, filters.section)
            if filters.section
            else np.ones(corpus.no_section + 1, dtype=np.bool_)
        )

    @property
    def named(self) -> tuple[str, ...]:
        """Fields of reports that have a filter."""
        return tuple(self._of)

    def reports(self, leave_out: str = "") -> Flags:
        """Reports under all filters on reports, ``leave_out`` disregarded."""
        masks = [mask for field, mask in self._of.items() if field != leave_out]
        return reduce(np.logical_and, masks, self._everywhere)
