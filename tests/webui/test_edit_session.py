"""Editing is off until a password is set and asked for; nobody gets past it, nor keeps it."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from cli_world import run
from edit_world import ORIGIN, PASSWORD, Person, editing_app
from flask import Flask
from web_reading import words
from web_world import build_web_world

from govreport_search.errors import UserError
from govreport_search.settings import Settings
from webui.app import create_app
from webui.edit import guard, visit
from webui.edit.private import Private

PAGES = ("/edit/", "/edit/worklist", "/edit/corrections", "/edit/uploads/20200101-000000-abcdef")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return build_web_world(tmp_path_factory.mktemp("edit"))


@pytest.fixture
def app(folder: Settings) -> Iterator[Flask]:
    with editing_app(folder) as made:
        yield made


def cookie(response: object) -> str:
    lines = response.headers.getlist("Set-Cookie")
    return next((line for line in lines if line.startswith("govreport_edit=")), "")


def test_it_is_off_by_default(folder: Settings) -> None:
    Private(folder).set_password(PASSWORD)
    app = create_app(folder)
    client = app.test_client()
    for page in (*PAGES, "/edit/sign-in"):
        assert client.get(page).status_code == 404
        assert client.post(page, headers=ORIGIN).status_code in (404, 405)
    assert "/edit/" not in client.get("/").text
    app.extensions["library"].close()


def test_without_a_password_it_does_not_start(folder: Settings) -> None:
    Private(folder).forget_password()
    with pytest.raises(UserError, match="govreport password"):
        create_app(folder, editing=True)
    result = run(folder.index_dir, "serve", "--edit", "--port", "0")
    assert result.exit_code == 2
    assert "govreport password" in result.stderr


def test_the_password_is_asked_twice_and_kept_as_a_hash(tmp_path: Path) -> None:
    private = Private(Settings(tmp_path))
    assert run(tmp_path, "password", given=b"too short\ntoo short\n").exit_code == 2
    assert run(tmp_path, "password", given=b"one long password\nanother one\n").exit_code != 0
    assert private.password_hash() == ""
    given = f"{PASSWORD}\n{PASSWORD}\n".encode()
    result = run(tmp_path, "password", given=given)
    assert result.exit_code == 0, result.output
    assert PASSWORD not in result.output
    assert private.is_password(PASSWORD)
    assert not private.is_password(PASSWORD + " ")
    held = (tmp_path / "edit" / "password").read_text()
    assert held.startswith("scrypt:")
    assert PASSWORD not in held
    assert run(tmp_path, "password", "--remove").exit_code == 0
    assert not private.is_password(PASSWORD)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_private_files_are_the_owners_alone(app: Flask, folder: Settings) -> None:
    private = folder.index_dir / "edit"
    assert stat.S_IMODE(private.stat().st_mode) == 0o700
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in private.iterdir()}
    assert {"password", "secret"} <= set(modes)
    assert set(modes.values()) == {0o600}


def test_every_page_leads_to_the_password_first(app: Flask) -> None:
    stranger = Person(app)
    for page in PAGES:
        response = stranger.client.get(page)
        assert response.status_code == 303
        assert response.headers["Location"].startswith("/edit/sign-in")
    response = stranger.sign_in(to="/edit/worklist")
    assert response.headers["Location"] == "/edit/worklist"


@pytest.mark.parametrize(
    "to", ["https://evil.example/edit/", "//evil.example", "/help", "/edit\\x"]
)
def test_the_password_leads_nowhere_else(app: Flask, to: str) -> None:
    assert Person(app).sign_in(to=to).headers["Location"] == "/edit/"


def test_pages_that_only_read_set_no_cookie_and_show_the_way(app: Flask) -> None:
    response = app.test_client().get("/")
    assert response.headers.getlist("Set-Cookie") == []
    assert 'href="/edit/"' in response.text


def test_the_cookie_is_for_editing_alone(app: Flask) -> None:
    line = cookie(Person(app).sign_in())
    parts = {part.strip() for part in line.split(";")[1:]}
    assert {"HttpOnly", "Path=/edit", "SameSite=Strict"} <= parts
    assert "Secure" not in parts
    https = app.test_client().get("/edit/sign-in", base_url="https://localhost")
    assert "Secure" in cookie(https)


def test_editing_pages_are_kept_by_no_cache(app: Flask) -> None:
    person = Person(app)
    person.sign_in()
    for response in (person.see("/edit/"), person.send("/edit/uploads"), person.see("/edit/x")):
        assert response.status_code in (200, 400, 404)
    assert person.see("/edit/").headers["Cache-Control"] == "no-store"
    assert person.see("/edit/nothing/here").headers["Cache-Control"] == "no-store"


def test_a_form_without_its_token_is_refused(app: Flask) -> None:
    person = Person(app)
    person.sign_in()
    person.token = ""
    refused = person.send("/edit/sign-out")
    assert refused.status_code == 403
    assert "刷新" in words(refused.text)
    assert person.see("/edit/").status_code == 200
    assert person.send("/edit/sign-out").status_code == 303


def test_another_visitors_token_is_refused(app: Flask) -> None:
    one, other = Person(app), Person(app)
    one.sign_in()
    other.sign_in()
    one.token = other.token
    assert one.send("/edit/sign-out").status_code == 403


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "null", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "http://localhost:81"}, 403),
        ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, 303),
        (ORIGIN, 303),
    ],
)
def test_a_form_must_come_from_our_own_page(app: Flask, headers: dict, status: int) -> None:
    person = Person(app)
    person.sign_in()
    assert person.send("/edit/sign-out", headers=headers).status_code == status


def test_a_session_is_not_taken_over_from_before(app: Flask) -> None:
    person = Person(app)
    person.see("/edit/sign-in")
    before, planted = person.token, person.client.get_cookie("govreport_edit", path="/edit")
    person.sign_in()
    person.token = before
    assert person.send("/edit/sign-out").status_code == 403
    stranger = Person(app)
    stranger.client.set_cookie("govreport_edit", planted.value, path="/edit")
    assert stranger.see("/edit/worklist").status_code == 303


def test_signing_out_ends_copies_of_the_cookie_even_after_a_restart(
    folder: Settings,
) -> None:
    with editing_app(folder) as app:
        person = Person(app)
        person.sign_in()
        copied = person.client.get_cookie("govreport_edit", path="/edit").value
        assert person.see("/edit/").status_code == 200
        person.send("/edit/sign-out")
    again = create_app(folder, editing=True)
    thief = Person(again)
    thief.client.set_cookie("govreport_edit", copied, path="/edit")
    assert thief.see("/edit/").status_code == 303
    again.extensions["reading"].close()
    again.extensions["library"].close()


@pytest.mark.parametrize(
    ("name", "seconds"), [("IDLE_SECONDS", -1), ("WHOLE_SECONDS", -1)], ids=["idle", "whole"]
)
def test_a_session_ends_by_itself(
    app: Flask, monkeypatch: pytest.MonkeyPatch, name: str, seconds: int
) -> None:
    person = Person(app)
    person.sign_in()
    assert person.see("/edit/").status_code == 200
    monkeypatch.setattr(visit, name, seconds)
    assert person.see("/edit/").status_code == 303


def test_a_new_password_ends_every_session(app: Flask, folder: Settings) -> None:
    person = Person(app)
    person.sign_in()
    Private(folder).set_password("another password altogether")
    assert person.see("/edit/").status_code == 303
    assert person.sign_in().status_code == 403
    assert person.sign_in("another password altogether").status_code == 303


def test_a_cookie_signed_by_another_secret_is_worth_nothing(
    app: Flask, folder: Settings, tmp_path: Path
) -> None:
    signer = Flask("signer")
    signer.secret_key = b"guessed"
    interface = app.session_interface
    serializer = interface.get_signing_serializer(signer)
    thief = Person(app)
    forged = serializer.dumps({"id": "x", "name": "x", "begun": 1e12, "seen": 1e12, "mark": ""})
    thief.client.set_cookie("govreport_edit", forged, path="/edit")
    assert thief.see("/edit/").status_code == 303


def test_guessing_is_slow_and_tells_nothing(app: Flask) -> None:
    person = Person(app)
    answers = [person.sign_in(f"wrong password {n}") for n in range(11)]
    assert [answer.status_code for answer in answers] == [403] * 10 + [429]
    assert len({words(answer.text) for answer in answers[:10]}) == 1
    assert "过几分钟" in words(answers[10].text)
    assert int(answers[10].headers["Retry-After"]) > 0
    assert person.sign_in().status_code == 429, "the right one must wait, too"


def test_guessing_at_once_is_no_faster(app: Flask) -> None:
    people = [Person(app) for _ in range(16)]
    for person in people:
        person.see("/edit/sign-in")
    statuses: list[int] = []

    def guess(person: Person) -> None:
        sent = person.send("/edit/sign-in", name="x", password="wrong password")
        statuses.append(sent.status_code)

    threads = [Thread(target=guess, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [403] * 10 + [429] * 6


def test_one_network_of_version_6_is_one_guesser(app: Flask) -> None:
    statuses = []
    for n in range(11):
        person = Person(app)
        person.client.environ_base["REMOTE_ADDR"] = f"2001:db8:0:1::{n:x}"
        statuses.append(person.sign_in("wrong password").status_code)
    assert statuses == [403] * 10 + [429]


def test_many_addresses_together_are_slow_as_well(
    folder: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "ALL_ATTEMPTS", "3 per minute")
    statuses = []
    with editing_app(folder) as app:
        for n in range(5):
            person = Person(app)
            person.client.environ_base["REMOTE_ADDR"] = f"10.0.0.{n}"
            statuses.append(person.sign_in("wrong password").status_code)
    assert statuses == [403] * 3 + [429] * 2


def test_two_servers_over_one_folder_know_who_signed_out(folder: Settings) -> None:
    with editing_app(folder) as one, editing_app(folder) as other:
        person, second = Person(one), Person(other)
        person.sign_in()
        second.sign_in()
        copied = person.client.get_cookie("govreport_edit", path="/edit").value
        thief = Person(other)
        thief.client.set_cookie("govreport_edit", copied, path="/edit")
        assert thief.see("/edit/").status_code == 200
        person.send("/edit/sign-out")
        thief.client.set_cookie("govreport_edit", copied, path="/edit")
        assert thief.see("/edit/").status_code == 303
        second.send("/edit/sign-out")
        thief.client.set_cookie("govreport_edit", copied, path="/edit")
        assert thief.see("/edit/").status_code == 303


@pytest.mark.parametrize("name", ["", "  ", "x" * 41, "a\u202eb", "a\nb\x00"])
def test_a_name_is_needed_to_sign_with(app: Flask, name: str) -> None:
    assert Person(app, name).sign_in().status_code == 400


def test_a_hostile_name_is_shown_as_text(app: Flask) -> None:
    person = Person(app, "<b>李</b>")
    person.sign_in()
    assert "<b>李" not in person.see("/edit/").text
    assert "&lt;b&gt;李" in person.see("/edit/").text


def test_the_api_stays_read_only(app: Flask) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("api.")]
    assert len(rules) > 8
    writing = {rule.endpoint for rule in rules if rule.methods - {"GET", "HEAD", "OPTIONS"}}
    # These are asked with lists that are too long for an address, and change nothing.
    assert writing <= {"api.terms", "api.coverage"}


def test_signing_in_at_once_by_many_works(app: Flask) -> None:
    statuses: list[int] = []
    threads = [
        Thread(target=lambda: statuses.append(Person(app).sign_in().status_code)) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [303] * 4


def test_who_only_reads_loads_nothing_that_edits(folder: Settings) -> None:
    code = (
        "import sys; from pathlib import Path; from govreport_search.settings import Settings;"
        "from webui.app import create_app; create_app(Settings(Path(sys.argv[1])));"
        "print([name for name in sys.modules if name.startswith(sys.argv[2:5])"
        " or name in ('webui.edit.guard', 'webui.edit.private', 'indexer')])"
    )
    command = [sys.executable, "-c", code.replace("sys.argv[2:5]", "tuple(sys.argv[2:5])")]
    arguments = [str(folder.index_dir), "flask_limiter", "flask_wtf", "limits"]
    done = subprocess.run([*command, *arguments], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_api_answers_as_it_does_without_editing(app: Flask) -> None:
    """Extensions that editing brings look at every view."""
    client = app.test_client()
    paths = client.get("/api/v1/openapi.json").get_json()["paths"]
    plain = [f"/api/v1{path}" for path, can in paths.items() if "get" in can and "{" not in path]
    assert len(plain) > 10
    for path in plain:
        assert client.get(path).status_code in (200, 400), path
    for path in ("/api/v1/facts", "/api/v1/reports", "/api/v1/sections", "/api/v1/findings"):
        assert client.get(path).status_code == 200, path
