"""What ``govreport index`` writes to a terminal, whatever files are called."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.console import Console

from govreport_search.cli import main
from indexer.cli import _shown

HOSTILE = "[/b]\x1b[31m[red]甲.txt"


def test_the_progress_bar_takes_names_as_they_are() -> None:
    written = io.StringIO()
    with _shown(Console(file=written, force_terminal=True, width=200)) as progress:
        progress(1, 2, 1, HOSTILE)
    assert "[/b]␛[31m[red]甲.txt" in written.getvalue()
    assert "1/2" in written.getvalue()
    assert "每分钟" in written.getvalue()
    assert "未能索引 1" in written.getvalue()


def test_a_rejection_cannot_drive_the_terminal(tmp_path: Path) -> None:
    try:
        (tmp_path / HOSTILE.replace("/", "")).write_text("no report", encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes no control characters in names")
    arguments = ["--index-dir", str(tmp_path / "built"), "index", str(tmp_path)]
    result = CliRunner().invoke(main, [*arguments, "--format", "table"])
    assert result.exit_code == 1
    assert "␛[31m[red]甲.txt" in result.stdout
    assert "\x1b" not in result.stdout
