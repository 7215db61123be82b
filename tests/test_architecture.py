"""The rules of docs/architecture.md, checked on the source itself (stdlib ``ast`` only)."""

from __future__ import annotations

import ast
import statistics
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("govreport_search", "indexer", "webui")

LIBRARY_LAYERS = (
    ("atomic", "errors", "interrupt", "sentence"),
    ("settings", "text"),
    ("domain",),
    ("forms", "regions", "terms"),
    ("query",),
    ("engines", "store"),
    ("columns",),
    ("services",),
    ("library",),
    ("",),
    ("cli",),
    ("start",),
)
"""Rooms of the library from the lowest up; its root module is the room ``""``."""

INDEXER_LAYERS = (
    ("", "sample"),
    ("blocks",),
    ("readers", "grid"),
    ("segment",),
    ("identify", "recognise", "statement"),
    ("check", "second_reading"),
    ("admission", "correction"),
    ("archive", "convert", "listing", "trim"),
    ("discover", "link"),
    ("manifest",),
    ("pipeline",),
    ("plan", "limit"),
    ("worker",),
    ("intake", "summary", "crew"),
    ("ledger", "office", "join"),
    ("run", "original"),
    ("build", "correct", "inspect"),
    ("editor",),
    ("cli",),
)
"""Rooms of the indexer from the lowest up."""

VENDOR_HOMES = {
    "whoosh": ("govreport_search.engines.whoosh",),
    "jieba": ("govreport_search.engines",),
    "filelock": ("govreport_search.columns",),
    "regex": ("govreport_search.query",),
    "pypinyin": ("govreport_search.text",),
    "sqlalchemy": ("govreport_search.store",),
    "flask": ("webui",),
    "werkzeug": ("webui",),
    "waitress": ("webui",),
    "flask_babel": ("webui",),
    "flask_compress": ("webui",),
    "flask_limiter": ("webui",),
    "flask_wtf": ("webui",),
    "babel": ("webui",),
    "nh3": ("webui",),
    "pygal": ("webui",),
    "xlsxwriter": ("govreport_search.services",),
    "pdfplumber": ("indexer.readers.pdf",),
    "pypdfium2": ("indexer.readers.pdf",),
    "selectolax": ("indexer.readers.html",),
    "olefile": ("indexer.readers.compound",),
    "xlrd": ("indexer.readers.sheet",),
    "cv2": ("indexer.readers.scan", "indexer.sample"),
    "rapidocr": ("indexer.readers.scan",),
}
"""Vendor -> packages it may be imported in; click and rich live in modules named cli."""

IMPORTED_AS = {
    "pillow": "PIL",
    "opencv-python-headless": "cv2",
    "flask-babel": "flask_babel",
    "flask-compress": "flask_compress",
    "flask-limiter": "flask_limiter",
    "flask-wtf": "flask_wtf",
}
"""Dependencies that are imported by another name than they are installed by."""

MEANINGLESS = {"utils", "util", "helpers", "helper", "common", "misc", "tools", "stuff"}
UNFINISHED = ("TO" + "DO", "FIX" + "ME", "XX" + "X", "NotImplemented" + "Error")


@dataclass(frozen=True)
class Module:
    name: str
    path: Path
    tree: ast.Module
    text: str

    @property
    def package(self) -> str:
        return self.name.split(".")[0]

    @property
    def room(self) -> str:
        """The second part of the dotted name; modules of commands are the room ``cli``."""
        parts = self.name.split(".")
        if any(part == "cli" or part.startswith("cli_") for part in parts[1:]):
            return "cli"
        return parts[1] if len(parts) > 1 else ""


@cache
def modules() -> dict[str, Module]:
    found = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            text = path.read_text(encoding="utf-8")
            found[name] = Module(name, path, ast.parse(text), text)
    return found


def imports(module: Module) -> Iterator[str]:
    """Dotted names a module imports anywhere, as far down as a module of ours goes."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module.name} imports relatively"
            for alias in node.names:
                below = f"{node.module}.{alias.name}"
                yield below if below in modules() else node.module or ""


def own_imports(module: Module) -> Iterator[Module]:
    for name in imports(module):
        if name.split(".")[0] in PACKAGES:
            assert name in modules(), f"{module.name} imports {name}, which does not exist"
            yield modules()[name]


def test_the_packages_do_not_import_each_other_upwards() -> None:
    wrong = [
        f"{module.name} -> {other.name}"
        for module in modules().values()
        for other in own_imports(module)
        if other.package not in (module.package, "govreport_search")
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("package", "layers"),
    [("govreport_search", LIBRARY_LAYERS), ("indexer", INDEXER_LAYERS)],
)
def test_rooms_import_only_lower_rooms(package: str, layers: tuple[tuple[str, ...], ...]) -> None:
    height = {room: at for at, rooms in enumerate(layers) for room in rooms}
    own = [module for module in modules().values() if module.package == package]
    strangers = sorted({module.room for module in own} - set(height))
    assert strangers == [], f"rooms without a place: {strangers}"
    wrong = [
        f"{module.name} -> {other.name}"
        for module in own
        for other in own_imports(module)
        if other.package == package
        and other.room != module.room
        and height[other.room] >= height[module.room]
    ]
    assert wrong == []


def test_the_sample_generator_knows_nothing_of_the_reader() -> None:
    """Else the two would be right and wrong together."""
    generator = [
        m for m in modules().values() if m.name.startswith("indexer.sample") and m.room != "cli"
    ]
    assert len(generator) > 5
    allowed = ("indexer.sample", "govreport_search.forms", "govreport_search.domain")
    wrong = [
        f"{module.name} -> {other.name}"
        for module in generator
        for other in own_imports(module)
        if not other.name.startswith(allowed)
    ]
    assert wrong == []


def test_there_are_no_import_cycles() -> None:
    state: dict[str, str] = {}

    def visit(module: Module, path: tuple[str, ...]) -> None:
        state[module.name] = "open"
        for other in own_imports(module):
            assert state.get(other.name) != "open", " -> ".join((*path, other.name))
            if other.name not in state:
                visit(other, (*path, other.name))
        state[module.name] = "done"

    for module in modules().values():
        if module.name not in state:
            visit(module, (module.name,))


def test_each_vendor_has_one_home() -> None:
    wrong = []
    for module in modules().values():
        for name in imports(module):
            vendor = name.split(".")[0]
            at_home = module.name.startswith(VENDOR_HOMES.get(vendor, ("",)))
            in_commands = vendor not in ("click", "rich") or module.room == "cli"
            if not (at_home and in_commands):
                wrong.append(f"{module.name} imports {vendor}")
    assert wrong == []


def test_every_vendor_is_a_declared_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"], *project["optional-dependencies"]["ocr"]]
    declared = {line.split("==")[0].removesuffix("-reloaded") for line in lines}
    declared |= {imported for name, imported in IMPORTED_AS.items() if name in declared}
    used = {name.split(".")[0] for module in modules().values() for name in imports(module)}
    unknown = used - set(PACKAGES) - set(sys.stdlib_module_names) - declared
    assert unknown <= {"werkzeug", "markupsafe", "pdfminer"}, "with flask, and with pdfplumber"


def test_modules_are_short() -> None:
    lengths = {name: module.text.count("\n") for name, module in modules().items()}
    real = sorted(length for name, length in lengths.items() if length > 5)
    assert [name for name, length in lengths.items() if length > 500] == []
    assert statistics.median(real) <= 150
    assert real[int(len(real) * 0.9)] <= 300


def test_functions_are_short() -> None:
    lengths = sorted(
        ((node.end_lineno or node.lineno) - node.lineno + 1, f"{module.name}.{node.name}")
        for module in modules().values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    assert len(lengths) > 100
    assert lengths[int(len(lengths) * 0.95)][0] <= 50, lengths[-12:]


def test_no_module_has_a_meaningless_name() -> None:
    parts = {part for name in modules() for part in name.split(".")}
    assert parts & MEANINGLESS == set()


def test_the_environment_is_read_in_settings_only() -> None:
    """Setting a variable of a vendor, who reads it, is no reading of ours."""
    readers = {
        module.name
        for module in modules().values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in {("os", "environ"), ("os", "getenv")}
        and node not in _written(module.tree)
    }
    assert readers == {"govreport_search.settings"}


def _written(tree: ast.Module) -> list[ast.expr]:
    """What stands left of ``[...] =``."""
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store)
    ]


def test_no_settings_store_or_engine_is_made_at_import() -> None:
    makers = {"Settings", "load", "Store", "create_engine", "WhooshEngine", "Library", "Flask"}
    wrong = []
    for module in modules().values():
        for statement in module.tree.body:
            if isinstance(statement, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
                continue
            for node in ast.walk(statement):
                if isinstance(node, ast.Call):
                    called = getattr(node.func, "id", getattr(node.func, "attr", ""))
                    if called in makers:
                        wrong.append(f"{module.name}:{node.lineno} {called}")
    assert wrong == []


def test_the_library_holds_no_web_words() -> None:
    wrong = [
        f"{module.name}:{node.lineno}"
        for module in modules().values()
        if module.package == "govreport_search"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and any(tag in node.value for tag in ("<mark>", "<span", "<div", "<a href"))
    ]
    assert wrong == []


def test_nothing_is_left_unfinished() -> None:
    wrong = [
        f"{module.name}: {word}"
        for module in modules().values()
        for word in UNFINISHED
        if word in module.text
    ]
    assert wrong == []


def test_every_package_says_that_it_is_typed() -> None:
    assert all((ROOT / package / "py.typed").is_file() for package in PACKAGES)
