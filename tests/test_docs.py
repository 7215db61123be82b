"""What the documentation promises exists, and what exists is documented."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import click
from sample_world import SampleIndex

from govreport_search.cli import main
from govreport_search.settings import INDEX_DIR_VARIABLE, Settings
from webui.app import create_app

ROOT = Path(__file__).parent.parent
DOCS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
README = (ROOT / "README.md").read_text(encoding="utf-8")
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")
NOT_THESE = {
    "article": "report",
    "attachment": "source file",
    "bucket": "facet value",
    "category": "section",
    "chapter": "section",
    "chunk": "passage",
    "datapoint": "fact",
    "dataframe": "grid",
    "matrix": "grid",
    "metric": "indicator",
}
"""Words of the glossary's last column -> the word to use."""


def names() -> Iterator[str]:
    """Names of our modules, classes and functions, in lower case."""
    for package in ("govreport_search", "indexer", "webui"):
        for path in (ROOT / package).rglob("*.py"):
            yield path.stem
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ClassDef | ast.FunctionDef):
                    yield node.name.lower()


def test_the_changelog_tells_the_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## (\S+)", changelog, re.MULTILINE)
    assert newest is not None
    assert newest[1] == project["version"] == version("govreport-search")


def test_names_follow_the_glossary() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    assert all(word in glossary for word in NOT_THESE)
    wrong = {n: NOT_THESE[part] for n in names() for part in n.split("_") if part in NOT_THESE}
    assert wrong == {}


def test_every_link_between_documents_leads_somewhere() -> None:
    broken = [
        f"{doc.relative_to(ROOT)}: {target}"
        for doc in DOCS
        for target in LINK.findall(doc.read_text(encoding="utf-8"))
        if "://" not in target and not (doc.parent / target).exists()
    ]
    assert broken == []


def test_the_make_commands_of_the_documents_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^(\w+):", makefile, re.MULTILINE))
    development = (ROOT / "docs" / "development.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^(?:\| `)?make (\w+)", README + development, re.MULTILINE))
    assert {"run", "test"} <= named <= targets


def commands() -> dict[str, click.Command]:
    """Every command, those of the other two packages included."""
    with click.Context(main) as context:
        found = {name: main.get_command(context, name) for name in main.list_commands(context)}
    return {name: command for name, command in found.items() if command is not None}


def test_every_command_is_documented() -> None:
    documented = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    missing = [name for name in commands() if f"govreport {name}" not in documented]
    assert missing == []
    assert {"index", "search", "show", "remove", "status", "rebuild", "serve", "demo"} <= set(
        commands()
    )


def test_every_option_is_documented() -> None:
    documented = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    missing = [
        f"{name} {option}"
        for name, command in commands().items()
        for parameter in command.params
        for option in parameter.opts
        if option.startswith("--") and f"{option}" not in documented
    ]
    assert missing == []


def test_every_path_of_the_api_is_documented(sample_index: SampleIndex) -> None:
    client = create_app(Settings(sample_index.index_dir)).test_client()
    description = client.get("/api/v1/openapi.json").get_json()
    documented = (ROOT / "docs" / "json-api.md").read_text(encoding="utf-8")
    paths = list(description["paths"])
    assert len(paths) >= 8
    assert [path for path in paths if f"`/api/v1{path}`" not in documented] == []


def test_the_setting_is_documented() -> None:
    assert INDEX_DIR_VARIABLE in README
    assert INDEX_DIR_VARIABLE in (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")


def test_every_decision_is_in_the_index_of_decisions() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = (folder / "README.md").read_text(encoding="utf-8")
    records = [path.name for path in folder.glob("*.md") if path.name != "README.md"]
    assert len(records) >= 3
    assert [name for name in records if name not in listed] == []
