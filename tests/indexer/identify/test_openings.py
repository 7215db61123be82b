"""Openings written for traps: every value as told, and empty where nothing tells."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest

from govreport_search.domain import Place
from indexer.blocks import Line
from indexer.identify import identify

OPENINGS = tomllib.loads(Path(__file__).with_name("openings.toml").read_text(encoding="utf-8"))[
    "opening"
]


def lines_of(text: str) -> list[Line]:
    lines = []
    for number, line in enumerate(text.splitlines(), 1):
        cells = tuple(cell.strip() for cell in line.split("\t")) if "\t" in line else None
        lines.append(Line(line, Place(line=number, end_line=number), cells))
    return lines


@pytest.mark.parametrize("opening", OPENINGS, ids=[o["trap"] for o in OPENINGS])
def test_opening(opening: dict[str, Any]) -> None:
    found = identify(lines_of(opening["text"]), name="report.txt")
    region = opening.get("region")
    assert found.agency == opening.get("agency", "")
    assert found.level == opening.get("level", "")
    assert found.region == (None if region is None else tuple(region))
    assert found.year == opening.get("year")
    for field in ("kind", "function"):
        if field in opening:
            assert getattr(found, field) == opening[field]
    if "printed" in opening:
        assert found.agency_printed == opening["printed"]
    for field in ("agency", "level", "kind", "region", "year"):
        value = getattr(found, field)
        empty = value is None or value == ""
        assert (found.confidence[field] == 0) == empty
        if not empty:
            assert 0 < found.confidence[field] <= 1
            assert found.evidence[field]


def test_there_are_enough_openings() -> None:
    assert len(OPENINGS) >= 50
    assert sum("region" not in opening for opening in OPENINGS) >= 10


def test_one_report_takes_less_than_20_ms() -> None:
    body = "根据县委、县政府的要求，我镇在网站公开信息，办事群众可在市民中心查询。\n" * 300
    lines = lines_of(OPENINGS[0]["text"] + body)
    identify(lines, name="report.txt")  # the data load at the first call
    durations = []
    for _ in range(5):
        start = time.process_time()
        identify(lines, name="report.txt")
        durations.append(time.process_time() - start)
    assert min(durations) < 0.02
