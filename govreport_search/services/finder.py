"""What the text nodes of a query look for: the same for engines, counts and marks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache

from govreport_search.engines.pattern import Pattern, Span
from govreport_search.query.regular import compiled
from govreport_search.query.tree import Near, Node, Phrase, Printed, Regex, Text, Wildcard
from govreport_search.query.walk import positive_texts
from govreport_search.query.wildcard import read_wildcard
from govreport_search.text import fold, unfolded

SECONDS_A_TEXT = 1.0
"""An expression that takes longer over one text is given up there."""


@dataclass(frozen=True, slots=True)
class Finder:
    """One thing to look for in texts.

    Attributes:
        patterns: any of these, each counted wherever it starts; empty for an expression.
        expression: a regular expression as typed, or empty.
        folded: the finder of the same in folded texts, for one of printed characters: what it
            finds is among what that one finds. ``None`` for a finder in folded texts.
    """

    patterns: tuple[Pattern, ...] = ()
    expression: str = ""
    folded: Finder | None = None

    @property
    def of_printed(self) -> bool:
        """Whether it is about characters as printed, which no engine knows."""
        return self.folded is not None

    def spans(self, text: str, printed: str | None = None) -> Iterator[Span]:
        """Where it stands in a folded text: half-open spans, ascending.

        An expression that takes too long over this text is given up there.

        Args:
            text: a folded text.
            printed: the text that was folded; without it, ``text`` is taken for it.
        """
        if self.of_printed:
            text = unfolded(text if printed is None else printed)
        with suppress(TimeoutError):
            yield from self._spans(text)

    def count(self, text: str) -> int:
        """How often it stands in a folded text, or in a printed one if it is of such.

        Raises:
            TimeoutError: an expression takes too long over this text.
        """
        return sum(1 for _ in self._spans(unfolded(text) if self.of_printed else text))

    def _spans(self, text: str) -> Iterator[Span]:
        if self.expression:
            expression = compiled(self.expression, printed=self.of_printed)
            found = expression.finditer(text, timeout=SECONDS_A_TEXT)
            return (match.span() for match in found if match.end() > match.start())
        if len(self.patterns) == 1:
            return self.patterns[0].spans(text)
        return iter(sorted(span for pattern in self.patterns for span in pattern.spans(text)))


@lru_cache(maxsize=1024)
def finder(node: Text) -> Finder:
    """What a text node looks for.

    Raises:
        TypeError: the node stands for words that are not known here; see ``services.expand``.
    """
    if isinstance(node, Printed):
        return replace(_finder(node.child, unfolded), folded=finder(node.child))
    return _finder(node, fold)


def _finder(node: Text, form: Callable[[str], str]) -> Finder:
    """A finder in texts of that form."""
    match node:
        case Phrase(text):
            return Finder((Pattern((form(text),)),))
        case Wildcard(text):
            gaps = read_wildcard(text)
            parts = tuple(map(form, gaps.parts))
            return Finder((Pattern(parts, gaps.gaps, gaps.before, gaps.after),))
        case Near(first, second, distance):
            one, other = form(first), form(second)
            gap = ((0, distance),)
            # Sorted, so that 甲 近邻 乙 and 乙 近邻 甲 are one thing, counted once.
            orders = sorted({(one, other), (other, one)})
            return Finder(tuple(Pattern(order, gap) for order in orders))
        case Regex(source):
            return Finder(expression=source)
    raise TypeError(f"no text to look for: {node!r}")


def finders(node: Node) -> tuple[Finder, ...]:
    """What a hit may hold because of the query, each once, in query order."""
    return tuple(dict.fromkeys(map(finder, positive_texts(node))))
