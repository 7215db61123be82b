"""What may be brought by the browser, by whom, how much, under which name."""

from __future__ import annotations

import io

import pytest
from edit_world import FRESH, FRESH_TOO, ORIGIN, Person, outcomes
from flask import Flask
from web_reading import words

from govreport_search.settings import Settings
from indexer.readers.sniff import MAX_BYTES
from webui.edit import guard, receive


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\fakepath\\年报.pdf", "年报.pdf"),
        ("/", "file"),
        ("..", "file"),
        (".hidden", "hidden"),
        ("~$lock.docx", "lock.docx"),
        ("CON.txt", "_CON.txt"),
        ("AUX .html", "_AUX.html"),
        ("nul.tar.gz", "_nul.tar.gz"),
        ("com¹.txt", "_com¹.txt"),
        ("CONIN$.txt", "_CONIN$.txt"),
        ("console.txt", "console.txt"),
        ("a\u0085b\u2028c\u00ad.txt", "a_b_c_.txt"),
        ("a\u202etxt.exe", "a_txt.exe"),
        ("a\x00b\n.txt", "a_b_.txt"),
        ("<img src=x>.txt", "_img src=x_.txt"),
        ("-rf.txt", "-rf.txt"),
        ("年" * 200 + ".pdf", "年" * 52 + ".pdf"),
    ],
)
def test_names_are_made_harmless(given: str, stored: str) -> None:
    assert receive.safe_name(given) == stored


def test_names_that_differ_in_case_alone_are_two_files() -> None:
    taken = {"a.txt"}
    assert receive.free_name("A.txt", taken) == "A (2).txt"


def test_hostile_names_reach_neither_disk_nor_page(person: Person, settings: Settings) -> None:
    url = person.upload(("../../../<b>x</b>.txt", FRESH), ("[a]*.txt", FRESH_TOO))
    state = person.state(url)
    assert [list(one) for one in outcomes(state).values()] == [["added"], ["added"]]
    folder = settings.index_dir / "uploads" / state["id"]
    assert sorted(path.name for path in folder.iterdir()) == ["[a]_.txt", "b_.txt"]
    assert "<b>" not in person.see(url).text.split("<main")[1]


def test_a_file_beyond_the_limit_is_not_stored(
    person: Person, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    assert receive.FILE_BYTES == MAX_BYTES, "what is told on the page is what the reader takes"
    monkeypatch.setattr(receive, "FILE_BYTES", 10_000)
    url = person.upload(("huge.txt", b"x" * 10_001), ("fine.txt", FRESH))
    assert outcomes(person.state(url)) == {"huge.txt": ["rejected"], "fine.txt": ["added"]}
    assert not list((settings.index_dir / "uploads").rglob("huge.txt"))


def test_a_request_beyond_the_limit_is_refused_in_words(person: Person) -> None:
    response = person.client.post(
        "/edit/sign-out",
        data={"csrf_token": person.token, "x": "y" * (guard.FORM_BYTES + 1)},
        headers=ORIGIN,
    )
    assert response.status_code == 413
    assert "分几次交" in words(response.text)
    assert person.see("/edit/").status_code == 200


def test_no_file_is_told(person: Person) -> None:
    response = person.send("/edit/uploads")
    assert response.status_code == 400
    assert "没有选文件" in words(response.text)


def test_uploads_need_a_session_and_a_token(app: Flask, settings: Settings) -> None:
    stranger = Person(app)
    files = {"files": [(io.BytesIO(FRESH), "a.txt")]}
    response = stranger.client.post("/edit/uploads", data=files, headers=ORIGIN)
    assert response.headers["Location"].startswith("/edit/sign-in")
    stranger.sign_in()
    stranger.token = ""
    files = {"files": [(io.BytesIO(FRESH), "a.txt")]}
    assert stranger.client.post("/edit/uploads", data=files, headers=ORIGIN).status_code == 403
    assert not (settings.index_dir / "uploads").exists()


@pytest.mark.parametrize("key", ["..", "20200101-000000-abcdef", "../edit/password", "%2e%2e%2fx"])
def test_other_ids_lead_nowhere(person: Person, key: str) -> None:
    assert person.see(f"/edit/uploads/{key}").status_code in (302, 308, 404)
    assert person.see(f"/edit/uploads/{key}/state").status_code == 404
