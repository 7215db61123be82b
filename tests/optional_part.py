"""Marks of tests that need what a machine may lack; CI fails where one of these is skipped."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer import convert
from indexer.readers import scan

FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
"""Draws the pages that are recognised."""

OFFICE_MISSING = "LibreOffice is missing: install what .ci/office names"

needs_office = pytest.mark.skipif(not convert.available(), reason=OFFICE_MISSING)
needs_ocr = pytest.mark.skipif(not scan.available(), reason="the extra ocr is missing")
needs_font = pytest.mark.skipif(not FONT.is_file(), reason="fonts-noto-cjk is missing")
