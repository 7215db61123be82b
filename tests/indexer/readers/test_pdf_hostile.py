"""Broken, oversized and hostile PDFs: each ends in a clear error or a plain reading."""

from __future__ import annotations

import random
import re
import time

import pytest
from pdf_maker import Sheet, grid, line, pdf, text

from govreport_search.errors import UnreadableSourceError
from indexer.readers.pdf import read_pdf, render_page
from indexer.readers.pdf.reference import read_reference

WORDS = text(60, 725, "规章") + text(160, 725, "12")


def code_of(data: bytes) -> str:
    with pytest.raises(UnreadableSourceError) as caught:
        read_pdf(data, "甲.pdf")
    assert "甲.pdf" in caught.value.message
    assert caught.value.remedy
    return caught.value.code


def test_a_file_that_needs_a_password_says_so() -> None:
    assert code_of(pdf(Sheet(WORDS), encrypt="user")) == "encrypted"


def test_a_file_encrypted_without_a_user_password_opens() -> None:
    document = read_pdf(pdf(Sheet(WORDS), encrypt="owner"), "甲.pdf")
    assert document.lines[0].text == "规章 12"


def damages() -> dict[str, bytes]:
    sound = pdf(Sheet(WORDS), Sheet(WORDS))
    _, second = re.finditer(
        rb"/Length \d+ /Filter /FlateDecode >>\nstream\n(.+?)\nend", sound, re.S
    )
    head, tail = sound[: second.start()], sound[second.start() :]
    garbage = b"\xff" * len(second[1])
    return {
        "bytes": sound[: second.start(1)] + garbage + sound[second.end(1) :],
        "filter": head + tail.replace(b"/FlateDecode", b"/FlateXecode"),
        "object": re.sub(rb"(.*)/Contents \d+ 0 R", rb"\1/Contents 99 0 R", sound, flags=re.S),
    }


@pytest.mark.parametrize("how", ["bytes", "filter", "object"])
def test_a_page_whose_content_is_damaged_is_not_taken_for_a_blank_one(how: str) -> None:
    document = read_pdf(damages()[how], "甲.pdf")
    assert [line.text for line in document.lines] == ["规章 12"]
    assert [(f.code, f.place and f.place.page) for f in document.findings] == [("page_damaged", 2)]


def test_a_blank_page_is_no_damage() -> None:
    document = read_pdf(pdf(Sheet(WORDS), Sheet("")), "甲.pdf")
    assert document.findings == ()


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6])
def test_a_truncated_file_is_damaged(share: float) -> None:
    data = pdf(Sheet(WORDS))
    assert code_of(data[: int(len(data) * share)]) == "damaged"


def test_pages_are_limited() -> None:
    assert code_of(pdf(*[Sheet(WORDS)] * 301)) == "too_many_pages"


def test_characters_of_a_page_are_limited() -> None:
    rows = "".join(text(1, 1.5 * i, "1" * 500, 1) for i in range(1, 150))
    assert code_of(pdf(Sheet(rows))) == "too_complex"


def test_empty_pages_are_an_error() -> None:
    assert code_of(pdf(Sheet(""), Sheet("1 g 0 0 595 842 re f"))) == "empty"


def test_a_page_of_two_million_points_is_read_and_drawn_small() -> None:
    data = pdf(Sheet(WORDS, width=2_000_000, height=2_000_000))
    assert read_pdf(data, "甲.pdf").lines[0].text == "规章 12"
    image = render_page(data, 1, 4_000_000)
    assert image.width * image.height <= 25_000_000
    long = render_page(pdf(Sheet(WORDS, width=10, height=2_000_000)), 1, 5_000)
    assert long.width * long.height <= 25_000_000


@pytest.mark.parametrize(
    "drawn",
    [
        grid([50 + 3 * i for i in range(170)], [100 + 4 * i for i in range(170)]),
        "0 0 5 5 re f\n" * 70_000,
        "".join(f"{i % 500} {i % 700} m {i % 500 + 9} {i % 700} l\n" for i in range(50_000))
        + "S\n",
    ],
    ids=["grid", "objects", "segments"],
)
def test_patterns_cost_little_and_leave_the_text(drawn: str) -> None:
    data = pdf(Sheet(WORDS + drawn))
    started = time.process_time()
    document = read_pdf(data, "甲.pdf")
    assert time.process_time() - started < 2
    assert document.grids == ()
    assert [line.text for line in document.lines] == ["规章 12"]
    assert [finding.code for finding in document.findings] == ["rules_too_dense"]


@pytest.mark.parametrize(
    "drawn",
    [
        "".join(text(10 + i % 60 * 9, 10 + i // 60 % 80 * 10, "12") for i in range(8_000)),
        "".join(line(10, 10 + i * 0.1, 500, 10 + i * 0.1) for i in range(7_000)),
    ],
    ids=["characters", "rules"],
)
def test_a_dense_page_is_not_read_by_the_reference(drawn: str) -> None:
    with pytest.raises(UnreadableSourceError) as caught:
        read_reference(pdf(Sheet(WORDS + drawn)), "甲.pdf")
    assert caught.value.code == "too_complex"


def test_the_reference_ends_after_so_much_time(monkeypatch: pytest.MonkeyPatch) -> None:
    data = pdf(Sheet(WORDS), Sheet(WORDS))
    assert len(read_reference(data, "甲.pdf").lines) == 2
    monkeypatch.setattr("indexer.readers.pdf.reference.MOST_SECONDS", -1.0)
    with pytest.raises(UnreadableSourceError) as caught:
        read_reference(data, "甲.pdf")
    assert caught.value.code == "too_complex"


def test_a_page_full_of_loose_characters_in_a_dense_grid_costs_little() -> None:
    marks = "".join(
        f"BT /F1 1 Tf {50 + 5.3 * (i % 94)} {100 + 4 * (i // 94 % 170)} Td <0031> Tj ET\n"
        for i in range(16_000)
    )
    rules = grid([50 + 10 * i for i in range(50)], [100 + 14 * i for i in range(50)])
    data = pdf(Sheet(rules + marks))
    started = time.process_time()
    document = read_pdf(data, "甲.pdf")
    assert time.process_time() - started < 6
    assert document.lines


def test_flipped_bytes_end_in_an_error_or_a_reading() -> None:
    sound = pdf(Sheet(WORDS + grid([50, 150, 250], [700, 720, 740])), Sheet(WORDS))
    chance = random.Random(7)
    outcomes = set()
    for _ in range(80):
        data = bytearray(sound)
        for _ in range(chance.choice([1, 4, 40])):
            data[chance.randrange(9, len(data))] = chance.randrange(256)
        try:
            document = read_pdf(bytes(data), "甲.pdf")
        except UnreadableSourceError as error:
            outcomes.add(error.code)
        else:
            assert any(line.text.strip() for line in document.lines)
            outcomes.add("read")
    assert {"read", "damaged"} <= outcomes


def test_scripts_links_and_attachments_are_not_touched() -> None:
    action = (
        "/AA << /O << /S /JavaScript /JS (app.alert\\(1\\)) >> >> "
        "/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 595 842] "
        "/A << /S /URI /URI (http://203.0.113.1/) >> >>]"
    )
    assert read_pdf(pdf(Sheet(WORDS, action)), "甲.pdf").lines[0].text == "规章 12"


def test_a_page_that_does_not_exist_is_not_drawn() -> None:
    with pytest.raises(ValueError, match="no page 2"):
        render_page(pdf(Sheet(WORDS)), 2, 300)
