"""waitress as we run it: addresses with raw letters are read, and what it refuses is told by us.

waitress itself answers "Bad Request: Bad URI" to an address with raw Chinese letters, and cuts the
line while somebody still sends a body that is too large. Its classes name the parser of requests
and the tasks that answer them; ours take their places.
"""

from __future__ import annotations

import re
import sys
from functools import partial
from time import monotonic
from typing import Any
from urllib.parse import quote

import waitress  # type: ignore[import-untyped]  # its stubs are a package more for a few calls
from flask import Flask
from waitress.channel import HTTPChannel  # type: ignore[import-untyped]
from waitress.parser import HTTPRequestParser, ParsingError  # type: ignore[import-untyped]
from waitress.server import BaseWSGIServer  # type: ignore[import-untyped]
from waitress.task import WSGITask  # type: ignore[import-untyped]
from waitress.utilities import RequestEntityTooLarge  # type: ignore[import-untyped]

from govreport_search.text.decode import decoded
from webui.protocol import REFUSED

MOST_HEARD_OUT = 4 * 1024**3
"""Bytes of a body beyond the limit that are received, and thrown away, before its sender is told:
browsers show no answer that comes while they send."""

MOST_LINES = 1000
"""Lines open at once, if the system lets us; waitress itself would take 100, which one client
that is idle could hold."""

SILENT_SECONDS = 30.0
"""How long a line stays open on which nobody asks: without a byte, or with a first line and
headers that do not come to their end, though a byte of them may come now and then."""

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_RAW = re.compile(r"[^\x00-\x7f]+")


def create_server(app: Flask, *, silent_seconds: float = SILENT_SECONDS, **options: Any) -> Any:
    """A waitress server, listening; its ``run`` answers until its ``close``.

    Args:
        silent_seconds: after which a line is closed that nobody asks on; see above.
        options: as ``waitress.create_server`` takes them.

    Raises:
        OSError: it cannot listen there.
    """
    sockets: dict[int, Any] = {}
    usual = {"connection_limit": most_lines(), "asyncore_use_poll": True}
    server = waitress.create_server(app, map=sockets, **(usual | options))
    for one in sockets.values():  # a name may have several addresses
        if isinstance(one, BaseWSGIServer):
            one.channel_class = partial(_Channel, silent_seconds)
    return server


def most_lines() -> int:
    """As many lines as leave half of the files that a process may have open to the app."""
    if sys.platform == "win32":  # no poll there, and a select of 512 at the most
        return min(MOST_LINES, 256)
    import resource

    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST_LINES if files == resource.RLIM_INFINITY else min(MOST_LINES, files // 2)


def percent_encoded(line: bytes) -> bytes:
    """The first line of a request, its raw letters percent-encoded in UTF-8.

    Browsers encode them; old ones and scripts send them as they are, in UTF-8 or in GB18030.

    Raises:
        ParsingError: it holds control characters, or bytes that are neither.
    """
    text = decoded(line)
    if text is None or _CONTROL.search(text):
        raise ParsingError("Bad URI")
    return _RAW.sub(lambda raw: quote(raw[0]), text).encode("ascii")


class _Parser(HTTPRequestParser):  # type: ignore[misc]
    # What a request is taken for whose first line could not be read.
    command, path, query, request_uri, fragment = "GET", "/", "", "/", ""
    url_scheme = "http"
    completed = expect_continue = False
    _to_drop = 0

    def received(self, data: bytes) -> int:
        """Take in the next bytes of the request; returns how many of them belong to it."""
        if self.completed:
            return 0
        if self._to_drop:
            dropped = min(self._to_drop, len(data))
            self._to_drop -= dropped
            self.completed = not self._to_drop
            return dropped
        taken = int(super().received(data))
        if isinstance(self.error, RequestEntityTooLarge):
            self._hear_out()
        if self.completed:
            # Nothing more is to come; asked for more, waitress would forget to answer.
            self.expect_continue = False
        return taken

    def _hear_out(self) -> None:
        if self.expect_continue:
            self.expect_continue = False  # its sender waits for our word, and hears it now
        elif self.content_length <= MOST_HEARD_OUT:
            self._to_drop = self.content_length
            self.completed = not self._to_drop

    def parse_header(self, header_plus: bytes) -> None:
        """Read the first line and the headers.

        Raises:
            ParsingError: they break the rules of HTTP.
        """
        line, end, rest = header_plus.partition(b"\r\n")
        too_long = self.header_bytes_received >= self.adj.max_request_header_size
        self._guess(self.header_plus if too_long else line)
        if too_long:  # what waitress hands over is not what was sent
            return
        try:
            super().parse_header(percent_encoded(line.rstrip()) + end + rest)
        except ValueError as error:  # no address, or a length that is none
            raise ParsingError(str(error)) from error

    def _guess(self, head: bytes) -> None:
        """Who is to be told, the API or a page, should the request break the rules."""
        words = head[:2000].split(None, 2)
        path = words[1].partition(b"?")[0] if len(words) > 1 else b""
        self.path = path.decode("latin-1") if path.startswith(b"/") else "/"
        self.command = "HEAD" if words[:1] == [b"HEAD"] else "GET"


class _Refusal(WSGITask):  # type: ignore[misc]
    def execute(self) -> None:
        """Let the app answer; nothing more is read from this line."""
        self.set_close_on_finish()
        super().execute()

    def get_environment(self) -> dict[str, Any]:
        """What the app gets to know, and that the request is refused."""
        environ: dict[str, Any] = super().get_environment()
        environ[REFUSED] = self.request.error.code
        return environ


class _Channel(HTTPChannel):  # type: ignore[misc]
    parser_class = _Parser
    error_task_class = _Refusal

    def __init__(self, silent_seconds: float, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._silent_seconds = silent_seconds
        self._asked = monotonic()

    def readable(self) -> bool:
        """Whether to listen to the line; asked at least once a second, as long as it is open."""
        asked = self.request is not None and self.request.headers_finished
        if asked or self.requests or self.total_outbufs_len:
            self._asked = monotonic()
        elif monotonic() - self._asked > self._silent_seconds:
            self.will_close = True
        return bool(super().readable())

    def service(self) -> None:
        """Answer a request."""
        self._asked = monotonic()
        super().service()
