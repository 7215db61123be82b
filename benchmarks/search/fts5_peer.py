"""SQLite's FTS5 on 2-grams.

A contentless table, as the texts are stored elsewhere; a gram is one token whatever its
characters are; ``optimize`` after the build; properties in a table of their own with the same
rowid. Hits are materialised once and counted by each property.
"""

from __future__ import annotations

import sqlite3
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from search.question import FACETS, TOP, Answer, Question, Section, grams

BATCH = 6_000


class Fts5:
    """A database file."""

    name = f"SQLite {sqlite3.sqlite_version} FTS5"
    settings = (
        "2-grams for unicode61 with every category as a token, contentless, detail=full, optimize; "
        "properties in a rowid table; cache_size 1 GB, mmap_size 8 GB; bm25()"
    )

    def __init__(self, path: Path, sections: Iterable[Section] | None = None) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(path)
        for setting in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -1000000"):
            self._database.execute(f"PRAGMA {setting}")
        self._database.execute("PRAGMA mmap_size = 8000000000")
        self._database.execute("PRAGMA temp_store = MEMORY")
        self.rate = self._build(sections) if sections is not None else 0.0

    def _build(self, sections: Iterable[Section]) -> float:
        """Characters a second of CPU time, tokenising included."""
        begin, characters = time.process_time(), 0
        columns = ", ".join(f"{name} TEXT" for name in FACETS)
        self._database.execute(
            f"CREATE TABLE section (key INTEGER PRIMARY KEY, new INT, {columns})"
        )
        self._database.execute(
            "CREATE VIRTUAL TABLE words USING fts5(text, content='', tokenize="
            "\"unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'\")"
        )
        marks = ", ".join("?" * (len(FACETS) + 2))
        for section in sections:
            text = " ".join(grams(section.text))
            self._database.execute(
                "INSERT INTO words(rowid, text) VALUES (?, ?)", (section.key, text)
            )
            row = (section.key, section.new, *section.values)
            self._database.execute(f"INSERT INTO section VALUES ({marks})", row)
            characters += len(section.text)
        self._database.execute("INSERT INTO words(words) VALUES ('optimize')")
        self._database.execute("ANALYZE")
        self._database.commit()
        return characters / (time.process_time() - begin)

    def ask(self, question: Question) -> Answer:
        """Best, total and facets."""
        match = " AND ".join(f'"{_escaped(phrase)}"' for phrase in question.phrases)
        filters: list[str] = []
        values: list[str] = []
        if question.year:
            filters.append("s.year = ?")
            values.append(str(question.year))
        if question.zero_new:
            filters.append("s.new = 0")
        where = "".join(f" AND {condition}" for condition in filters)
        top = self._database.execute(
            "SELECT words.rowid FROM words JOIN section s ON s.key = words.rowid"
            f" WHERE words MATCH ?{where} ORDER BY words.rank LIMIT {TOP}",
            (match, *values),
        ).fetchall()
        counts = " UNION ALL ".join(
            f"SELECT {at}, {name}, count(*) FROM hit GROUP BY {name}"
            for at, name in enumerate(FACETS)
        )
        facets: list[dict[str, int]] = [defaultdict(int) for _ in FACETS]
        for at, value, count in self._database.execute(
            "WITH hit AS MATERIALIZED (SELECT s.* FROM words JOIN section s ON s.key = words.rowid"
            f" WHERE words MATCH ?{where}) {counts}",
            (match, *values),
        ):
            facets[at][value] = count
        return Answer(sum(facets[0].values()), tuple(facets), [row[0] for row in top])

    def note(self) -> str:
        """What the index became."""
        return ""


def _escaped(phrase: str) -> str:
    return " ".join(grams(phrase)).replace('"', '""')
