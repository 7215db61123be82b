"""Published PDFs, where the shared folder holds some: every number as expected."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from indexer.readers.pdf import read_pdf
from indexer.recognise import understand

SHARED = Path(__file__).parents[4] / "shared" / "real"
FILES = sorted(SHARED.glob("*.pdf"))


def numbers(told: Mapping[str, object], path: str = "") -> Iterator[tuple[str, object]]:
    for name, inner in told.items():
        if isinstance(inner, Mapping):
            yield from numbers(inner, f"{path}{name}.")
        elif path:
            yield f"{path}{name}", inner


@pytest.mark.skipif(not FILES, reason="../shared/real holds no PDF here")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_number_of_a_published_pdf_is_read(path: Path) -> None:
    reports = json.loads((SHARED / "expected.json").read_text(encoding="utf-8"))["reports"]
    told = next(report for name, report in reports.items() if name.startswith(path.stem))
    document = read_pdf(path.read_bytes(), path.name)
    reading = understand(document.lines, document.grids)
    found = {str(fact.cell): fact.quantity.value for fact in reading.facts}
    expected = dict(numbers(told))
    assert len(expected) > 150
    assert {
        cell: (value, found.get(cell))
        for cell, value in expected.items()
        if value is not None and (found.get(cell) is None or float(found[cell] or 0) != value)
    } == {}
    assert all(
        cell.place.page is not None and cell.place.box is not None
        for grid in document.grids
        for cell in grid.cells
    )
