"""Where the documents that a saved page links to may stand among the files that were found.

A link is only ever compared with places of files that are indexed anyway: nothing is opened or
fetched because a page says so.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import PurePath, PurePosixPath
from typing import TYPE_CHECKING

from govreport_search.store.ingest import WITHIN
from indexer.archive import folder_of, parted

if TYPE_CHECKING:  # its package loads the parser of pages
    from indexer.readers.html.reference import Link

_OF_STATE = re.compile(r"(?:gov|org|com|net|edu)\.[a-z]{2}$")


def targets(location: str, link: Link) -> tuple[str, ...]:
    """Locations that a page's link may mean, the likeliest first.

    The place that it names; below a folder that stands for the site's root, as programs save
    whole sites; at last, beside the page under its own name, as people save pages.
    """
    base, folder, separator = _base(location)
    places: list[tuple[str, ...] | None] = []
    for path in link.paths:
        roots = _roots(folder, link) if path.startswith("/") else [folder]
        places += [_joined(root, path) for root in roots]
    if _is_same_site(link):
        places += [(*folder, path.rpartition("/")[2]) for path in link.paths]
    found = (base + separator.join(place) for place in places if place is not None)
    return tuple(dict.fromkeys(found if WITHIN in base else map(os.path.normcase, found)))


def _base(location: str) -> tuple[str, tuple[str, ...], str]:
    """What every target begins with, the steps to the page's folder, what stands between steps."""
    folder = folder_of(location)
    if parted(location)[1]:
        archive, _, inside = folder.rpartition(WITHIN)
        return archive + WITHIN, PurePosixPath(inside).parts, "/"
    path = PurePath(folder)
    return path.anchor, path.parts[1:], os.sep


def _roots(folder: tuple[str, ...], link: Link) -> Iterator[tuple[str, ...]]:
    """Folders above the page that may stand for the root of a link's site, nearest first."""
    if link.host in folder:
        yield folder[: folder.index(link.host) + 1]
    elif _is_same_site(link):
        for depth in range(len(folder), 0, -1):
            yield folder[:depth]


def _joined(folder: tuple[str, ...], path: str) -> tuple[str, ...] | None:
    """Step by step; ``None`` for a path that leads out of the archive or the disk."""
    steps = list(folder)
    for step in path.split("/"):
        if step == "..":
            if not steps:
                return None
            steps.pop()
        elif step not in ("", "."):
            steps.append(step)
    return tuple(steps)


def _is_same_site(link: Link) -> bool:
    """Whether the page may stand on the site it links to; true where it does not say its own."""
    return not (link.host and link.page_host) or _site(link.host) == _site(link.page_host)


def _site(host: str) -> str:
    """The part of a host's name that its owner registered."""
    labels = 3 if _OF_STATE.search(host) else 2
    return ".".join(host.rpartition(":")[0 if ":" in host else 2].split(".")[-labels:])
