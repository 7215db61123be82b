"""The ZIP packages of Office files (OOXML): bounded members, safe XML, relationships.

Nothing outside the package is ever opened, no DTD and no entity is read.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from lxml import etree

from govreport_search.errors import UnreadableSourceError
from govreport_search.sentence import say
from indexer.readers import packed

_STRICT = (
    ("wordprocessingml/main", "wordprocessingml/2006/main"),
    ("spreadsheetml/main", "spreadsheetml/2006/main"),
    ("officeDocument/relationships", "officeDocument/2006/relationships"),
    ("officeDocument/math", "officeDocument/2006/math"),
    ("drawingml/main", "drawingml/2006/main"),
    ("drawingml/picture", "drawingml/2006/picture"),
    ("drawingml/wordprocessingDrawing", "drawingml/2006/wordprocessingDrawing"),
)
"""Endings of the ISO-strict namespaces, and of the usual ones that mean the same."""

_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_CONTENT_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship of a part.

    Attributes:
        kind: last step of its type, such as ``image`` or ``styles``.
        target: path of the other part inside the package; empty where it points outside.
    """

    kind: str
    target: str


class Package:
    """An opened package; its parts are found by path, whatever their case or slashes."""

    def __init__(self, data: bytes, name: str) -> None:
        """Open a package.

        Args:
            data: the file.
            name: its name, for messages.

        Raises:
            UnreadableSourceError: ``damaged``, ``too_large``, ``too_complex`` or ``encrypted``.
        """
        self.name = name
        self._zip = packed.opened(data, name)
        members = self._zip.infolist()
        packed.require_modest(members, name, packed.MAX_DOCUMENT_TOTAL)
        self._members = {_plain_path(member.filename): member for member in members}
        self._relations: dict[str, dict[str, Relation]] = {}

    def has(self, path: str) -> bool:
        """Whether the package holds that part."""
        return _plain_path(path) in self._members

    def paths(self) -> tuple[str, ...]:
        """Every member, in lower case."""
        return tuple(self._members)

    def read(self, path: str) -> bytes | None:
        """The bytes of a part, ``None`` where there is none.

        Raises:
            UnreadableSourceError: the part is damaged or encrypted.
        """
        member = self._members.get(_plain_path(path))
        if member is None:
            return None
        return packed.unpacked(self._zip, member, self.name)

    def tree(self, path: str) -> Any | None:
        """The root element of a part, ISO-strict namespaces replaced by the usual ones.

        Returns:
            An lxml element, or ``None`` where the part is missing.

        Raises:
            UnreadableSourceError: it is no XML, carries a DTD, or nests deeper than libxml2
                follows without being told to (256 elements; a table in a table adds three).
        """
        data = self.read(path)
        if data is None:
            return None
        return self._parsed(_usual(data), path)

    def relations(self, path: str) -> dict[str, Relation]:
        """Relationships of a part by id; those of the package itself for the path ``""``."""
        if path not in self._relations:
            self._relations[path] = self._read_relations(path)
        return self._relations[path]

    def related(self, path: str, kind: str) -> str:
        """Path of the first part with that kind of relationship to ``path``, or empty."""
        for relation in self.relations(path).values():
            if relation.kind == kind and self.has(relation.target):
                return relation.target
        return ""

    def typed(self, ending: str) -> str:
        """Path of the first part whose content type ends so, or empty."""
        root = self.tree("[Content_Types].xml")
        for override in () if root is None else root.iter(f"{_CONTENT_TYPES}Override"):
            if override.get("ContentType", "").endswith(ending):
                path: str = override.get("PartName", "").lstrip("/")
                if self.has(path):
                    return path
        return ""

    def damaged(self, cause: str) -> UnreadableSourceError:
        """The error for a package that cannot be read to its end."""
        return self._refused(
            say("已损坏：%(cause)s", cause=cause),
            "damaged",
            say("请重新下载，或用办公软件打开后另存一份"),
        )

    def _refused(self, cause: str, code: str, remedy: str = "") -> UnreadableSourceError:
        remedy = remedy or say("请确认这是一份年度报告，必要时另存为 PDF 再试")
        return UnreadableSourceError(
            say("%(name)s %(cause)s", name=self.name, cause=cause), remedy=remedy, code=code
        )

    def _parsed(self, data: bytes, path: str) -> Any:
        parser = etree.XMLParser(
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            if "depth" in str(error).lower():
                raise self._refused(say("元素嵌套过深"), "too_complex") from error
            raise self.damaged(say("%(path)s 不是完整的 XML", path=path)) from error
        if root is None:
            raise self.damaged(say("%(path)s 是空的", path=path))
        if root.getroottree().docinfo.internalDTD is not None:
            raise self.damaged(say("%(path)s 带有不允许的 DTD", path=path))
        return root

    def _read_relations(self, path: str) -> dict[str, Relation]:
        folder, _, last = path.rpartition("/")
        root = self.tree(posixpath.join(folder, "_rels", f"{last}.rels"))
        found: dict[str, Relation] = {}
        for each in () if root is None else root.iter(f"{_RELATIONSHIPS}Relationship"):
            outside = each.get("TargetMode", "").lower() == "external"
            target = unquote(each.get("Target", ""))
            inside = "" if outside else posixpath.normpath(posixpath.join("/", folder, target))
            kind = each.get("Type", "").rpartition("/")[2]
            found[each.get("Id", "")] = Relation(kind, inside.lstrip("/"))
        return found


def _plain_path(path: str) -> str:
    return path.replace("\\", "/").lstrip("/").lower()


def _usual(data: bytes) -> bytes:
    if b"purl.oclc.org/ooxml/" in data:
        for strict, usual in _STRICT:
            data = data.replace(
                f"http://purl.oclc.org/ooxml/{strict}".encode(),
                f"http://schemas.openxmlformats.org/{usual}".encode(),
            )
    return data
