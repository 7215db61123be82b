"""A list of terms, counted by body, region, year or report; every count can be searched again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial

import numpy as np
from numpy.typing import NDArray

from govreport_search.errors import BadFilterError
from govreport_search.query.parser import parse
from govreport_search.query.request import Request
from govreport_search.query.tree import And, Node, Phrase, SameReport
from govreport_search.query.typed import quoted, typed
from govreport_search.sentence import say
from govreport_search.services import scan
from govreport_search.services.archive import Archive
from govreport_search.services.array import Flags, Positions, where
from govreport_search.services.corpus import Corpus
from govreport_search.services.evaluate import whole_evaluation
from govreport_search.services.filters import Masks, canonical, joined, where_tree
from govreport_search.services.grouping import GROUPINGS, Grouping, GroupName, grouping
from govreport_search.services.outcome import phrase_counts
from govreport_search.services.question import looked_for
from govreport_search.services.scan import Budget
from govreport_search.services.term_list import read_terms


@dataclass(frozen=True, slots=True)
class Count:
    """How often a term stands somewhere.

    Attributes:
        hits: its occurrences.
        sections: with any.
        reports: with any.
    """

    hits: int = 0
    sections: int = 0
    reports: int = 0


@dataclass(frozen=True, slots=True)
class Term:
    """One term over all reports asked for.

    Attributes:
        query: that finds it there, under the request's filters.
        groups: how many hold it.
    """

    text: str
    query: str
    count: Count
    groups: int


@dataclass(frozen=True, slots=True)
class TermGroup:
    """One group of reports.

    Attributes:
        reports: that were searched.
        without_text: those of them without searchable text: that they hold a term is not known.
        say_name, say_counts: its name and counts, made when they are asked for: a page shows few
            of many groups.
    """

    reports: int
    without_text: int
    say_name: Callable[[], GroupName] = field(repr=False, compare=False)
    say_counts: Callable[[], Mapping[int, Count]] = field(repr=False, compare=False)

    @property
    def name(self) -> GroupName:
        """What the group is."""
        return self.say_name()

    @property
    def counts(self) -> Mapping[int, Count]:
        """Counts of the terms that it holds, by index in ``TermTable.terms``; no others."""
        return self.say_counts()


@dataclass(frozen=True, slots=True, eq=False)
class TermTable:
    """Groups × terms.

    Attributes:
        by: what reports are put together by, one of ``GROUPINGS``.
        terms: in the order of the list.
        groups: years from the oldest, otherwise those with the most hits first; of equal ones
            in the order of the grouping.
        reports: that were searched.
        without_text: those of them without searchable text.
        empty_groups: groups that were searched, hold no term, and are not listed.
    """

    request: Request
    by: str
    terms: tuple[Term, ...]
    groups: tuple[TermGroup, ...]
    reports: int
    without_text: int
    empty_groups: int
    _base: Node = field(repr=False)

    @property
    def absent(self) -> tuple[str, ...]:
        """Terms that stand nowhere."""
        return tuple(term.text for term in self.terms if not term.count.reports)

    def query(self, term: int, group: TermGroup) -> str:
        """A query that finds a term in a group, under the request's filters."""
        return _query(self.terms[term].text, self._base, group.name.within)


def term_table(
    archive: Archive,
    request: Request,
    terms: Sequence[str],
    by: str = GROUPINGS[0],
    *,
    every: bool = False,
) -> TermTable:
    """Count each term in the reports that the request matches.

    The request's query chooses reports, wherever in them its words stand; its filter on sections
    chooses the sections that are searched.

    Args:
        terms: phrases, not in the query language; see ``read_terms``.
        by: one of ``GROUPINGS``.
        every: whether groups without any of the terms are listed, too.

    Raises:
        UserError: query, filter, grouping or a term cannot be understood; or not every section
            could be read in time (``scan_cut_off``).
    """
    wanted = read_terms(terms)
    if by not in GROUPINGS:
        raise BadFilterError(
            say("不能按“%(by)s”分组", by=by),
            remedy=say("可用的分组：%(value)s", value="、".join(GROUPINGS)),
        )
    asked = replace(request, filters=canonical(request.filters))
    base, where_holds = looked_for(asked).tree, where_tree(asked.filters)
    trees = [looked_for(replace(asked, query=quoted(term))).tree for term in wanted]

    def answer(corpus: Corpus) -> TermTable:
        budget, masks = Budget(scan.MOST_SECONDS_WHOLE), Masks(corpus, asked.filters)
        under = masks.reports()
        if (tree := joined(base, where_holds)) != And(()):
            found = whole_evaluation(corpus, SameReport(tree), budget)
            under = under & found.of_report(tree).yes
        counter = _Counter(corpus, grouping(corpus, by), under, masks.kinds)
        tallies = [counter.count(tree, budget) for tree in trees]
        return _table(counter, request, by, wanted, tallies, every=every)

    return archive.ask(answer)


@dataclass(frozen=True, slots=True, eq=False)
class _Tally:
    """One term's counts.

    Attributes:
        groups: that hold it, ascending, shape (g,).
        counts: hits, sections and reports of each, shape (g, 3).
    """

    whole: Count
    groups: Positions
    counts: NDArray[np.int64]


class _Counter:
    """Counts in some reports and kinds of sections.

    Args:
        under: the reports, shape (reports,).
        kinds: the kinds, shape (kinds + 1,).
    """

    def __init__(self, corpus: Corpus, groups: Grouping, under: Flags, kinds: Flags) -> None:
        self.corpus, self.groups, self.under = corpus, groups, under
        self._kinds = kinds

    def count(self, tree: Node, budget: Budget) -> _Tally:
        """How often the texts of a tree stand there, by group."""
        corpus, codes, size = self.corpus, self.groups.codes, self.groups.size
        found = whole_evaluation(corpus, tree, budget)
        held = found.at.yes & self._kinds.take(corpus.unit_kind.take(found.candidates))
        held &= self.under.take(found.candidate_reports)
        units = found.candidates.compress(held)
        counts = np.sum(phrase_counts(found, units), axis=0, dtype=np.int64)
        of_units = corpus.reports_of(units)
        hits_of_report = np.bincount(of_units, counts, minlength=len(corpus)).astype(np.int64)
        sections_of_report = np.bincount(of_units, minlength=len(corpus))
        reports = where(sections_of_report > 0)
        own = codes.take(reports)
        by_code = np.empty((size, 3), dtype=np.int64)
        by_code[:, 0] = np.bincount(own, hits_of_report.take(reports), minlength=size)
        by_code[:, 1] = np.bincount(own, sections_of_report.take(reports), minlength=size)
        by_code[:, 2] = np.bincount(own, minlength=size)
        by_group = self.groups.summed(by_code)
        some = where(by_group[:, 2] > 0)
        whole = Count(int(counts.sum()), len(units), len(reports))
        return _Tally(whole, some, by_group.take(some, axis=0))


class _Held:
    """Which groups hold which terms how often.

    Attributes:
        any: groups that hold any, shape (groups,).
        hits: of all terms in each group, shape (groups,).
    """

    def __init__(self, tallies: Sequence[_Tally], size: int) -> None:
        groups = np.concatenate([np.empty(0, np.int64), *(tally.groups for tally in tallies)])
        terms = np.repeat(np.arange(len(tallies)), [len(tally.groups) for tally in tallies])
        counts = np.concatenate([np.empty((0, 3), np.int64), *(tally.counts for tally in tallies)])
        order = groups.argsort(kind="stable")
        self._terms, self._counts = terms.take(order), counts.take(order, axis=0)
        self._starts = groups.take(order).searchsorted(np.arange(size + 1))
        self.any: Flags = np.diff(self._starts) > 0
        self.hits = np.bincount(groups, counts[:, 0], minlength=size)

    def counts(self, group: int) -> Mapping[int, Count]:
        """What a group holds, by index of the term."""
        part = slice(self._starts[group], self._starts[group + 1])
        numbers = zip(self._terms[part].tolist(), self._counts[part].tolist(), strict=True)
        return {term: Count(*counts) for term, counts in numbers}


def _year(value: str) -> tuple[bool, str]:
    return not value.isdigit(), value


def _table(
    counter: _Counter,
    request: Request,
    by: str,
    wanted: Sequence[str],
    tallies: Sequence[_Tally],
    *,
    every: bool,
) -> TermTable:
    corpus, groups = counter.corpus, counter.groups
    textless = corpus.textless[counter.under.take(corpus.textless)]
    searched, without_text = groups.reports(where(counter.under)), groups.reports(textless)
    held = _Held(tallies, len(searched))
    some = searched > 0
    chosen = where(some if every else some & held.any)
    named = cache(groups.named)
    if by == "year":
        order = sorted(chosen.tolist(), key=lambda at: _year(named(at).value))
    else:
        order = chosen.take(np.argsort(-held.hits.take(chosen), kind="stable")).tolist()
    listed = tuple(
        TermGroup(
            int(searched[at]),
            int(without_text[at]),
            partial(named, at),
            cache(partial(held.counts, at)),
        )
        for at in order
    )
    base = parse(request.query)
    return TermTable(
        request=request,
        by=by,
        terms=tuple(
            Term(text, _query(text, base, ()), tally.whole, len(tally.groups))
            for text, tally in zip(wanted, tallies, strict=True)
        ),
        groups=listed,
        reports=int(np.count_nonzero(counter.under)),
        without_text=len(textless),
        empty_groups=int(np.count_nonzero(some)) - len(listed),
        _base=base,
    )


def _query(term: str, base: Node, within: Sequence[Node]) -> str:
    """What finds a term in the reports that the base matches and that lie within."""
    chosen = () if base == And(()) else (SameReport(base),)
    return typed(And((Phrase(term), *chosen, *within))) if chosen or within else quoted(term)
