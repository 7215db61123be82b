"""What the text nodes of a query look for: the same for engines, counts and marks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from govreport_search.engines.pattern import Pattern, Span
from govreport_search.query.regular import compiled
from govreport_search.query.tree import Near, Phrase, Regex, Text, Wildcard
from govreport_search.query.wildcard import read_wildcard
from govreport_search.text import fold

SECONDS_A_TEXT = 1.0
"""An expression that takes longer over one text is given up there."""


@dataclass(frozen=True, slots=True)
class Finder:
    """One thing to look for in folded texts.

    Attributes:
        patterns: any of these, none of which starts where another does; empty for an expression.
        expression: a regular expression as typed, or empty.
    """

    patterns: tuple[Pattern, ...] = ()
    expression: str = ""

    def spans(self, text: str) -> Iterator[Span]:
        """Where it stands in a folded text: half-open spans, ascending.

        Raises:
            TimeoutError: an expression takes too long over this text.
        """
        if self.expression:
            found = compiled(self.expression).finditer(text, timeout=SECONDS_A_TEXT)
            return (match.span() for match in found if match.end() > match.start())
        if len(self.patterns) == 1:
            return self.patterns[0].spans(text)
        return iter(sorted(span for pattern in self.patterns for span in pattern.spans(text)))


def finder(node: Text) -> Finder:
    """What a text node looks for.

    Raises:
        TypeError: the node stands for words that are not known here; see ``services.expand``.
    """
    match node:
        case Phrase(text):
            return Finder((Pattern((fold(text),)),))
        case Wildcard(text):
            gaps = read_wildcard(text)
            parts = tuple(map(fold, gaps.parts))
            return Finder((Pattern(parts, gaps.gaps, gaps.before, gaps.after),))
        case Near(first, second, distance):
            one, other = fold(first), fold(second)
            gap = ((0, distance),)
            orders = dict.fromkeys((Pattern((one, other), gap), Pattern((other, one), gap)))
            return Finder(tuple(orders))
        case Regex(source):
            return Finder(expression=source)
    raise TypeError(f"no text to look for: {node!r}")
