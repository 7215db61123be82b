"""Headers, weight, privacy, failures, and the command that serves it all."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from web_reading import attributes, words
from web_world import build_web_world

from govreport_search.errors import StoreError
from govreport_search.settings import Settings
from indexer.build import build
from webui import cli
from webui.app import create_app

PAGES = (
    "/",
    "/?q=公开",
    "/help",
    "/status",
    "/api",
    "/indicators",
    "/nothing",
    "/?q=“",
    "/api/v1/x",
)
WEBUI = Path(cli.__file__).parent


@pytest.mark.parametrize("url", PAGES)
def test_every_answer_has_the_strict_headers(world: FlaskClient, url: str) -> None:
    headers = world.get(url).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("url", PAGES[:-1])
def test_pages_are_chinese_have_landmarks_and_labels(world: FlaskClient, url: str) -> None:
    html = world.get(url).text
    assert attributes(html, "html")[0]["lang"] == "zh-CN"
    for landmark in ("header", "nav", "main", "footer"):
        assert attributes(html, landmark)
    assert len(attributes(html, "h1")) == 1
    assert attributes(html, "a")[0]["href"] == "#main"
    labelled = {label["for"] for label in attributes(html, "label")}
    for tag in ("input", "select"):
        for field in attributes(html, tag):
            assert field.get("type") == "hidden" or field["id"] in labelled
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("url", PAGES)
def test_nothing_comes_from_another_host_and_nothing_is_inline(
    world: FlaskClient, url: str
) -> None:
    html = world.get(url).text
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', html)
    assert "style=" not in html
    assert "<style" not in html


def test_own_files_name_no_other_host() -> None:
    for path in (*WEBUI.glob("static/**/*.*"), *WEBUI.glob("templates/**/*.*")):
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search("https?:", text), path


def test_a_folder_without_a_store_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="govreport index"):
        create_app(Settings(tmp_path / "nothing"))


def test_a_lost_store_is_503_in_both_shapes(tmp_path: Path) -> None:
    settings = build_web_world(tmp_path)
    client = create_app(settings).test_client()
    assert client.get("/").status_code == 200
    settings.store_path.write_bytes(b"no longer a database" * 500)
    page = client.get("/reports/aaaaaaaaaaaa")
    assert page.status_code == 503
    assert "没有完成" in words(page.text)
    answer = client.get("/api/v1/reports/aaaaaaaaaaaa")
    assert answer.status_code == 503
    assert answer.json is not None
    assert set(answer.json["error"]) == {"code", "message", "remedy"}


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps folders with open files in place")
def test_a_folder_put_in_the_place_of_another_is_seen(tmp_path: Path) -> None:
    settings = build_web_world(tmp_path)
    app = create_app(settings)
    client = app.test_client()
    assert "共 3 份报告" in words(client.get("/").text)
    settings.index_dir.rename(tmp_path / "elsewhere")
    gone = client.get("/")
    assert gone.status_code == 503
    assert "govreport index" in words(gone.text)
    assert client.get("/api/v1/search").json["error"]["code"] == "store_unavailable"
    assert client.get("/help").status_code == 200
    reports = sorted((tmp_path / "reports").glob("[oq]*.txt"))
    assert build(reports[:1], settings, jobs=1).indexed == 1
    assert "共 1 份报告" in words(client.get("/").text)
    app.extensions["library"].close()


def test_an_unexpected_error_shows_no_inner_details(world_app: Flask) -> None:
    def fail() -> str:
        raise RuntimeError("secret of the house")

    app = create_app(world_app.extensions["library"].settings)
    app.add_url_rule("/fail", view_func=fail)
    response = app.test_client().get("/fail?q=private")
    app.extensions["library"].close()
    assert response.status_code == 500
    assert "secret" not in response.text
    assert "程序出了意料之外的错误" in words(response.text)


def serve(folder: Path, *arguments: str) -> tuple[subprocess.Popen[str], str]:
    """Starts ``govreport serve`` as a user does; gives its process and printed address."""
    script = "import sys; from govreport_search.cli import main; sys.exit(main())"
    process = subprocess.Popen(
        [sys.executable, "-c", script, "serve", "--port", "0", "--no-open", *arguments],
        env={**os.environ, "GOVREPORT_INDEX_DIR": str(folder), "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert process.stdout is not None
    return process, process.stdout.readline().strip()


def test_serve_prints_its_address_and_answers(world_app: Flask) -> None:
    folder = world_app.extensions["library"].settings.index_dir
    process, address = serve(folder)
    try:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", address)
        with urllib.request.urlopen(address, timeout=120) as response:
            assert "政府信息公开" in response.read().decode()
            assert "Server" not in response.headers
    finally:
        process.terminate()
        _, said = process.communicate(timeout=120)
    assert "注意" not in said


def test_serve_warns_when_others_can_reach_it(world_app: Flask) -> None:
    folder = world_app.extensions["library"].settings.index_dir
    process, address = serve(folder, "--host", "0.0.0.0")
    try:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", address)
        with urllib.request.urlopen(address, timeout=120) as response:
            assert response.status == 200
    finally:
        process.terminate()
        _, said = process.communicate(timeout=120)
    assert "没有密码" in said


def test_serve_without_an_index_says_what_to_do(tmp_path: Path) -> None:
    process, address = serve(tmp_path / "nothing")
    _, said = process.communicate(timeout=120)
    assert address == ""
    assert process.returncode == 1
    assert "govreport index" in said


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        *[(host, True) for host in ("127.0.0.1", "127.8.8.8", "::1", "localhost")],
        *[(host, False) for host in ("0.0.0.0", "192.168.1.5", "::", "example")],
    ],
)
def test_which_hosts_are_this_machine_alone(host: str, loopback: bool) -> None:
    assert cli._is_loopback(host) is loopback


@pytest.mark.parametrize(
    "host",
    ["localhost", "LOCALHOST:8000", "app.localhost:1", "127.0.0.1:80", "[::1]:8000", "192.168.1.5"],
)
def test_names_of_this_machine_are_answered(world: FlaskClient, host: str) -> None:
    assert world.get("/help", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example:80",
        "a b",
        "<i>",
        "[::1",
        "",
    ],
)
def test_other_names_are_refused_on_loopback(world: FlaskClient, host: str) -> None:
    """A site that points its own name at 127.0.0.1 reads nothing (DNS rebinding)."""
    for url in ("/", "/static/css/base.css", "/nothing"):
        response = world.get(url, headers={"Host": host})
        assert response.status_code == 421
        assert "不回应别的主机名" in words(response.text)
    answer = world.get("/api/v1/facts", headers={"Host": host})
    assert answer.status_code == 421
    assert answer.json["error"]["code"] == "foreign_host"


def test_bound_elsewhere_any_name_is_answered(world_app: Flask) -> None:
    app = create_app(world_app.extensions["library"].settings, any_host=True)
    assert app.test_client().get("/help", headers={"Host": "news.example"}).status_code == 200
    app.extensions["library"].close()


def test_an_address_that_every_link_would_repeat_is_refused(world: FlaskClient) -> None:
    several = [f"某某某县某某局{number}" for number in range(60)]
    assert world.get("/", query_string={"agency": several}).status_code == 200
    many = [f"{'某' * 20}局{number}" for number in range(90)]
    refused = world.get("/", query_string={"agency": many})
    assert refused.status_code == 414
    assert "网址太长" in words(refused.text)
    assert len(refused.data) < 10_000
    assert world.get("/api/v1/search", query_string={"agency": many}).status_code == 200
