"""PDF: characters and rules as pdfium finds them, into lines and grids."""

from __future__ import annotations

from indexer.readers.pdf.picture import render_page
from indexer.readers.pdf.reader import read_pdf

__all__ = ["read_pdf", "render_page"]
