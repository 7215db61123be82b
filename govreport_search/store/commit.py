"""The store's sequence: which commit it is at, told apart from those of any other history."""

from __future__ import annotations

import secrets

from sqlalchemy import Connection, insert, select, update

from govreport_search.store import schema

_LONGEST_STEP = 1 << 20


def sequence(connection: Connection) -> int:
    """Grows with every commit that changes reports."""
    return int(
        connection.execute(
            select(schema.meta.c.value).where(schema.meta.c.name == "sequence")
        ).scalar_one()
    )


def next_sequence(connection: Connection) -> int:
    """The sequence of the commit that is being made.

    It is no simple count: a store that was put back to an older state and written to once more
    must not reach the number that an index remembers from the history that was lost.
    """
    return sequence(connection) + 1 + secrets.randbelow(_LONGEST_STEP)


def pass_to(connection: Connection, following: int) -> None:
    """Make this the store's sequence."""
    connection.execute(
        update(schema.meta).where(schema.meta.c.name == "sequence").values(value=str(following))
    )
    connection.execute(insert(schema.commits).values(sequence=following))


def is_known(connection: Connection, earlier: int) -> bool:
    """Whether this store has ever been at that sequence."""
    chosen = select(schema.commits.c.sequence).where(schema.commits.c.sequence == earlier)
    return connection.scalar(chosen) is not None
