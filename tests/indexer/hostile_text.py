"""Hostile and broken pages, page archives and texts."""

from __future__ import annotations

import random

NOT_ONE = {"not_a_report"}
HEAVY = {"too_complex", "too_large"}
BROKEN = {"damaged", "empty", "not_text"}


def _html(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


def _mhtml(parts: list[bytes], boundary: bytes = b"b") -> bytes:
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="%s"\r\n\r\n' % boundary
    return head + b"".join(b"--%s\r\n%s\r\n" % (boundary, part) for part in parts) + b"--b--\r\n"


def pages() -> dict[str, tuple[bytes, set[str]]]:
    """Name to bytes and the codes that say rightly what is wrong."""
    part = b"Content-Type: text/html; charset=utf-8\r\n\r\n<html><body>x</body></html>"
    image = b"Content-Type: image/png\r\nContent-Location: a.png\r\n\r\nxx"
    nested = b'Content-Type: multipart/related; boundary="b"\r\n\r\n'
    row = "<tr>" + "<td>1</td>" * 50 + "</tr>"
    any_of = NOT_ONE | HEAVY | BROKEN
    return {
        "divs.html": (_html("<div>" * 100_000), any_of),
        "closed-divs.html": (_html("<div>" * 50_000 + "x" + "</div>" * 50_000), any_of),
        "spans.html": (_html("<p>" + "<span>" * 30_000 + "1" + "</span>" * 30_000), any_of),
        "fonts.html": (_html("<p>x<b><i><font>" * 20_000), any_of),
        "tables.html": (_html("<table><tr><td>" * 3000 + "x"), any_of),
        "colspan.html": (
            _html('<table><tr><td colspan="1000000000" rowspan="1000000000">x</table>'),
            any_of,
        ),
        "all-colspan.html": (
            _html("<table>" + '<tr><td colspan="1000" rowspan="65534">x</td></tr>' * 3000),
            any_of,
        ),
        "cells.html": (_html(f"<table>{row * 20_000}</table>"), any_of),
        "attributes.html": (
            _html("<p " + " ".join(f"a{n}=1" for n in range(200_000)) + ">x"),
            any_of,
        ),
        "comment.html": (_html("<!--" + "-" * 3_000_000), any_of),
        "script.html": (
            _html("<script>while(1);</script><iframe src='file:///etc/passwd'>x"),
            any_of,
        ),
        "entities.html": (_html("&#x110000;&#0;&#xD800;" * 1000 + "&lt" * 100_000), any_of),
        "nul.html": (b"<html><body>" + bytes(100_000) + b"x", any_of),
        "charset.html": (
            _html("\ufffd", '<meta charset="x-no-such">')[:-1] + b"\xff\xfe\x80",
            any_of,
        ),
        "styles.html": (_html("<p>x", "<style>" + "a{b:c}" * 300_000 + "</style>"), any_of),
        "parts.mhtml": (_mhtml([part, *[image] * 100_000]), any_of),
        "nested.mhtml": (_mhtml([nested * 2000 + part]), any_of),
        "no-boundary.mht": (
            b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\nx",
            any_of,
        ),
        "base64.mht": (
            _mhtml(
                [
                    b"Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                    + b"=" * 9999
                ]
            ),
            any_of,
        ),
        "empty.html": (b"", {"empty"}),
        "blank.html": (_html("   "), BROKEN | NOT_ONE),
    }


def texts() -> dict[str, tuple[bytes, set[str]]]:
    any_of = NOT_ONE | HEAVY | BROKEN
    noise = random.Random(7).randbytes(50_000)
    return {
        name: (data, any_of | {"kind_not_supported"})
        for name, data in {
            "line.txt": ("一、总体情况" * 400_000).encode(),
            "pipes.md": (b"|" * 100_000 + b"\n") * 20,
            "digits.txt": b"1" * 3_000_000,
            "lines.txt": b"1\n" * 600_000,
            "headings.txt": "一、总体情况\n".encode() * 100_000,
            "rows.txt": "三、本年度办理结果\t0\t0\t0\n".encode() * 60_000,
            "years.txt": "2021年政府信息公开工作年度报告".encode() * 60_000,
            "brackets.txt": "（".encode() * 700_000,
            "combining.txt": ("a" + "\u0301" * 500_000).encode(),
            "noise.txt": noise,
            "noise.pdf": noise,
            "nul.txt": bytes(5000) + b"x",
            "blank.txt": b" \n\t\n",
            "too-long.txt": "政府信息公开\n".encode() * 1_200_000,
            "elf.doc": b"\x7fELF" + noise,
            "rar.zip": b"Rar!\x1a\x07\x01\x00" + noise,
            "sqlite.txt": b"SQLite format 3\x00" + noise,
        }.items()
    }
