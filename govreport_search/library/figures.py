"""Numbers over many reports: sums, comparisons, rankings, lists of terms, coverage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from govreport_search.library.opened import Opened
from govreport_search.query.plain import Values, question, texts
from govreport_search.query.request import Request
from govreport_search.services.agency import AgencyView, agency_view
from govreport_search.services.body_list import bodies_of_divisions, read_bodies
from govreport_search.services.compare import Comparison, compare, comparisons
from govreport_search.services.coverage import Coverage, Scope, coverage
from govreport_search.services.ranking import Ranking, ranking, rankings
from govreport_search.services.region_view import Group, RegionView, known_groups, region_view
from govreport_search.services.statistics import Statistics, statistics
from govreport_search.services.term_table import TermTable, term_table


class Figures(Opened):
    """What an open library counts."""

    def statistics(
        self,
        query: str = "",
        *,
        by: str = "year",
        cells: Sequence[str] | None = None,
        synonyms: bool = False,
        fold: bool = True,
        **chosen: Values,
    ) -> Statistics:
        """Sums and states of cells over the matching reports; a blank adds nothing to a sum.

        Args:
            query: in the query language; empty for all reports.
            by: ``year``, ``level``, ``kind``, ``region`` or ``form``.
            cells: names of cells as in conditions; all that any report has without them.
            synonyms, fold, chosen: as for ``search``.

        Raises:
            UserError: query, filter, grouping or cell cannot be understood.
        """
        return self.tally(question(query, synonyms, fold, chosen), by, cells)

    def tally(
        self, request: Request, by: str = "year", cells: Sequence[str] | None = None
    ) -> Statistics:
        """``statistics`` with the question in one object."""
        return statistics(self._archive, request, by, cells)

    def terms(
        self,
        terms: Iterable[str],
        query: str = "",
        *,
        by: str = "agency",
        every: bool = False,
        synonyms: bool = False,
        fold: bool = True,
        **chosen: Values,
    ) -> TermTable:
        """Count each term of a list in the matching reports; see docs/terms.md.

        Args:
            terms: phrases as they are, not in the query language.
            query: chooses reports; empty for all.
            by: ``agency``, ``region``, ``year``, ``level``, ``kind``, ``form`` or ``report``.
            every: whether groups without any of the terms are listed, too.
            synonyms, fold, chosen: as for ``search``.

        Raises:
            UserError: a term, query, filter or grouping cannot be understood.
        """
        return self.count_terms(question(query, synonyms, fold, chosen), terms, by, every=every)

    def count_terms(
        self, request: Request, terms: Iterable[str], by: str = "agency", *, every: bool = False
    ) -> TermTable:
        """``terms`` with the question in one object."""
        return term_table(self._archive, request, tuple(terms), by, every=every)

    def compare(
        self,
        query: str = "",
        *,
        cells: Sequence[str],
        by: str = "agency",
        depth: int = 1,
        limit: int = 20,
        offset: int = 0,
        synonyms: bool = False,
        fold: bool = True,
        **chosen: Values,
    ) -> Comparison:
        """Cells of bodies or regions over years, side by side; see docs/compare.md.

        Args:
            query: in the query language; empty for all reports.
            cells: names of cells as in conditions; ``reasons`` for the share of each ground of
                refusal.
            by: ``agency``, or ``region``, which sums bodies of the one level and kind that the
                filters choose.
            depth: of regions, 1 for provinces down to 4 for townships; 0 for all bodies as one.
            limit, offset: rows.
            synonyms, fold, chosen: as for ``search``.

        Raises:
            UserError: query, filter, cell or grouping cannot be understood.
        """
        page = {"limit": limit, "offset": offset}
        return self.comparison(question(query, synonyms, fold, chosen, **page), cells, by, depth)

    def comparison(
        self, request: Request, cells: Sequence[str], by: str = "agency", depth: int = 1
    ) -> Comparison:
        """``compare`` with the question in one object."""
        return compare(self._archive, request, cells, by, depth)

    def comparisons(
        self, request: Request, cells: Sequence[str], by: str = "agency", depth: int = 1
    ) -> Iterator[Comparison]:
        """The comparison page after page, from the request's to the last, all of one moment."""
        return comparisons(self._archive, request, cells, by, depth)

    def rank(
        self,
        query: str = "",
        *,
        cell: str,
        ascending: bool = False,
        limit: int = 20,
        offset: int = 0,
        synonyms: bool = False,
        fold: bool = True,
        **chosen: Values,
    ) -> Ranking:
        """Bodies by one cell; ties share a rank, and what has no number has none.

        Args:
            cell: its name as in conditions.
            ascending: whether the least comes first.
            query, limit, offset, synonyms, fold, chosen: as for ``compare``; of several years
                each body takes one place for each.

        Raises:
            UserError: query, filter or cell cannot be understood.
        """
        page = {"limit": limit, "offset": offset}
        request = question(query, synonyms, fold, chosen, **page)
        return self.ranking(request, cell, ascending=ascending)

    def ranking(self, request: Request, cell: str, *, ascending: bool = False) -> Ranking:
        """``rank`` with the question in one object."""
        return ranking(self._archive, request, cell, ascending=ascending)

    def rankings(
        self, request: Request, cell: str, *, ascending: bool = False
    ) -> Iterator[Ranking]:
        """The ranking page after page, from the request's to the last, all of one moment."""
        return rankings(self._archive, request, cell, ascending=ascending)

    def agency(self, key: str, cells: Sequence[str] = ()) -> AgencyView:
        """One body over all years, its reports, peers and neighbours; ``agency_view``.

        Raises:
            UserError: there is no such body, several of that name, or no such cell.
        """
        return agency_view(self._archive, key, cells)

    def region(
        self, path: str, cells: Sequence[str] = (), *, level: str = "", kind: str = ""
    ) -> RegionView:
        """One region: bodies, regions in it, sums of one level and kind; ``region_view``.

        Raises:
            UserError: no report is of that region, several have that name, or no such cell.
        """
        return region_view(self._archive, path, cells, level, kind)

    def groups(self) -> tuple[Group, ...]:
        """Each level and kind that go together, most bodies first; ``region_view.known_groups``."""
        return known_groups(self._archive)

    def coverage(
        self,
        listed: str | None = None,
        *,
        region: str = "",
        level: Values = (),
        year: Values = (),
    ) -> Coverage:
        """Which bodies have published in which years; see docs/coverage.md.

        Args:
            listed: a list, a name a line or CSV; the governments of the divisions without it.
            region: of the divisions; with a list, where other bodies are looked for.
            level: the same.
            year: as a filter; the archive's years without it.

        Raises:
            UserError: the list, a region, a level or a year cannot be understood.
        """
        levels, years = texts(level), texts(year)
        bodies = bodies_of_divisions(region, levels) if listed is None else read_bodies(listed)
        scope = Scope(region, levels, governing=listed is None)
        return coverage(self._archive, bodies, years, scope)
