"""A place in the words that every front end uses."""

from __future__ import annotations

import re

from govreport_search.domain import Place
from govreport_search.sentence import Sentence, say

_MARKUP = "html/"
_STEPS = re.compile(
    r"(?:^|/)(?:"
    r"(?:tbl|table)\[(?P<table>\d+)\](?:/tr\[(?P<row>\d+)\](?:/t[cdh]\[(?P<cell>\d+)\])?)?"
    r"|p\[(?P<paragraph>\d+)\]"
    r"|txbxContent\[(?P<box>\d+)\]"
    r"|altChunk\[(?P<chunk>\d+)\]"
    r"|(?P<note>footnote|endnote)\[\d+\]"  # by an id that is printed nowhere
    r"|(?P<sheet>[^/\[\]]+)!(?P<at>[A-Z]+\d+)"
    r")(?=/|$)"
)
"""What readers name of a path; names of sheets hold neither slash nor bracket."""


def place_words(place: Place | None) -> str:
    """``第 3 页``, ``第 2 段``, ``表 1 第 3 行第 2 格``, ``工作表“附表”C5`` or ``第 12 行``.

    Empty where there is no place. A line of a kind with pages counts in what the reader laid
    out, which nobody has printed: the page says more. The same holds for an element of a Word
    file or a sheet, but not for one of a web page, which nobody could count.
    """
    if place is None:
        return ""
    if place.page is not None and place.end_page:
        return say("第 %(page)s 至 %(end)s 页", page=place.page, end=place.end_page)
    if place.page is not None:
        return say("第 %(page)s 页", page=place.page)
    if place.element and not place.element.startswith(_MARKUP):
        return _element_words(place.element)
    return "" if place.line is None else say("第 %(line)s 行", line=place.line)


def _element_words(element: str) -> str:
    """The element, and what it stands in, if anything."""
    named = [_step_words(found) for found in _STEPS.finditer(element)]
    match named:
        case []:
            return element
        case [alone]:
            return alone
        case [*_, outer, inner]:
            return say("%(outer)s里的%(inner)s", outer=outer, inner=inner)
    raise AssertionError(named)


def _step_words(found: re.Match[str]) -> Sentence:
    match found.lastgroup:
        case "cell":
            return say(
                "表 %(table)s 第 %(row)s 行第 %(cell)s 格",
                table=found["table"],
                row=found["row"],
                cell=found["cell"],
            )
        case "row":
            return say("表 %(table)s 第 %(row)s 行", table=found["table"], row=found["row"])
        case "table":
            return say("表 %(table)s", table=found["table"])
        case "paragraph":
            return say("第 %(n)s 段", n=found["paragraph"])
        case "box":
            return say("第 %(n)s 个文本框", n=found["box"])
        case "chunk":
            return say("第 %(n)s 个插入的文档", n=found["chunk"])
        case "note":
            return say("脚注") if found["note"] == "footnote" else say("尾注")
    return say("工作表“%(sheet)s”%(cell)s", sheet=found["sheet"], cell=found["at"])
