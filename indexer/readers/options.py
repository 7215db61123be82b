"""How files are to be read; the same for every kind."""

from __future__ import annotations

from dataclasses import dataclass

MOST_PIXELS = 25_000_000
"""Of a page or picture that is looked at: A4 at 300 dpi has 9 million. Files of pages are made
smaller, pictures in other files are left unread."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """Choices of whoever starts a run.

    Attributes:
        verify: read every PDF on both paths and report where they differ.
        ocr: recognise text in images; minutes instead of milliseconds, and only with the
            extra ``ocr``.
        aligned: make tables of a PDF that no rules part where its words align; a second look
            at what its lines leave open.
        ocr_cache: folder that keeps what was recognised, by hash of the image; empty for none.
    """

    verify: bool = False
    ocr: bool = False
    ocr_cache: str = ""
    aligned: bool = False


USUAL = ReadOptions()
