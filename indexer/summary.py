"""What one run of the indexer did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Rejection:
    """A source that was not indexed, and why. ``code`` is stable, ``reason`` is for people."""

    source: str
    code: str
    reason: str


@dataclass(slots=True)
class Summary:
    """Counts of reports; one made of several files counts once.

    Attributes:
        stored: what was read and stored in this run: the kind of each main file by its location.
        unchanged: already stored, with the same bytes and the same manifest entry.
        rejected: what could not be indexed; nothing stored earlier was lost by it.
        findings: outcomes of checks on the reports that were indexed or unchanged.
        reports: ids of those reports, in the order of the run.
        passed_over: files in folders that are of another kind.
        interrupted: the run was stopped; what it had read is stored.
    """

    stored: dict[str, str] = field(default_factory=dict)
    unchanged: int = 0
    rejected: list[Rejection] = field(default_factory=list)
    findings: int = 0
    reports: dict[str, None] = field(default_factory=dict)
    passed_over: list[str] = field(default_factory=list)
    interrupted: bool = False

    @property
    def indexed(self) -> int:
        """Read and stored in this run."""
        return len(self.stored)

    @property
    def kinds(self) -> dict[str, int]:
        """How many reports of each kind of file were read and stored in this run."""
        return dict(sorted(Counter(self.stored.values()).items()))

    @property
    def read(self) -> int:
        """Everything that was looked at."""
        return self.indexed + self.unchanged + len(self.rejected)

    def as_record(self) -> dict[str, Any]:
        """The line that ``govreport index --format json`` ends with."""
        return {
            "read": self.read,
            "indexed": self.indexed,
            "unchanged": self.unchanged,
            "rejected": [
                {"source": r.source, "code": r.code, "reason": r.reason} for r in self.rejected
            ],
            "findings": self.findings,
            "kinds": self.kinds,
        }

    def forget(self, sources: set[str]) -> None:
        """Files rejected by themselves that turned out to be annexes of a report."""
        self.rejected = [one for one in self.rejected if one.source not in sources]

    def count_findings(self, per_report: Iterable[tuple[str, int]]) -> None:
        """Add up the findings of this run's reports."""
        self.findings = sum(number for report, number in per_report if report in self.reports)
