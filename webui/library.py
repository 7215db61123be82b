"""The library of the running app."""

from __future__ import annotations

from threading import Lock

from flask import Flask, current_app

from govreport_search.errors import StoreError
from govreport_search.library import Library
from govreport_search.sentence import say
from govreport_search.settings import Settings

_reopening = Lock()

FileId = tuple[int, int]


def open_library(app: Flask, settings: Settings) -> None:
    """Give the app the library of an index folder.

    Raises:
        StoreError: the folder holds no store that can be read.
    """
    opened = Library(settings)
    app.extensions["library"] = opened
    app.extensions["library_file"] = _file_id(settings)


def library() -> Library:
    """The library as its folder is now.

    A server runs for weeks; meanwhile somebody may delete the index folder or put another in
    its place. Our open files would go on showing what is gone.

    Raises:
        StoreError: the store is gone, or another one that cannot be read.
    """
    app = current_app
    held: Library = app.extensions["library"]
    if _file_id(held.settings) == app.extensions["library_file"]:
        return held
    with _reopening:
        # The old one is left to its last readers; nothing asks it anew.
        if _file_id(held.settings) != app.extensions["library_file"]:
            open_library(app, held.settings)
    reopened: Library = app.extensions["library"]
    return reopened


def _file_id(settings: Settings) -> FileId:
    try:
        state = settings.store_path.stat()
    except OSError as error:
        raise StoreError(
            say("找不到索引：%(name)s 已经不在了", name=settings.store_path.name),
            remedy=say("重新运行 govreport index；做好以后刷新这一页即可，不必重启"),
        ) from error
    return state.st_dev, state.st_ino
