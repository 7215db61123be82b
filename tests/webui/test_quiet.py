"""Nothing that anybody searched for gets into a log."""

from __future__ import annotations

import io
import logging
import socket
import threading
from collections.abc import Iterator

import pytest
from flask import Flask, request

from webui.app import create_app
from webui.server import create_server

SECRET = "校车安排公示"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that any logger says, down to the smallest matter."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def app(world_app: Flask) -> Iterator[Flask]:
    made = create_app(world_app.extensions["library"].settings)

    def fail() -> str:
        try:
            {}[request.args["q"]]
        except KeyError as error:
            raise RuntimeError(f"asked for {request.args['q']}") from error
        return ""

    def break_off() -> Iterator[bytes]:
        yield b"some"
        raise RuntimeError(SECRET)

    made.add_url_rule("/fail", view_func=fail)
    made.add_url_rule("/stream", view_func=lambda: made.response_class(break_off()))
    yield made
    made.extensions["library"].close()


def test_queries_are_not_logged_and_failures_name_only_places(app: Flask, log: io.StringIO) -> None:
    client = app.test_client()
    for url in ("/", "/fail", "/api/v1/search", "/nothing"):
        client.get(url, query_string={"q": SECRET})
    client.post("/api/v1/terms", data=SECRET.encode())
    said = log.getvalue()
    assert SECRET not in said
    assert "unexpected error at /fail" in said
    assert "KeyError" in said
    assert "RuntimeError" in said
    assert "in fail" in said


def test_the_server_logs_no_addresses(app: Flask, log: io.StringIO) -> None:
    server = create_server(app, host="127.0.0.1", port=0, threads=2)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    for path in ("/?q=unseen", "/stream?q=unseen"):
        with socket.create_connection(("127.0.0.1", server.effective_port), timeout=60) as line:
            line.sendall(
                f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
            )
            while line.recv(65536):
                pass
    server.close()
    thread.join(timeout=60)
    said = log.getvalue()
    assert "Exception while serving /stream" in said
    assert "in break_off" in said
    assert "unseen" not in said
    assert SECRET not in said
