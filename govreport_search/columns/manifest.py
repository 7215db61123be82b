"""What the columns of a folder were built from, and which files they are."""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from govreport_search import atomic
from govreport_search.columns.array_file import damaged

LAYOUT_VERSION = 2
"""Raised with every change of what a segment holds; older columns are built anew."""

NAME = "CURRENT.json"


@dataclass(frozen=True, slots=True)
class ColumnManifest:
    """One commit.

    Attributes:
        layout: ``LAYOUT_VERSION`` it was written with.
        fold: ``FOLD_VERSION`` of the texts whose lengths it holds.
        store_id: identity of the store it was derived from.
        sequence: the store's write sequence.
        segments: names of the segments' files, in the order of their keys.
        removed: keys of reports that segments hold and the store no longer does, ascending.
    """

    layout: int
    fold: int
    store_id: str
    sequence: int
    segments: tuple[str, ...] = ()
    removed: tuple[int, ...] = ()


def read_manifest(folder: Path) -> ColumnManifest | None:
    """The commit in use; ``None`` where there is none yet.

    Raises:
        EngineError: the file is not as it was written.
    """
    try:
        data = (folder / NAME).read_bytes()
    except FileNotFoundError:
        return None
    try:
        said: dict[str, Any] = json.loads(data)
        crc = said.pop("crc")
        manifest = ColumnManifest(
            **{**said, "segments": tuple(said["segments"]), "removed": tuple(said["removed"])}
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise damaged(f"{NAME} 无法读取") from error
    if crc != _checksum(manifest):
        raise damaged(f"{NAME} 校验不符")
    return manifest


def write_manifest(folder: Path, manifest: ColumnManifest) -> None:
    """Make this the commit in use, in one step."""
    said = json.dumps({**asdict(manifest), "crc": _checksum(manifest)})
    atomic.put(folder / NAME, said.encode("ascii"))


def _checksum(manifest: ColumnManifest) -> int:
    return zlib.crc32(json.dumps(asdict(manifest), sort_keys=True).encode("ascii"))
