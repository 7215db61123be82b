"""The plain scan: every text held in memory and read from end to end.

Exact by construction and slow. It is the oracle that other engines are tested against.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from govreport_search.engines.pattern import Pattern, as_pattern
from govreport_search.engines.protocol import Manifest, Matches, ReportTexts
from govreport_search.errors import EngineError


@dataclass(frozen=True, slots=True)
class ScanSnapshot:
    """Texts by section key, by report key; never changed after it was made."""

    manifest: Manifest
    reports: Mapping[int, Mapping[int, str]]

    def find(self, wanted: str | Pattern) -> Matches:
        """Sections that contain a phrase or pattern."""
        pattern = as_pattern(wanted)
        found = {
            key: count
            for sections in self.reports.values()
            for key, text in sections.items()
            if (count := sum(1 for _ in pattern.spans(text)))
        }
        keys = np.array(sorted(found), dtype=np.int64)
        counts = np.array([found[key] for key in sorted(found)], dtype=np.int32)
        return Matches(keys, counts)


class ScanEngine:
    """An engine without files; see ``Engine`` for what its methods promise."""

    schema = 1

    def __init__(self) -> None:
        self._snapshot: ScanSnapshot | None = None

    def snapshot(self) -> ScanSnapshot:
        """The latest commit."""
        if self._snapshot is None:
            raise EngineError(
                "还没有全文索引", remedy="请运行 govreport rebuild", code="engine_missing"
            )
        return self._snapshot

    def manifest(self) -> Manifest | None:
        """What the texts came from."""
        return self._snapshot.manifest if self._snapshot else None

    def update(self, add: Iterable[ReportTexts], remove: Iterable[int], manifest: Manifest) -> None:
        """Add, replace and remove in one step."""
        current = self._snapshot
        if current is not None:
            current.manifest.require_successor(manifest)
        reports = dict(current.reports) if current else {}
        for key in remove:
            reports.pop(key, None)
        reports.update(_by_key(add))
        self._snapshot = ScanSnapshot(manifest, reports)

    def rebuild(self, reports: Iterable[ReportTexts], manifest: Manifest) -> None:
        """Start anew."""
        self._snapshot = ScanSnapshot(manifest, _by_key(reports))

    def find(self, wanted: str | Pattern) -> Matches:
        """Sections that contain a phrase or pattern in the latest commit."""
        return self.snapshot().find(wanted)

    def close(self) -> None:
        """Forget the texts."""
        self._snapshot = None


def _by_key(reports: Iterable[ReportTexts]) -> dict[int, Mapping[int, str]]:
    return {report.report_key: dict(report.sections) for report in reports}
