"""Archives of pages, pages saved with their files, and images in both."""

from __future__ import annotations

import base64
import time
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from io import BytesIO

import html_page
import pytest
from PIL import Image

from govreport_search.errors import UnreadableSourceError
from indexer.readers import read_document
from indexer.readers.html import linked_files, shown_files
from indexer.readers.html.reference import Link


def picture(width: int = 600, height: int = 300) -> bytes:
    data = BytesIO()
    Image.new("L", (width, height), 255).save(data, "PNG")
    return data.getvalue()


def archive(
    markup: str, *, images: dict[str, bytes] | None = None, charset: str = "utf-8"
) -> bytes:
    whole = MIMEMultipart("related", type="text/html")
    whole["Snapshot-Content-Location"] = "http://www.yunling.example/xxgk/a.html"
    page = MIMEText(markup, "html", charset)
    page["Content-Location"] = "http://www.yunling.example/xxgk/a.html"
    whole.attach(page)
    for name, data in (images or {}).items():
        part = MIMEImage(data, "png")
        part["Content-ID" if name.startswith("<") else "Content-Location"] = name
        whole.attach(part)
    return whole.as_bytes()


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_an_archive_is_read_as_its_page(charset: str) -> None:
    document = read_document(archive(html_page.modern(), charset=charset), "r.mht")
    assert document.kind == "mhtml"
    assert [line.text for line in document.lines][-12:] == html_page.LINES
    assert len(document.grids) == 1
    plain = archive("<html><p>一、概述</p></html>")
    assert read_document(plain, "r").capture.url == "http://www.yunling.example/xxgk/a.html"


@pytest.mark.parametrize(
    "data",
    [
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x--\n",
        b"MIME-Version: 1.0\nContent-Type: multipart/related\n\nnothing",
        archive("甲")[:200],
    ],
)
def test_an_archive_without_a_page_is_damaged(data: bytes) -> None:
    with pytest.raises(UnreadableSourceError) as caught:
        read_document(data, "某报告.mht")
    assert caught.value.code == "damaged"
    assert "某报告.mht" in caught.value.message


def test_headers_beyond_ascii_are_no_trouble() -> None:
    data = archive(html_page.modern()).replace(b"yunling.example/xxgk/a", "云岭.示例/表".encode())
    assert [line.text for line in read_document(data, "r.mht").lines][-12:] == html_page.LINES


def test_an_archive_of_very_many_parts_is_refused() -> None:
    parts = b"--x\nContent-Type: text/html\n\n<p>a</p>\n" * 3000
    head = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n"
    with pytest.raises(UnreadableSourceError) as caught:
        read_document(head + parts + b"--x--\n", "r.mht")
    assert caught.value.code == "too_complex"


REPORT = (
    "<p>青禾镇2022年政府信息公开年度报告</p><p>一、总体情况</p><p>本镇稳步推进公开。</p>"
    "<p>二、主动公开政府信息情况</p>{}<p>五、存在的主要问题</p><p>无。</p>"
)


@pytest.mark.parametrize(
    ("image", "unread"),
    [
        ("<img src='a.files/1.png'>", 1),
        ("<img src='./a.files/1.png?v=2'>", 1),
        ("<img src='a.files/small.png'>", 0),
        ("<img src='http://www.yunling.example/1.jpg'>", 1),
        ("<img src='/images/icon_pdf.gif'>", 0),
        ("<img src='1.jpg' width=16 height=16>", 0),
        ("<img src='1.jpg' style='width:600px;height:20px'>", 0),
        (f"<img src='data:image/png;base64,{base64.b64encode(picture()).decode()}'>", 1),
        (f"<img src='data:image/png;base64,{base64.b64encode(picture(20, 20)).decode()}'>", 0),
        ("<img src='data:image/png;base64,!!!'>", 1),
        ("<img alt='空'>", 0),
        ("<table><tr><td>附表</td></tr><tr><td></td><td><img src='1.jpg'></td></tr></table>", 1),
    ],
)
def test_images_that_may_hold_a_table_are_counted(image: str, unread: int) -> None:
    attached = {"a.files/1.png": picture(), "a.files/small.png": picture(30, 30)}
    data = f"<html><body>{REPORT.format(f'<p>{image}</p>')}</body></html>".encode()
    document = read_document(data, "a.html", attached=attached)
    assert document.unread_images == unread
    assert [finding.code for finding in document.findings] == ["table_is_image"] * unread


@pytest.mark.parametrize("source", ["cid:t1", "http://www.yunling.example/xxgk/t.png", "t.png"])
def test_images_of_an_archive_are_found(source: str) -> None:
    images = {"<t1>": picture(10, 10), "http://www.yunling.example/xxgk/t.png": picture(10, 10)}
    data = archive(f"<html>{REPORT.format(f'<img src={source!r}>')}</html>", images=images)
    assert read_document(data, "a.mht").unread_images == 0


def test_a_page_of_images_alone_needs_ocr() -> None:
    with pytest.raises(UnreadableSourceError) as caught:
        read_document(b"<html><body><img src='1.jpg'><img src='2.jpg'></body></html>", "r.html")
    assert caught.value.code == "needs_ocr"


def test_files_that_a_page_refers_to() -> None:
    markup = (
        "<img src='a_files/1.png'><img class=x src=\"./a_files/%E8%A1%A8.png\">"
        "<img src='../up.png'><img src='/root.png'><img src=http://x.example/1.png>"
        "<img src='a_files\\2.png'><img src='a_files/1.png'><img src='data:image/png;base64,xx'>"
        "<a href='fj.pdf'>附件</a><a href='t20230128.html#top'>下页</a><a href='list/'>列表</a>"
        "<a href=\"附件&amp;1.xls\">表</a><a href='mailto:a@b.example'>信</a>"
        "<a href='C:\\a.doc'>x</a><iframe src=bg.pdf></iframe><embed src='/x/b.pdf'>"
    )
    for encoding in ("utf-8", "gb18030", "utf-16"):
        data = markup.encode(encoding)
        assert shown_files(data) == ("a_files/1.png", "a_files/表.png", "a_files/2.png")
        names = ("bg.pdf", "/x/b.pdf", "fj.pdf", "t20230128.html", "附件&1.xls")
        if encoding == "utf-8":
            assert linked_files(data) == tuple(Link((name,)) for name in names)
        assert tuple(link.paths[0] for link in linked_files(data)) == names


def test_links_are_known_by_site_and_spelling() -> None:
    markup = (
        "<html><!-- saved from url=(0036)http://www.yunling.example/xxgk/1.html --><body>"
        "<a href='../fj/%E8%A1%A8.pdf?v=2'>附件</a><a href='HTTP://Files.yunling.example:80/a.doc'>"
        "<a href='down.jsp?file=b.xls'>表</a><a href='http://[bad/x.pdf'>x</a>"
        "<a href='//other.example/c.pdf#p2'>x</a><a href='javascript:open(1.pdf)'>x</a>"
    )
    own = "www.yunling.example"
    assert linked_files(markup.encode()) == (
        Link(("../fj/表.pdf", "../fj/%E8%A1%A8.pdf"), "", own),
        Link(("/a.doc",), "files.yunling.example:80", own),
        Link(("down.jsp?file=b.xls",), "", own),
        Link(("/c.pdf",), "other.example", own),
    )


@pytest.mark.parametrize("mark", ["<link rel", "<a href", "<img src", "<iframe src"])
def test_long_tags_are_searched_in_time(mark: str) -> None:
    begin = time.process_time()
    for data in (mark.encode() * 300_000, (mark + " rel=canonical" * 200_000).encode()):
        assert linked_files(b"<html>" + data) == ()
        assert shown_files(b"<html>" + data) == ()
    assert time.process_time() - begin < 10
