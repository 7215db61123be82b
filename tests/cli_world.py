"""The command line as tests run it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from sample_world import SampleIndex

from govreport_search.cli import main


def run(index: SampleIndex | Path, *arguments: str, given: bytes = b"") -> Result:
    """A command on an index.

    Args:
        given: standard input.
    """
    folder = index if isinstance(index, Path) else index.index_dir
    return CliRunner().invoke(main, ["--index-dir", str(folder), *arguments], input=given)


def answer(index: SampleIndex, *arguments: str) -> dict[str, Any]:
    """The JSON of a search."""
    result = run(index, "search", *arguments)
    assert result.exit_code == 0, result.output
    page: dict[str, Any] = json.loads(result.stdout)
    return page
