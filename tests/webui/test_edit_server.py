"""``govreport serve --edit`` as people start and stop it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar

import pytest
from web_world import build_web_world, quiet_text

from govreport_search.settings import Settings
from webui.edit.batch import DONE, WAITING, Uploads
from webui.edit.private import Private

PASSWORD = "eleven quiet herons"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = build_web_world(tmp_path_factory.mktemp("server"))
    Private(settings).set_password(PASSWORD)
    return settings


@contextmanager
def served(settings: Settings, *options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A server in a process group of its own, as a terminal starts it; yields its address."""
    command = "from govreport_search.start import main; main()"
    server = subprocess.Popen(
        [
            *(sys.executable, "-c", command, "--index-dir", str(settings.index_dir)),
            *("serve", "--edit", "--port", "0", *options),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )
    try:
        assert server.stdout is not None
        yield server.stdout.readline().strip().rstrip("/"), server
    finally:
        if server.poll() is None:
            server.kill()
        server.communicate()


class Browser:
    def __init__(self, base: str) -> None:
        self.base = base
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(CookieJar()), urllib.request.ProxyHandler({})
        )
        self.token = ""

    def ask(self, path: str, data: bytes | None = None, kind: str = "") -> str:
        headers = {"Origin": self.base, "Content-Type": kind} if data is not None else {}
        asked = urllib.request.Request(self.base + path, data, headers)
        with self.opener.open(asked, timeout=120) as answer:
            text = answer.read().decode()
        found = re.search(r'name="csrf_token" value="([^"]+)"', text)
        self.token = found[1] if found else self.token
        return str(text)

    def send(self, path: str, files: dict[str, str] | None = None, **fields: str) -> str:
        lines = []
        for name, value in {"csrf_token": self.token, **fields}.items():
            lines += ["--line", f'Content-Disposition: form-data; name="{name}"', "", value]
        for name, text in (files or {}).items():
            head = f'Content-Disposition: form-data; name="files"; filename="{name}"'
            lines += ["--line", head, "", text]
        body = "\r\n".join([*lines, "--line--", ""]).encode()
        return self.ask(path, body, "multipart/form-data; boundary=line")


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C of a terminal")
def test_ctrl_c_ends_server_and_reading_and_the_next_server_goes_on(folder: Settings) -> None:
    texts = {f"{year}.txt": quiet_text().replace("2023", str(year)) for year in range(2000, 2020)}
    with served(folder) as (base, server):
        browser = Browser(base)
        browser.ask("/edit/")
        browser.send("/edit/sign-in", name="张三", password=PASSWORD)
        page = browser.send("/edit/uploads", texts)
        assert "正在读取" in page
        os.killpg(server.pid, signal.SIGINT)
        _, said = server.communicate(timeout=120)
        assert "Traceback" not in said
    uploads = Uploads(folder)
    (batch,) = uploads.all()
    assert batch.state in (WAITING, DONE)
    with served(folder) as (base, _):
        browser = Browser(base)
        browser.ask("/edit/")
        browser.send("/edit/sign-in", name="张三", password=PASSWORD)
        until = time.monotonic() + 300
        while "data-busy" in (page := browser.ask(f"/edit/uploads/{batch.id}")):
            assert time.monotonic() < until, "still being read"
            time.sleep(0.2)
    assert page.count("已收录</span>") == len(texts)


def test_it_warns_where_others_can_reach_it_without_https(
    folder: Settings,
) -> None:
    with served(folder, "--host", "0.0.0.0") as (base, server):
        Browser(base).ask("/edit/")
        server.terminate()
        _, said = server.communicate(timeout=120)
    assert "密码会不加密地经过网络" in said
    assert "--https" in said


def test_behind_https_cookies_are_secure_and_any_name_is_answered(folder: Settings) -> None:
    with served(folder, "--https") as (base, _):
        asked = urllib.request.Request(f"{base}/edit/sign-in", headers={"Host": "news.example"})
        with urllib.request.urlopen(asked, timeout=120) as answer:
            cookies = answer.headers.get_all("Set-Cookie")
    assert len(cookies) == 1
    assert "Secure" in cookies[0]
