"""Rows on the short way into the file: plain tuples for statements that are made once.

A report has some 300 rows. Built as dicts and bound by name, they cost several times what
SQLite takes to write them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, Table

Row = tuple[object, ...]


def insertion(table: Table) -> str:
    """The statement that adds a row whose values stand in the order of the table's columns.

    A key that the table gives out itself is left out.
    """
    names = [column.name for column in table.columns if column is not table.autoincrement_column]
    return f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"


def upsertion(table: Table, renewed: Sequence[str]) -> str:
    """An insertion that renews these columns of the row where there is one already.

    A row is the same where its unique column is.
    """
    named = next(column.name for column in table.columns if column.unique)
    changes = ", ".join(f"{name} = excluded.{name}" for name in renewed)
    return f"{insertion(table)} ON CONFLICT ({named}) DO UPDATE SET {changes}"


def add(connection: Connection, statement: str, rows: Iterable[Row]) -> None:
    """Add rows; none is fine."""
    values = list(rows)
    if values:
        connection.exec_driver_sql(statement, values)


def added(connection: Connection, statement: str, row: Row) -> int:
    """Add a row to a table that gives out its own keys; returns the row's."""
    return int(connection.exec_driver_sql(statement, row).lastrowid)
