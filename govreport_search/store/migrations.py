"""The schema's version, and the steps that bring an older file up to it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy import Connection, inspect, select

from govreport_search.errors import StoreError
from govreport_search.store import schema
from govreport_search.store.mapping import STATES
from govreport_search.store.refold import refold, stored_fold
from govreport_search.store.version_2 import to_version_2
from govreport_search.store.version_3 import to_version_3
from govreport_search.store.version_4 import to_version_4
from govreport_search.store.views import create_views
from govreport_search.text import FOLD_VERSION

Migration = Callable[[Connection], None]

MIGRATIONS: Sequence[Migration] = (to_version_2, to_version_3, to_version_4)
"""``MIGRATIONS[n]`` takes a file from version ``n + 1`` to ``n + 2``. Views and indexes of
``schema`` that are missing afterwards are made anew, so a step only changes tables."""

BASE_VERSION = 1


def current_version(migrations: Sequence[Migration] = MIGRATIONS) -> int:
    """The version this software writes."""
    return BASE_VERSION + len(migrations)


def stored_version(connection: Connection) -> int | None:
    """The version of an existing store; ``None`` for an empty file.

    Raises:
        StoreError: the file is a database of something else.
    """
    tables = inspect(connection).get_table_names()
    if not tables:
        return None
    if schema.meta.name not in tables:
        raise StoreError(
            "这个 SQLite 文件不是本软件的数据库", remedy="换一个索引目录（--index-dir）"
        )
    version = connection.scalar(
        select(schema.meta.c.value).where(schema.meta.c.name == "schema_version")
    )
    return int(version or 0)


def empty(path: Path) -> StoreError:
    """The error of a store that has lost all it held, as a power failure may leave it."""
    return StoreError(
        f"数据库是空的，里面的报告和更正都没有了：{path}",
        remedy="什么也没有改动。请从备份放回整个索引目录；没有备份时，把索引目录移到别处，"
        "再运行 govreport index 重新建立",
        code="store_empty",
    )


def needs_work(connection: Connection) -> bool:
    """Whether the file is empty, or was written by another version of this software."""
    version = stored_version(connection)
    return version != current_version() or stored_fold(connection) != FOLD_VERSION


def bring_up_to_date(connection: Connection, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Create the schema in an empty file, or run what steps an older one lacks.

    Runs inside the caller's write transaction, so a failed step changes nothing.

    Raises:
        StoreError: the file was written by a newer version of this software.
    """
    version = stored_version(connection)
    target = current_version(migrations)
    if version is None:
        schema.metadata.create_all(connection)
        _first_values(connection, target)
        create_views(connection)
    elif version > target:
        raise StoreError(
            f"数据库的结构版本是 {version}，本软件只认识到 {target}",
            remedy="请升级 govreport-search，或换一个索引目录重新建立索引",
            code="store_too_new",
        )
    elif version < target:
        for step in migrations[version - BASE_VERSION :]:
            step(connection)
        schema.metadata.create_all(connection)
        create_views(connection)
        connection.execute(
            schema.meta.update()
            .where(schema.meta.c.name == "schema_version")
            .values(value=str(target))
        )
    if stored_fold(connection) != FOLD_VERSION:
        refold(connection)


def _first_values(connection: Connection, version: int) -> None:
    connection.execute(
        schema.meta.insert(),
        [
            {"name": "schema_version", "value": str(version)},
            {"name": "store_id", "value": uuid.uuid4().hex},
            {"name": "sequence", "value": "0"},
            {"name": "fold_version", "value": str(FOLD_VERSION)},
        ],
    )
    connection.execute(schema.commits.insert().values(sequence=0))
    connection.execute(
        schema.states.insert(),
        [{"state_code": code, "state": state.value} for code, state in enumerate(STATES)],
    )
