"""All findings of the archive as aligned arrays, to be chosen, counted and put in order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from govreport_search.columns.segment import NO_YEAR
from govreport_search.domain import Answer
from govreport_search.query.finding_request import OWN_FIELDS, OWN_VALUES
from govreport_search.query.request import EMPTY_VALUE
from govreport_search.services.array import Codes, Flags, Positions
from govreport_search.services.coded import Several

Rows = Sequence[Sequence[Any]]
Years = NDArray[np.integer[Any]]


class FindingTable:
    """Findings, report by report, each report's in the order of its checks.

    Args:
        rows: ``(finding key, report key, code, severity, answer)`` in that order.
        report_keys: of the corpus, ascending, shape (reports,).

    Attributes:
        keys: of the findings in the store, shape (n,).
        report: position of each one's report in the corpus, shape (n,).
        values: the values of each of ``OWN_FIELDS``; known ones in their own order, then those
            that an older program has written.
    """

    def __init__(self, rows: Rows, report_keys: NDArray[np.int64]) -> None:
        keys, reports, *own = tuple(zip(*rows, strict=True)) or ((),) * (2 + len(OWN_FIELDS))
        self.keys: Positions = np.array(keys, dtype=np.int64)
        self.report: Positions = report_keys.searchsorted(np.array(reports, dtype=np.int64))
        self.values: dict[str, tuple[str, ...]] = {}
        self._codes: dict[str, Codes] = {}
        self._orders: dict[str, Positions] = {}
        for name, column in zip(("code", "severity", "answer"), own, strict=True):
            held = [EMPTY_VALUE if value is None else value for value in column]
            values = tuple(dict.fromkeys((*OWN_VALUES[name], *sorted(set(held)))))
            place = {value: at for at, value in enumerate(values)}
            self.values[name] = values
            self._codes[name] = np.fromiter(map(place.__getitem__, held), np.int32, len(held))

    def __len__(self) -> int:
        return len(self.keys)

    def chosen(self, name: str, wanted: Sequence[str], unwanted: Sequence[str] = ()) -> Flags:
        """Findings with a value that is wanted (any, if none is) and not unwanted, shape (n,)."""
        chosen = [
            (not wanted or value in wanted) and value not in unwanted for value in self.values[name]
        ]
        return np.array(chosen, dtype=np.bool_).take(self._codes[name])

    def counts(self, name: str, findings: Positions) -> NDArray[np.int64]:
        """How many of some findings have each of ``values[name]``."""
        codes = self._codes[name].take(findings)
        return np.bincount(codes, minlength=len(self.values[name]))

    def of_reports(self, reports: int) -> Several:
        """Codes and answers of each report's findings, as ``核查结果:`` names them.

        Args:
            reports: how many the corpus has.
        """
        answers, codes = self.values["answer"], self.values["code"]
        values = ("", *(value for value in answers if value != EMPTY_VALUE), *codes)
        place = {value: at for at, value in enumerate(values)}
        said = [
            (np.array([place.get(value, -1) for value in self.values[name]]), self._codes[name])
            for name in ("answer", "code")
        ]
        found = np.concatenate([to.take(of) for to, of in said])
        pairs = np.concatenate((self.report, self.report)) * len(values) + found
        pairs = np.unique(pairs[found >= 0])
        without = np.ones(reports, dtype=np.bool_)
        without[self.report] = False
        pairs = np.concatenate((np.flatnonzero(without) * len(values), pairs))
        entry, code = np.divmod(pairs, len(values))
        return Several(values, reports, entry, code.astype(np.int32))

    def order(self, sort: str, year: Years, agency: Codes, unnamed: Flags) -> Positions:
        """All findings in one of ``FINDING_SORTS``; found once and kept.

        Args:
            year: of each report, ``NO_YEAR`` where unknown.
            agency: of each report its place in the alphabet.
            unnamed: reports whose agency is unknown; they come last by agency.
        """
        if sort not in self._orders:
            self._orders[sort] = self._ordered(sort, year, agency, unnamed)
        return self._orders[sort]

    def _ordered(self, sort: str, year: Years, agency: Codes, unnamed: Flags) -> Positions:
        years, agencies = year.take(self.report), agency.take(self.report)
        newest, unknown = -years, years == NO_YEAR
        # lexsort wants the most important key last; ties stay in the order of the archive.
        ties = (agencies, newest)
        match sort:
            case "year":
                return np.lexsort((agencies, years, unknown))
            case "-year":
                return np.lexsort(ties)
            case "agency" | "-agency":
                named = agencies if sort == "agency" else -agencies
                return np.lexsort((newest, named, unnamed.take(self.report)))
            case "code":
                return np.lexsort((*ties, self._codes["code"]))
            case _:
                against = self.values["answer"].index(Answer.CONTRADICTION.value)
                milder = self._codes["answer"] != against
                return np.lexsort((*ties, self._codes["severity"], milder))
