"""Word files as packages: variants that programs write, and broken or hostile ones."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path

import pytest
from optional_part import needs_ocr
from PIL import Image, ImageDraw, ImageFont
from word_files import docx, p, packed, r, tbl, tc, tr

from govreport_search.errors import UnreadableSourceError
from indexer.readers import read_document
from indexer.readers.options import USUAL, ReadOptions
from indexer.readers.word import read_docx

BODY = p("一、总体情况") + tbl(["甲", "1"], ["乙", "2"])
TEXT = "一、总体情况\n甲\t1\n乙\t2"


def refusal(data: bytes) -> UnreadableSourceError:
    with pytest.raises(UnreadableSourceError) as caught:
        read_document(data, "年报.docx")
    assert "年报.docx" in caught.value.message
    assert caught.value.remedy
    return caught.value


def picture(across: int, down: int) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (across, down), "white").save(stream, "PNG")
    return stream.getvalue()


def shown(relation: str = "rId7") -> str:
    return f'<w:r><w:drawing><a:blip r:embed="{relation}"/></w:drawing></w:r>'


def with_picture(body: str, data: bytes, name: str = "image1.png") -> bytes:
    relations = {"rId7": ("image", f"media/{name}")}
    return docx(body, {f"word/media/{name}": data}, relations)


def rewritten(data: bytes, change: tuple[bytes, bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return packed({name: content.replace(*change) for name, content in files.items()})


def test_the_main_part_may_have_another_name() -> None:
    assert read_document(docx(BODY, main="word/document2.xml"), "a.docx").text == TEXT


def test_a_document_with_macros_is_read_without_them() -> None:
    kind = "application/vnd.ms-word.document.macroEnabled.main+xml"
    data = docx(BODY, {"word/vbaProject.bin": b"\xd0\xcf"}, content_type=kind)
    assert read_document(data, "a.docm").text == TEXT


def test_the_strict_variant_is_read_like_the_usual_one() -> None:
    usual = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    data = rewritten(docx(BODY), (usual, b"http://purl.oclc.org/ooxml/wordprocessingml/main"))
    usual = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    data = rewritten(data, (usual, b"http://purl.oclc.org/ooxml/officeDocument/relationships"))
    assert read_document(data, "a.docx").text == TEXT


def test_without_relationships_the_main_part_is_found_by_its_type() -> None:
    with zipfile.ZipFile(io.BytesIO(docx(BODY, main="word/main.xml"))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    del files["_rels/.rels"]
    assert read_document(packed(files), "a.docx").text == TEXT


def test_missing_parts_are_done_without() -> None:
    relations = {"a": ("styles", "gone.xml"), "b": ("numbering", "gone2.xml")}
    assert read_document(docx(BODY, relations=relations), "a.docx").text == TEXT


def test_backslashes_and_other_case_in_member_names() -> None:
    with zipfile.ZipFile(io.BytesIO(docx(BODY))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["Word/Document.xml"] = files.pop("word/document.xml")
    assert read_docx(packed(files), "a.docx", USUAL).text == TEXT


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.95])
def test_a_file_cut_off_is_damaged(keep: float) -> None:
    data = docx("".join(p(f"第{number * 7919}段") for number in range(3_000)) + BODY)
    assert refusal(data[: int(len(data) * keep)]).code == "damaged"


def test_a_member_that_does_not_unpack_is_damaged() -> None:
    data = docx("".join(p(f"第{number}段") for number in range(3_000)))
    middle = len(data) // 2
    assert refusal(data[:middle] + bytes(200) + data[middle + 200 :]).code == "damaged"


@pytest.mark.parametrize("content", ["", "<w:document", "no xml", "<x/>"])
def test_a_main_part_that_is_no_document_is_damaged(content: str) -> None:
    assert refusal(docx(BODY, {"word/document.xml": content})).code == "damaged"


def test_no_text_at_all_is_empty() -> None:
    assert refusal(docx(p())).code == "empty"


def test_entities_are_never_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("秘密", encoding="utf-8")
    inside = docx(p("&x;甲"))
    head = f'<!DOCTYPE w [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'.encode()
    assert refusal(rewritten(inside, (b"<w:document", head + b"<w:document"))).code == "damaged"


def test_a_billion_laughs_are_refused_at_once() -> None:
    entities = '<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(9)
    )
    head = f"<!DOCTYPE w [{entities}]><w:document".encode()
    assert refusal(rewritten(docx(p("&j;")), (b"<w:document", head))).code == "damaged"


def test_a_bomb_is_refused_by_what_it_declares() -> None:
    bomb = {
        "word/media/x.bmp": bytes(90 * 1024 * 1024),
        "word/media/y.bmp": bytes(20 * 1024 * 1024),
    }
    assert refusal(docx(BODY, bomb)).code == "too_large"


def test_a_bomb_that_declares_little_is_not_unpacked() -> None:
    stream = zlib.compressobj(9, zlib.DEFLATED, -15)
    inside = stream.compress(b"<x>" + bytes(60 * 1024 * 1024)) + stream.flush()
    data = bytearray(docx(BODY, {"word/document.xml": "@" * 100}))
    at = data.find(b"word/document.xml")
    assert at > 0
    assert len(inside) < 100_000
    local = at - 30
    size = int.from_bytes(data[local + 18 : local + 22], "little")
    name = int.from_bytes(data[local + 26 : local + 28], "little")
    begin = local + 30 + name
    data[begin : begin + min(size, len(inside))] = inside[:size]
    assert refusal(bytes(data)).code == "damaged"


def test_deep_nesting_is_refused() -> None:
    deep = "<w:smartTag>" * 400 + r("x") + "</w:smartTag>" * 400
    assert refusal(docx(p(deep))).code == "too_complex"


def test_a_locked_member_is_encrypted() -> None:
    data = bytearray(docx(BODY))
    for mark, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + flag] |= 1
            at = data.find(mark, at + 4)
    with pytest.raises(UnreadableSourceError) as caught:
        read_docx(bytes(data), "年报.docx", USUAL)
    assert caught.value.code == "encrypted"


def test_nothing_but_pictures_needs_ocr() -> None:
    assert refusal(with_picture(p(shown()), picture(1200, 800))).code == "needs_ocr"


def test_a_picture_where_a_table_is_announced_is_a_finding() -> None:
    body = p("二、主动公开政府信息情况") + p(shown()) + p("三、收到和处理政府信息公开申请情况")
    document = read_document(with_picture(body, picture(1200, 800)), "a.docx")
    assert document.unread_images == 1
    assert [finding.code for finding in document.findings] == ["table_is_image"]
    assert document.findings[0].place is not None
    assert document.findings[0].place.line == 1


def test_a_metafile_nobody_can_draw_is_unread_too() -> None:
    body = p("二、主动公开政府信息情况") + p(shown())
    document = read_document(with_picture(body, b"\x01\0\0\0 emf", "image1.emf"), "a.docx")
    assert document.unread_images == 1


def test_a_logo_is_no_table() -> None:
    document = read_document(with_picture(p("标题") + p(shown()), picture(90, 90)), "a.docx")
    assert document.unread_images == 0
    assert document.findings == ()


def test_a_picture_outside_the_file_is_not_fetched() -> None:
    relations = {"rId7": ("image", "http://127.0.0.1:9/x.png")}
    document = read_document(docx(p("标题", shown()), relations=relations), "a.docx")
    assert document.unread_images == 0


def test_a_picture_instead_of_a_number_is_illegible_not_blank() -> None:
    body = tbl(tr("甲", f"<w:tc>{p(shown())}</w:tc>"), ["乙", "2"])
    document = read_document(with_picture(body, picture(600, 300)), "a.docx")
    assert [cell.legible for cell in document.grids[0].cells] == [True, False, True, True]


@needs_ocr
def test_a_table_in_a_picture_is_recognised_in_its_place() -> None:
    image = Image.new("RGB", (900, 300), "white")
    pen = ImageDraw.Draw(image)
    font = ImageFont.load_default(size=40)
    for row, texts in enumerate([["A", "B"], ["12", "34"]]):
        for column, text in enumerate(texts):
            left, top = 40 + column * 400, 30 + row * 120
            pen.rectangle([left, top, left + 400, top + 120], outline="black", width=3)
            pen.text((left + 150, top + 35), text, fill="black", font=font)
    stream = io.BytesIO()
    image.save(stream, "PNG")
    data = with_picture(p("二、主动公开政府信息情况") + p(shown()) + p("尾"), stream.getvalue())
    document = read_document(data, "a.docx", ReadOptions(ocr=True))
    (grid,) = document.grids
    assert [cell.text for cell in grid.cells] == ["A", "B", "12", "34"]
    assert {cell.place.element for cell in grid.cells} == {"p[2]"}
    assert all(cell.place.page is None for cell in grid.cells)
    assert document.unread_images == 0
    assert document.findings == ()


def test_an_included_page_is_read_in_its_place() -> None:
    page = "<html><body><p>含入的段落</p><table><tr><td>甲</td><td>1</td></tr>"
    page += "<tr><td>乙</td><td>2</td></tr></table></body></html>"
    body = p("之前") + '<w:altChunk r:id="rId5"/>' + p("之后")
    data = docx(body, {"word/c.html": page}, {"rId5": ("aFChunk", "c.html")})
    document = read_document(data, "a.docx")
    texts = [line.text for line in document.lines if line.text]
    assert texts[0] == "之前"
    assert "含入的段落" in texts
    assert texts[-1] == "之后"
    assert [cell.text for cell in document.grids[0].cells] == ["甲", "1", "乙", "2"]


def test_the_number_of_tables_does_not_matter() -> None:
    body = "".join(tbl(tr(tc("甲", 2)), [str(number), "0"]) for number in range(400))
    document = read_document(docx(body), "a.docx")
    assert len(document.grids) == 400
