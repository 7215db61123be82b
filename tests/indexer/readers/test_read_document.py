"""Bytes into lines: charsets, kinds, line numbers, cells."""

from __future__ import annotations

import random
import zipfile
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govreport_search.errors import UnreadableSourceError
from indexer.readers import read_document
from indexer.readers.sniff import MAX_BYTES

TEXT = "青禾镇年度报告\n一、总体情况\n规章 1 2 3\n"


def cells(text: str) -> list[tuple[tuple[str, ...] | None, int]]:
    return [(line.cells, line.padding) for line in read_document(text.encode(), "r.txt").lines]


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("gb18030", "gb18030"),
        ("gb2312", "gb18030"),
        ("utf-16", "utf-16"),
    ],
)
def test_the_charset_is_found(encoding: str, named: str) -> None:
    document = read_document(TEXT.encode(encoding), "r.txt")
    assert document.encoding == named
    assert [line.text for line in document.lines] == TEXT.splitlines()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_numbers_are_those_an_editor_shows(end: str) -> None:
    text = f"甲{end}{end}乙\f丙\x0b丁{end}\f戊\u2028己{end}"
    lines = read_document(text.encode(), "r.txt").lines
    assert [(line.place.line, line.text) for line in lines] == [
        (1, "甲"),
        (2, ""),
        (3, "乙丙丁"),
        (4, "戊\u2028己"),
    ]


def _zip(member: str = "word/document.xml") -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(member, "<w/>")
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        ("\ufeff\n".encode(), "empty"),
        (b"%PDF-1.7\n...", "damaged"),
        (b"junk\n%PDF-1.4\n...", "damaged"),
        (_zip(), "kind_not_supported"),
        (_zip("OFD.xml"), "kind_not_supported"),
        (_zip("META-INF/manifest.xml"), "kind_not_supported"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "damaged"),
        (b"\x89PNG\r\n\x1a\n....", "damaged"),
        (b"\xff\xd8\xff\xe0....", "damaged"),
        (b"<!DOCTYPE html>\n<html>", "empty"),
        (b"\n<HTML lang='zh'>", "empty"),
        (random.Random(5).randbytes(4000), "not_text"),
        (b"\x00\x01\x02\x03" * 50, "not_text"),
        (b"a" * (MAX_BYTES + 1), "too_large"),
    ],
)
def test_other_content_is_rejected_with_cause_and_remedy(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableSourceError) as caught:
        read_document(data, "某报告.txt")
    assert caught.value.code == code
    assert "某报告.txt" in caught.value.message
    assert caught.value.remedy


def test_the_name_does_not_hide_the_content() -> None:
    with pytest.raises(UnreadableSourceError):
        read_document(b"%PDF-1.5", "report.txt")
    assert read_document(TEXT.encode(), "report.pdf").kind == "text"
    assert read_document(TEXT.encode(), "REPORT.MD").kind == "markdown"


@pytest.mark.parametrize(
    ("text", "expected", "padding"),
    [
        ("规章 1 2", None, 0),
        ("规章\t1\t\t3", ("规章", "1", "", "3"), 0),
        ("| 规章 | 1 | | 3 |", ("规章", "1", "", "3"), 0),
        ("规章 | 1 | 2 |", ("规章", "1", "2"), 0),
        ("规章 | 1 | 2", ("规章", "1", "2"), 0),
        ("第（一）项 | |||", ("第（一）项", "", "", ""), 3),
        ("规章 | 1 | ||", ("规章", "1", "", ""), 2),
        ("规章|1||3", ("规章", "1", "", "3"), 0),
        ("规章|1||", ("规章", "1", ""), 0),
        ("|||", ("", "", ""), 3),
        ("|---|:---:|", (), 0),
        ("-----\t---\t---", (), 0),
        ("│ 规章 │ 1 │   │ 3 │", ("规章", "1", "", "3"), 0),
        ("┃规章┃ 1 ║2┃", ("规章", "1", "2"), 0),
        ("├──────┼───┤", (), 0),
        ("━━━ ━━━", (), 0),
        ("+------+===+", (), 0),
        ("+1 ——— 2 ─ 3", None, 0),
    ],
)
def test_cells(text: str, expected: tuple[str, ...] | None, padding: int) -> None:
    assert cells(text) == [(expected, padding)]


def test_a_lone_pipe_is_a_blank_cell_where_pipes_close_cells() -> None:
    assert cells("规章 |\n|\n0 |\n")[1] == (("",), 0)


def test_a_lone_pipe_stands_between_cells_where_they_have_none() -> None:
    assert cells("规章\n|\n0\n|\n0\n")[1] == ((), 0)


PRINTED = st.characters(exclude_categories=("Cc", "Cn", "Co", "Cs"), include_characters="\n\t\r")


@given(st.text(PRINTED, max_size=300))
def test_every_line_of_any_text_is_numbered(text: str) -> None:
    data = ("甲" + text.replace("\x00", "")).encode("utf-8", "ignore")
    lines = read_document(data, "r.txt").lines
    assert [line.place.line for line in lines] == list(range(1, len(lines) + 1))


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_rejected(data: bytes) -> None:
    with suppress(UnreadableSourceError):
        assert read_document(data, "r.txt").lines
