"""The only maker of HTML from data; everything else is escaped by the templates.

Offsets are half-open code-point offsets into the text they come with.
"""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

Span = tuple[int, int]


def highlight(text: str, spans: Iterable[Span]) -> Markup:
    """The text with ``<mark>`` around each span, all else escaped.

    Overlapping or touching spans share one mark; offsets beyond the text are cut.
    """
    parts: list[Markup] = []
    position = 0
    for start, end in merged(spans, len(text)):
        parts += [escape(text[position:start]), _element("mark", text[start:end])]
        position = end
    parts.append(escape(text[position:]))
    return Markup("").join(parts)


def merged(spans: Iterable[Span], length: int) -> list[Span]:
    """Spans in order, joined where they overlap or touch, cut to ``length``."""
    result: list[Span] = []
    for start, end in sorted(spans):
        start, end = max(start, 0), min(end, length)
        if end <= start:
            continue
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def faulty(query: str, position: int, length: int) -> Markup:
    """The query as typed with its faulty place underlined; a mark stands at an end fault."""
    position = min(max(position, 0), len(query))
    fault = query[position : position + length] or "␣"
    rest = query[position + length :]
    return escape(query[:position]) + _element("u", fault, "fault") + escape(rest)


def _element(name: str, text: str, css: str = "") -> Markup:
    attribute = Markup(' class="{}"').format(css) if css else Markup("")
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(name), attribute, text)
