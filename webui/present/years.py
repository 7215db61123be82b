"""A body's reports by year, seen from one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PureWindowsPath

from govreport_search.sentence import listed
from govreport_search.store.record import ReportRecord
from webui.present.hits import record_name, year_text


@dataclass(frozen=True, slots=True)
class YearView:
    """One report of the body.

    Attributes:
        name: its year in words; where a year has several, the file tells them apart.
        title: body and year.
        is_this: whether it is the report of the page.
    """

    report: str
    year: int | None
    name: str
    title: str
    is_this: bool


@dataclass(frozen=True, slots=True)
class Years:
    """All reports of the body, oldest first.

    Attributes:
        before, after: the next ones of another year, ``None`` at the ends.
    """

    all: tuple[YearView, ...]
    before: YearView | None
    after: YearView | None


def years(this: ReportRecord, others: Iterable[ReportRecord]) -> Years:
    """The body's reports, this one among them."""
    records = sorted((this, *others), key=lambda one: (one.identity.year or 0, one.id))
    held = Counter(one.identity.year for one in records)
    views = tuple(
        YearView(
            report=one.id,
            year=one.identity.year,
            name=_name(one, alone=held[one.identity.year] == 1),
            title=record_name(one),
            is_this=one.id == this.id,
        )
        for one in records
    )
    year = this.identity.year
    if year is None:
        return Years(views, None, None)
    earlier = [view for view in views if view.year is not None and view.year < year]
    later = [view for view in views if view.year is not None and view.year > year]
    return Years(views, earlier[-1] if earlier else None, later[0] if later else None)


def _name(record: ReportRecord, *, alone: bool) -> str:
    year = year_text(record.identity.year)
    return year if alone else listed(" · ", (year, PureWindowsPath(record.source).name))
