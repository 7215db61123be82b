"""Whole tables are sent while they are read: what is held does not grow with what is sent."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from flask.testing import FlaskClient

from govreport_search.services.workbook import workbook

COLUMNS = ("n", "words")


def peak_of(work: Callable[[], int]) -> tuple[int, int]:
    """Bytes that some work held at once at most beside what was there, and what it returns."""
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        result = work()
        return tracemalloc.get_traced_memory()[1] - before, result
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("name", ["facts", "sections"])
@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_an_export_is_sent_line_by_line(sample: FlaskClient, name: str, form: str) -> None:
    """One record a piece, made when it is asked for: 235 MB of sections need 3 MB."""
    response = sample.get(f"/api/v1/{name}?format={form}", buffered=False)
    chunks = [len(chunk) for chunk in response.iter_encoded()]
    assert len(chunks) > 20
    assert max(chunks) < sum(chunks) / 5
    assert not response.is_sequence  # nothing has gathered them


def test_a_workbook_of_ten_times_the_rows_holds_no_more() -> None:
    def written(rows: int) -> Callable[[], int]:
        def write() -> int:
            with workbook(COLUMNS, records(rows)) as file:
                return file.seek(0, 2)

        return write

    written(100)()
    small, _ = peak_of(written(2_000))
    large, size = peak_of(written(20_000))
    assert size > 200_000
    # The finished file itself may stay in memory, up to its bound.
    assert large - size < small + 300_000


def records(count: int) -> Iterator[Mapping[str, Any]]:
    for number in range(count):
        yield {"n": number, "words": f"第 {number} 行的字，写得长一些，免得什么都看不出来"}
