"""Small PDFs for tests, written by hand: what each holds stands in its content stream."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

WIDTH, HEIGHT = 595, 842


@dataclass
class Sheet:
    """One page: operators of its content stream, and what they name."""

    content: str = ""
    extra: str = ""  # further entries of the page dictionary
    width: float = WIDTH
    height: float = HEIGHT
    forms: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # name: entries, content
    images: Mapping[str, tuple[int, int, bytes]] = field(default_factory=dict)  # grey pixels
    annotations: Sequence[tuple[str, str]] = ()  # entries, content of a page-wide appearance


def text(x: float, y: float, words: str, size: float = 10, before: str = "") -> str:
    """Words from a point on, in a font whose Chinese characters need not be embedded."""
    coded = words.encode("utf-16-be").hex()
    return f"BT {before} /F1 {size} Tf 1 0 0 1 {x} {y} Tm <{coded}> Tj ET\n"


def line(x0: float, y0: float, x1: float, y1: float) -> str:
    return f"{x0} {y0} m {x1} {y1} l S\n"


def grid(xs: Sequence[float], ys: Sequence[float]) -> str:
    """Every rule of a grid in one piece."""
    rows = "".join(line(xs[0], y, xs[-1], y) for y in ys)
    return rows + "".join(line(x, ys[0], x, ys[-1]) for x in xs)


def pdf(*sheets: Sheet, encrypt: str = "") -> bytes:
    """The file; encrypted for ``user`` it needs a password, for ``owner`` it opens without."""
    objects: list[bytes] = [b"", b""]  # catalogue and pages come last

    def add(body: str | bytes) -> int:
        objects.append(body.encode("latin-1") if isinstance(body, str) else body)
        return len(objects)

    def stream(entries: str, content: str | bytes) -> int:
        raw = content.encode("latin-1") if isinstance(content, str) else content
        packed = zlib.compress(raw)
        head = f"<< {entries} /Length {len(packed)} /Filter /FlateDecode >>\nstream\n"
        return add(head.encode("latin-1") + packed + b"\nendstream")

    child = add(
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [1 94 500] "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> "
        "/FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 "
        "/FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 "
        "/CapHeight 880 /StemV 93 >> >>"
    )
    font = add(
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H "
        f"/DescendantFonts [{child} 0 R] >>"
    )
    unnamed = add(
        "<< /Type /Font /Subtype /Type0 /BaseFont /Unnamed /Encoding /Identity-H "
        f"/DescendantFonts [{_unnamed(add)} 0 R] >>"
    )
    fonts = f"/Font << /F1 {font} 0 R /F2 {unnamed} 0 R >>"
    kids = []
    for sheet in sheets:
        named = []
        for name, (entries, content) in sheet.forms.items():
            own = len(objects) + 1
            entries = entries.replace("SELF", f"{own} 0 R")
            if "/Resources" not in entries:
                entries += f" /Resources << {fonts} >>"
            stream(f"/Type /XObject /Subtype /Form {entries}", content)
            named.append(f"/{name} {own} 0 R")
        for name, (width, height, pixels) in sheet.images.items():
            image = stream(
                f"/Type /XObject /Subtype /Image /Width {width} /Height {height} "
                "/ColorSpace /DeviceGray /BitsPerComponent 8",
                pixels,
            )
            named.append(f"/{name} {image} 0 R")
        shown = []
        for entries, content in sheet.annotations:
            box = f"[0 0 {sheet.width} {sheet.height}]"
            form = f"/Type /XObject /Subtype /Form /BBox {box} /Resources << {fonts} >>"
            look = stream(form, content)
            shown.append(f"<< /Type /Annot {entries} /Rect {box} /AP << /N {look} 0 R >> >>")
        content_id = stream("", sheet.content)
        kids.append(
            add(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {sheet.width} {sheet.height}] "
                f"/Resources << {fonts} /XObject << {' '.join(named)} >> >> "
                f"/Annots [{' '.join(shown)}] /Contents {content_id} 0 R {sheet.extra} >>"
            )
        )
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    listed = " ".join(f"{kid} 0 R" for kid in kids)
    objects[1] = f"<< /Type /Pages /Kids [{listed}] /Count {len(kids)} >>".encode("latin-1")
    return _file(objects, encrypt)


def _unnamed(add: Callable[[str], int]) -> int:
    return add(
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Unnamed /DW 1000 "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
        "/FontDescriptor << /Type /FontDescriptor /FontName /Unnamed /Flags 4 "
        "/FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 900 /Descent -200 "
        "/CapHeight 900 /StemV 80 >> >>"
    )


def _file(objects: Sequence[bytes], encrypt: str) -> bytes:
    trailer = f"/Size {len(objects) + 1} /Root 1 0 R"
    key = b""
    if encrypt:
        name = hashlib.md5(b"a test").digest()
        owner = bytes(range(32))
        password = b"" if encrypt == "owner" else b"secret"
        key = hashlib.md5((password + _PAD)[:32] + owner + b"\xfc\xff\xff\xff" + name).digest()[:5]
        user = _rc4(key, _PAD)
        trailer += (
            f" /ID [<{name.hex()}> <{name.hex()}>] /Encrypt << /Filter /Standard /V 1 /R 2 "
            f"/P -4 /O <{owner.hex()}> /U <{user.hex()}> >>"
        )
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        if key and b"stream\n" in body:
            head, rest = body.split(b"stream\n", 1)
            content = rest[: -len(b"\nendstream")]
            salted = hashlib.md5(key + number.to_bytes(3, "little") + b"\0\0").digest()[:10]
            body = head + b"stream\n" + _rc4(salted, content) + b"\nendstream"
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += "".join(f"{offset:010} 00000 n \n" for offset in offsets).encode()
    out += f"trailer << {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


_PAD = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")


def _rc4(key: bytes, data: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
