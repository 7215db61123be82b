"""Hostile and broken Office files and archives, made from bytes."""

from __future__ import annotations

import io
import struct
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument."
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
DAMAGED, BOMB = {"damaged"}, {"too_large", "too_complex"}
NOT_ONE = {"not_a_report"}
LOCKED = {"encrypted"}


def packed(members: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def _types(**parts: str) -> str:
    said = "".join(
        f'<Override PartName="/{p}" ContentType="{_TYPE}{t}"/>' for t, p in parts.items()
    )
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    return (
        f'<Types xmlns="{space}"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType='
        f'"application/vnd.openxmlformats-package.relationships+xml"/>{said}</Types>'
    )


def _relations(**targets: str) -> str:
    each = "".join(
        f'<Relationship Id="rId{n}" Type="{R}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets.items(), start=1)
    )
    return f'<Relationships xmlns="{_RELATIONS}">{each}</Relationships>'


def docx(body: str, *, doctype: str = "", more: dict[str, bytes | str] | None = None) -> bytes:
    main = "wordprocessingml.document.main+xml"
    return packed(
        {
            "[Content_Types].xml": _types(**{main: "word/document.xml"}),
            "_rels/.rels": _relations(officeDocument="word/document.xml"),
            "word/document.xml": f'<?xml version="1.0"?>{doctype}<w:document xmlns:w="{W}">'
            f"<w:body>{body}</w:body></w:document>",
            **(more or {}),
        }
    )


def xlsx(sheet: str, *, doctype: str = "", shared: str = "") -> bytes:
    return packed(
        {
            "[Content_Types].xml": _types(
                **{
                    "spreadsheetml.sheet.main+xml": "xl/workbook.xml",
                    "spreadsheetml.worksheet+xml": "xl/worksheets/sheet1.xml",
                    "spreadsheetml.sharedStrings+xml": "xl/sharedStrings.xml",
                }
            ),
            "_rels/.rels": _relations(officeDocument="xl/workbook.xml"),
            "xl/_rels/workbook.xml.rels": _relations(
                worksheet="worksheets/sheet1.xml", sharedStrings="sharedStrings.xml"
            ),
            "xl/workbook.xml": f'<workbook xmlns="{S}" xmlns:r="{R}"><sheets>'
            '<sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/sharedStrings.xml": f'{doctype}<sst xmlns="{S}">{shared}</sst>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{S}">{sheet}</worksheet>',
        }
    )


def _paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10))
BILLION_LAUGHS = f"<!DOCTYPE w [{_LAUGHS}]>"
OUTSIDE = '<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
REMOTE = '<!DOCTYPE w SYSTEM "http://127.0.0.1:9/x.dtd">'


def compound(names: list[str], *, cyclic: bool = False, data: bytes = b"") -> bytes:
    """An OLE file whose directory lists streams; ``cyclic`` makes every chain a ring."""
    fat = [0xFFFFFFFD, 1 if cyclic else 0xFFFFFFFE, *([2] if cyclic else [0xFFFFFFFE])]
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack(
            "<HHHHH6xLLLLLLLLL", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, 2, 1, 0xFFFFFFFE, 0
        )
    )
    header += struct.pack("<L", 0) + b"\xff" * (512 - len(header) - 4)
    entries = b""
    for at, (name, kind) in enumerate([("Root Entry", 5), *((n, 2) for n in names)]):
        raw = name.encode("utf-16-le") + b"\0\0"
        child = 1 if at == 0 and names else 0xFFFFFFFF
        right = at + 1 if 0 < at < len(names) else 0xFFFFFFFF
        entries += raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw), kind, 1)
        entries += struct.pack("<LLL", 0xFFFFFFFF, right, child) + bytes(36)
        entries += struct.pack("<LQ", 2, 1 << 20 if at else 0)
    table = b"".join(struct.pack("<L", n) for n in fat).ljust(512, b"\xff")
    return header + table + entries.ljust(512, b"\0")[:512] + data.ljust(512, b"\0")


def documents() -> dict[str, tuple[bytes, set[str]]]:
    """Name to bytes and the codes that say rightly what is wrong."""
    good = docx(_paragraph("今天天气很好。"))
    deep = "<w:tbl><w:tr><w:tc>" * 3000 + _paragraph("x") + "</w:tc></w:tr></w:tbl>" * 3000
    span = (
        '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="1000000000"/></w:tcPr>'
        f"{_paragraph('x')}</w:tc></w:tr></w:tbl>"
    )
    wide = "<w:tbl>" + "<w:tr>" + f"<w:tc>{_paragraph('1')}</w:tc>" * 20_000 + "</w:tr></w:tbl>"
    encrypted = bytearray(good)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := encrypted.find(mark, start)) >= 0:
            encrypted[start + at] |= 1
            start += 4
    return {
        "bomb.docx": (docx(_paragraph(" " * 110_000_000)), BOMB),
        "laughs.docx": (
            docx(_paragraph("&l9;"), doctype=BILLION_LAUGHS),
            {"damaged", "too_complex", "not_a_report", "empty"},
        ),
        "entity.docx": (docx(_paragraph("&e;"), doctype=OUTSIDE), NOT_ONE | DAMAGED | {"empty"}),
        "remote.docx": (docx(_paragraph("x"), doctype=REMOTE), NOT_ONE | DAMAGED),
        "deep.docx": (docx(deep), {"too_complex", "damaged"}),
        "span.docx": (docx(span), NOT_ONE | BOMB),
        "wide.docx": (docx(wide), NOT_ONE | BOMB),
        "many.docx": (docx(_paragraph("统计") * 400_000), NOT_ONE | BOMB),
        "no-body.docx": (docx("").replace(b"w:body", b"w:nody"), DAMAGED | {"empty"}),
        "no-xml.docx": (docx("<w:p"), DAMAGED),
        "cut.docx": (good[: len(good) // 2], DAMAGED),
        "tail.docx": (good[200:], DAMAGED | {"not_text"}),
        "locked.docx": (bytes(encrypted), LOCKED),
        "encrypted.docx": (compound(["EncryptedPackage", "EncryptionInfo"]), LOCKED),
        "cyclic.doc": (compound(["WordDocument"], cyclic=True), DAMAGED | {"needs_libreoffice"}),
        "cut.doc": (compound(["WordDocument"])[:700], DAMAGED | {"needs_libreoffice"}),
        "cyclic.xls": (compound(["Workbook"], cyclic=True), DAMAGED),
        "junk.xls": (compound(["Workbook"], data=b"\xff" * 4000), DAMAGED),
        "header-only.wps": (compound([])[:64], DAMAGED | {"needs_libreoffice"}),
        "deep.rtf": (
            b"{\\rtf1" + b"{" * 200_000,
            DAMAGED | NOT_ONE | {"needs_libreoffice", "empty"},
        ),
    }


def workbooks() -> dict[str, tuple[bytes, set[str]]]:
    cell = '<c r="XFD1048576"><v>1</v></c>'
    far = f'<dimension ref="A1:XFD1048576"/><sheetData><row r="1048576">{cell}</row></sheetData>'
    columns = "".join(f"<c><v>{n}</v></c>" for n in range(200_000))
    merges = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    one = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'
    text = '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>'
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 300_000))
    odd = {"not_a_report", "empty", "damaged"} | BOMB
    return {
        "far.xlsx": (xlsx(far), odd),
        "columns.xlsx": (xlsx(f'<sheetData><row r="1">{columns}</row></sheetData>'), odd),
        "rows.xlsx": (xlsx(f"<sheetData>{rows}</sheetData>"), odd),
        "merged.xlsx": (xlsx(one + merges), odd),
        "laughs.xlsx": (xlsx(text, doctype=BILLION_LAUGHS, shared="<si><t>&l9;</t></si>"), odd),
        "entity.xlsx": (xlsx(text, doctype=OUTSIDE, shared="<si><t>&e;</t></si>"), odd),
        "bomb.xlsx": (xlsx(text, shared=f"<si><t>{' ' * 110_000_000}</t></si>"), BOMB),
        "no-sheet.xlsx": (xlsx("").replace(b"worksheets/", b"worksheetz/"), odd),
        "cut.xlsx": (xlsx(one)[:900], DAMAGED),
    }


def archives() -> dict[str, tuple[bytes, set[str]]]:
    inner = packed({"x.txt": bytes(9_000_000)})
    nested = packed({f"{n}.zip": inner for n in range(2)})
    for _ in range(3):
        nested = packed({"in.zip": nested, "in2.zip": nested})
    two = packed({"a.txt": bytes(1000), "b.txt": bytes(1000)})
    second = two.index(b"PK\x01\x02", two.index(b"PK\x01\x02") + 1)
    overlapping = two[: second + 42] + struct.pack("<L", 0) + two[second + 46 :]
    huge_count = two[:-12] + struct.pack("<HL", 65535, 2**31) + two[-6:]
    return {
        "overlapping.zip": (overlapping, BOMB),
        "ratio.zip": (packed({f"{n}.txt": bytes(30_000_000) for n in range(3)}), BOMB),
        "many.zip": (packed({f"{n}.txt": b"" for n in range(10_050)}), BOMB),
        "liar.zip": (huge_count, BOMB | DAMAGED),
        "cut.zip": (two[:-40], DAMAGED),
        "empty.zip": (packed({}), {"empty"}),
        "nothing.zip": (packed({"a.csv": b"1", ".hidden.txt": b"2"}), {"empty"}),
        "tail.zip": (two[40:], DAMAGED | {"not_text"}),
    }
