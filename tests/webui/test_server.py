"""The server before the app, over real sockets: raw addresses, broken requests, heavy bodies."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from waitress.adjustments import Adjustments
from web_reading import words

from webui.server import create_server

MOST = 200_000
"""Bytes of a body that this server takes."""

WAIT = 60
"""Seconds before a test gives up on an answer."""

ASKED = "/api/v1/search?q=不予公开&limit=5"
HEAD = b"Host: 127.0.0.1\r\nConnection: close\r\n"


@pytest.fixture(scope="module")
def port(world_app: Flask) -> Iterator[int]:
    server = create_server(
        world_app, host="127.0.0.1", port=0, threads=2, max_request_body_size=MOST
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield server.effective_port
    server.close()
    thread.join(timeout=WAIT)


def sent(port: int, *pieces: bytes) -> tuple[int, dict[str, str], str]:
    """Status, headers and body of the answer to these bytes, every one of which is sent first."""
    with socket.create_connection(("127.0.0.1", port), timeout=WAIT) as line:
        for piece in pieces:
            line.sendall(piece)
        return answer(line)


def answer(line: socket.socket) -> tuple[int, dict[str, str], str]:
    data = b""
    while piece := line.recv(65536):
        data += piece
    head, _, body = data.decode().partition("\r\n\r\n")
    first, *rest = head.split("\r\n")
    return int(first.split()[1]), dict(one.split(": ", 1) for one in rest), body


def get(port: int, target: bytes, more: bytes = b"") -> tuple[int, dict[str, str], str]:
    return sent(port, b"GET " + target + b" HTTP/1.1\r\n" + HEAD + more + b"\r\n")


def error(body: str) -> dict[str, Any]:
    return dict(json.loads(body)["error"])


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_raw_letters_in_an_address_are_read(port: int, encoding: str) -> None:
    raw = get(port, ASKED.encode(encoding))
    encoded = get(port, quote(ASKED, safe="/?&=").encode())
    assert raw[0] == encoded[0] == 200
    assert json.loads(raw[2])["total_reports"] == json.loads(encoded[2])["total_reports"] > 0
    assert json.loads(raw[2])["hits"] == json.loads(encoded[2])["hits"]


def test_a_page_and_a_path_are_read_raw(port: int) -> None:
    status, _, page = get(port, "/?q=不予公开".encode())
    assert status == 200
    assert 'value="不予公开"' in page
    status, _, page = get(port, "/agencies/云溪县教育局".encode())
    assert "云溪县教育局" in words(page)
    assert get(port, "http://127.0.0.1/glossary?q=公开".encode())[0] == 200


BROKEN = [
    (b"GET %s\x01 HTTP/1.1\r\n", b"", 400, "bad_request"),
    (b"GET %s\x7f HTTP/1.1\r\n", b"", 400, "bad_request"),
    (b"GET %s\t HTTP/1.1\r\n", b"", 400, "bad_request"),
    (b"GET %s\xc2\x85 HTTP/1.1\r\n", b"", 400, "bad_request"),
    (b"GET %s\xff HTTP/1.1\r\n", b"", 400, "bad_request"),
    (b"GET %s two words HTTP/1.1\r\n", b"", 400, "bad_request"),
    (b"GET %s HTTP/1.1\r\n", b"a header without a colon\r\n", 400, "bad_request"),
    (b"get %s HTTP/1.1\r\n", b"", 400, "bad_request"),
    (b"POST %s HTTP/1.1\r\n", b"Content-Length: many\r\n", 400, "bad_request"),
    (b"POST %s HTTP/1.1\r\n", b"Content-Length: " + b"9" * 5000 + b"\r\n", 400, "bad_request"),
    (b"GET %s two words HTTP/1.1\r\n", b"Expect: 100-continue\r\n", 400, "bad_request"),
    (b"POST %s HTTP/1.1\r\n", b"Transfer-Encoding: gzip\r\n", 501, "not_implemented"),
]


@pytest.mark.parametrize(("line", "more", "status", "code"), BROKEN)
def test_broken_requests_get_our_shape(
    port: int, line: bytes, more: bytes, status: int, code: str
) -> None:
    told, headers, body = sent(port, line % b"/api/v1/search", HEAD, more, b"\r\n")
    assert (told, headers["Content-Type"]) == (status, "application/json")
    assert error(body)["code"] == code
    assert error(body)["remedy"]
    told, headers, page = sent(port, line % b"/status", HEAD, more, b"\r\n")
    assert (told, headers["Content-Type"]) == (status, "text/html; charset=utf-8")
    assert error(body)["message"] in words(page)
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert headers["Connection"] == "close"


def test_an_address_that_is_none_is_told(port: int) -> None:
    for target in (b"http://[::1/status", b"http://[x]/status"):
        status, _, page = get(port, target)
        assert status == 400
        assert "请求" in words(page)


def test_who_asks_to_send_and_has_nothing_to_send_is_answered(port: int) -> None:
    status, _, page = get(port, b"/status", b"Expect: 100-continue\r\n")
    assert status == 200
    assert "馆藏" in words(page)


def test_lines_on_which_nobody_asks_are_closed(world_app: Flask) -> None:
    server = create_server(
        world_app, host="127.0.0.1", port=0, threads=2, connection_limit=8, silent_seconds=1
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    port, stop = server.effective_port, threading.Event()

    def drip(line: socket.socket) -> None:
        with suppress(OSError):
            while not stop.wait(0.1):
                line.sendall(b"x")

    # More lines than the server takes, and all of them stay open on this side.
    lines = [socket.create_connection(("127.0.0.1", port), timeout=WAIT) for _ in range(20)]
    for line in lines[::2]:
        line.sendall(b"GET / HTTP/1.1\r\nX-Long: ")
        threading.Thread(target=drip, args=(line,), daemon=True).start()
    status = get(port, b"/status")[0]
    stop.set()
    for line in lines:
        line.close()
    server.close()
    thread.join(timeout=WAIT)
    assert status == 200


def test_a_slow_body_is_waited_for(world_app: Flask) -> None:
    server = create_server(world_app, host="127.0.0.1", port=0, threads=2, silent_seconds=0.5)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    with socket.create_connection(("127.0.0.1", server.effective_port), timeout=WAIT) as line:
        body = b"terms=%E5%85%AC"
        line.sendall(
            b"POST /terms HTTP/1.1\r\n%sContent-Length: %d\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\n\r\n" % (HEAD, len(body))
        )
        for byte in body:
            time.sleep(0.2)
            line.sendall(bytes([byte]))
        status = answer(line)[0]
    server.close()
    thread.join(timeout=WAIT)
    assert status in (200, 303)


def test_headers_beyond_the_limit_are_told(port: int) -> None:
    for path, kind in ((b"/api/v1/search", "application/json"), (b"/status", "text/html")):
        head = b"GET %s HTTP/1.1\r\n%sX-Long: " % (path, HEAD)
        # Not a byte more than it reads before it answers.
        status, headers, body = sent(port, head.ljust(Adjustments.max_request_header_size, b"x"))
        assert status == 431
        assert headers["Content-Type"].startswith(kind)
        assert "请求头太大" in body


def test_a_refusal_keeps_the_language_and_head_has_no_body(port: int) -> None:
    english = b"Cookie: language=en\r\nno colon\r\n"
    assert "请求" in words(get(port, b"/", b"no colon\r\n")[2])
    assert "breaks the rules of HTTP" in words(get(port, b"/", english)[2])
    status, _, body = sent(port, b"HEAD /\x01 HTTP/1.1\r\n" + HEAD + b"\r\n")
    assert (status, body) == (400, "")


def test_a_body_beyond_the_limit_is_heard_out_and_told(port: int) -> None:
    for path in (b"/api/v1/terms", b"/terms"):
        head = b"POST %s HTTP/1.1\r\n%sContent-Length: %d\r\n\r\n" % (path, HEAD, 40 * MOST)
        status, headers, body = sent(port, head, *[b"x" * MOST] * 40)
        assert status == 413
        assert "交来的内容太大" in body
        assert headers["Content-Type"].startswith("application/json" if b"api" in path else "text")
    assert get(port, b"/")[0] == 200


def test_who_asks_before_sending_is_told_at_once(port: int) -> None:
    head = b"POST /api/v1/terms HTTP/1.1\r\n%sExpect: 100-continue\r\nContent-Length: %d\r\n\r\n"
    status, _, body = sent(port, head % (HEAD, 10 * MOST))
    assert status == 413
    assert error(body)["code"] == "too_large"


def test_a_body_in_chunks_beyond_the_limit_is_told(port: int) -> None:
    head = b"POST /api/v1/terms HTTP/1.1\r\n%sTransfer-Encoding: chunked\r\n\r\n" % HEAD
    chunk = (b"%x\r\n" % MOST).ljust(MOST, b"x")  # not a byte more than it reads
    status, _, body = sent(port, head, chunk)
    assert status == 413
    assert error(body)["code"] == "too_large"


def test_a_body_that_is_dropped_is_not_read_as_requests(port: int) -> None:
    head = b"POST /api/v1/terms HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: %d\r\n\r\n" % MOST
    hidden = b"GET /status HTTP/1.1\r\n" + HEAD + b"\r\n"
    body = hidden + b"x" * (MOST - len(hidden))
    status, _, told = sent(port, head + body)
    assert (status, told.count("HTTP/1.1")) == (413, 0)


def test_every_address_of_a_name_is_served_so(world_app: Flask) -> None:
    server = create_server(world_app, listen="127.0.0.1:0 127.0.0.1:0", threads=2)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    ports = [int(port) for _, port in server.effective_listen]
    answers = [get(port, ASKED.encode())[0] for port in ports]
    server.close()
    thread.join(timeout=WAIT)
    assert answers == [200, 200]


def test_only_the_server_can_say_that_a_request_is_refused(port: int) -> None:
    assert get(port, b"/", b"Webui.Refused: 500\r\nWebui-Refused: 500\r\n")[0] == 200
