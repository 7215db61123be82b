"""The wheel, installed in a clean environment, is the whole program."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("govreport_search", "indexer", "webui")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """The command's standard output; its whole output in the message when it fails."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "GOVREPORT"))}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**clean, "PYTHONUTF8": "1", **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, ROOT, cwd=out)
    (made,) = out.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def scripts(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the commands of an environment that holds the wheel and what it asks for."""
    home = tmp_path_factory.mktemp("clean")
    run(sys.executable, "-m", "venv", home / "env", cwd=home)
    folder = home / "env" / ("Scripts" if os.name == "nt" else "bin")
    pip = (folder / "python", "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
    run(*pip, "--constraint", ROOT / "constraints.txt", wheel, cwd=home)
    return folder


@pytest.fixture(scope="module")
def demo(scripts: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demo's index, built by the installed command."""
    place = tmp_path_factory.mktemp("demo")
    run(scripts / "govreport", "demo", "--count", "15", cwd=place, GOVREPORT_INDEX_DIR="built")
    return place


def test_the_wheel_carries_every_file_of_the_packages(wheel: Path) -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "-z", *PACKAGES], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout
    expected = {name for name in tracked.split("\0") if name and (ROOT / name).is_file()}
    carried = set(zipfile.ZipFile(wheel).namelist())
    assert expected - carried == set()
    assert not any(name.endswith(".pyc") for name in carried)
    kinds = {Path(name).suffix for name in carried}
    assert {".toml", ".tsv", ".html", ".css", ".typed"} <= kinds


def test_the_wheel_says_its_licence_and_notices(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert any(name.endswith("licenses/NOTICE") for name in names)


def test_the_notice_names_every_library_that_is_installed_beside_it() -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8").lower()
    extra = PROJECT["optional-dependencies"]["ocr"]
    names = [line.partition("==")[0].lower() for line in (*PROJECT["dependencies"], *extra)]
    assert [name for name in names if name not in notice] == []


def test_the_installed_command_tells_its_version(scripts: Path, tmp_path: Path) -> None:
    assert PROJECT["version"] in run(scripts / "govreport", "--version", cwd=tmp_path)


def test_the_installed_program_is_not_the_source_tree(scripts: Path, tmp_path: Path) -> None:
    code = "import govreport_search, indexer, webui; print(govreport_search.__file__)"
    where = run(scripts / "python", "-c", code, cwd=tmp_path)
    assert str(ROOT) not in where


def test_the_installed_demo_can_be_searched(scripts: Path, demo: Path) -> None:
    answer = run(
        scripts / "govreport",
        "search",
        '"不予公开"',
        "--format",
        "json",
        cwd=demo,
        GOVREPORT_INDEX_DIR="built",
    )
    found = json.loads(answer)
    assert 0 < found["total_reports"] < 15
    assert "不予公开" in found["hits"][0]["snippet"]


@pytest.fixture
def address(scripts: Path, demo: Path) -> Iterator[str]:
    """Address of a running ``govreport serve``."""
    environment = {**os.environ, "GOVREPORT_INDEX_DIR": "built", "PYTHONUTF8": "1"}
    command = [str(scripts / "govreport"), "serve", "--port", "0"]
    with subprocess.Popen(
        command, cwd=demo, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE
    ) as server:
        try:
            assert server.stdout is not None
            yield server.stdout.readline().decode().strip().rstrip("/")
        finally:
            server.terminate()


def fetch(url: str) -> tuple[int, str]:
    """Status and body."""
    with urllib.request.urlopen(url, timeout=120) as answer:
        return answer.status, answer.read().decode("utf-8")


def test_the_installed_server_shows_pages_and_their_style(address: str) -> None:
    status, page = fetch(f"{address}/")
    assert status == 200
    assert "政府信息公开" in page
    stylesheet = page.partition('rel="stylesheet"')[2].partition('href="')[2].partition('"')[0]
    status, style = fetch(f"{address}{stylesheet}")
    assert status == 200
    assert "{" in style
    status, answer = fetch(f"{address}/api/v1/openapi.json")
    assert status == 200
    assert json.loads(answer)["openapi"].startswith("3.")


def test_every_dependency_is_pinned_and_the_pins_agree() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = dict(line.lower().split("==") for line in lines if line and not line.startswith("#"))
    extras = [line for some in PROJECT["optional-dependencies"].values() for line in some]
    for line in (*PROJECT["dependencies"], *extras):
        name, _, version = line.lower().partition("==")
        assert pinned.get(name) == version, line
    assert not any("//" in line for line in lines), "names and versions only"
