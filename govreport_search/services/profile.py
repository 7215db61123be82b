"""The cells that tell most of a body's year, as its page shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

FAMILIES: tuple[tuple[str, ...], ...] = (
    ("requests.new.total", "statistics.apply.received.value", "local_period.apply.received.period"),
    (
        "requests.result_total.total",
        "statistics.apply.replied.value",
        "local_period.apply.replied.period",
    ),
    (
        "requests.granted.total",
        "statistics.apply.granted.value",
        "local_period.apply.granted.period",
    ),
    ("requests.denied.total", "statistics.apply.denied.value", "local_period.apply.denied.period"),
    ("rate.denied.total",),
    ("requests.carried_out.total",),
    ("disputes.review.total", "statistics.review.value", "local_period.review.period"),
    ("disputes.litigation.total", "statistics.litigation.value", "local_period.litigation.period"),
)
"""What every form asks for in a cell of its own: requests received and answered, granted and
denied, disputes; the newest form's cell first. They are shown side by side and never added."""

_TABLES: Mapping[str, tuple[str, ...]] = {
    "2021": ("requests", "rate", "disputes"),
    "2019": ("requests", "rate", "disputes"),
    "2014": ("statistics",),
    "2008": ("local_period",),
}
"""In which tables each form has them."""


def profile(forms: Iterable[str]) -> tuple[str, ...]:
    """Names of cells for reports on these forms, the newest form's first.

    Requests received and answered, granted and denied, disputes: what every form asks for in its
    own cells. Where no form is known, those of the newest.
    """
    used = set(forms)
    wanted = [tables for form, tables in _TABLES.items() if form in used] or [_TABLES["2021"]]
    return tuple(
        cell
        for table_group in dict.fromkeys(wanted)
        for family in FAMILIES
        for cell in family
        if cell.partition(".")[0] in table_group
    )
