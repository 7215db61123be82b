"""What a document's styles pass on to its paragraphs and runs: being hidden, and numbering."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from indexer.readers.word.markup import W, is_on, value

_LONGEST_CHAIN = 30
"""Styles based on styles; a circle ends here."""


@dataclass(frozen=True, slots=True)
class Style:
    """One style as it stands, without what it inherits.

    Attributes:
        based_on: id of the style it builds on, or empty.
        hidden: whether its text is hidden; ``None`` if it does not say.
        number: id of its list, ``None`` if it does not say.
        level: level in that list, as written.
    """

    based_on: str
    hidden: bool | None
    number: str | None
    level: str


class Styles:
    """The styles of a document."""

    def __init__(self, root: Any | None) -> None:
        """Take them from the root of ``styles.xml``; without one there are none."""
        self._by_id: dict[str, Style] = {}
        self.usual = ""
        """Id of the style of paragraphs that name none."""
        for style in () if root is None else root.iter(f"{W}style"):
            style_id = style.get(f"{W}styleId", "")
            listed = style.find(f"{W}pPr/{W}numPr")
            number = None if listed is None else value(listed, "numId") or None
            self._by_id[style_id] = Style(
                based_on=value(style, "basedOn"),
                hidden=is_on(style.find(f"{W}rPr"), "vanish"),
                number=number,
                level=value(listed, "ilvl"),
            )
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true"):
                self.usual = style_id

    def hidden(self, style_id: str) -> bool | None:
        """Whether the style, or one it builds on, hides its text; ``None`` if none says."""
        for style in self._chain(style_id):
            if style.hidden is not None:
                return style.hidden
        return None

    def numbering(self, style_id: str) -> tuple[str, str, str]:
        """List, level as written and the id of the style that says so; all empty for no list."""
        for each, style in zip(self._ids(style_id), self._chain(style_id), strict=True):
            if style.number is not None:
                return style.number, style.level, each
        return "", "", ""

    def _ids(self, style_id: str) -> list[str]:
        ids: list[str] = []
        while style_id in self._by_id and style_id not in ids and len(ids) < _LONGEST_CHAIN:
            ids.append(style_id)
            style_id = self._by_id[style_id].based_on
        return ids

    def _chain(self, style_id: str) -> list[Style]:
        return [self._by_id[each] for each in self._ids(style_id)]
