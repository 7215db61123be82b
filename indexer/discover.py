"""From what the user names to the files to read: files, folders, globs, ZIP archives."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath, PurePosixPath

from govreport_search.errors import UnreadableSourceError
from govreport_search.sentence import advised, say
from govreport_search.store.ingest import WITHIN
from indexer import archive
from indexer.readers.plain import MARKDOWN_SUFFIXES

PAGE_SUFFIXES = (".html", ".htm", ".shtml", ".xhtml")
SHEET_SUFFIXES = (".xls", ".xlsx", ".xlsm", ".et")
IMAGE_SUFFIXES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".gif")
READABLE_SUFFIXES = (
    *(".txt", ".text", *MARKDOWN_SUFFIXES),
    *(*PAGE_SUFFIXES, ".mht", ".mhtml", ".pdf"),
    *(".doc", ".docx", ".docm", ".wps", ".rtf", *SHEET_SUFFIXES),
    *(*IMAGE_SUFFIXES, archive.ARCHIVE_SUFFIX),
)
"""In folders and archives only these are read, each by its content, whatever its name says; a
file named by itself is always tried."""

PAGE_FOLDERS = ("_files", ".files", "_file", ".fld")
"""What browsers and Word call the folder of images beside a saved page."""

MAX_DEPTH = 64
"""Of folders: nobody files reports deeper."""


MAX_FILES = 10_000
"""Of one archive with those in it: archives in archives multiply."""


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to read.

    Attributes:
        location: absolute path; two spellings of one path are one file.
        source: the path as the user gave it, with ``/`` between folders; see :func:`told_from`.
    """

    location: str
    source: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A path that leads to no file; ``code`` is not_found, not_a_file, unreadable_folder,
    or too_complex for an archive of too many files."""

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
    """Find the files that the paths mean; only archives are opened, for their contents.

    A path with ``*``, ``?`` or ``[`` that does not exist as it stands is a glob (``**`` for any
    depth), so that quoted globs and shells without globs work. In folders, hidden files and
    folders are skipped, and links are followed without going in circles. An archive that cannot
    be opened is found as a file: reading it says why.
    """
    found = Discovery()
    opener = archive.Opener()
    try:
        for path in paths:
            for expanded in _expand(path, found):
                _visit(Path(expanded), found, opener)
    finally:
        opener.close()
    distinct = {file.location: file for file in reversed(found.files)}
    found.files = [file for file in reversed(distinct.values()) if _has_text_name(file, found)]
    return found


def found_file(path: str | os.PathLike[str]) -> FoundFile:
    """A path under its two names."""
    on_disk, *members = os.fspath(path).split(WITHIN)
    source = PurePath(os.path.normpath(on_disk)).as_posix()
    return FoundFile(location_of(path), WITHIN.join((source, *members)))


def told_from(home: Path, folder: Path, file: FoundFile) -> FoundFile:
    """A file in a folder of ours is named from our home: its name is shown to every reader.

    Args:
        home: the folder that holds ``folder``.
        folder: whose files no reader knows by a path of their own.
    """
    if not file.location.startswith(os.path.join(location_of(folder), "")):  # noqa: PTH118
        return file
    # The ends are the same but for letter case, which only the name has kept.
    length = len(file.location) - len(os.path.join(location_of(home), ""))  # noqa: PTH118
    return FoundFile(file.location, file.source[-length:])


def location_of(path: str | os.PathLike[str]) -> str:
    """The absolute path that stands for a file; on Windows regardless of letter case."""
    on_disk, *members = os.fspath(path).split(WITHIN)
    # Not resolve(): a link is a path of its own, and what it leads to may change.
    absolute = os.path.normcase(os.path.abspath(on_disk))  # noqa: PTH100 - Path.absolute keeps ".."
    return WITHIN.join((absolute, *members))


def _has_text_name(file: FoundFile, found: Discovery) -> bool:
    """Whether the file's name is text, which store and output need; refused if not."""
    try:
        file.location.encode("utf-8")
    except UnicodeEncodeError:
        source = file.source.encode("utf-8", "backslashreplace").decode("utf-8")
        reason = say("文件名 %(source)s 不是合格的 UTF-8，请改名后再试", source=source)
        found.refused.append(Refusal(source, "bad_file_name", reason))
        return False
    return True


def _expand(path: str, found: Discovery) -> list[str]:
    if os.path.lexists(path) or not glob.has_magic(path):
        return [path]
    # Path.glob takes no absolute patterns, and the user's glob is one string.
    matches = sorted(glob.glob(path, recursive=True))  # noqa: PTH207 - see above
    if not matches:
        found.refused.append(
            Refusal(path, "not_found", say("没有文件符合通配符 %(path)s", path=path))
        )
    return matches


def _visit(path: Path, found: Discovery, opener: archive.Opener) -> None:
    source = PurePath(path).as_posix()
    if path.is_dir():
        for file in _walk(path, found, frozenset()):
            if file.suffix.lower() in READABLE_SUFFIXES:
                _take(file, found, opener)
            else:
                found.passed_over.append(file.as_posix())
    elif path.is_file():
        _take(path, found, opener)
    elif os.path.lexists(path):
        # A pipe or a device would block for ever; a broken link leads nowhere.
        found.refused.append(
            Refusal(source, "not_a_file", say("%(source)s 不是文件，或是失效的链接", source=source))
        )
    elif WITHIN in source and archive.exists(source):
        found.files.append(found_file(path))
    else:
        found.refused.append(Refusal(source, "not_found", say("找不到 %(source)s", source=source)))


def _take(path: Path, found: Discovery, opener: archive.Opener) -> None:
    """A file, or those in it."""
    file = found_file(path)
    if not archive.is_archive(path):
        found.files.append(file)
        return
    files, passed_over = len(found.files), len(found.passed_over)
    _unfold(file, found, opener, files + passed_over + MAX_FILES)
    if len(found.files) + len(found.passed_over) > files + passed_over + MAX_FILES:
        del found.files[files:], found.passed_over[passed_over:]
        cause = say(
            "%(source)s 连同其中的压缩包有 %(most)s 个以上文件",
            source=file.source,
            most=MAX_FILES,
        )
        reason = advised(cause, say("请拆分后再试"))
        found.refused.append(Refusal(file.source, "too_complex", reason))


def _unfold(file: FoundFile, found: Discovery, opener: archive.Opener, most: int) -> None:
    """The files in an archive; the archive itself where it holds none that can be read.

    Ends once more than ``most`` are found and passed over.
    """
    before = len(found.files)
    try:
        contents = opener.contents(file.location)
    except UnreadableSourceError:
        found.files.append(file)
        return
    folders = _page_folders(contents.members)
    for member in contents.members:
        if len(found.files) + len(found.passed_over) > most:
            return
        within = FoundFile(*(f"{at}{WITHIN}{member}" for at in (file.location, file.source)))
        path = PurePosixPath(member)
        if _is_hidden(path) or any(folder in folders for folder in path.parents):
            continue
        if path.suffix.lower() not in READABLE_SUFFIXES:
            found.passed_over.append(within.source)
        elif path.suffix.lower() == archive.ARCHIVE_SUFFIX:
            _unfold(within, found, opener, most)
        else:
            found.files.append(within)
    for double in contents.doubles:
        found.passed_over.append(f"{file.source}{WITHIN}{double}（同名的另一个）")
    if len(found.files) == before:
        found.files.append(file)


def _page_folders(members: Iterable[str]) -> set[PurePosixPath]:
    """Folders in an archive that belong to a saved page."""
    pages = (PurePosixPath(m) for m in members if m.lower().endswith(PAGE_SUFFIXES))
    return {page.with_name(page.stem + end) for page in pages for end in PAGE_FOLDERS}


def _is_hidden(member: PurePosixPath) -> bool:
    return any(part.startswith((".", "__MACOSX", "~$")) for part in member.parts)


def _walk(folder: Path, found: Discovery, above: frozenset[str]) -> Iterator[Path]:
    """Regular files below a folder, by path; ``above`` guards against circles of links.

    What belongs to a saved page in the folder is read with that page.
    """
    real = os.path.realpath(folder)
    if real in above or len(above) >= MAX_DEPTH:
        return
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        source = folder.as_posix()
        reason = say("无法打开文件夹 %(source)s（%(error)s）", source=source, error=error.strerror)
        found.refused.append(Refusal(source, "unreadable_folder", reason))
        return
    of_pages = _page_folders(entry.name for entry in entries)
    for entry in entries:
        if entry.name.startswith((".", "~$")):
            continue
        if entry.is_dir():
            if PurePosixPath(entry.name) not in of_pages:
                yield from _walk(entry, found, above | {real})
        elif entry.is_file():
            yield entry
        else:
            found.passed_over.append(entry.as_posix())
