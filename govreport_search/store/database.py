"""Opening the SQLite file: one place for pragmas, transactions and errors."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path, PurePath
from sqlite3 import Connection as SqliteConnection
from sqlite3 import Error as SqliteError
from sqlite3 import connect
from threading import Lock, local
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError

from govreport_search.errors import StoreError

_T = TypeVar("_T")

BUSY_SECONDS = 60
"""How long a writer waits for another process before it gives up."""


class Database:
    """Connections to one SQLite file, safe to share between threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._engine = _engine(path)
        self._watch: SqliteConnection | None = None
        self._watching = Lock()
        self._thread = local()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one commit as a whole, whatever is written meanwhile.

        Within a ``Moment`` it is that moment's transaction.
        """
        moment: Moment | None = getattr(self._thread, "moment", None)
        with _speaking_of(self.path):
            if moment is not None:
                yield moment.connection()
                return
            with self._engine.connect() as connection:
                yield connection

    def moment(self, check: Callable[[Connection], None]) -> Moment:
        """One commit for several reads; ``check`` looks at it first and may refuse it."""
        return Moment(self._engine, self._thread, check)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """The one writer; commits at the end, and nothing at all if an exception passes."""
        with _speaking_of(self.path), self._engine.connect() as connection:
            writer = connection.execution_options(immediate=True)
            with writer.begin():
                yield writer

    def version(self) -> int:
        """A number that another commit, by whomever, changes; costs some microseconds.

        Asked of one connection that never writes, because a connection's own commits leave it.
        """
        with _speaking_of(self.path), self._watching:
            try:
                if self._watch is None:
                    self._watch = connect(
                        _uri(self.path), timeout=BUSY_SECONDS, check_same_thread=False, uri=True
                    )
                return int(self._watch.execute("PRAGMA data_version").fetchone()[0])
            except SqliteError as error:
                raise DatabaseError("PRAGMA data_version", None, error) from error

    def close(self) -> None:
        """Close the file."""
        with self._watching:
            if self._watch is not None:
                self._watch.close()
                self._watch = None
        self._engine.dispose()


class Moment:
    """One commit, for all that a thread reads ``with`` it; it begins with the first read.

    It may be entered again and again, until it is closed.
    """

    def __init__(self, engine: Engine, thread: local, check: Callable[[Connection], None]) -> None:
        self._engine = engine
        self._thread = thread
        self._check = check
        self._connection: Connection | None = None
        self._outer: list[Moment | None] = []

    def __enter__(self) -> Moment:
        self._outer.append(getattr(self._thread, "moment", None))
        self._thread.moment = self
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.moment = self._outer.pop()

    def connection(self) -> Connection:
        """The transaction."""
        if self._connection is None:
            connection = self._engine.connect()
            try:
                self._check(connection)
            except BaseException:
                connection.close()
                raise
            self._connection = connection
        return self._connection

    def during(self, items: Iterator[_T]) -> Iterator[_T]:
        """The items, each of them made within the moment, which is closed behind the last.

        Between them the thread may read whatever else it likes.
        """
        with closing(self):
            while True:
                with self:
                    try:
                        item = next(items)
                    except StopIteration:
                        return
                yield item

    def close(self) -> None:
        """End the transaction."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _engine(path: Path) -> Engine:
    # No limit: exports that are read slowly, or dropped half-way, must not make others wait.
    engine = create_engine(_url(path), connect_args={"timeout": BUSY_SECONDS}, max_overflow=-1)
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def _url(path: Path) -> URL:
    """The file, for the engine; made where there is none."""
    how = _how(path)
    if not how:
        return URL.create("sqlite", database=str(path))
    return URL.create("sqlite", database=_address(path.absolute()), query={**how, "uri": "true"})


def _uri(path: Path) -> str:
    """The file, for the driver."""
    return f"{_address(path.absolute())}?{'&'.join(f'{k}={v}' for k, v in _how(path).items())}"


def _address(path: PurePath) -> str:
    """An absolute path as SQLite reads it; it takes no host, which a share of Windows begins with.

    https://www.sqlite.org/uri.html
    """
    return re.sub(r"^file://(?=[^/])", "file:////", path.as_uri())


def _how(path: Path) -> dict[str, str]:
    """A file that stands is never made anew by opening it, should it go meanwhile.

    Where it may only be read (a shared folder, a disc), it is opened without a thought of writing.
    A WAL database is read with the help of a file beside it. Where that cannot be made, and no
    writer has left one, the file is taken as one that does not change.
    """
    if not path.exists():
        return {}
    if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        return {"mode": "rw"}
    log = path.with_name(f"{path.name}-wal")
    return {"mode": "ro"} if log.exists() else {"mode": "ro", "immutable": "1"}


def _on_connect(connection: SqliteConnection, _record: Any) -> None:
    # The driver's own BEGIN comes too late for a snapshot and is never IMMEDIATE.
    connection.isolation_level = None
    if connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        connection.execute("PRAGMA journal_mode = WAL")
    # FULL: the engine must never be ahead of what a power failure leaves of the store.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def _on_begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


@contextmanager
def _speaking_of(path: Path) -> Iterator[None]:
    """Turn the driver's errors into ours."""
    try:
        yield
    except DatabaseError as error:
        cause = str(error.orig)
        if "locked" in cause or "busy" in cause:
            raise StoreError(
                f"数据库正被另一个进程写入：{path}", remedy="等它结束后再试", code="store_locked"
            ) from error
        if "readonly" in cause:
            raise StoreError(
                f"数据库只能读取，不能写入：{path}",
                remedy="检查文件和文件夹的权限，或用 --index-dir 换一个目录",
                code="store_read_only",
            ) from error
        if "disk is full" in cause:
            raise StoreError(
                f"磁盘已满，无法写入数据库：{path}",
                remedy="腾出空间后再运行；已经存下的都在",
                code="store_full",
            ) from error
        raise StoreError(
            f"无法使用数据库 {path}（{cause}）",
            # Not to be deleted: what people corrected is nowhere else.
            remedy="确认它由本软件建立、可以读写；若已损坏，把索引目录移到别处，"
            "再运行 govreport index",
        ) from error
