"""Which rows of one form live on in the next, and in which columns numbers may be compared."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from govreport_search.forms.loader import read_data


@dataclass(frozen=True, slots=True)
class Link:
    """A row that changed between two forms.

    Attributes:
        source, target: ids of the forms.
        indicator: the row in the older form.
        successors: rows of the newer form that took its place; their sum compares with it.
        columns: columns in which numbers may be compared; none if empty.
        note: what changed, in Chinese.
    """

    source: str
    target: str
    indicator: str
    successors: tuple[str, ...]
    columns: tuple[str, ...]
    note: str


@cache
def links() -> tuple[Link, ...]:
    """Every row that changed; rows not among them kept id and meaning."""
    data = read_data("concordance.toml")
    return tuple(
        Link(
            source=data["from"],
            target=data["to"],
            indicator=entry["indicator"],
            successors=tuple(entry["successors"]),
            columns=tuple(entry["columns"]),
            note=entry["note"],
        )
        for entry in data["links"]
    )


def link_of(indicator: str) -> Link | None:
    """The link that starts or ends at an indicator, ``None`` if it never changed."""
    for link in links():
        if indicator == link.indicator or indicator in link.successors:
            return link
    return None


def is_comparable(indicator: str, column: str) -> bool:
    """Whether numbers of that cell may stand in one series across the forms."""
    link = link_of(indicator)
    return link is None or (column in link.columns and link.indicator == indicator)
