"""What rows, columns and terms of the forms mean, and the clause each of them rests on.

The words stand in ``data/explanations.toml``, the clauses in ``data/regulations.toml``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from govreport_search.forms.derived import derived_indicators
from govreport_search.forms.loader import read_data

_DIGITS = "零一二三四五六七八九"
_CITATION = re.compile(
    r"(?P<regulation>\S+) 第(?P<clause>[一二三四五六七八九十]+)条"
    r"(?:第[一二三四五六七八九]款)?(?:第（[一二三四五六七八九十]+）项)?"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of a version of the 《条例》; its texts have a line for each paragraph.

    ``english`` is a translation of ours, unofficial; ``text`` is the law.
    """

    regulation: str
    no: int
    text: str
    english: str

    @property
    def label(self) -> str:
        """第十四条."""
        return f"第{chinese_number(self.no)}条"

    @property
    def anchor(self) -> str:
        """The place on the glossary's page: ``article-14``, with the year for the old version."""
        return (
            f"article-{self.no}"
            if self.regulation == CURRENT
            else (f"article-{self.regulation}-{self.no}")
        )


@dataclass(frozen=True, slots=True)
class Regulation:
    """One version of the 《条例》; its days are ISO dates, ``until`` empty while in force."""

    id: str
    title: str
    number: str
    since: str
    until: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """A clause with the paragraph or item that is meant: ``label`` is 第十六条第二款."""

    clause: Clause
    label: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """What one thing means.

    Attributes:
        id: an indicator (``requests.new``), a column (``requests.total``) or a term.
        text: in plain Chinese.
        rests_on: clauses that the thing names, or whose words it uses.
        see: the nearest clauses, where the form states none.
        name: of a term; rows and columns have labels of their own.
    """

    id: str
    text: str
    rests_on: tuple[Citation, ...] = ()
    see: tuple[Citation, ...] = ()
    name: str = ""


CURRENT = "2019"
"""The version of the 《条例》 in force."""


@cache
def regulations() -> tuple[Regulation, ...]:
    """The versions of the 《条例》 with the clauses we cite, the one in force first."""
    return tuple(
        Regulation(
            one["id"],
            one["title"],
            one["number"],
            one["since"],
            one.get("until", ""),
            tuple(
                Clause(one["id"], c["no"], c["text"].strip(), c["english"].strip())
                for c in one["clauses"]
            ),
        )
        for one in read_data("regulations.toml")["regulations"]
    )


def explanation(indicator: str) -> Explanation | None:
    """What a row means, by ``table.row``; a rate is explained by how it is computed."""
    return _rows().get(indicator)


def column_explanation(table: str, column: str) -> Explanation | None:
    """What a column of a table means."""
    return _columns().get(f"{table}.{column}")


@cache
def terms() -> tuple[Explanation, ...]:
    """Words around the forms, in the order of the glossary."""
    return tuple(
        Explanation(t["id"], t["text"], _citations(t), name=t["name"])
        for t in read_data("explanations.toml")["terms"]
    )


def citation(written: str) -> Citation:
    """A clause by version and number as data files write it: ``2019 第十六条第二款``.

    Raises:
        KeyError: it cannot be read, or no such clause is quoted in ``regulations.toml``.
    """
    match = _CITATION.fullmatch(written)
    if match is None:
        raise KeyError(written)
    clause = _clauses()[match["regulation"], f"第{match['clause']}条"]
    return Citation(clause, written.partition(" ")[2])


def chinese_number(number: int) -> str:
    """A number from 1 to 99 as clauses are counted: 十四, 二十, 三十六."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones or not tens else "")


@cache
def _clauses() -> dict[tuple[str, str], Clause]:
    return {(r.id, clause.label): clause for r in regulations() for clause in r.clauses}


@cache
def _rows() -> dict[str, Explanation]:
    found = {
        indicator: Explanation(indicator, row["text"], _citations(row), _citations(row, "see"))
        for row in read_data("explanations.toml")["rows"]
        for indicator in row["indicators"]
    }
    rates = (rate for rate in derived_indicators() if rate.is_rate)
    return found | {rate.id: Explanation(rate.id, rate.definition) for rate in rates}


@cache
def _columns() -> dict[str, Explanation]:
    return {
        column: Explanation(column, entry["text"])
        for entry in read_data("explanations.toml")["columns"]
        for column in entry["columns"]
    }


def _citations(entry: dict[str, Any], key: str = "rests_on") -> tuple[Citation, ...]:
    return tuple(citation(written) for written in entry.get(key, ()))
