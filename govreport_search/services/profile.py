"""The cells that tell most of a body's year, as its page shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

_NOW = (
    *("requests.new.total", "requests.result_total.total"),
    *("requests.granted.total", "requests.denied.total", "rate.denied.total"),
    *("requests.carried_out.total", "disputes.review.total", "disputes.litigation.total"),
)

_OF_FORMS: Mapping[str, tuple[str, ...]] = {
    "2021": _NOW,
    "2019": _NOW,
    "2014": (
        *("statistics.apply.received.value", "statistics.apply.replied.value"),
        *("statistics.apply.granted.value", "statistics.apply.denied.value"),
        *("statistics.review.value", "statistics.litigation.value"),
    ),
    "2008": (
        *("local_period.apply.received.period", "local_period.apply.replied.period"),
        *("local_period.apply.granted.period", "local_period.apply.denied.period"),
        *("local_period.review.period", "local_period.litigation.period"),
    ),
}


def profile(forms: Iterable[str]) -> tuple[str, ...]:
    """Names of cells for reports on these forms, the newest form's first.

    Requests received and answered, granted and denied, disputes: what every form asks for in its
    own cells. Where no form is known, those of the newest.
    """
    used = set(forms)
    wanted = [cells for form, cells in _OF_FORMS.items() if form in used] or [_NOW]
    return tuple(dict.fromkeys(cell for cells in wanted for cell in cells))
