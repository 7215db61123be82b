"""What a page's own stylesheet hides; other stylesheets are never fetched."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.readers.html.node import Node

_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.S)
_BLOCK = re.compile(r"([^{}]*)\{([^{}]*)\}")
_NESTED = re.compile(r"@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_HIDES = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_SIMPLE = re.compile(r"([a-zA-Z][a-zA-Z0-9]*)?([.#])([\w-]+)")
_LONGEST = 500_000


@dataclass(frozen=True, slots=True)
class Stylesheet:
    """Rules that hide elements by one class or id (``.x``, ``td.x``, ``#y``).

    Anything said of longer selectors depends on where an element stands and is not followed:
    what is shown by mistake is a line too many, what is hidden by mistake would be lost.
    """

    hidden: frozenset[tuple[str, str, str]]

    def hides(self, node: Node) -> bool:
        """Whether a rule hides the element itself."""
        if not self.hidden:
            return False
        names = [("#", node.get("id"))] + [(".", word) for word in node.get("class").split()]
        return any(
            (tag, mark, word) in self.hidden for mark, word in names for tag in ("", node.tag)
        )


def read_stylesheet(css: str) -> Stylesheet:
    """The rules of style elements; those for print or narrow screens are left out."""
    if ("none" not in css and "hidden" not in css) or len(css) > _LONGEST:
        return Stylesheet(frozenset())
    plain = _NESTED.sub("", _COMMENT.sub("", css))
    hidden = set()
    for selectors, rules in _BLOCK.findall(plain):
        if not _HIDES.search(rules):
            continue
        for selector in selectors.split(","):
            simple = _SIMPLE.fullmatch(selector.strip())
            if simple:
                hidden.add(((simple[1] or "").lower(), simple[2], simple[3]))
    return Stylesheet(frozenset(hidden))
