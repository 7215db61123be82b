"""Old Word files through LibreOffice; what it does with bad ones is shown with a made-up office."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "readers"))
from office_files import saved_as
from optional_part import needs_office
from word_files import docx, p, tbl, tc, tr

from govreport_search.errors import UnreadableSourceError
from indexer import convert
from indexer.convert import convert_batch
from indexer.readers import read_document
from indexer.readers.sniff import kind_of


def wide(text: str, columns: int = 1, merge: str = "") -> str:
    width = f'<w:tcW w:w="{1500 * columns}" w:type="dxa"/>'
    return tc(text, columns, merge, properties=width)


TABLE = tbl(
    tr(wide("行政复议", 2), wide("总计", 1, "restart")),
    tr(wide("维持"), wide("纠正"), wide("", 1, "continue")),
    tr(wide("12"), wide(""), wide("12")),
).replace("<w:tblPr/>", "<w:tblPr/><w:tblGrid>" + '<w:gridCol w:w="1500"/>' * 3 + "</w:tblGrid>")
BODY = p("一、总体情况") + p("本年度受理134件。") + TABLE + p("完")


def grid_of(data: bytes | UnreadableSourceError) -> list[tuple[str, int, int, int, int]]:
    assert isinstance(data, bytes), data
    (grid,) = read_document(data, "a.docx").grids
    return [(c.text, c.row, c.column, c.rows, c.columns) for c in grid.cells]


WANTED = [
    ("行政复议", 0, 0, 1, 2),
    ("总计", 0, 2, 2, 1),
    ("维持", 1, 0, 1, 1),
    ("纠正", 1, 1, 1, 1),
    ("12", 2, 0, 1, 1),
    ("", 2, 1, 1, 1),
    ("12", 2, 2, 1, 1),
]


@pytest.fixture(scope="module")
def old() -> dict[str, bytes]:
    """One document as DOC and as RTF."""
    return {kind: saved_as(docx(BODY), "docx", kind) for kind in ("doc", "rtf")}


def failure(result: bytes | UnreadableSourceError) -> UnreadableSourceError:
    assert isinstance(result, UnreadableSourceError)
    assert result.remedy
    return result


@needs_office
def test_doc_and_rtf_keep_text_and_cells(old: dict[str, bytes]) -> None:
    results = convert_batch(old, {key: f"年报.{key}" for key in old})
    for result in results.values():
        assert grid_of(result) == WANTED
        assert isinstance(result, bytes)
        lines = [line.text for line in read_document(result, "a").lines]
        assert lines[:2] == ["一、总体情况", "本年度受理134件。"]
        assert lines[-1] == "完"


@needs_office
def test_one_bad_file_costs_no_other(old: dict[str, bytes]) -> None:
    doc = old["doc"]
    files = {
        "first": doc,
        "cut": doc[:3000],
        "junk": doc[:1536] + os.urandom(len(doc) - 1536),
        "last": doc,
    }
    results = convert_batch(files, {key: f"{key}.doc" for key in files})
    assert set(results) == set(files)
    assert grid_of(results["first"]) == grid_of(results["last"]) == WANTED
    assert failure(results["cut"]).code == "damaged"
    assert "cut.doc" in failure(results["cut"]).message


@needs_office
def test_a_password_is_seen_before_the_office_is_asked(old: dict[str, bytes]) -> None:
    data = bytearray(old["doc"])
    begin = data.find(b"\xec\xa5")
    assert begin % 512 == 0
    data[begin + 11] |= 1
    results = convert_batch({"a": bytes(data)}, {"a": "密.doc"})
    assert failure(results["a"]).code == "encrypted"


class Asked(BaseHTTPRequestHandler):
    paths: list[str] = []

    def do_GET(self) -> None:
        self.paths.append(self.path)
        self.send_error(404)

    do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815 - the names http.server asks for

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[int]:
    Asked.paths.clear()
    listening = HTTPServer(("127.0.0.1", 0), Asked)
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    yield listening.server_port
    listening.shutdown()
    listening.server_close()


@needs_office
@pytest.mark.parametrize("shut_off", [True, False])
def test_nothing_remote_or_local_is_fetched(
    server: int, shut_off: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the profile's settings alone, too, where the system has no way to shut it off."""
    if not shut_off:
        monkeypatch.setattr(convert, "_without_network", tuple)
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET", encoding="ascii")
    rtf = (
        r"{\rtf1\ansi before\par"
        rf'{{\field{{\*\fldinst INCLUDEPICTURE "http://127.0.0.1:{server}/x.png" \\d}}'
        r"{\fldrslt shown}}\par"
        rf'{{\field{{\*\fldinst INCLUDETEXT "{secret.as_uri()}"}}{{\fldrslt kept}}}}\par after}}'
    )
    result = convert_batch({"a": rtf.encode("ascii")}, {"a": "a.rtf"})["a"]
    assert isinstance(result, bytes)
    text = read_document(result, "a.docx").text
    assert "before" in text
    assert "after" in text
    assert "SECRET" not in text
    assert Asked.paths == []


OFFICE = """#!/bin/sh
for last in "$@"; do
  case "$last" in *.doc|*.rtf) files="$files $last";; esac
  [ "$before" = --outdir ] && out=$last
  before=$last
done
echo start >> "%(log)s"
for file in $files; do
  case "$(cat "$file")" in
    *HANG*) sleep 60 ;;
    *CRASH*) kill -9 $$ ;;
    *NOTHING*) ;;
    *) name=${file##*/}; cp "%(made)s" "$out/${name%%.*}.docx" ;;
  esac
done
"""


class Office:
    """A made-up office that hangs, crashes or writes nothing where a file says so."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "log"
        made = folder / "made.docx"
        made.write_bytes(docx(BODY))
        program = folder / "soffice"
        program.write_text(OFFICE % {"log": self.log, "made": made}, encoding="utf-8")
        program.chmod(0o755)

    @property
    def starts(self) -> int:
        return len(self.log.read_text(encoding="utf-8").splitlines()) if self.log.exists() else 0


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    if os.name == "nt":
        pytest.skip("the made-up office is a shell script")
    made = Office(tmp_path)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    convert._office.cache_clear()
    yield made
    convert._office.cache_clear()


def rtf(content: str) -> bytes:
    return b"{\\rtf1 " + content.encode("ascii") + b"}"


def batch(*contents: str, seconds: float = 60.0) -> dict[str, bytes | UnreadableSourceError]:
    files = {str(at): rtf(content) for at, content in enumerate(contents)}
    return convert_batch(files, {key: f"{key}.rtf" for key in files}, seconds=seconds)


def codes(results: dict[str, bytes | UnreadableSourceError]) -> list[str]:
    return [
        "ok" if isinstance(results[key], bytes) else failure(results[key]).code
        for key in sorted(results)
    ]


def test_a_batch_is_one_start(office: Office) -> None:
    assert codes(batch("a", "b", "c")) == ["ok"] * 3
    assert office.starts == 1


def test_a_crash_loses_one_file(office: Office) -> None:
    assert codes(batch("a", "CRASH", "c", "CRASH", "e")) == ["ok", "damaged", "ok", "damaged", "ok"]


def test_a_hang_is_ended_and_loses_one_file(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(convert, "STARTING", 0.0)
    began = time.monotonic()
    assert codes(batch("a", "HANG", "c", seconds=1.0)) == ["ok", "too_slow", "ok"]
    assert time.monotonic() - began < 20
    assert office.starts == 2


def test_a_file_passed_over_is_tried_once_more_alone(office: Office) -> None:
    assert codes(batch("a", "NOTHING", "c")) == ["ok", "damaged", "ok"]
    assert office.starts == 2


def test_stopping_ends_the_office_at_once(office: Office) -> None:
    began = time.monotonic()
    asked: list[int] = []

    def stop() -> bool:
        asked.append(1)
        return len(asked) > 3

    assert convert_batch({"a": rtf("HANG")}, {"a": "a.rtf"}, stop=stop) == {}
    assert time.monotonic() - began < 10


def test_without_an_office_the_remedy_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(convert, "_NAMES", ("soffice", "libreoffice"))
    convert._office.cache_clear()
    try:
        assert not convert.available()
        (result,) = batch("a").values()
        error = failure(result)
        assert error.code == "needs_libreoffice"
        assert "apt-get install libreoffice-writer-nogui" in error.remedy
    finally:
        convert._office.cache_clear()


def test_the_office_does_not_outlive_a_parent_that_is_killed(
    office: Office, tmp_path: Path
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    told = (
        "from indexer.convert import convert_batch;"
        r"convert_batch({'a': b'{\\rtf1 HANG}'}, {'a': 'a.rtf'})"
    )
    environment = {**os.environ, "TMPDIR": str(temporary)}
    parent = subprocess.Popen([sys.executable, "-c", told], env=environment)
    assert soon(lambda: office.starts == 1 and any(temporary.iterdir()))
    parent.kill()
    parent.wait()
    assert soon(lambda: not any(temporary.iterdir()))


@needs_office
def test_an_office_that_is_ended_leaves_no_socket(old: dict[str, bytes]) -> None:
    before = set(Path("/tmp").glob("OSL_PIPE_*"))
    seen: list[Path] = []

    def stop() -> bool:
        seen.extend(set(Path("/tmp").glob("OSL_PIPE_*")) - before)
        return bool(seen)

    convert_batch(old, {key: f"{key}.doc" for key in old}, stop=stop)
    # Another office of this machine may have made one meanwhile.
    assert not seen or not all(path.exists() for path in seen)


def soon(is_so: Callable[[], bool], seconds: float = 20.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(0.05)
    return False


WORD_2003 = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<?mso-application progid="Word.Document"?>\n'
    '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body>'
    "<w:p><w:r><w:t>一、总体情况</w:t></w:r></w:p><w:tbl><w:tblPr/><w:tblGrid>"
    '<w:gridCol w:w="1500"/><w:gridCol w:w="1500"/></w:tblGrid><w:tr>'
    "<w:tc><w:p><w:r><w:t>规章</w:t></w:r></w:p></w:tc>"
    "<w:tc><w:p><w:r><w:t>12</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    "<w:p><w:r><w:t>完</w:t></w:r></w:p></w:body></w:wordDocument>"
)


@needs_office
def test_the_xml_of_word_2003_is_converted() -> None:
    data = WORD_2003.encode()
    assert kind_of(data, "年报.doc") in convert.CONVERTED
    result = convert_batch({"a": data}, {"a": "年报.doc"})["a"]
    assert [cell[0] for cell in grid_of(result)] == ["规章", "12"]


def test_xml_that_declares_entities_is_refused() -> None:
    data = WORD_2003.replace("<w:wordDocument", '<!DOCTYPE a [<!ENTITY b "c">]><w:wordDocument', 1)
    result = convert_batch({"a": data.encode()}, {"a": "年报.doc"})["a"]
    assert failure(result).code == "damaged"


@pytest.mark.parametrize(
    "begin",
    [
        '<?mso-application progid="Word.Document"?><pkg:package xmlns:pkg="x">',
        '<?mso-application progid="Excel.Sheet"?><Workbook>',
    ],
)
def test_other_xml_of_office_is_refused_by_name(begin: str) -> None:
    with pytest.raises(UnreadableSourceError) as refused:
        kind_of(f'<?xml version="1.0"?>{begin}'.encode(), "年报.doc")
    assert refused.value.code == "kind_not_supported"
    assert "DOCX" in refused.value.remedy
