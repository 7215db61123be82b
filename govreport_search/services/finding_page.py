"""Findings of all reports: chosen by what they are and by their reports, counted, put in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial, reduce
from typing import Any

import numpy as np

from govreport_search.domain import CellId, Fact, Finding, Section
from govreport_search.query.finding_request import (
    OWN_FIELDS,
    OWN_FILTERS,
    OWN_VALUES,
    FindingRequest,
    check_finding_sort,
    finding_values,
)
from govreport_search.query.request import EMPTY_VALUE, EXCLUDED, FACET_FIELDS
from govreport_search.query.result import FacetValue
from govreport_search.query.tree import And
from govreport_search.services.archive import Archive
from govreport_search.services.array import Flags, Positions, where
from govreport_search.services.corpus import Corpus
from govreport_search.services.evaluate import whole_evaluation
from govreport_search.services.facets import Facets, listed_facet, value_counts
from govreport_search.services.filters import Masks, canonical, joined, where_tree
from govreport_search.services.match import meant_values
from govreport_search.services.outcome import Outcome
from govreport_search.services.question import looked_for
from govreport_search.store import Store
from govreport_search.store.record import FindingRecord, ReportRecord

REPORT_FACETS = tuple(field for field in FACET_FIELDS if field not in ("section", "finding"))
"""Facets by properties of the reports; a finding is of a report, not of a section, and what it
finds itself is among ``OWN_FIELDS``."""

FINDING_FACETS = (*OWN_FIELDS, *REPORT_FACETS)
"""Every facet of findings, in the order in which pages show them."""


@dataclass(frozen=True, slots=True)
class FindingHit:
    """A finding with all that is needed to see it in its report.

    Attributes:
        fact: what the cell that it concerns holds; ``None`` where it concerns none or several.
        sections: the report's, in which the place of the finding may stand.
    """

    report: ReportRecord
    finding: Finding
    fact: Fact | None
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class FindingPage:
    """An answer.

    Attributes:
        asked: the question, its values in canonical spelling.
        total: findings that are chosen.
        reports: that have any of them.
        searched: reports under the question and the filters on reports, with findings or not.
        facets: of each of ``FINDING_FACETS`` the findings by value, under all other filters.
        facet_sizes: how many values each field has in all.
        facet_found: of the facets of reports that were searched, how many values hold what was
            looked for.
        hits: of this page.
    """

    asked: FindingRequest
    total: int
    reports: int
    searched: int
    facets: Mapping[str, tuple[FacetValue, ...]]
    facet_sizes: Mapping[str, int]
    facet_found: Mapping[str, int]
    hits: tuple[FindingHit, ...]


def finding_page(archive: Archive, asked: FindingRequest) -> FindingPage:
    """One page of findings, with exact totals and facets.

    Raises:
        UserError: query, filter, value or sort order cannot be understood.
    """
    wanted = _canonical(asked)
    check_finding_sort(wanted.sort)

    def answer(corpus: Corpus) -> FindingPage:
        chosen = _Chosen(corpus, wanted)
        flags = chosen.flags()
        page = _places(corpus, wanted, flags)
        facets = _facets(chosen)
        held = np.bincount(corpus.findings.report[flags], minlength=len(corpus))
        return FindingPage(
            asked=wanted,
            total=int(np.count_nonzero(flags)),
            reports=int(np.count_nonzero(held)),
            searched=int(np.count_nonzero(chosen.reports())),
            facets=facets.values,
            facet_sizes=facets.sizes,
            facet_found=facets.found,
            hits=_hits(archive.store, corpus.findings.keys.take(page).tolist()),
        )

    return archive.ask(answer)


def finding_stream(archive: Archive, asked: FindingRequest) -> Iterator[FindingRecord]:
    """Every finding that is chosen, report by report in the order of the archive.

    Raises:
        UserError: as ``finding_page``.
    """
    wanted = _canonical(asked)

    def records(corpus: Corpus) -> Iterator[FindingRecord]:
        table = corpus.findings
        places = np.unique(table.report[_Chosen(corpus, wanted).flags()])
        for record in archive.store.iter_findings(corpus.columns.key.take(places).tolist()):
            if _is_chosen(wanted, record.finding):
                yield record

    return archive.stream(records)


def _is_chosen(asked: FindingRequest, finding: Finding) -> bool:
    """Whether a finding of a chosen report is chosen itself."""
    for name in OWN_FIELDS:
        value: str | None = getattr(finding, name)
        held = EMPTY_VALUE if value is None else str(value)
        wanted = asked.wanted(name)
        if (wanted and held not in wanted) or held in asked.unwanted(name):
            return False
    return True


def _canonical(asked: FindingRequest) -> FindingRequest:
    request = replace(asked.asked, filters=canonical(asked.asked.filters))
    own: dict[str, Any] = {
        name: finding_values(name.removeprefix(EXCLUDED), getattr(asked, name))
        for name in OWN_FILTERS
    }
    return replace(asked, asked=request, **own)


class _Chosen:
    """Where each filter holds, each apart from the others (facets leave one out)."""

    def __init__(self, corpus: Corpus, asked: FindingRequest) -> None:
        self.corpus, self.asked, self.table = corpus, asked, corpus.findings
        self._own = {
            name: self.table.chosen(name, asked.wanted(name), asked.unwanted(name))
            for name in OWN_FIELDS
            if asked.wanted(name) or asked.unwanted(name)
        }
        request = asked.asked
        self._masks = Masks(corpus, request.filters)
        tree = joined(looked_for(request).tree, where_tree(request.filters))
        self._matched: Flags | None = None
        if tree != And(()) or request.filters.section or request.filters.not_section:
            found = whole_evaluation(corpus, tree)
            self._matched = Outcome(found, self._masks.kinds).matched()

    def reports(self, leave_out: str = "") -> Flags:
        """Reports under the question and the filters on reports, shape (reports,)."""
        under = self._masks.reports(leave_out)
        return under if self._matched is None else under & self._matched

    def flags(self, leave_out: str = "") -> Flags:
        """Findings under all filters, one disregarded, shape (findings,)."""
        own = [flags for name, flags in self._own.items() if name != leave_out]
        return reduce(np.logical_and, own, self.reports(leave_out).take(self.table.report))

    @property
    def named(self) -> tuple[str, ...]:
        """Fields that have a filter."""
        return (*self._own, *self._masks.named)


def _places(corpus: Corpus, asked: FindingRequest, flags: Flags) -> Positions:
    """The findings of one page, in their order."""
    agency = corpus.column("agency")
    order = corpus.findings.order(
        asked.sort, corpus.columns.year, agency.codes, agency.where(lambda name: not name)
    )
    start = asked.asked.offset
    return order.compress(flags.take(order))[start : start + asked.asked.limit]


def _facets(chosen: _Chosen) -> Facets:
    # Fields without a filter of their own share one list of findings.
    findings = {apart: where(chosen.flags(apart)) for apart in ("", *chosen.named)}
    facets: dict[str, tuple[FacetValue, ...]] = {}
    sizes: dict[str, int] = {}
    found: dict[str, int] = {}
    for name in OWN_FIELDS:
        facets[name] = _own_facet(chosen, name, findings.get(name, findings[""]))
        sizes[name] = len(facets[name])
    corpus, request = chosen.corpus, chosen.asked.asked
    for name in REPORT_FACETS:
        of = corpus.findings.report.take(findings.get(name, findings[""]))
        counts, words = value_counts(corpus, name, of), corpus.facet_words(name)
        meant = partial(meant_values, corpus, name)
        listed = listed_facet(corpus, name, counts, words, meant, request.filters, request)
        facets[name], sizes[name] = listed.values, listed.size
        if listed.found is not None:
            found[name] = listed.found
    return Facets(facets, sizes, found)


def _own_facet(chosen: _Chosen, name: str, findings: Positions) -> tuple[FacetValue, ...]:
    table, wanted, unwanted = chosen.table, chosen.asked.wanted(name), chosen.asked.unwanted(name)
    counts = table.counts(name, findings).tolist()
    return tuple(
        FacetValue(
            value, OWN_VALUES[name].get(value, value), count, value in wanted, value in unwanted
        )
        for value, count in zip(table.values[name], counts, strict=True)
        if count or value in wanted or value in unwanted
    )


def _hits(store: Store, keys: Sequence[int]) -> tuple[FindingHit, ...]:
    found = store.findings_by_key(keys)
    reports = tuple(dict.fromkeys(report for report, _ in found))
    heads = {head.key: head for head in store.reports_by_key(reports)}
    cells = {cell for _, finding in found if (cell := _cell(finding))}
    facts = store.printed_cells_of(reports, tuple(cells)) if cells else {}
    sections: dict[int, list[Section]] = {key: [] for key in reports}
    for entry in store.iter_sections(reports):
        sections[entry.report.key].append(entry.section.section)
    return tuple(
        FindingHit(
            heads[report],
            finding,
            facts.get((report, cell)) if (cell := _cell(finding)) else None,
            tuple(sections[report]),
        )
        for report, finding in found
    )


def _cell(finding: Finding) -> CellId | None:
    if finding.table and finding.row and finding.column:
        return CellId(finding.table, finding.row, finding.column)
    return None
