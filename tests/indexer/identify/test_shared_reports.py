"""The published reports of ../shared: every expected identity, and no wrong region."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from govreport_search.domain import Identity
from indexer.identify import identify
from indexer.readers import read_document

SHARED = Path(__file__).parents[4] / "shared"
TEXT_KINDS = (".txt", ".md")


def expected(folder: str, key: str) -> list[tuple[Path, dict[str, Any]]]:
    source = SHARED / folder / "expected.json"
    if not source.exists():
        return []
    entries = json.loads(source.read_text(encoding="utf-8"))[key]
    return [(SHARED / folder / n, e) for n, e in entries.items() if n.endswith(TEXT_KINDS)]


REPORTS = [*expected("seeds", "reports"), *expected("real", "reports")]
OPENINGS = expected("real/openings", "openings")

pytestmark = pytest.mark.skipif(not REPORTS, reason=f"{SHARED} is not here")


def read(path: Path, url: str = "") -> Identity:
    document = read_document(path.read_bytes(), path.name)
    return identify(document.lines, name=path.name, url=url)


@pytest.mark.parametrize(
    ("path", "entry"),
    [*REPORTS, *OPENINGS],
    ids=[f"{p.parent.name}/{p.name}" for p, _ in [*REPORTS, *OPENINGS]],
)
def test_identity(path: Path, entry: dict[str, Any]) -> None:
    found = read(path, entry.get("url", ""))
    accepted = entry.get("agency_accepts") or [entry["agency"] or ""]
    region = entry["region"]
    assert found.agency in accepted
    assert found.level == entry.get("agency_level", entry.get("level"))
    assert found.region == (None if region is None else tuple(region))
    assert found.year == entry["year"]
