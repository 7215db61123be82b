"""From what the user names to the files to read: files, folders, globs."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from indexer.readers.plain import MARKDOWN_SUFFIXES

READABLE_SUFFIXES = (".txt", ".text", *MARKDOWN_SUFFIXES)
"""In folders only these are read; a file named by itself is always tried."""


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to read.

    Attributes:
        location: absolute path; two spellings of one path are one file.
        source: the path as the user gave it, with ``/`` between folders.
    """

    location: str
    source: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A path that leads to no file; ``code`` is not_found, not_a_file or unreadable_folder."""

    source: str
    code: str
    reason: str


@dataclass(slots=True)
class Discovery:
    """What was found, in a stable order: as given, within folders by path.

    Attributes:
        passed_over: files of other kinds met in folders; hidden ones are not named.
    """

    files: list[FoundFile] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)


def discover(paths: Iterable[str]) -> Discovery:
    """Find the files that the paths mean; nothing is opened.

    A path with ``*``, ``?`` or ``[`` that does not exist as it stands is a glob (``**`` for any
    depth), so that quoted globs and shells without globs work. In folders, hidden files and
    folders are skipped, and links are followed without going in circles.
    """
    found = Discovery()
    for path in paths:
        for expanded in _expand(path, found):
            _visit(Path(expanded), found)
    distinct = {file.location: file for file in reversed(found.files)}
    found.files = [file for file in reversed(distinct.values()) if _has_text_name(file, found)]
    return found


def found_file(path: str | os.PathLike[str]) -> FoundFile:
    """A path under its two names."""
    return FoundFile(location_of(path), PurePath(os.path.normpath(path)).as_posix())


def location_of(path: str | os.PathLike[str]) -> str:
    """The absolute path that stands for a file; on Windows regardless of letter case."""
    # Not resolve(): a link is a path of its own, and what it leads to may change.
    return os.path.normcase(os.path.abspath(path))  # noqa: PTH100 - Path.absolute keeps ".."


def _has_text_name(file: FoundFile, found: Discovery) -> bool:
    """Whether the file's name is text, which store and output need; refused if not."""
    try:
        file.location.encode("utf-8")
    except UnicodeEncodeError:
        source = file.source.encode("utf-8", "backslashreplace").decode("utf-8")
        reason = f"文件名 {source} 不是合格的 UTF-8，请改名后再试"
        found.refused.append(Refusal(source, "bad_file_name", reason))
        return False
    return True


def _expand(path: str, found: Discovery) -> list[str]:
    if os.path.lexists(path) or not glob.has_magic(path):
        return [path]
    # Path.glob takes no absolute patterns, and the user's glob is one string.
    matches = sorted(glob.glob(path, recursive=True))  # noqa: PTH207 - see above
    if not matches:
        found.refused.append(Refusal(path, "not_found", f"没有文件符合通配符 {path}"))
    return matches


def _visit(path: Path, found: Discovery) -> None:
    source = PurePath(path).as_posix()
    if path.is_dir():
        for file in _walk(path, found, frozenset()):
            if file.suffix.lower() in READABLE_SUFFIXES:
                found.files.append(found_file(file))
            else:
                found.passed_over.append(file.as_posix())
    elif path.is_file():
        found.files.append(found_file(path))
    elif os.path.lexists(path):
        # A pipe or a device would block for ever; a broken link leads nowhere.
        found.refused.append(Refusal(source, "not_a_file", f"{source} 不是文件，或是失效的链接"))
    else:
        found.refused.append(Refusal(source, "not_found", f"找不到 {source}"))


def _walk(folder: Path, found: Discovery, above: frozenset[str]) -> Iterator[Path]:
    """Regular files below a folder, by path; ``above`` guards against circles of links."""
    real = os.path.realpath(folder)
    if real in above:
        return
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        source = folder.as_posix()
        reason = f"无法打开文件夹 {source}（{error.strerror}）"
        found.refused.append(Refusal(source, "unreadable_folder", reason))
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from _walk(entry, found, above | {real})
        elif entry.is_file():
            yield entry
        else:
            found.passed_over.append(entry.as_posix())
