"""Which ``Host`` names a server that only this machine may ask answers to.

A page of another site can point its own name at 127.0.0.1 and then read our answers as its
own (DNS rebinding). It needs a name for that: addresses and ``localhost`` are safe.
"""

from __future__ import annotations

import ipaddress
import re

from flask import request

from govreport_search.errors import GovReportError
from govreport_search.sentence import say

LOCAL_NAME = "localhost"

_HOST = re.compile(r"(?P<name>\[[0-9A-Fa-f:.]+\]|[0-9A-Za-z.-]+)(?::[0-9]{1,5})?")


class ForeignHostError(GovReportError):
    """The request names a host that is not this machine: HTTP 421."""

    code = "foreign_host"


def is_local(host: str) -> bool:
    """Whether a ``Host`` header is ``localhost``, a name below it, or an address."""
    match = _HOST.fullmatch(host)
    if match is None:
        return False
    name = match["name"].strip("[]").lower()
    if name == LOCAL_NAME or name.endswith(f".{LOCAL_NAME}"):
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def refuse_foreign() -> None:
    """Stop a request that was sent to another name.

    Raises:
        ForeignHostError: its ``Host`` is neither ``localhost`` nor an address.
    """
    # HTTP/1.0 clients may leave the header out; no browser does.
    host = request.headers.get("Host", LOCAL_NAME)
    if not is_local(host):
        raise ForeignHostError(
            say("这个网页只在本机使用，不回应别的主机名"),
            remedy=say(
                "请用 serve 打印的地址打开，例如 http://127.0.0.1:8000/；"
                "要用别的主机名，启动时加 --host"
            ),
        )
