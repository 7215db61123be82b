"""From version 3 to 4: the store knows its own history.

What the step reads and makes is written out and stays as it is, whatever later versions add.
"""

from __future__ import annotations

from sqlalchemy import Connection


def to_version_4(connection: Connection) -> None:
    """Add the table of commits; of those so far the last one is known."""
    connection.exec_driver_sql("CREATE TABLE commits (sequence INTEGER NOT NULL PRIMARY KEY)")
    connection.exec_driver_sql(
        "INSERT INTO commits SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'sequence'"
    )
