"""The set-up scripts of ``.ci/`` on machines that lack something; no package is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

CI = Path(__file__).parent.parent / ".ci"
SHELL_NEEDS = ("sh", "dirname", "head")

pytestmark = pytest.mark.skipif(os.name == "nt", reason="make and .ci/ are for Debian; see docs")


class Machine:
    """A PATH that holds the shell's needs and what a test puts there."""

    def __init__(self, folder: Path) -> None:
        self.bin = folder / "bin"
        self.bin.mkdir()
        self.log = folder / "log"
        for name in SHELL_NEEDS:
            real = shutil.which(name)
            assert real is not None
            (self.bin / name).symlink_to(real)

    def put(self, name: str, script: str) -> None:
        path = self.bin / name
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)

    def user(self, number: int, apt_exit: int | None = 0) -> None:
        """Who runs the script, and how installing ends; ``None`` for no apt-get."""
        self.put("id", f"echo {number}")
        if apt_exit is not None:
            done = f'[ "$1" = update ] || exit {apt_exit}'
            self.put("apt-get", f'echo "$DEBIAN_FRONTEND: $*" >> "{self.log}"\n{done}')

    def run(self, script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self.bin / "sh"), str(CI / script), *arguments],
            env={"PATH": str(self.bin)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def asked(self) -> list[str]:
        return self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def python_without(missing: str) -> str:
    """A Python 3.12 that fails on what imports or asks for ``missing``."""
    return f'case "$2" in *"{missing}"*) exit 1;; *%d.%d*) echo 3.12;; esac'


def test_root_gets_the_browser_and_a_font(machine: Machine) -> None:
    machine.user(0)
    done = machine.run("browser")
    assert done.returncode == 0, done.stderr
    assert machine.asked[0].startswith("noninteractive: update")
    assert machine.asked[1].endswith("chromium fonts-noto-cjk fontconfig")


@pytest.mark.parametrize(("user", "apt_exit"), [(1000, 0), (0, None), (0, 100)])
def test_others_are_told_and_go_on_without_a_browser(
    machine: Machine, user: int, apt_exit: int | None
) -> None:
    machine.user(user, apt_exit)
    done = machine.run("browser")
    assert done.returncode == 0, done.stderr
    assert "apt-get install chromium fonts-noto-cjk fontconfig" in done.stdout
    assert "skipped" in done.stdout
    assert bool(machine.asked) == (user == 0 and apt_exit is not None)


def test_a_machine_with_browser_and_font_is_left_alone(machine: Machine) -> None:
    machine.user(0)
    machine.put("chromium", "")
    machine.put("fc-list", "echo Some Font")
    assert machine.run("browser").returncode == 0
    assert machine.asked == []


def test_a_browser_without_a_chinese_font_is_not_enough(machine: Machine) -> None:
    machine.user(0)
    machine.put("chromium", "")
    machine.put("fc-list", "")
    assert machine.run("browser").returncode == 0
    assert len(machine.asked) == 2


def office_in(machine: Machine, *parts: str) -> None:
    """LibreOffice's starter with these parts of the suite beside it."""
    machine.put("soffice", "")
    machine.put("readlink", 'echo "$2"')
    for part in parts:
        (machine.bin / part).write_text("", encoding="ascii")


@pytest.mark.parametrize("parts", [None, (), ("libswlo.so",)])
def test_root_gets_what_libreoffice_lacks(machine: Machine, parts: tuple[str, ...] | None) -> None:
    machine.user(0)
    if parts is not None:
        office_in(machine, *parts)
    done = machine.run("office")
    assert done.returncode == 0, done.stderr
    assert machine.asked[1].endswith("libreoffice-writer-nogui libreoffice-calc-nogui")


def test_a_machine_with_libreoffice_is_left_alone(machine: Machine) -> None:
    machine.user(0)
    office_in(machine, "libswlo.so", "libsclo.so")
    assert machine.run("office").returncode == 0
    assert machine.asked == []


def test_others_are_told_and_go_on_without_libreoffice(machine: Machine) -> None:
    machine.user(1000)
    done = machine.run("office")
    assert done.returncode == 0, done.stderr
    assert "apt-get install libreoffice-writer-nogui libreoffice-calc-nogui" in done.stdout
    assert "skipped" in done.stdout


def test_root_gets_the_venv_module_of_that_python(machine: Machine) -> None:
    machine.user(0)
    machine.put("python3", python_without("ensurepip"))
    done = machine.run("python", "python3")
    assert done.returncode == 0, done.stderr
    assert machine.asked[-1].endswith("python3.12-venv")


def test_others_are_told_what_venv_needs(machine: Machine) -> None:
    machine.user(1000)
    machine.put("python3", python_without("ensurepip"))
    done = machine.run("python", "python3")
    assert done.returncode != 0
    assert "apt-get install python3.12-venv" in done.stdout
    assert machine.asked == []


def test_an_old_python_is_named_and_nothing_installed(machine: Machine) -> None:
    machine.user(0)
    machine.put("python3", python_without("version_info <"))
    done = machine.run("python", "python3")
    assert done.returncode == 1
    assert "3.11" in done.stdout
    assert machine.asked == []


def test_a_whole_python_is_left_alone(machine: Machine) -> None:
    machine.user(0)
    machine.put("python3", python_without("nothing at all"))
    assert machine.run("python", "python3").returncode == 0
    assert machine.asked == []
