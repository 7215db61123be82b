"""Workbooks hold what our CSV holds: read back from the file itself, as XML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest
from workbook_reading import sheets_of

from govreport_search.services.workbook import MOST_REMARKS, MOST_UNITS, pieces, workbook


def sheets(
    columns: Sequence[str], records: Sequence[Mapping[str, Any]], **options: int
) -> dict[str, list[list[Any]]]:
    with workbook(columns, records, **options) as file:
        return sheets_of(file)


def test_numbers_are_numbers_and_texts_are_texts() -> None:
    record = {
        "number": 12,
        "rate": 0.125,
        "digits": "0012",
        "formula": '=HYPERLINK("http://x","y")',
        "link": "https://example.org/",
        "region": ["河南省", "洛阳市"],
        "national": [],
        "box": (1, 2, 3, 4),
        "confirmed": True,
        "nothing": None,
        "empty": "",
        "long": 2**60,
        "endless": float("nan"),
    }
    found = sheets(tuple(record), [record])
    assert list(found) == ["数据"]
    assert found["数据"][0] == list(record)
    assert found["数据"][1] == [
        *(12.0, 0.125, "0012", '=HYPERLINK("http://x","y")', "https://example.org/"),
        *("河南省/洛阳市", "全国", "1,2,3,4", True, None, None, str(2**60), "nan"),
    ]


def test_a_zero_is_no_blank() -> None:
    found = sheets(
        ("value", "state"),
        [{"value": 0, "state": "number"}, {"value": None, "state": "blank"}],
    )
    assert found["数据"][1:] == [[0.0, "number"], [None, "blank"]]


def test_a_full_sheet_goes_on_in_the_next() -> None:
    found = sheets(("n",), [{"n": at} for at in range(7)], most_rows=4)
    assert list(found) == ["数据", "数据 2", "数据 3", "说明"]
    held = [row[0] for name in list(found)[:3] for row in found[name] if row != ["n"]]
    assert held == [float(at) for at in range(7)]
    assert all(found[name][0] == ["n"] for name in list(found)[:3])
    assert "3 张工作表" in found["说明"][0][0]


def test_a_sheet_that_is_just_full_needs_no_other() -> None:
    assert list(sheets(("n",), [{"n": at} for at in range(3)], most_rows=4)) == ["数据"]


@pytest.mark.parametrize("character", ["字", "\U00020000"])
def test_a_cell_that_cannot_hold_its_text_says_so(character: str) -> None:
    units = len(character.encode("utf-16-le")) // 2
    fits, long = character * (MOST_UNITS // units), character * (MOST_UNITS // units + 1)
    found = sheets(("a", "b"), [{"a": fits, "b": long}])
    whole, cut = found["数据"][1]
    assert whole == fits
    assert len(cut.encode("utf-16-le")) // 2 <= MOST_UNITS
    kept, _, told = cut.partition("……")
    assert kept == character * len(kept)
    assert f"全文 {len(long)} 字" in told
    assert found["说明"][1] == [f"数据，第 2 行，b：全文 {len(long)} 字"]


def test_only_so_many_shortened_cells_are_named() -> None:
    long = "字" * (MOST_UNITS + 1)
    found = sheets(("a",), [{"a": long}] * (MOST_REMARKS + 2))
    assert len(found["说明"]) == 1 + MOST_REMARKS + 1
    assert found["说明"][-1] == ["另有 2 格没有逐一列出。"]


def test_characters_that_xml_forbids_do_not_spoil_the_file() -> None:
    assert "数据" in sheets(("a",), [{"a": "甲\x00\x0b乙"}])


def test_no_more_is_read_than_is_written() -> None:
    """Records are taken one by one, and an error among them leaves nothing behind."""

    def broken() -> Iterator[Mapping[str, Any]]:
        yield {"n": 1}
        raise OSError("the store is gone")

    with pytest.raises(OSError, match="the store is gone"):
        workbook(("n",), broken())


def test_what_is_sent_is_the_whole_file_and_closed() -> None:
    file = workbook(("n",), [{"n": at} for at in range(2000)])
    sent = b"".join(pieces(file, 100))
    assert sent.startswith(b"PK")
    assert sent.endswith(b"\x00\x00")
    assert file.closed
