"""A published file made safe: structure and tables only.

Whatever the readers give, an allow-list decides: no script, style, image, form, link or address
gets through.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

import nh3
from markupsafe import Markup

TAGS = frozenset(
    (
        *("table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption"),
        *("p", "div", "br", "hr", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "b", "strong", "i", "em", "u", "s", "sub", "sup"),
    )
)
CLEANED = frozenset(("script", "style", "template", "noscript", "iframe", "object", "svg", "math"))
"""Elements that go with all they hold."""

_PLACE = "data-path"
_LINES = "data-lines"
_NONE = "data-none"
"""A position of a table where the source has no cell."""

_MOST_SPANS = {"colspan": 200, "rowspan": 5_000}
"""What the readers take at most of a table."""

_ALLOWED = {tag: {_PLACE, _LINES} for tag in TAGS} | {
    tag: {_PLACE, _LINES, _NONE, *_MOST_SPANS} for tag in ("td", "th")
}


@dataclass(frozen=True, slots=True)
class SafeDocument:
    """What may be shown; ``is_marked`` where the place that was asked for is in it."""

    markup: Markup
    is_marked: bool


def safe_document(markup: str, at: str = "", line: int = 0) -> SafeDocument:
    """The markup with nothing in it that runs, loads or leads away.

    Args:
        markup: elements with their place in ``data-path``, and their first and last line in
            ``data-lines``.
        at: the place to mark; it gets the id ``at``.
        line: marks the first element that holds it, where no place is asked for.
    """
    sign = secrets.token_hex(16)  # so that no text can pass for our mark

    def attribute(tag: str, name: str, value: str) -> str | None:
        """Of places only the one asked for; spans must be small numbers."""
        if name == _PLACE:
            return sign if at and value == at else None
        if name == _LINES:
            return sign if not at and _holds(value, line) else None
        if name == _NONE:
            return ""
        small = value.isascii() and value.isdigit() and 0 < int(value) <= _MOST_SPANS[name]
        return value if small else None

    cleaned = nh3.clean(
        markup,
        tags=set(TAGS),
        clean_content_tags=set(CLEANED),
        attributes=_ALLOWED,
        attribute_filter=attribute,
        generic_attribute_prefixes=set(),
        url_schemes=set(),
        link_rel=None,
        strip_comments=True,
    )
    mark = f' {_PLACE if at else _LINES}="{sign}"'
    shown = cleaned.replace(mark, ' id="at" class="target" tabindex="-1"', 1).replace(mark, "")
    return SafeDocument(Markup(shown), mark in cleaned)


def _holds(lines: str, line: int) -> bool:
    """Whether a line is one of ``12-14``."""
    first, _, last = lines.partition("-")
    return line > 0 and first.isdecimal() and last.isdecimal() and int(first) <= line <= int(last)
