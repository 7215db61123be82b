"""The tables of comparisons: a measure of several rows, or the measures of one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from govreport_search.services.comparison_row import Row
from govreport_search.services.measure import Measure
from govreport_search.services.profile import FAMILIES
from webui.charts import Drawing
from webui.language import gettext as _
from webui.present.compared import (
    CellView,
    Link,
    cell_view,
    measure_title,
    region_words,
    row_label,
    spoken,
    total_view,
)
from webui.present.compared_chart import (
    break_words,
    dividers,
    family_chart,
    ground_title,
    grounds_chart,
    has_numbers,
    line_chart,
)
from webui.present.standing import NAMES, SIGNS

_HAN = re.compile(r"[\u3400-\u9fff]")

MOST_STACKED = 6
"""Rows whose grounds of refusal are drawn, at most; the others have their table."""

Address = Callable[[Row], str]
"""Where a row has a page of its own; empty where it has none."""


@dataclass(frozen=True, slots=True)
class LineView:
    """A row of a table.

    Attributes:
        detail: what stands small below its name.
        withheld: why it has no total.
    """

    label: str
    detail: str
    url: str
    cells: tuple[CellView, ...]
    total: CellView
    withheld: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows over years.

    Attributes:
        explained: how a share is computed.
        heads: the years.
        notes: what changed between forms.
        undrawn: how many rows have no number to be drawn.
        withheld: why nothing is added over the years.
    """

    title: str
    explained: str
    unit: str
    heads: tuple[str, ...]
    lines: tuple[LineView, ...]
    drawing: Drawing | None
    notes: tuple[str, ...]
    withheld: str = ""
    undrawn: int = 0

    @property
    def names(self) -> bool:
        """Whether its title holds a name, which is Chinese in every language of the page."""
        return bool(_HAN.search(self.title))

    @property
    def has_totals(self) -> bool:
        """Whether any line has a total."""
        return len(self.heads) > 1 and any(line.total.text for line in self.lines)


def names_of(rows: Sequence[Row]) -> list[str]:
    """What each row is called; bodies of one name with their regions."""
    shared = Counter(map(row_label, rows))
    return [
        f"{row_label(row)}（{region_words(row.region)}）"
        if shared[row_label(row)] > 1
        else row_label(row)
        for row in rows
    ]


def measure_tables(
    rows: Sequence[Row],
    measures: Sequence[Measure],
    years: Sequence[int],
    link: Link,
    address: Address,
) -> tuple[Table, ...]:
    """One table for each measure that is no ground of refusal, with a chart of its rows."""
    named = list(zip(names_of(rows), rows, strict=True))
    tables = []
    for at, measure in enumerate(measures):
        if measure.grounds:
            continue
        title = measure_title(measure)
        lines = tuple(
            LineView(
                label=row_label(row),
                detail=region_words(row.region) if row.agency else _bodies(row),
                url=address(row),
                cells=tuple(cell_view(row, line, at, measure, link) for line in row.lines),
                total=total_view(row.totals[at], measure),
            )
            for row in rows
        )
        drawing = line_chart(title, measure, at, named, years, link)
        tables.append(
            Table(
                title=title,
                explained=spoken(measure.definition),
                unit=measure.unit,
                heads=tuple(map(str, years)),
                lines=lines,
                drawing=drawing,
                notes=(*_changed(rows, years, at, measure), *notes(rows, [measure])),
                withheld=spoken(measure.stock),
                undrawn=sum(not has_numbers(row, at) for row in rows),
            )
        )
    return tuple(tables)


def ground_tables(
    rows: Sequence[Row],
    measures: Sequence[Measure],
    years: Sequence[int],
    link: Link,
    address: Address,
) -> tuple[tuple[str, Table], ...]:
    """For each row its address, and the shares of the grounds of refusal."""
    first = next((at for at, measure in enumerate(measures) if measure.grounds), len(measures))
    grounds = [measure for measure in measures[first:] if measure.grounds]
    if not grounds:
        return ()
    found = []
    for number, (name, row) in enumerate(zip(names_of(rows), rows, strict=True)):
        title = str(_("%(name)s：不予公开的理由", name=name))
        lines = tuple(
            LineView(
                label=ground_title(measure),
                detail="",
                url="",
                cells=tuple(cell_view(row, line, at, measure, link) for line in row.lines),
                total=total_view(row.totals[at], measure),
            )
            for at, measure in enumerate(measures)
            if measure.grounds
        )
        whole = number < MOST_STACKED and measures[first : first + len(grounds)] == tuple(grounds)
        drawing = grounds_chart(title, grounds, first, row, years, link) if whole else None
        heads = tuple(map(str, years))
        table = Table(title, "", grounds[0].unit, heads, lines, drawing, notes([row], grounds))
        found.append((address(row), table))
    return tuple(found)


def row_table(
    title: str, row: Row, measures: Sequence[Measure], years: Sequence[int], link: Link
) -> Table:
    """All measures of one row; years without a line have had no report."""
    own = {line.year: line for line in row.lines}
    lines = tuple(
        LineView(
            label=measure_title(measure),
            detail=spoken(measure.definition),
            url="",
            cells=tuple(
                cell_view(row, own[year], at, measure, link) if year in own else _absent()
                for year in years
            ),
            total=total_view(row.totals[at], measure),
            withheld=spoken(measure.stock),
        )
        for at, measure in enumerate(measures)
    )
    changed = tuple(
        dict.fromkeys(
            words for at, one in enumerate(measures) for words in _changed([row], years, at, one)
        )
    )
    heads = tuple(map(str, years))
    return Table(title, "", "", heads, lines, None, (*changed, *notes([row], measures)))


def row_charts(
    row: Row, measures: Sequence[Measure], years: Sequence[int], link: Link
) -> tuple[Drawing, ...]:
    """A chart for each measure of one row that has numbers; those of a family share one."""
    families: dict[str, list[tuple[int, Measure]]] = {}
    for at, measure in enumerate(measures):
        own = next((family[0] for family in FAMILIES if measure.id in family), measure.id)
        families.setdefault(own, []).append((at, measure))
    drawn = (family_chart(row, family, years, link) for family in families.values())
    return tuple(filter(None, drawn))


def notes(rows: Iterable[Row], measures: Iterable[Measure]) -> tuple[str, ...]:
    """What changed between forms but leaves the numbers comparable, each once."""
    ids = {measure.id for measure in measures}
    return tuple(
        dict.fromkeys(
            str(_("%(words)s（数字仍可比较）", words=break_words(one)))
            for row in rows
            for one in row.breaks
            if one.measure in ids and one.comparable
        )
    )


def sign_words() -> dict[str, str]:
    """What each sign in the place of a number means, for the legends of charts."""
    return {str(_(sign)): str(_(NAMES[state])) for state, sign in SIGNS.items()}


def _absent() -> CellView:
    return CellView("—", str(_(NAMES["no_report"])), "st-no_report")


def _bodies(row: Row) -> str:
    return str(_("%(n)s 个机关", n=row.bodies))


def _changed(
    rows: Sequence[Row], years: Sequence[int], at: int, measure: Measure
) -> tuple[str, ...]:
    return tuple(f"‖ {one.words}" for one in dividers(rows, years, at, measure))
