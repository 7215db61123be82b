"""Pages made to hurt: refused or read in bounded time, nothing followed."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govreport_search.errors import UnreadableSourceError
from indexer.readers import read_document

START = "<html><body><p>年度报告</p>"


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 100_000,
        "<div><span>" * 300 + "<p>甲",
        "<span><div></span></div>" * 50_000,
        "<table><tr><td>" * 20_000,
        "<div><table></div></table>" * 3 + "<font color=red>" * 60_000,
        "<ul><li>" * 2_000,
        "<b>" * 501,
        "<i></i>" * 400_000,
        "<p " + "".join(f"a{n}=1 " for n in range(200_000)) + ">甲",
        "<p " + "".join(f'a{n}="<" ' for n in range(100_000)) + ">甲",
        "<p " + "".join(f"a{n}='>' " for n in range(100_000)) + ">甲",
    ],
)
def test_deep_and_huge_pages_are_refused_at_once(markup: str) -> None:
    started = time.process_time()
    with pytest.raises(UnreadableSourceError) as caught:
        read_document((START + markup).encode(), "某报告.html")
    assert caught.value.code == "too_complex"
    assert "某报告.html" in caught.value.message
    assert time.process_time() - started < 3


@pytest.mark.parametrize(
    "markup",
    [
        "<p>甲" * 20_000,
        "<table>" + "<tr><td>1<td>2" * 5_000,
        "<table>" + "<tr><td rowspan=1000000000 colspan=1000000000>1<td>2" * 500,
        "<ul>" + "<li>甲" * 10_000,
        "<table>" + "甲<tr>" * 5_000,
        "<!--" + "甲" * 500_000,
        "<p>" + "&" * 500_000,
        "<style>" + "a{" * 100_000 + "display:none" + "</style>甲",
        "<b><p>" * 200 + "甲",
        "<p title='" + "a=1 " * 50_000 + "'>甲</p>",
        "甲 " * 50_000,
    ],
)
def test_odd_pages_are_read_in_bounded_time(markup: str) -> None:
    started = time.process_time()
    assert read_document((START + markup).encode(), "r.html").lines[0].text == "年度报告"
    assert time.process_time() - started < 3


def test_nothing_is_followed_or_run() -> None:
    markup = (
        "<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
        "<html><body><p>年度报告</p><p>甲&x;乙</p><script>document.write('丙')</script>"
        "<iframe src='file:///etc/passwd'></iframe><object data='file:///etc/passwd'>丁</object>"
        "<link rel=stylesheet href='file:///etc/passwd'><img src='file:///etc/passwd'>"
    )
    document = read_document(markup.encode(), "r.html")
    assert "root:" not in document.text
    assert not any(letter in document.text for letter in "丙丁")
    assert "甲&x;乙" in document.text


MARKS = (
    "<table> </table> <tr> </tr> <td> </td> <td/colspan=3> <td/rowspan=0> <th/rowspan=9> <div>"
    " </div> <p> </p> <br> <sup> </sup> <s> </s> <img/src=a.png> <select> <option> <!-- -->"
    " <span> </span> <div/style=display:table> <div/role=row> <pre> </pre> <thead> </tfoot> 12 甲"
    " &nbsp; 、 <template> <body> <form> <input/value=7> <caption> <li> <ol> <a/href=x> <b> </b>"
    " 一、概述"
)
PARTS = st.sampled_from(MARKS.split())


@settings(max_examples=300, deadline=None)
@given(st.lists(PARTS, max_size=60))
def test_any_markup_keeps_the_contract_of_grids(parts: list[str]) -> None:
    markup = "".join(part.replace("/", " ", 1) if part[1:2] != "/" else part for part in parts)
    with suppress(UnreadableSourceError):
        document = read_document(f"{START}{markup}".encode(), "r.html")
        for grid in document.grids:
            covered = set()
            for cell in grid.cells:
                for row in range(cell.row, cell.row + cell.rows):
                    for column in range(cell.column, cell.column + cell.columns):
                        assert (row, column) not in covered
                        covered.add((row, column))
            assert all(row < grid.rows and column < grid.columns for row, column in covered)
            assert grid.first + grid.rows <= len(document.lines)
        assert [line.place.line for line in document.lines] == list(
            range(1, len(document.lines) + 1)
        )
        assert document.text.split("\n") == [line.text for line in document.lines]
