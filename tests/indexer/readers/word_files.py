"""Word files written by hand, element by element, as the tests need them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PREFIXES = (
    f'xmlns:w="{_W}" xmlns:r="{_R}"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def docx(
    body: str,
    parts: Mapping[str, str | bytes] | None = None,
    relations: Mapping[str, tuple[str, str]] | None = None,
    main: str = "word/document.xml",
    content_type: str = _MAIN,
) -> bytes:
    """A file with that body.

    Args:
        body: what stands inside ``w:body``.
        parts: further parts by path; an XML part is its inside, wrapped by its caller.
        relations: of the main part, id to kind and target.
        main: path of the main part.
        content_type: of the main part.
    """
    folder, _, last = main.rpartition("/")
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/{main}" ContentType="{content_type}"/></Types>'
        ),
        "_rels/.rels": relationships({"rId1": ("officeDocument", main)}),
        main: f"<w:document {_PREFIXES}><w:body>{body}</w:body></w:document>",
        f"{folder}/_rels/{last}.rels": relationships(relations or {}),
        **(parts or {}),
    }
    return packed(files)


def packed(files: Mapping[str, str | bytes]) -> bytes:
    """A ZIP file of those members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return stream.getvalue()


def relationships(relations: Mapping[str, tuple[str, str]]) -> str:
    """A part of relationships, id to kind and target."""
    each = "".join(
        f'<Relationship Id="{key}" Type="{_R}/{kind}" Target="{target}"'
        + (' TargetMode="External"' if "://" in target else "")
        + "/>"
        for key, (kind, target) in relations.items()
    )
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{each}</Relationships>"
    )


def part(root: str, inside: str) -> str:
    """An XML part such as ``w:styles`` around that."""
    return f"<{root} {_PREFIXES}>{inside}</{root}>"


def p(*inside: str, properties: str = "") -> str:
    """A paragraph; what is no markup is the text of a run."""
    runs = "".join(each if each.startswith("<") else r(each) for each in inside)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{runs}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run."""
    return (
        f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}"
        f'<w:t xml:space="preserve">{text}</w:t></w:r>'
    )


def tc(content: str, span: int = 1, merge: str = "", properties: str = "") -> str:
    """A cell; ``merge`` is ``restart`` or ``continue``, ``content`` text or blocks."""
    inside = content if content.startswith("<w:") else p(content) if content else p()
    about = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    about += {"restart": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>"}.get(merge, "")
    return f"<w:tc><w:tcPr>{properties}{about}</w:tcPr>{inside}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A row of cells; what is no markup is the text of a plain one."""
    inside = "".join(each if each.startswith(("<w:tc>", "<w:sdt>")) else tc(each) for each in cells)
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{inside}</w:tr>"


def tbl(*rows: str | Sequence[str]) -> str:
    """A table of rows; a sequence of texts is a row of plain cells."""
    inside = "".join(row if isinstance(row, str) else tr(*row) for row in rows)
    return f"<w:tbl><w:tblPr/>{inside}</w:tbl>"
