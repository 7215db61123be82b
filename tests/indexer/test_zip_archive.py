"""ZIP files: which files are found in them, under which names, and what is refused."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from govreport_search.errors import UnreadableSourceError
from indexer.archive import Opener, is_archive
from indexer.discover import discover
from indexer.readers.sniff import Kind, kind_of


def packed(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def packed_as_chinese_windows(name: str, data: bytes) -> bytes:
    """The name in GBK, without the mark for UTF-8."""
    raw = name.encode("gbk")
    plain = "x" * len(raw)
    return packed({plain: data}).replace(plain.encode(), raw)


def found_in(path):
    return [file.source.rpartition("reports/")[2] for file in discover([path]).files]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "reports").mkdir()
    return tmp_path / "reports"


def test_members_have_a_path_of_their_own(folder):
    content = {"甲/b.txt": b"x", "c.csv": b"x", "__MACOSX/b.txt": b"x", ".h.txt": b"x", "d/": b""}
    (folder / "a.zip").write_bytes(packed(content))
    found = discover([folder])
    assert found_in(folder) == ["a.zip!/甲/b.txt"]
    assert found.passed_over == [f"{folder.as_posix()}/a.zip!/c.csv"]
    opener = Opener()
    assert opener.read(found.files[0].location) == b"x"
    opener.close()


@pytest.mark.parametrize("name", ["统计表/年报.txt", "誠信/報告.txt"])
def test_names_in_gbk(folder, name):
    (folder / "a.zip").write_bytes(packed_as_chinese_windows(name, b"x"))
    assert found_in(folder) == [f"a.zip!/{name}"]


def test_unmarked_utf8_names_and_backslashes(folder):
    name = "甲\\乙.txt"
    raw = name.encode("utf-8")
    data = packed({"x" * len(raw): b"x"}).replace(b"x" * len(raw), raw)
    (folder / "a.zip").write_bytes(data)
    assert found_in(folder) == ["a.zip!/甲/乙.txt"]


def test_a_path_that_leads_out_leads_nowhere(folder):
    (folder / "a.zip").write_bytes(packed({"../../etc/x.txt": b"x", "/abs.txt": b"y"}))
    assert found_in(folder) == ["a.zip!/etc/x.txt", "a.zip!/abs.txt"]


def test_archives_in_archives_to_a_depth(folder):
    inner = packed({"b.txt": b"x", "deep.zip": packed({"c.txt": b"x"})})
    (folder / "a.zip").write_bytes(packed({"in.zip": inner}))
    assert found_in(folder) == ["a.zip!/in.zip!/b.txt", "a.zip!/in.zip!/deep.zip"]
    with pytest.raises(UnreadableSourceError, match="第 3 层") as caught:
        Opener().contents(f"{folder}/a.zip!/in.zip!/deep.zip")
    assert caught.value.code == "too_complex"


def test_of_two_files_of_one_name_the_last_counts(folder):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("b.txt", b"old")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("b.txt", b"new")
    (folder / "a.zip").write_bytes(stream.getvalue())
    found = discover([folder])
    assert len(found.files) == len(found.passed_over) == 1
    assert Opener().read(found.files[0].location) == b"new"


def test_a_member_named_by_itself(folder):
    (folder / "a.zip").write_bytes(packed({"b.txt": b"x", "c.txt": b"x"}))
    assert found_in(f"{folder}/a.zip!/c.txt") == ["a.zip!/c.txt"]
    assert discover([f"{folder}/no.zip!/c.txt"]).refused[0].code == "not_found"


def test_an_archive_by_content_whatever_its_name(folder):
    (folder / "a.pdf").write_bytes(packed({"b.txt": b"x"}))
    assert found_in(folder) == ["a.pdf!/b.txt"]


def types(kind: str) -> bytes:
    return (
        f'<Types><Override ContentType="application/vnd.openxmlformats-officedocument.{kind}'
        '.main+xml" PartName="/x"/></Types>'
    ).encode()


@pytest.mark.parametrize(
    ("kind", "said", "part"),
    [
        (Kind.DOCX, "wordprocessingml.document", "word/document2.xml"),
        (Kind.XLSX, "spreadsheetml.sheet", "xl/workbook.xml"),
    ],
)
def test_documents_are_no_archives(folder, kind, said, part):
    data = packed({"[Content_Types].xml": types(said), part: b"<x/>", "customXml/a.txt": b"x"})
    (folder / "a.zip").write_bytes(data)
    assert kind_of(data, "a") == kind
    assert found_in(folder) == ["a.zip"]


def test_an_archive_that_holds_documents_is_no_document(folder):
    docx = packed({"[Content_Types].xml": types("wordprocessingml.document"), "word/x": b""})
    data = packed({"甲.docx": docx, "note.txt": b"word/document.xml xl/workbook"}, 0)
    (folder / "a.zip").write_bytes(data)
    assert kind_of(data, "a") == Kind.ZIP
    assert found_in(folder) == ["a.zip!/甲.docx", "a.zip!/note.txt"]


def test_an_encrypted_member_says_so(folder):
    data = bytearray(packed({"b.txt": b"x"}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    (folder / "a.zip").write_bytes(data)
    assert error_of(folder / "a.zip", "b.txt") == "encrypted"


def error_of(path, member=""):
    opener = Opener()
    try:
        if member:
            opener.read(f"{path}!/{member}")
        opener.contents(str(path))
    except UnreadableSourceError as error:
        return error.code
    finally:
        opener.close()
    return ""


def test_bombs_are_refused_by_what_they_declare(folder):
    bomb = packed({f"{i}.txt": bytes(20_000_000) for i in range(2)})
    (folder / "ratio.zip").write_bytes(bomb)
    assert error_of(folder / "ratio.zip") == "too_large"
    (folder / "many.zip").write_bytes(packed({f"{i}.txt": b"" for i in range(10_001)}))
    assert error_of(folder / "many.zip") == "too_complex"
    assert found_in(folder) == ["many.zip", "ratio.zip"], "reading them says why"


def test_a_member_that_lies_about_its_size_ends_there(folder):
    honest = packed({"b.txt": bytes(1_000_000)})
    at = honest.index(b"PK\x01\x02") + 24
    lying = honest[:at] + struct.pack("<L", 10) + honest[at + 4 :]
    (folder / "a.zip").write_bytes(lying)
    assert error_of(folder / "a.zip", "b.txt") == "damaged"


def test_overlapping_members_are_a_bomb(folder):
    data = packed({"a.txt": bytes(1000), "b.txt": bytes(1000)})
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)
    data = data[: second + 42] + struct.pack("<L", 0) + data[second + 46 :]
    (folder / "a.zip").write_bytes(data)
    assert error_of(folder / "a.zip") == "too_complex"


@pytest.mark.parametrize("cut", [30, 200, -1])
def test_a_truncated_archive_is_damaged(folder, cut):
    (folder / "a.zip").write_bytes(packed({"b.txt": bytes(range(256)) * 9})[:cut])
    assert is_archive(folder / "a.zip")
    assert error_of(folder / "a.zip") == "damaged"
    assert found_in(folder) == ["a.zip"]


@pytest.mark.parametrize("member", ["OFD.xml", "META-INF/manifest.xml", "ppt/presentation.xml"])
def test_a_packed_document_of_another_kind_is_no_archive(folder, member):
    (folder / "a.ofd").write_bytes(packed({member: b"<x/>", "Res/image_1.png": b"\x89PNG"}))
    assert not is_archive(folder / "a.ofd")
    assert found_in(folder / "a.ofd") == ["a.ofd"]


def test_archives_in_an_archive_do_not_multiply(folder, monkeypatch):
    monkeypatch.setattr("indexer.discover.MAX_FILES", 100)
    inner = packed({f"{n}.txt": b"" for n in range(30)})
    (folder / "a.zip").write_bytes(packed({f"{n}.zip": inner for n in range(9)}, 0))
    (folder / "b.zip").write_bytes(packed({f"{n}.zip": inner for n in range(3)}, 0))
    found = discover([folder])
    assert {file.source.rpartition("reports/")[2][:5] for file in found.files} == {"b.zip"}
    (refused,) = found.refused
    assert (refused.source[-5:], refused.code) == ("a.zip", "too_complex")
    assert "a.zip" in refused.reason
