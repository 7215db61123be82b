"""A correction: what a person said in place of what was read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Correction:
    """Who put what was read right, when and why.

    Attributes:
        id: number in the store's history of corrections.
        by: the person, as they gave their name.
        at: when, ISO 8601 with its offset.
        why: the reason given, e.g. that the page image was looked at; may be empty.
        confirmed: true where the person found the reading right and nothing was changed.
    """

    id: int
    by: str
    at: str
    why: str = ""
    confirmed: bool = False
