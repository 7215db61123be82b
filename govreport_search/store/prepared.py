"""Rows on the short way into the file: plain tuples for statements that are made once.

A report has some 300 rows. Built as dicts and bound by name, they cost several times what
SQLite takes to write them.

Only for a write transaction that has begun: these statements go past SQLAlchemy, which would
otherwise begin one with the first of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from operator import itemgetter
from sqlite3 import Connection as SqliteConnection
from sqlite3 import Error as SqliteError
from sqlite3 import IntegrityError as SqliteIntegrityError
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.exc import DatabaseError, IntegrityError

Row = tuple[object, ...]


class Insertion:
    """The way of rows into a table.

    A row is a tuple in the order of the table's columns; a key that the table gives out itself
    is left out.
    """

    def __init__(self, table: Table) -> None:
        own = table.autoincrement_column
        self._table = table
        self._names = tuple(column.name for column in table.columns if column is not own)
        self._statements: dict[tuple[str, ...], str] = {}

    @property
    def statement(self) -> str:
        """The one for a whole row."""
        return self._of(self._names)

    def renewing(self, names: Sequence[str]) -> str:
        """The same, renewing these columns where there is such a row already.

        A row is the same where its unique column is.
        """
        named = next(column.name for column in self._table.columns if column.unique)
        changes = ", ".join(f"{name} = excluded.{name}" for name in names)
        return f"{self.statement} ON CONFLICT ({named}) DO UPDATE SET {changes}"

    def add(self, connection: Connection, rows: Iterable[Row]) -> None:
        """Add rows; none is fine."""
        values = list(rows)
        if not values:
            return
        # Handing over nothing takes as long as handing over a value, and a third of a text's
        # facts is nothing: what no row holds is left to the table.
        held = [at for at, column in enumerate(zip(*values, strict=True)) if not _empty(column)]
        if len(held) < len(self._names):
            values = list(map(itemgetter(*held), values))
        statement = self._of(tuple(self._names[at] for at in held))
        with _speaking_sqlalchemy(statement):
            _driver(connection).executemany(statement, values)

    def _of(self, names: tuple[str, ...]) -> str:
        if names not in self._statements:
            marks = ", ".join("?" * len(names))
            self._statements[names] = (
                f"INSERT INTO {self._table.name} ({', '.join(names)}) VALUES ({marks})"
            )
        return self._statements[names]


def _empty(column: tuple[object, ...]) -> bool:
    return column[0] is None and column.count(None) == len(column)


def added(connection: Connection, statement: str, row: Row) -> int:
    """Add a row to a table that gives out its own keys; returns the row's."""
    with _speaking_sqlalchemy(statement):
        return int(_driver(connection).execute(statement, row).lastrowid or 0)


def run(connection: Connection, statement: str, row: Row) -> tuple[Any, ...] | None:
    """Run a statement; returns the first row of what it finds."""
    with _speaking_sqlalchemy(statement):
        found: tuple[Any, ...] | None = _driver(connection).execute(statement, row).fetchone()
        return found


def _driver(connection: Connection) -> SqliteConnection:
    # Past SQLAlchemy: what it does around a statement takes longer than SQLite for most of these.
    driver: SqliteConnection = connection.connection.driver_connection  # type: ignore[assignment]
    return driver


@contextmanager
def _speaking_sqlalchemy(statement: str) -> Iterator[None]:
    """The driver's errors as the rest of the store knows them."""
    try:
        yield
    except SqliteIntegrityError as error:
        raise IntegrityError(statement, None, error) from error
    except SqliteError as error:
        raise DatabaseError(statement, None, error) from error
