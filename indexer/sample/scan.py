"""Clean pages as a scanner or a copier would deliver them: crooked, noisy, shaded, stamped."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

Field = NDArray[np.float32]
"""A value for each pixel."""

MODES = ("colour", "grey", "bilevel")
FORMATS = ("tiff", "pdf", "png", "jpeg")
"""How a scan is saved; of several pages only as ``tiff`` or ``pdf``."""

USUAL_DPI = (150, 150, 150, 200, 200, 300, 120)

_RED = (206, 38, 40)


@dataclass(frozen=True, slots=True)
class ScanHabit:
    """How one office scans.

    Attributes:
        dpi: resolution at which the pages are to be drawn before they are scanned.
        angle: most degrees by which a page lies crooked, either way.
        noise: standard deviation of the grain, of 255.
        blur: radius in pixels.
        quality: of JPEG, 0 for none.
        shadow: how much darker the page's edge is, 0 to 1.
        fade: how much of the ink is lost where the toner ran low, 0 to 1.
        specks: specks of dirt per million pixels.
        stamp: whether a red seal stands on one of the pages.
        mode: one of ``MODES``.
    """

    dpi: int = 150
    angle: float = 0.0
    noise: float = 0.0
    blur: float = 0.0
    quality: int = 0
    shadow: float = 0.0
    fade: float = 0.0
    specks: float = 0.0
    stamp: bool = False
    mode: str = "colour"

    @classmethod
    def draw(cls, rng: Random) -> ScanHabit:
        """One office among many; nothing is at its worst in all ways at once."""
        mode = rng.choices(MODES, (5, 4, 2))[0]
        dpi = rng.choice(USUAL_DPI)
        if mode == "bilevel":
            dpi = max(dpi, 200)  # copiers that save two colours use fax or print resolutions
        fine = dpi / 150
        return cls(
            dpi=dpi,
            angle=rng.choice((0.0, 0.5, 1.0, 2.0)),
            noise=rng.choice((0.0, 4.0, 8.0) if mode == "bilevel" else (0.0, 4.0, 8.0, 12.0)),
            blur=rng.choice((0.0, 0.3, 0.6)) * fine,
            quality=0 if mode == "bilevel" else rng.choice((40, 60, 75, 90)),
            shadow=0.0 if mode == "bilevel" else rng.choice((0.0, 0.0, 0.2, 0.4)),
            fade=rng.choice((0.0, 0.0, 0.2, 0.4)),
            specks=rng.choice((0.0, 20.0, 60.0)),
            stamp=mode == "colour" and rng.random() < 0.5,
            mode=mode,
        )


def scanned(pages: Sequence[Image.Image], habit: ScanHabit, rng: Random) -> list[Image.Image]:
    """Each page as scanned by that office.

    Args:
        pages: clean pages drawn at ``habit.dpi``.
        rng: what differs from page to page.
    """
    stamped = rng.randrange(len(pages)) if habit.stamp and pages else -1
    pages = [_stamped(p, rng) if i == stamped else p for i, p in enumerate(pages)]
    return [_scanned(page, habit, rng) for page in pages]


def scan_bytes(pages: Sequence[Image.Image], suffix: str) -> bytes:
    """Scanned pages as one file.

    Raises:
        ValueError: several pages do not fit into one PNG or JPEG.
    """
    if suffix not in FORMATS or (len(pages) > 1 and suffix not in ("tiff", "pdf")):
        raise ValueError(f"{len(pages)} pages cannot be saved as {suffix}")
    target = io.BytesIO()
    first, *others = pages
    if suffix == "tiff":
        packing = "group4" if first.mode == "1" else "tiff_lzw"
        first.save(target, "TIFF", save_all=True, append_images=others, compression=packing)
    elif suffix == "pdf":
        first.save(target, "PDF", save_all=True, append_images=others, resolution=150)
    else:
        first.save(target, suffix.upper())
    return target.getvalue()


def _scanned(page: Image.Image, habit: ScanHabit, rng: Random) -> Image.Image:
    noise = np.random.default_rng(rng.randrange(2**32))
    image = page.convert("RGB")
    if habit.fade:
        image = _faded(image, habit.fade, noise)
    if habit.angle:
        angle = rng.uniform(-habit.angle, habit.angle)
        image = image.rotate(angle, Image.Resampling.BICUBIC, expand=False, fillcolor="white")
    if habit.blur:
        image = image.filter(ImageFilter.GaussianBlur(habit.blur))
    levels = np.asarray(image, dtype=np.float32)
    if habit.shadow:
        levels = levels * _shade(levels.shape[:2], habit.shadow, rng)[:, :, None]
    if habit.noise:
        grain = noise.normal(0, habit.noise, levels.shape[:2]).astype(np.float32)
        levels = levels + grain[:, :, None]
    if habit.specks:
        levels = _specked(levels, habit.specks, noise)
    return _saved(Image.fromarray(np.clip(levels, 0, 255).astype(np.uint8)), habit)


def _saved(image: Image.Image, habit: ScanHabit) -> Image.Image:
    if habit.mode == "bilevel":
        grey = image.convert("L")
        # Copiers would rather thicken a hairline than lose it.
        return grey.point(lambda level: 255 if level > 190 else 0).convert("1")
    if habit.mode == "grey":
        image = image.convert("L")
    if habit.quality:
        packed = io.BytesIO()
        image.save(packed, "JPEG", quality=habit.quality)
        image = Image.open(packed)
        image.load()
    return image


def _faded(image: Image.Image, fade: float, noise: np.random.Generator) -> Image.Image:
    """Ink paler in soft patches."""
    coarse = noise.uniform(0, 1, (12, 9)).astype(np.float32)
    patches = Image.fromarray((coarse * 255).astype(np.uint8)).resize(
        image.size, Image.Resampling.BICUBIC
    )
    kept = 1 - fade * np.asarray(patches, dtype=np.float32)[:, :, None] / 255
    levels = 255 - (255 - np.asarray(image, dtype=np.float32)) * kept
    return Image.fromarray(levels.astype(np.uint8))


def _shade(shape: tuple[int, ...], strength: float, rng: Random) -> Field:
    """A fold or an open lid: darker towards one side."""
    height, width = shape
    x = np.linspace(0, 1, width, dtype=np.float32)
    if rng.random() < 0.5:
        x = x[::-1]
    across = 1 - strength * np.exp(-6 * x)
    down = 1 - 0.3 * strength * np.linspace(0, 1, height, dtype=np.float32)
    return np.asarray(down[:, None] * across[None, :], dtype=np.float32)


def _specked(levels: Field, specks: float, noise: np.random.Generator) -> Field:
    height, width = levels.shape[:2]
    count = int(specks * height * width / 1_000_000)
    levels = levels.copy()
    for y, x, size in zip(
        noise.integers(0, height, count),
        noise.integers(0, width, count),
        noise.integers(1, 3, count),
        strict=True,
    ):
        levels[y : y + size, x : x + size] = noise.uniform(0, 120)
    return levels


def _stamped(image: Image.Image, rng: Random) -> Image.Image:
    """A round red seal with a star, somewhere on the page."""
    image = image.convert("RGB")
    width, height = image.size
    radius = round(0.1 * width)
    x = rng.randint(radius, width - radius)
    y = rng.randint(radius, height - radius)
    seal = Image.new("L", image.size, 0)
    pen = ImageDraw.Draw(seal)
    pen.ellipse(
        (x - radius, y - radius, x + radius, y + radius), outline=200, width=max(3, radius // 18)
    )
    star = []
    for corner in range(10):
        reach = radius * (0.36 if corner % 2 == 0 else 0.15)
        turn = math.pi * corner / 5 - math.pi / 2
        star.append((x + reach * math.cos(turn), y + reach * math.sin(turn)))
    pen.polygon(star, fill=200)
    for bar in range(12):  # what stands round the rim, as far as the form matters
        turn = math.pi * (0.85 + 1.3 * bar / 11)
        near, far = 0.72 * radius, 0.88 * radius
        ends = [(x + r * math.cos(turn), y + r * math.sin(turn)) for r in (near, far)]
        pen.line(ends, fill=200, width=max(2, radius // 16))
    # Ink of a seal lets black print shine through.
    red = np.asarray(_RED, dtype=np.float32) / 255
    cover = np.asarray(seal, dtype=np.float32)[:, :, None] / 255
    levels = np.asarray(image, dtype=np.float32)
    return Image.fromarray((levels * (1 - cover + cover * red)).astype(np.uint8))
