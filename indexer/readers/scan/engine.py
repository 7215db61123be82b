"""The recogniser: RapidOCR with the models inside its wheel, offline and silent."""

from __future__ import annotations

import logging
import math
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from govreport_search.errors import UnreadableSourceError
from govreport_search.sentence import say

Image = NDArray[np.uint8]
"""Rows of pixels, RGB."""

Quad = NDArray[np.float32]
"""Four corners of a piece of text, clockwise from its top left one, in pixels."""

MODELS = {"Det": "PP-OCRv6_det_small.onnx", "Rec": "PP-OCRv6_rec_small.onnx"}
"""Both are files of the wheel; a missing one would be downloaded if it were not named here."""

MODULES = ("cv2", "onnxruntime", "rapidocr")

_LONGEST_SIDE = 1440
"""Pixels of the page's longer side while pieces of text are looked for, half of its time; what
is missed in a table is found by its ink. Pieces are read at full size."""

_BATCH = 8
_HEIGHT = 48
"""Height of the lines that the recognition model was trained on, in pixels."""

_NARROWEST = 2.0
"""Ratio of width to height up to which a crop is padded."""

_WIDEST = 40.0
"""A line of 40 characters; wider crops are squeezed rather than let memory grow."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One recognised character.

    Attributes:
        text: the character.
        confidence: the model's, 0 to 1.
        at: where its middle stands in the crop, as a part of the width.
    """

    text: str
    confidence: float
    at: float


Reading = tuple[Glyph, ...]
"""What one crop says, from left to right, spaces left out."""


def available() -> bool:
    """Whether the extra ``ocr`` is installed with its models; nothing is loaded for it."""
    return all(find_spec(module) is not None for module in MODULES) and not _missing()


def _models() -> Path:
    spec = find_spec("rapidocr")
    if spec is None or spec.origin is None:
        return Path()
    return Path(spec.origin).parent / "models"


def _missing() -> list[str]:
    return [name for name in MODELS.values() if not (_models() / name).is_file()]


@cache
def versions() -> str:
    """What the readings depend on, for the key of the cache."""
    names = ("rapidocr", "onnxruntime", "opencv-python-headless")
    return " ".join([*(f"{name}={version(name)}" for name in names), *MODELS.values()])


class Engine:
    """Finds and reads pieces of text; models are loaded at the first use of each."""

    def __init__(self) -> None:
        if not available():
            raise UnreadableSourceError(
                say("文字识别缺少组件：%(missing)s", missing="、".join(_missing()) or "rapidocr"),
                remedy=say("请重新安装：pip install --force-reinstall 'govreport-search[ocr]'"),
                code="needs_ocr",
            )
        self._rapid: Any = None

    def find(self, image: Image) -> list[Quad]:
        """The pieces of text on an image, each a quadrilateral in its pixels."""
        found = self._loaded()(_bgr(image), use_det=True, use_cls=False, use_rec=False)
        boxes = getattr(found, "boxes", None)
        return [] if boxes is None else [np.asarray(box, np.float32) for box in boxes]

    def read(self, crops: Sequence[Image]) -> list[Reading]:
        """What each crop says; a crop holds one line of text.

        Crops of like shape are read together: the padding inside a batch is what costs.
        """
        recogniser = self._recogniser()
        readings: list[Reading] = [()] * len(crops)
        order = sorted(range(len(crops)), key=lambda index: _ratio(crops[index]))
        for start in range(0, len(order), _BATCH):
            chosen = order[start : start + _BATCH]
            widest = max(_ratio(crops[index]) for index in chosen)
            batch = [recogniser.resize_norm_img(_bgr(crops[index]), widest) for index in chosen]
            told = recogniser.session(np.stack(batch).astype(np.float32))
            for index, scores in zip(chosen, told, strict=True):
                used = min(1.0, crops[index].shape[1] / crops[index].shape[0] / widest)
                readings[index] = _decode(scores, recogniser.postprocess_op.character, used)
        return readings

    def _loaded(self) -> Any:
        if self._rapid is None:
            self._rapid = _rapid()
        return self._rapid

    def _recogniser(self) -> Any:
        rapid = self._loaded()
        if rapid.text_rec is None:
            rapid.recognize_txt([np.full((_HEIGHT, _HEIGHT, 3), 255, np.uint8)])
        return rapid.text_rec


def _rapid() -> Any:
    """RapidOCR bound to the wheel's own model files, one thread, without its log."""
    # The runtime would gather statistics of use in the user's home and send them to its maker.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").disabled = True
    params: dict[str, Any] = {
        f"{part}.model_path": str(_models() / name) for part, name in MODELS.items()
    }
    params |= {
        "Global.log_level": "critical",
        "Global.max_side_len": _LONGEST_SIDE,
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    }
    return RapidOCR(params=params)


def _bgr(image: Image) -> Image:
    return np.ascontiguousarray(image[:, :, ::-1])


def _ratio(crop: Image) -> float:
    ratio: float = crop.shape[1] / crop.shape[0]
    return min(_WIDEST, max(_NARROWEST, ratio))


def _decode(scores: NDArray[np.float32], characters: Sequence[str], used: float) -> Reading:
    """Greedy decoding: runs of one class are one character, class 0 stands between them.

    Args:
        scores: for each column of the crop the probability of each class.
        characters: what the classes stand for.
        used: which part of the columns shows the crop and not padding.
    """
    best = scores.argmax(axis=1)
    glyphs: list[Glyph] = []
    start = 0
    for column in range(1, len(best) + 1):
        if column < len(best) and best[column] == best[start]:
            continue
        text = characters[best[start]] if best[start] else ""
        if text.strip():
            confidence = float(scores[start:column, best[start]].max())
            at = (start + column) / 2 / len(best) / used
            glyphs.append(Glyph(text, min(1.0, confidence), min(1.0, at)))
        start = column
    return tuple(glyphs)


def sure(reading: Reading) -> float:
    """The confidence of its least sure character; 0 where nothing was read."""
    least = min((glyph.confidence for glyph in reading), default=0.0)
    return least if math.isfinite(least) else 0.0


def text_of(reading: Reading) -> str:
    """The characters as one text."""
    return "".join(glyph.text for glyph in reading)


@cache
def shared_engine() -> Engine:
    """The process's one engine; its models take 300 MB."""
    return Engine()
