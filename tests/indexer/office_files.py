"""Files that only an office suite writes, written by LibreOffice from what the tests make."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import pytest

from indexer import convert

needs_office = pytest.mark.skipif(
    not convert.available(),
    reason="LibreOffice is missing: install what .ci/office names",
)


def saved_as(data: bytes, source: str, target: str) -> bytes:
    """What LibreOffice saves a file as.

    Args:
        data: the file.
        source: its suffix.
        target: the suffix of what is wanted, with a filter after a colon if it needs one.
    """
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / f"a.{source}").write_bytes(data)
        subprocess.run(
            [
                "soffice",
                "--headless",
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                "--convert-to",
                target,
                "--outdir",
                str(folder / "out"),
                str(folder / f"a.{source}"),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
        return (folder / "out" / f"a.{target.partition(':')[0]}").read_bytes()
