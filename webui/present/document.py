"""A published web page made safe: structure and tables only.

Whatever the readers give, an allow-list decides: no script, style, image, form, link or address
gets through.
"""

from __future__ import annotations

import re

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
_ALLOWED = {tag: {_PLACE} for tag in TAGS} | {
    tag: {_PLACE, "colspan", "rowspan"} for tag in ("td", "th")
}
_ATTRIBUTE = re.compile(rf' {_PLACE}="([^"<>]*)"')
_MOST_SPAN = 100


def safe_document(markup: str, at: str = "") -> Markup:
    """The markup with nothing in it that runs, loads or leads away.

    Args:
        markup: elements with their place in ``data-path``.
        at: the place to mark; it gets the id ``at``.
    """
    cleaned = nh3.clean(
        markup,
        tags=set(TAGS),
        clean_content_tags=set(CLEANED),
        attributes=_ALLOWED,
        attribute_filter=_attribute,
        generic_attribute_prefixes=set(),
        url_schemes=set(),
        link_rel=None,
        strip_comments=True,
    )
    marked = False

    def placed(found: re.Match[str]) -> str:
        nonlocal marked
        if marked or not at or found[1] != at:
            return ""
        marked = True
        return ' id="at" class="target" tabindex="-1"'

    return Markup(_ATTRIBUTE.sub(placed, cleaned))


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Spans must be small numbers, places plain paths."""
    if name == _PLACE:
        return value if re.fullmatch(r"[a-z0-9/\[\]-]+", value) else None
    small = value.isascii() and value.isdigit() and 0 < int(value) <= _MOST_SPAN
    return value if small else None
