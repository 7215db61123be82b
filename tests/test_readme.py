"""The README's commands, run as they stand on the demo's index."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
IN_TABLE = re.findall(r"^\|.*\| `(govreport .*)` \|$", README, re.MULTILINE)
IN_BLOCKS = [
    line
    for language, block in BLOCKS
    for line in block.splitlines()
    if not language and line.startswith("govreport ")
]
COMMANDS = [*IN_BLOCKS, *IN_TABLE]
SCRIPT = Path(sys.executable).with_name("govreport")


SHOWN = [
    (block.splitlines()[0].removeprefix("$ "), block.partition("\n")[2])
    for language, block in BLOCKS
    if language == "console"
]
"""Commands and what they print on a terminal of ``WIDTH`` columns."""
WIDTH = "92"


def run(arguments: list[str], cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GOVREPORT")}
    return subprocess.run(
        arguments,
        cwd=cwd,
        env={**environment, "PYTHONUTF8": "1", "COLUMNS": WIDTH},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder where ``govreport demo`` was run."""
    folder = tmp_path_factory.mktemp("readme")
    done = run([str(SCRIPT), "demo"], folder)
    assert done.returncode == 0, done.stderr
    return folder


def test_the_readme_shows_commands() -> None:
    assert len(COMMANDS) >= 12
    assert len(SHOWN) == 2
    assert "govreport demo" in COMMANDS
    assert "govreport serve" in COMMANDS


@pytest.mark.parametrize("command", [c for c in COMMANDS if c not in ("govreport serve",)])
def test_a_command_of_the_readme_works(command: str, place: Path) -> None:
    name, *arguments = shlex.split(command)
    assert name == "govreport"
    done = run([str(SCRIPT), *arguments], place)
    assert done.returncode == 0, done.stderr
    if arguments[0] == "search":
        assert '"total_reports"' in done.stdout, "piped answers are JSON"
        assert '"total_reports": 0' not in done.stdout, "the demo has something to find"
    if "--output" in arguments:
        written = place / arguments[arguments.index("--output") + 1]
        assert written.stat().st_size > 500


@pytest.mark.parametrize(("command", "printed"), SHOWN)
def test_the_readme_shows_what_comes_out(command: str, printed: str, place: Path) -> None:
    _, *arguments = shlex.split(command)
    done = run([str(SCRIPT), *arguments, "--format", "table"], place)
    assert done.returncode == 0, done.stderr
    assert done.stdout.rstrip() == printed.rstrip()


def test_the_notebook_lines_of_the_readme_work(place: Path) -> None:
    (code,) = [block for language, block in BLOCKS if language == "python"]
    done = run([sys.executable, "-c", code + "\nassert len(facts) > 1000"], place)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
