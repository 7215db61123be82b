"""An OOXML package: parts in a ZIP, the same bytes for the same parts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def pack(parts: Mapping[str, str], media: Mapping[str, bytes] | None = None) -> bytes:
    """A package of those parts, by name, and of images."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        files = {name: (XML + text).encode() for name, text in parts.items()}
        for name, data in {**files, **(media or {})}.items():
            # A fixed date, so that the same report gives the same bytes.
            entry = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return made.getvalue()


def content_types(parts: Mapping[str, str]) -> str:
    """The part that says what the others are.

    Args:
        parts: content type of each part, by its path from the root.
    """
    overrides = "".join(
        f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts.items()
    )
    defaults = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml",
        "png": "image/png",
    }
    listed = "".join(
        f'<Default Extension="{suffix}" ContentType="{kind}"/>' for suffix, kind in defaults.items()
    )
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    return f'<Types xmlns="{space}">{listed}{overrides}</Types>'


def relations(targets: Mapping[str, tuple[str, str]]) -> str:
    """A part of relationships.

    Args:
        targets: kind (last part of its address) and target by id.
    """
    items = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for name, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{RELATIONS}">{items}</Relationships>'
