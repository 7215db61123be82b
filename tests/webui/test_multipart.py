"""Forms whose files are named in another encoding than their page's."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path, PurePath

import pytest
from edit_world import ORIGIN, Person, editing_app, outcomes
from flask import Flask
from web_reading import words
from web_world import build_web_world, quiet_text
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.test import TestResponse

from webui.edit.receive import safe_name
from webui.multipart import AnyNameRequest

NAME = "云溪县教育局2020年报（联通）.txt"
FRESH = quiet_text().replace("2023", "2020").encode()
BOUNDARY = b"----line"


def part(name: bytes, content: bytes, filename: bytes | None = None) -> bytes:
    said = b"" if filename is None else b'; filename="%s"' % filename
    head = b'Content-Disposition: form-data; name="%s"%s\r\n\r\n' % (name, said)
    return b"--" + BOUNDARY + b"\r\n" + head + content + b"\r\n"


def body(*parts: bytes) -> bytes:
    return b"".join(parts) + b"--" + BOUNDARY + b"--\r\n"


def form(data: bytes, **limits: int) -> AnyNameRequest:
    made = AnyNameRequest(
        {
            "REQUEST_METHOD": "POST",
            "CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY.decode()}",
            "CONTENT_LENGTH": str(len(data)),
            "wsgi.input": BytesIO(data),
        }
    )
    for name, value in limits.items():
        setattr(made, name, value)
    return made


def post(person: Person, url: str, data: bytes) -> TestResponse:
    kind = f"multipart/form-data; boundary={BOUNDARY.decode()}"
    return person.client.post(url, data=data, content_type=kind, headers=ORIGIN)


def test_a_report_named_in_gbk_is_read_and_keeps_its_name(tmp_path: Path) -> None:
    settings = build_web_world(tmp_path)
    with editing_app(settings) as app:
        person = Person(app)
        person.sign_in()
        token = part(b"csrf_token", person.token.encode())
        hostile = "../../乗/盗年报.txt".encode("gb18030")
        more = quiet_text().replace("2023", "2018").encode()
        sent = post(
            person,
            "/edit/uploads",
            body(
                token,
                part(b"files", FRESH, NAME.encode("gbk")),
                part(b"files", more, hostile),
                part(b"files", b"", b"\xff\xfe\x81.txt"),
            ),
        )
        assert sent.status_code == 303, words(sent.text)
        url = sent.headers["Location"]
        state = person.state(url)
        assert outcomes(state) == {
            NAME: ["added"],
            "盗年报.txt": ["added"],
            "\ufffd\ufffd\ufffd.txt": ["rejected"],
        }
        folder = settings.index_dir / "uploads" / state["id"]
        assert (folder / NAME).read_bytes() == FRESH
        assert sorted(path.name for path in folder.iterdir()) == sorted([NAME, "盗年报.txt"])
        assert NAME in words(person.see(url).text)


def test_a_list_named_in_gbk_is_read(world_app: Flask) -> None:
    listed = part(b"file", "校车安排\n菜单".encode("gbk"), "词表.csv".encode("gbk"))
    person = Person(world_app)
    page = post(person, "/terms", body(part(b"terms", b""), listed))
    assert page.status_code in (200, 303), words(page.text)
    if page.status_code == 303:
        page = person.client.get(page.headers["Location"])
    assert "校车安排" in words(page.text)


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "gb18030"])
def test_names_are_read_in_either_encoding(encoding: str) -> None:
    name = "年报\u9faf.txt" if encoding != "gbk" else "年报乗.txt"
    read = form(
        body(part("部".encode(encoding), "值".encode()), part(b"f", b"x", name.encode(encoding)))
    )
    assert read.form.to_dict() == {"部": "值"}
    assert read.files["f"].filename == name
    assert read.files["f"].read() == b"x"


def test_content_is_taken_as_it_is_however_it_is_cut() -> None:
    content = bytes(range(256)) * 1000 + b"\r\n--" + BOUNDARY[:-1] + b"\r\n\xb2\xbb\r\n"
    read = form(body(part(b"f", content, "不.bin".encode("gbk")), part(b"a", b"1")))
    assert read.files["f"].read() == content
    assert read.form["a"] == "1"


def test_a_quote_within_a_name_ends_nothing() -> None:
    # The second byte of a GBK character may be a backslash, never a quotation mark.
    sign = bytes([0x81, 0x5C])
    assert sign.decode("gbk") == "乗"
    read = form(body(part(b"f", b"x", b"a" + sign)))
    assert read.files["f"].filename == "a乗"


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("C:\\用户\\年报.txt", "C:\\用户\\年报.txt"),
        ("C:\\\\用户\\\\年报.txt", "C:\\用户\\年报.txt"),
        ("\\\\机器\\a.txt", "\\机器\\a.txt"),
        ('一\\"二.txt', '一"二.txt'),
    ],
)
def test_paths_of_windows_keep_their_parts(encoding: str, sent: str, read: str) -> None:
    asked = form(body(part(b"f", b"x", sent.encode(encoding))))
    assert asked.files["f"].filename == read
    assert safe_name(read) == PurePath(read.replace("\\", "/").replace('"', "_")).name


@pytest.mark.parametrize(
    ("data", "limits"),
    [
        (body(part(b"a", b"x" * 3000)), {"max_form_memory_size": 2000}),
        (body(*[part(b"a", b"x")] * 5), {"max_form_parts": 4}),
        (body(part(b"a", b"x" * 3000)), {"max_content_length": 1000}),
    ],
)
def test_limits_hold(data: bytes, limits: dict[str, int]) -> None:
    with pytest.raises(RequestEntityTooLarge):
        _ = form(data, **limits).form


def test_large_fields_within_the_limit_are_whole() -> None:
    value = "词" * 300_000
    assert form(body(part(b"a", value.encode())), max_form_memory_size=2**20).form["a"] == value


@pytest.mark.parametrize("data", [b"", b"nothing", part(b"a", b"x"), b"--" + BOUNDARY])
def test_what_is_no_form_has_no_fields(data: bytes) -> None:
    assert form(data).form.to_dict() == {}
