"""Charsets as pages have them: undeclared, declared wrongly, with broken bytes."""

from __future__ import annotations

import pytest

from indexer.readers import read_document
from indexer.readers.charset import decode

TEXT = "云岭县青禾镇二〇二二年政府信息公开工作年度报告，全年公开信息275条。"


def page(declared: str) -> str:
    return f"<html><head><meta charset={declared}></head><body><p>{TEXT}</p></body></html>"


@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "GBK", "iso-8859-1", "nonsense", "rot13"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-be"])
def test_what_a_page_declares_misleads_nobody(encoding: str, declared: str) -> None:
    document = read_document(page(declared).encode(encoding), "r.html")
    assert [line.text for line in document.lines] == [TEXT]
    assert document.findings == ()


def test_gb2312_means_gb18030() -> None:
    rare = "流波䃥镇㙟㙍"
    data = page("gb2312").replace("青禾镇", rare).encode("gb18030")
    assert rare in read_document(data, "r.html").lines[0].text


@pytest.mark.parametrize(
    ("encoding", "broken"),
    [("utf-8", b"\xff"), ("utf-8", b"\xe4\xb8"), ("gb18030", b"\xff"), ("gb18030", b"\x81")],
)
def test_a_broken_byte_spoils_no_page(encoding: str, broken: bytes) -> None:
    markup = page("gb2312").replace("</p>", "</p>" + f"<p>{TEXT}</p>" * 20).encode(encoding)
    at = markup.index(b"</p>") + 4
    document = read_document(markup[:at] + broken + markup[at:], "r.html")
    assert document.encoding == encoding
    assert sum(line.text == TEXT for line in document.lines) >= 20
    assert [finding.code for finding in document.findings] == ["broken_bytes"]


def test_a_number_beside_a_broken_byte_is_not_read() -> None:
    rows = "".join(f"<tr><td>行政许可{n}</td><td>{n}</td></tr>" for n in range(60))
    data = f"<html><body><table>{rows}</table></body></html>".encode("gb18030")
    at = data.index(b"<td>27</td>") + 4
    (grid,) = read_document(data[:at] + b"\xff" + data[at:], "r.html").grids
    cell = next(one for one in grid.cells if one.row == 27 and one.column == 1)
    assert not cell.legible
    assert sum(not one.legible for one in grid.cells) == 1


def test_another_declared_charset_is_tried_last() -> None:
    # No GB18030: these letters of Windows' Cyrillic end in a byte that begins a character.
    data = "<meta charset=windows-1251><p>Отчёт за год № 1 Я</p>".encode("windows-1251") + b"\xff"
    assert decode(data, "r.html").encoding == "cp1251"
