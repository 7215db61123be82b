"""Folded text is derived from printed text; a changed fold changes it in every section."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select, update

from govreport_search.store import schema
from govreport_search.store.commit import next_sequence, pass_to
from govreport_search.text import FOLD_VERSION, fold

_BATCH = 500


def stored_fold(connection: Connection) -> int:
    """Version of the fold that made the stored text."""
    value = connection.scalar(
        select(schema.meta.c.value).where(schema.meta.c.name == "fold_version")
    )
    return int(value or 0)


def refold(connection: Connection) -> None:
    """Fold every section again; the engine sees by its own manifest that it is outdated."""
    s = schema.sections.c
    statement = (
        update(schema.sections)
        .where(s.section_key == bindparam("key"))
        .values(text=bindparam("folded"), text_length=bindparam("length"))
    )
    keys = list(connection.scalars(select(s.section_key).order_by(s.section_key)))
    for start in range(0, len(keys), _BATCH):
        rows = connection.execute(
            select(s.section_key, s.printed).where(s.section_key.in_(keys[start : start + _BATCH]))
        ).all()
        folded = [(row.section_key, fold(row.printed)) for row in rows]
        connection.execute(
            statement,
            [{"key": key, "folded": text, "length": len(text)} for key, text in folded],
        )
    connection.execute(
        update(schema.meta)
        .where(schema.meta.c.name == "fold_version")
        .values(value=str(FOLD_VERSION))
    )
    pass_to(connection, next_sequence(connection))
