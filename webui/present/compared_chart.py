"""Comparisons as charts: rows of one measure, forms of one row, grounds of refusal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from govreport_search.domain import State
from govreport_search.forms.lookup import cell_labels, indicators
from govreport_search.sentence import listed, say
from govreport_search.services.body_year import OUTSIDE
from govreport_search.services.comparison_row import Break, Row
from govreport_search.services.measure import Measure
from webui.charts import Chart, Divider, Drawing, Point, Series, lines, stacked
from webui.charts.chart import MOST_SERIES
from webui.language import gettext as _
from webui.markup import plain
from webui.present import standing
from webui.present.compared import Link, breaks_of, cell_view, measure_title, spoken


def series_of(
    row: Row, years: Sequence[int], at: int, measure: Measure, link: Link, label: str
) -> Series:
    """A measure of a row as a line of a chart."""
    own = {line.year: line for line in row.lines}
    added = {line.year: line.entries[at].states.get(State.NUMBER.value, 0) for line in row.lines}
    most = max(added.values(), default=0)
    points = []
    for year in years:
        line = own.get(year)
        if line is None:
            sign, meaning = standing.SIGNS["no_report"], _(standing.MEANINGS["no_report"])
            points.append(Point(None, _point_words(label, year, meaning), sign=sign))
            continue
        view, value = cell_view(row, line, at, measure, link), line.entries[at].value
        right, words = view.corrected or view.rests, view.words
        if right:
            mark = _("更正") if view.corrected else _("据更正推算")
            words = str(_("%(said)s（%(more)s）", said=words, more=mark))
        words = _point_words(label, year, words)
        sign = view.text if value is None else ""
        # A sum of fewer bodies; a share is one of as many as there are.
        partial = value is not None and not (row.agency or measure.is_share) and added[year] < most
        points.append(Point(value, words, view.text, sign, view.url, partial, right))
    place = {year: at for at, year in enumerate(years)}
    # Between the two years there may be others without a report.
    cut = {place[one.after] - 1 for one in breaks_of(row, at, measure)}
    return Series(label, tuple(points), frozenset(cut))


def _point_words(label: str, year: int, words: str) -> str:
    return str(_("%(label)s %(year)s：%(words)s", label=label, year=year, words=words))


def dividers(
    rows: Iterable[Row], years: Sequence[int], at: int, measure: Measure
) -> tuple[Divider, ...]:
    """The breaks of some rows, each place once."""
    place = {year: at for at, year in enumerate(years)}
    found: dict[int, Break] = {}
    for row in rows:
        for one in breaks_of(row, at, measure):
            found.setdefault(place[one.after] - 1, one)
    return tuple(
        Divider(after, str(_("格式改变")), break_words(one)) for after, one in sorted(found.items())
    )


def break_words(one: Break) -> str:
    """Between which years the form changed, and what."""
    return str(
        _(
            "%(before)s 年与 %(after)s 年之间：%(note)s",
            before=one.before,
            after=one.after,
            note=spoken(one.note),
        )
    )


def line_chart(
    title: str,
    measure: Measure,
    at: int,
    named: Sequence[tuple[str, Row]],
    years: Sequence[int],
    link: Link,
) -> Drawing | None:
    """One measure of several rows, those first that have numbers; ``None`` for a single year."""
    drawn = [(label, row) for label, row in named if has_numbers(row, at)]
    shown = drawn[:MOST_SERIES]
    chart = Chart(
        label=title,
        places=tuple(map(str, years)),
        series=tuple(series_of(row, years, at, measure, link, label) for label, row in shown),
        dividers=dividers([row for _label, row in shown], years, at, measure),
        is_share=measure.is_share,
        further=len(drawn) - len(shown),
    )
    return None if chart.is_empty or len(years) < 2 else lines(chart)


def family_chart(
    row: Row, family: Sequence[tuple[int, Measure]], years: Sequence[int], link: Link
) -> Drawing | None:
    """What a row's forms ask for in cells of their own, as lines that are not joined."""
    shown = [(at, measure) for at, measure in family if has_numbers(row, at)]
    if not shown or len(years) < 2:
        return None
    found: dict[int, Divider] = {}
    for at, measure in shown:
        for one in dividers([row], years, at, measure):
            found.setdefault(one.after, one)
    return lines(
        Chart(
            label=measure_title(shown[0][1]),
            places=tuple(map(str, years)),
            series=_as_one(
                [
                    series_of(row, years, at, measure, link, _title(measure, alone=len(shown) < 2))
                    for at, measure in shown
                ]
            ),
            dividers=tuple(found[after] for after in sorted(found)),
            is_share=shown[0][1].is_share,
        )
    )


def _title(measure: Measure, *, alone: bool) -> str:
    """With the forms that have it, where others of the chart are called alike."""
    title = measure_title(measure)
    if alone:
        return title
    forms = next((ref.forms for ref in indicators() if ref.id == measure.cell.indicator), ())
    return plain(say("%(title)s（%(forms)s 年格式）", title=title, forms=listed("、", forms)))


def _as_one(several: Sequence[Series]) -> tuple[Series, ...]:
    """Series of which one takes over from another: a sign stands where none has a number.

    There the first is heard that says more than that its form has no such cell.
    """
    if len(several) == 1:
        return tuple(several)
    mute = standing.SIGNS[OUTSIDE]
    heard = []
    for points in zip(*(one.points for one in several), strict=True):
        lacking = all(point.value is None for point in points)
        says = next((point for point in points if point.sign != mute), points[0])
        own = points[0] if points[0].value is not None else says
        heard.append(replace(own, sign=says.sign if lacking else "", value=points[0].value))
    first = replace(several[0], points=tuple(heard), speaks=True)
    silent = (
        replace(one, points=tuple(replace(point, sign="") for point in one.points))
        for one in several[1:]
    )
    return first, *silent


def has_numbers(row: Row, at: int) -> bool:
    """Whether a row has any number of a measure."""
    return any(line.entries[at].value is not None for line in row.lines)


def grounds_chart(
    title: str, measures: Sequence[Measure], first: int, row: Row, years: Sequence[int], link: Link
) -> Drawing | None:
    """The shares of grounds of one row, upon one another; measures stand from ``first`` on."""
    series = []
    for at, measure in enumerate(measures, first):
        one = series_of(row, years, at, measure, link, ground_title(measure))
        # What is lacking is said once, and stands in the table for each ground.
        points = tuple(
            replace(point, sign=point.sign if at == first else "", url="") for point in one.points
        )
        series.append(Series(one.label, points))
    chart = Chart(title, tuple(map(str, years)), tuple(series), is_share=True)
    return None if chart.is_empty else stacked(chart)


def ground_title(measure: Measure) -> str:
    """A ground of refusal without 占不予公开的比例."""
    return str(_(cell_labels(measure.cell)[0]))
