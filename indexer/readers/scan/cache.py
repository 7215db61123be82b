"""Keeps what was recognised on a page, so that the next run need not look again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from govreport_search import atomic
from indexer.readers.scan.engine import Engine, Glyph, Image, Quad, Reading, versions

_LAYOUT = 1
"""Of the files; others are ignored."""


def digest(image: Image) -> str:
    """Names an image by its pixels and the versions of what reads it."""
    seen = hashlib.sha256(versions().encode())
    seen.update(repr(image.shape).encode())
    seen.update(np.ascontiguousarray(image).data)
    return seen.hexdigest()


class Memory:
    """Finds and reads like the engine, which it asks only for what it has not seen yet.

    What is kept are boxes, characters and confidences of single looks and not the cells made of
    them: a better way of making cells needs no new recognition.
    """

    def __init__(self, engine: Engine, folder: str, image: Image) -> None:
        self._engine = engine
        self._path = Path(folder) / f"{digest(image)}.json" if folder else None
        self._found: dict[str, list[Quad]] = {}
        self._read: dict[str, Reading] = {}
        self._changed = False
        self._load()

    def find(self, image: Image) -> list[Quad]:
        """As the engine."""
        key = digest(image)
        if key not in self._found:
            self._found[key] = self._engine.find(image)
            self._changed = True
        return [quad.copy() for quad in self._found[key]]

    def read(self, crops: Sequence[Image]) -> list[Reading]:
        """As the engine."""
        keys = [digest(crop) for crop in crops]
        new = {key: crop for key, crop in zip(keys, crops, strict=True) if key not in self._read}
        if new:
            self._read.update(zip(new, self._engine.read(list(new.values())), strict=True))
            self._changed = True
        return [self._read[key] for key in keys]

    def save(self) -> None:
        """Writes what is new, so that a reader sees the old file or the new one, whole."""
        if self._path is None or not self._changed:
            return
        content = {
            "layout": _LAYOUT,
            "found": {
                key: [_numbers(quad) for quad in quads] for key, quads in self._found.items()
            },
            "read": {
                key: [[glyph.text, round(glyph.confidence, 4), round(glyph.at, 4)] for glyph in one]
                for key, one in self._read.items()
            },
        }
        self._path.parent.mkdir(parents=True, exist_ok=True)
        atomic.put(self._path, json.dumps(content, ensure_ascii=False).encode("utf-8"))

    def _load(self) -> None:
        if self._path is None:
            return
        try:
            content = json.loads(self._path.read_text(encoding="utf-8"))
            if content["layout"] != _LAYOUT:
                return
            found = {
                key: [_quad(quad) for quad in quads] for key, quads in content["found"].items()
            }
            read = {key: tuple(map(_glyph, one)) for key, one in content["read"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return  # no entry, or a damaged one: the page is looked at again
        self._found, self._read = found, read


def _numbers(quad: Quad) -> list[list[float]]:
    return [[float(x), float(y)] for x, y in quad]


def _quad(kept: Any) -> Quad:
    quad = np.asarray(kept, dtype=np.float32)
    if quad.shape != (4, 2) or not np.isfinite(quad).all():
        raise ValueError("not the corners of a piece of text")
    return quad


def _glyph(kept: Any) -> Glyph:
    text, confidence, at = kept
    if not (isinstance(text, str) and 0 <= confidence <= 1 and 0 <= at <= 1):
        raise ValueError("not a character")
    return Glyph(text, float(confidence), float(at))
