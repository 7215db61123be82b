"""Files that only an office suite writes, written by LibreOffice from what the tests make."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path


def saved_as(data: bytes, source: str, target: str) -> bytes:
    """What LibreOffice saves a file as.

    Args:
        data: the file.
        source: its suffix.
        target: the suffix of what is wanted, with a filter after a colon if it needs one.
    """
    return all_saved_as([data], source, target)[0]


def all_saved_as(files: Sequence[bytes], source: str, target: str) -> list[bytes]:
    """What LibreOffice saves files as, with one start."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        paths = [folder / f"{number}.{source}" for number in range(len(files))]
        for path, data in zip(paths, files, strict=True):
            path.write_bytes(data)
        subprocess.run(
            [
                "soffice",
                "--headless",
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                "--convert-to",
                target,
                "--outdir",
                str(folder / "out"),
                *map(str, paths),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
        suffix = target.partition(":")[0]
        return [(folder / "out" / f"{path.stem}.{suffix}").read_bytes() for path in paths]
