"""How a hit is cited, so that others can check it: who, when, where, and in which bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PureWindowsPath
from typing import Protocol

from govreport_search.domain import Place, State
from govreport_search.forms.derived import RATE_TABLE
from govreport_search.query import words
from govreport_search.query.place import place_words
from govreport_search.query.result import CellView, Hit
from govreport_search.sentence import listed, say


class Cited(Protocol):
    """What is said of a report."""

    @property
    def agency(self) -> str:
        """Full name, empty where unknown."""
        ...

    @property
    def title(self) -> str:
        """As printed."""
        ...

    @property
    def year(self) -> int | None:
        """The year reported on."""
        ...


def cited(
    of: Cited,
    *,
    where: Iterable[str] = (),
    url: str,
    published: str,
    captured: str,
    files: Iterable[tuple[str, str]],
) -> str:
    """One paragraph: body, title and year, place, address, days, files with their digests.

    What is not known is left out.

    Args:
        where: the place in the report.
        published, captured: days as the manifest has them.
        files: path and SHA-256 of each.
    """
    parts = [
        of.agency or say("机关不详"),
        f"《{of.title}》" if of.title else "",
        say("%(year)s 年", year=of.year) if of.year else say("年份不详"),
        *where,
        url,
        say("公布于 %(day)s", day=published) if published else "",
        say("采集于 %(day)s", day=captured) if captured else "",
        *(_file(source, digest) for source, digest in files),
    ]
    return listed("，", filter(None, parts))


def citation(hit: Hit) -> str:
    """How a hit is cited, by its section or row, its cells, and their pages or lines."""
    return cited(
        hit,
        where=_where(hit),
        url=hit.url,
        published=hit.published,
        captured=hit.captured,
        files=[(hit.file or hit.source, hit.sha256)] if hit.sha256 else [],
    )


def _file(source: str, digest: str) -> str:
    # Of two separators, so that an index built on another system is read as well.
    name = PureWindowsPath(source).name
    return say("文件 %(name)s（SHA-256 %(digest)s）", name=name, digest=digest)


def _where(hit: Hit) -> Iterator[str]:
    if hit.section_title:
        yield f"“{hit.section_title}”"
    if hit.row and hit.snippet:
        yield f"“{hit.snippet}”"
    yield place_words(_place(hit))
    for cell in (*hit.values, *hit.cells):
        yield say("%(cell)s：%(value)s", cell=_name(cell), value=_value(cell))
        place = place_words(_place(cell))
        if place and cell.derivation:
            yield say("算式里的一个数在%(place)s", place=place)
        else:
            yield place


def _name(cell: CellView) -> str:
    label = say(cell.label)
    if not cell.column_label:
        return label
    return say("%(row)s（%(column)s）", row=label, column=say(cell.column_label))


def _value(cell: CellView) -> str:
    """What is printed, or what is computed and how; a cell without a number says why.

    What the file does not print is said not to be printed: what is computed, and what a person
    put in the place of a reading.
    """
    said = cell.corrected
    if said and not said["confirmed"]:
        old = said["old"]
        return say(
            "%(value)s（更正，读作 %(read)s；%(by)s，%(day)s）",
            value=_held(cell.state, cell.value, None),
            read=_held(old["state"], old["value"], old["raw"]),
            by=said["by"],
            day=said["at"][:10],
        )
    held = _held(cell.state, cell.value, cell.raw)
    if cell.table == RATE_TABLE and cell.value is not None:
        held = f"{cell.value:.1%}"
    if cell.corrected_parts:
        held = say("%(value)s（据更正推算）", value=held)
    if cell.derivation:
        return say("%(value)s（报告没有印；%(how)s）", value=held, how=cell.derivation)
    return held


def _held(state: str, value: int | float | None, raw: str | None) -> str:
    if state == State.NUMBER:
        return raw or str(value)
    return say(words.STATE_LABELS[State(state)])


def _place(shown: Hit | CellView) -> Place:
    return Place(
        line=shown.line, page=shown.page, end_page=shown.end_page, element=shown.element or ""
    )
