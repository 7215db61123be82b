"""How a hit is cited, so that others can check it: who, when, where, and in which bytes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PureWindowsPath

from govreport_search.domain import Place, State
from govreport_search.query import words
from govreport_search.query.place import place_words
from govreport_search.query.result import CellView, Hit
from govreport_search.sentence import listed, say


def citation(hit: Hit) -> str:
    """One paragraph: body, title and year; section or cells with page or line; address, days,
    file and digest. What is not known is left out.
    """
    year = say("%(year)s 年", year=hit.year) if hit.year else say("年份不详")
    parts = [
        hit.agency or say("机关不详"),
        f"《{hit.title}》" if hit.title else "",
        year,
        *_where(hit),
        hit.url,
        say("公布于 %(day)s", day=hit.published) if hit.published else "",
        say("采集于 %(day)s", day=hit.captured) if hit.captured else "",
        # Of two separators, so that an index built on another system is read as well.
        say(
            "文件 %(name)s（SHA-256 %(digest)s）",
            name=PureWindowsPath(hit.file or hit.source).name,
            digest=hit.sha256,
        )
        if hit.sha256
        else "",
    ]
    return listed("，", filter(None, parts))


def _where(hit: Hit) -> Iterator[str]:
    if hit.section_title:
        yield f"“{hit.section_title}”"
    if hit.row and hit.snippet:
        yield f"“{hit.snippet}”"
    yield place_words(_place(hit))
    for cell in (*hit.values, *hit.cells):
        yield say("%(cell)s：%(value)s", cell=_name(cell), value=_value(cell))
        yield place_words(_place(cell))


def _name(cell: CellView) -> str:
    label = say(cell.label)
    if not cell.column_label:
        return label
    return say("%(row)s（%(column)s）", row=label, column=say(cell.column_label))


def _value(cell: CellView) -> str:
    """What is printed, or what is computed; a cell without a number says why."""
    if cell.state == State.NUMBER:
        return cell.raw or str(cell.value)
    return say(words.STATE_LABELS[State(cell.state)])


def _place(shown: Hit | CellView) -> Place:
    return Place(
        line=shown.line, page=shown.page, end_page=shown.end_page, element=shown.element or ""
    )
