"""Comparisons as tables and charts: what stands in each cell, and where it leads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from govreport_search.domain import State
from govreport_search.forms import all_forms
from govreport_search.forms.derived import RATE_UNIT
from govreport_search.regions.vocabulary import kind_label, level_label
from govreport_search.sentence import Sentence, say
from govreport_search.services.body_year import OUTSIDE
from govreport_search.services.comparison_row import Break, Entry, Line, Row, Total
from govreport_search.services.measure import Measure
from govreport_search.services.peer import Among
from govreport_search.services.standing import standing_words, without_number
from webui.language import gettext as _
from webui.markup import plain
from webui.present import standing
from webui.present.words import number_text

Link = Callable[[str, str], str]
"""The address of a report, by its id and the anchor of a cell there."""


@dataclass(frozen=True, slots=True)
class CellView:
    """One cell of a table.

    Attributes:
        text: the number as printed, or a sign.
        words: in full, for tooltips and for the chart.
        css: class of the state.
        url: the cell in its report; empty where there is no single one.
        parts: numerator and denominator, or how many bodies have a number.
        lacking: of a sum, how many of its bodies have none, by kind.
        place: where the number stands among those of its peers, in two short lines.
        place_words: the same in full.
        broken: what changed right before it, empty where it may be compared.
        corrected: whether a person put the value right.
        rests: whether it was computed from values that a person put right.
    """

    text: str
    words: str
    css: str = ""
    url: str = ""
    parts: str = ""
    lacking: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    place_words: str = ""
    broken: str = ""
    corrected: bool = False
    rests: bool = False


def measure_title(measure: Measure) -> str:
    """A measure's name, its column behind it where that is not the total."""
    label = spoken(_row_name(measure))
    if measure.cell.column in ("total", "value"):
        return label
    return f"{label}·{_(measure.column_label)}"


@cache
def _row_name(measure: Measure) -> str:
    if measure.is_share:
        return measure.label
    for form in reversed(all_forms()):
        for table in form.tables:
            if table.id == measure.cell.table and table.has_row(measure.cell.row):
                row = table.row(measure.cell.row)
                if len(row.label) > 2 or not row.parent:
                    return say(row.label)
                # Alone, 总计 and 其他 do not say of what.
                parent = say(table.row(row.parent).label)
                return say("%(parent)s：%(row)s", parent=parent, row=say(row.label))
    return say(measure.label)


def spoken(text: str) -> str:
    """A label or a sentence of the library in the reader's language."""
    if not text:
        return ""
    return plain(text if isinstance(text, Sentence) else say(text))


def peers_label(level: str, kind: str) -> str:
    """县级人民政府, as one reads it."""
    if not level or not kind:
        return str(_(level_label(level) if level else kind_label(kind))) if level or kind else ""
    return str(_("%(level)s%(kind)s", level=_(level_label(level)), kind=_(kind_label(kind))))


def anchor(measure: Measure) -> str:
    """Where a report shows the cell that a measure is read from."""
    if measure.is_computed and not measure.grounds:
        return f"d-{measure.cell}"
    return f"c-{measure.cell}"


def row_label(row: Row) -> str:
    """A body's name, a region's, or that of the whole."""
    if row.agency:
        return row.agency
    return row.region[-1] if row.region else str(_("全部"))


def region_words(region: tuple[str, ...] | None) -> str:
    """The region a body lies in."""
    if region is None:
        return str(_("地区不详"))
    return " ".join(region) or str(_("全国"))


def cell_view(row: Row, line: Line, at: int, measure: Measure, link: Link) -> CellView:
    """A measure of a row in a year, marked where a person put it right."""
    view, entry = _cell_view(row, line, at, measure, link), line.entries[at]
    corrected, rests = entry.corrected > 0, measure.is_computed or not row.agency
    lacking = _lacking(entry) if line.bodies and not row.agency else ()
    if lacking:
        kinds = str(_("、")).join(lacking)
        words = str(_("%(said)s；没有数字的：%(lacking)s", said=view.words, lacking=kinds))
        view = replace(view, words=words, lacking=lacking)
    if corrected:
        view = replace(view, corrected=not rests, rests=rests)
    return view


def _cell_view(row: Row, line: Line, at: int, measure: Measure, link: Link) -> CellView:
    entry = line.entries[at]
    # All bodies of a region may have none of one kind.
    state = entry.state or (next(iter(entry.states)) if len(entry.states) == 1 else "")
    broken = next((one.note for one in breaks_of(row, at, measure) if one.after == line.year), "")
    # A form without the cell has no place to show; its report has.
    spot = "" if state == OUTSIDE else anchor(measure)
    url = link(line.reports[0], spot) if line.reports else ""
    if entry.value is None:
        words = f"{standing.explained(state)}{_said(entry, measure)}"
        sign = str(_(standing.SIGNS[state]))
        return CellView(sign, words, f"st-{state or 'none'}", url, _counted(row, line, entry))
    text = number_text(entry.value, measure.unit)
    place, place_words = _placed(entry.among, row)
    parts = _parts(entry)
    return CellView(
        text=text,
        words=_in_words(text, parts, measure),
        url=url,
        parts=parts or _counted(row, line, entry),
        place=place,
        place_words=place_words,
        broken=broken,
    )


def _said(entry: Entry, measure: Measure) -> str:
    """What the reports say that disagree."""
    said = [
        str(_(standing.NAMES[one])) if isinstance(one, str) else number_text(one, measure.unit)
        for one in entry.said
    ]
    return str(_("（分别是 %(values)s）", values=str(_("、")).join(said))) if said else ""


def _in_words(text: str, parts: str, measure: Measure) -> str:
    if parts:
        return str(_("%(said)s（%(more)s）", said=text, more=parts))
    return text if measure.is_share or not measure.unit else f"{text} {_(measure.unit)}"


def _parts(entry: Entry | Total) -> str:
    if entry.numerator is None or entry.denominator is None:
        return ""
    return f"{number_text(entry.numerator)}/{number_text(entry.denominator)}"


def _counted(row: Row, line: Line, entry: Entry) -> str:
    """How many of a region's bodies have a number."""
    if row.agency or not line.bodies:
        return ""
    numbers = entry.states.get(State.NUMBER.value, 0)
    return str(_("%(numbers)s/%(bodies)s 个机关", numbers=numbers, bodies=line.bodies))


def _lacking(entry: Entry) -> tuple[str, ...]:
    """空白 3, 没有报告 1: which kinds of none the bodies of a region have."""
    return tuple(map(plain, without_number(entry.states).parts))


def _placed(among: Among | None, row: Row) -> tuple[tuple[str, ...], str]:
    """Its place among its peers, and how many of them it exceeds; and both in a sentence."""
    if among is None or among.lower is None:
        return (), ""
    place = plain(standing_words(among.rank, among.tied, among.numbers))
    lower = number_text(round(among.lower, 2), RATE_UNIT)
    words = _(
        "在有数字的%(peers)s中%(place)s，高于其余的 %(lower)s",
        peers=peers_label(row.level, row.kind),
        place=place,
        lower=lower,
    )
    short = (place, str(_("高于 %(lower)s", lower=lower)))
    return tuple(one.replace(" ", "\u00a0") for one in short), str(words)


def total_view(total: Total, measure: Measure) -> CellView:
    """All years together."""
    if total.value is None:
        return CellView("", "")
    text = number_text(total.value, measure.unit)
    years = str(_("%(n)s 年", n=total.years))
    return CellView(text, text, parts=_parts(total) or years, rests=total.corrected > 0)


def breaks_of(row: Row, at: int, measure: Measure) -> tuple[Break, ...]:
    """Where the numbers of a row must not be compared across.

    Where neither side has a number, there is nothing to compare.
    """
    numbers = {line.year for line in row.lines if line.entries[at].value is not None}
    return tuple(
        one
        for one in row.breaks
        if one.measure == measure.id and not one.comparable and numbers & {one.before, one.after}
    )
