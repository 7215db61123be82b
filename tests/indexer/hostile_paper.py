"""Hostile and broken PDF files and images, made from bytes."""

from __future__ import annotations

import io
import random
import struct
import zlib

from PIL import Image

BROKEN = {"damaged", "empty", "needs_ocr", "not_a_report"}
HEAVY = {"too_complex", "too_large", "too_many_pages"}
LOCKED = {"encrypted"}


def pdf(objects: list[bytes], *, trailer: bytes = b"/Root 1 0 R", version: bytes = b"1.7") -> bytes:
    """Objects numbered from 1, with a cross-reference table."""
    data, offsets = b"%PDF-" + version + b"\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    data += b"trailer\n<</Size %d %s>>\n" % (len(objects) + 1, trailer)
    return data + b"startxref\n%d\n%%%%EOF\n" % start


def stream(data: bytes, extra: bytes = b"") -> bytes:
    packed = zlib.compress(data, 9)
    head = b"<</Length %d /Filter /FlateDecode %s>>" % (len(packed), extra)
    return head + b"\nstream\n" + packed + b"\nendstream"


def page(content: bytes, *, box: bytes = b"0 0 595 842", resources: bytes = b"") -> bytes:
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R"
            b"/Resources<</Font<</F 5 0 R>>%s>>>>" % (box, resources),
            content,
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        ]
    )


def _text(words: bytes, at: bytes = b"50 700") -> bytes:
    return b"BT /F 10 Tf " + at + b" Td (" + words + b") Tj ET\n"


def _grid(rules: int) -> bytes:
    across = b"".join(b"10 %d m 580 %d l S\n" % (10 + 4 * n, 10 + 4 * n) for n in range(rules))
    down = b"".join(b"%d 10 m %d 800 l S\n" % (10 + 3 * n, 10 + 3 * n) for n in range(rules))
    return across + down + _text(b"x")


def _pages(number: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % (4 + n) for n in range(number))
    each = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R>>"
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, number),
            stream(b""),
            *[each] * number,
        ]
    )


def _flipped(data: bytes, seed: int) -> bytes:
    chance = random.Random(seed)
    changed = bytearray(data)
    for _ in range(len(changed) // 40):
        changed[chance.randrange(9, len(changed))] = chance.randrange(256)
    return bytes(changed)


def papers() -> dict[str, tuple[bytes, set[str]]]:
    """Name to bytes and the codes that say rightly what is wrong."""
    words = page(stream(b"".join(_text(b"x" * 60, b"50 %d" % y) for y in range(40, 800, 12))))
    crowd = b"".join(
        b"BT /F 1 Tf 10 %d Td (%s) Tj ET\n" % (10 + n % 800, b"x" * 480) for n in range(1000)
    )
    fan = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"
    ring = pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 9>>"])
    within = page(stream(b"/X Do"), resources=b"/XObject<</X 4 0 R>>")
    encrypt = (
        b"/Root 1 0 R/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -4/O<%s>/U<%s>>>/ID[<00><00>]"
    )
    script = b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.launchURL\\(1\\))>>>>"
    return {
        "rules.pdf": (page(stream(_grid(170))), BROKEN | HEAVY),
        "crowd.pdf": (page(stream(crowd)), HEAVY | BROKEN),
        "pages.pdf": (_pages(501), {"too_many_pages"}),
        "huge-page.pdf": (page(stream(_text(b"x")), box=b"0 0 2000000 2000000"), BROKEN | HEAVY),
        "flate-bomb.pdf": (page(stream(b" " * 400_000_000)), BROKEN | HEAVY),
        "deep-flate.pdf": (page(stream(zlib.compress(b" " * 50_000_000))), BROKEN | HEAVY),
        "nested-q.pdf": (page(stream(b"q " * 1_000_000)), BROKEN | HEAVY),
        "nested-array.pdf": (page(stream(b"[" * 1_000_000)), BROKEN | HEAVY),
        "cut.pdf": (words[: len(words) // 3], BROKEN),
        "header-only.pdf": (b"%PDF-1.7\n", BROKEN),
        "flipped-1.pdf": (_flipped(words, 1), BROKEN),
        "flipped-2.pdf": (_flipped(words, 2), BROKEN),
        "ring.pdf": (ring, BROKEN | HEAVY),
        "many-kids.pdf": (
            pdf(
                [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 2000000000>>", fan]
            ),
            BROKEN | HEAVY,
        ),
        "recursive-form.pdf": (
            within.replace(
                b"/FlateDecode ", b"/FlateDecode/Type/XObject/Subtype/Form/BBox[0 0 9 9] "
            ),
            BROKEN | HEAVY,
        ),
        "locked.pdf": (pdf_locked(encrypt), LOCKED),
        "script.pdf": (
            pdf([script, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", fan]),
            BROKEN,
        ),
    }


def pdf_locked(encrypt: bytes) -> bytes:
    key = b"ab" * 32
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    ]
    return pdf(objects, trailer=encrypt % (key, key))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))


def _png(width: int, height: int, rows: bytes) -> bytes:
    head = struct.pack(">LLBBBBB", width, height, 8, 0, 0, 0, 0)
    body = _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows, 9)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def _tiff(frames: int) -> bytes:
    small = Image.new("1", (8, 8))
    target = io.BytesIO()
    small.save(target, "TIFF", save_all=True, append_images=[small] * (frames - 1))
    return target.getvalue()


def _ring_of_frames() -> bytes:
    """A TIFF whose first directory names itself as the next."""
    entries = ((256, 3, 1, 8), (257, 3, 1, 8), (258, 3, 1, 1), (259, 3, 1, 1), (273, 4, 1, 8))
    entries += ((278, 3, 1, 8), (279, 4, 1, 8), (262, 3, 1, 0))
    directory = struct.pack("<H", len(entries))
    directory += b"".join(struct.pack("<HHLL", *entry) for entry in sorted(entries))
    return b"II*\x00" + struct.pack("<L", 16) + bytes(8) + directory + struct.pack("<L", 16)


def images() -> dict[str, tuple[bytes, set[str]]]:
    bitmap = b"BM" + struct.pack(
        "<LHHLLLLHHLLLLLL", 54, 0, 0, 54, 40, 60000, 60000, 1, 24, 0, 0, 0, 0, 0, 0
    )
    jpeg = io.BytesIO()
    Image.new("L", (400, 400), 255).save(jpeg, "JPEG")
    return {
        "bomb.png": (_png(60_000, 60_000, bytes(1_000_000)), BROKEN | HEAVY),
        "liar.png": (_png(4000, 4000, b"x"), BROKEN | HEAVY),
        "blank.png": (_png(50, 50, bytes(51 * 50)), BROKEN | HEAVY),
        "frames.tif": (_tiff(301), BROKEN | HEAVY),
        "ring.tif": (_ring_of_frames(), BROKEN | HEAVY),
        "giant.bmp": (bitmap, BROKEN | HEAVY),
        "cut.jpg": (jpeg.getvalue()[:300], BROKEN | HEAVY),
        "misnamed.png": (b"GIF89a" + bytes(20), BROKEN | HEAVY),
    }
