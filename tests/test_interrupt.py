"""Ctrl-C at any moment of the program's life: one line, exit code 130, no traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from govreport_search.interrupt import held_back

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT of its own")

AT_IMPORT = """
import os, signal, sys
def press(event, arguments):
    if event == "import" and arguments[0] == {0!r}:
        os.kill(os.getpid(), signal.SIGINT)
from govreport_search.start import main
sys.addaudithook(press)
sys.argv[1:] = ["--index-dir", {1!r}, *{2!r}]
main()
"""
AT_END = """
import atexit, os, signal, sys
from govreport_search.start import main
atexit.register(lambda: os.kill(os.getpid(), signal.SIGINT))
sys.argv[1:] = ["--version"]
main()
"""


def run(program, **how):
    return subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
        **how,
    )


@pytest.mark.parametrize(
    "module",
    [
        "click",
        "govreport_search.cli.group",
        "sqlalchemy",
        "whoosh",
        "indexer.build",
        "rich.progress",
        "indexer.run",
        "indexer.readers.options",
    ],
)
@pytest.mark.parametrize("arguments", [["index", "x"], ["--help"]])
def test_at_an_import(tmp_path, module, arguments):
    done = run(AT_IMPORT.format(module, str(tmp_path / "index"), arguments))
    assert (done.returncode, done.stderr) == (130, "已中断\n")
    assert done.stdout == ""


def test_when_all_is_done():
    done = run(AT_END)
    assert done.stdout.startswith("govreport")
    assert (done.returncode, done.stderr) == (130, "已中断\n")


def test_where_it_is_ignored_it_stays_so(tmp_path):
    program = AT_IMPORT.format("click", str(tmp_path / "index"), ["--version"])
    done = run(program, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN))
    assert (done.returncode, done.stderr) == (0, "")


def test_held_back_to_the_end_of_a_block():
    went_on = False
    with pytest.raises(KeyboardInterrupt), held_back():  # noqa: PT012 - it is about the rest
        os.kill(os.getpid(), signal.SIGINT)
        with held_back():
            pass
        went_on = True
    assert went_on
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
