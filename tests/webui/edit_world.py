"""An app that edits, and a person before it who fills in its forms."""

from __future__ import annotations

import html
import io
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from web_world import quiet_text
from werkzeug.test import TestResponse

from govreport_search.settings import Settings
from webui.app import create_app
from webui.edit.private import Private

PASSWORD = "eleven quiet herons"
ORIGIN = {"Origin": "http://localhost"}
FRESH = quiet_text().replace("2023", "2020").encode()
FRESH_TOO = quiet_text().replace("2023", "2019").encode()
"""Reports that the index of the tests has not."""


@contextmanager
def editing_app(settings: Settings) -> Iterator[Flask]:
    Private(settings).set_password(PASSWORD)
    app = create_app(settings, editing=True)
    try:
        yield app
    finally:
        app.extensions["reading"].close()
        app.extensions["library"].close()


class Person:
    """Somebody at a browser; keeps cookies, sends the hidden fields of the page last seen."""

    def __init__(self, app: Flask, name: str = "张三") -> None:
        self.client: FlaskClient = app.test_client()
        self.name = name
        self.token = ""
        self.seen: dict[str, str] = {}

    def see(self, url: str) -> TestResponse:
        response = self.client.get(url)
        found = re.search(r'name="csrf_token" value="([^"]+)"', response.text)
        self.token = found[1] if found else self.token
        held = re.findall(r'name="(was\w*)" value="([^"]*)"', response.text)
        self.seen = {name: html.unescape(value) for name, value in held}
        return response

    def send(self, url: str, /, headers: Any = ORIGIN, **fields: Any) -> TestResponse:
        data = {"csrf_token": self.token, **self.seen, **fields}
        return self.client.post(url, data=data, headers=headers)

    def sign_in(self, password: str = PASSWORD, **fields: str) -> TestResponse:
        self.see("/edit/sign-in")
        response = self.send("/edit/sign-in", name=self.name, password=password, **fields)
        if response.status_code == 303:
            self.see("/edit/")
        return response

    def upload(self, *files: tuple[str, bytes]) -> str:
        """Send files; the address of the upload's page."""
        given = [(io.BytesIO(data), name) for name, data in files]
        response = self.send("/edit/uploads", files=given)
        assert response.status_code == 303, response.text
        return str(response.headers["Location"])

    def state(self, url: str) -> dict[str, Any]:
        """The upload's state as soon as it has been read."""
        for _ in range(3000):
            found: dict[str, Any] = self.client.get(f"{url}/state").json
            if found["state"] != "waiting":
                return found
            time.sleep(0.1)
        raise AssertionError(f"still being read: {found}")


def outcomes(state: dict[str, Any]) -> dict[str, list[str]]:
    """The states of each file's outcomes, by the file's name."""
    return {file["name"]: [one["state"] for one in file["outcomes"]] for file in state["files"]}
