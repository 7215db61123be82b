"""A web page saved as one MHTML file, as browsers save it."""

from __future__ import annotations

import base64
import quopri
from collections.abc import Mapping
from random import Random

BOUNDARY = "----MultipartBoundary--SampleReportBoundary0000000000000000----"


def mhtml_bytes(
    rng: Random, page: bytes, charset: str, url: str, title: str, images: Mapping[str, bytes]
) -> bytes:
    """The archive's bytes.

    Args:
        charset: what the part of the page declares, empty for nothing.
        images: PNG files by their address in the page.
    """
    subject = base64.b64encode(title.encode()).decode()
    head = (
        "From: <Saved by Blink>\r\n"
        f"Snapshot-Content-Location: {url}\r\n"
        f"Subject: =?utf-8?B?{subject}?=\r\n"
        "Date: Mon, 6 Feb 2023 09:00:00 +0800\r\nMIME-Version: 1.0\r\n"
        f'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="{BOUNDARY}"'
        "\r\n\r\n\r\n"
    )
    declared = f'; charset="{charset}"' if charset else ""
    # Quoted lines would break UTF-16, whose line ends are two bytes.
    encoding = "base64" if charset == "utf-16" else rng.choice(("quoted-printable", "base64"))
    body = quopri.encodestring(page) if encoding[0] == "q" else base64.encodebytes(page)
    parts = [_part(f"text/html{declared}", encoding, url, body)]
    for address, png in images.items():
        parts.append(_part("image/png", "base64", address, base64.encodebytes(png)))
    return head.encode() + b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


def _part(kind: str, encoding: str, url: str, body: bytes) -> bytes:
    head = (
        f"--{BOUNDARY}\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\n"
        f"Content-Location: {url}\r\n\r\n"
    )
    return head.encode() + body.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") + b"\r\n"
