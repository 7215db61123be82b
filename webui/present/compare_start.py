"""Ready comparisons and rankings for the archive at hand, so that nobody begins with nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from govreport_search.query.request import EMPTY_VALUE
from govreport_search.query.result import FacetValue, Page
from webui.present.compared import peers_label

Pairs = Sequence[tuple[str, str]]
Address = Callable[[Pairs], str]


@dataclass(frozen=True, slots=True)
class Ready:
    """A question that one click asks."""

    label: str
    detail: str
    url: str


def ready_comparisons(whole: Page, address: Address) -> tuple[Ready, ...]:
    """Comparisons of the most frequent level and kind of body."""
    level, kind = _most(whole, "level"), _most(whole, "kind")
    if not level or not kind:
        return ()
    peers = peers_label(level, kind)
    alike = (("level", level), ("kind", kind))
    all_as_one = (("by", "region"), ("depth", "0"))
    by_province = (("by", "region"), ("depth", "1"))
    cells = (("cell", "requests.new"), ("cell", "rate.denied"))
    return (
        Ready(
            str(_("%(peers)s：新收申请和不予公开率", peers=peers)),
            str(_("一行一个机关，逐年")),
            address((*cells, *alike)),
        ),
        Ready(
            str(_("不予公开的理由各占多少")),
            str(_("%(peers)s合计", peers=peers)),
            address((("cell", "reasons"), *all_as_one, *alike)),
        ),
        Ready(
            str(_("各省的新收申请和结转率")),
            str(_("%(peers)s按省合计", peers=peers)),
            address((("cell", "requests.new"), ("cell", "rate.carried_out"), *by_province, *alike)),
        ),
        Ready(
            str(_("复议和诉讼的纠正率")),
            str(_("%(peers)s合计", peers=peers)),
            address(
                (
                    ("cell", "rate.corrected"),
                    ("cell", "rate.litigation_corrected"),
                    *all_as_one,
                    *alike,
                )
            ),
        ),
    )


def ready_rankings(whole: Page, address: Address) -> tuple[Ready, ...]:
    """Rankings of the newest year with the most frequent level and kind of body."""
    years = sorted(one.value for one in whole.facets["year"] if one.value.isdigit())
    level, kind = _most(whole, "level"), _most(whole, "kind")
    if not years or not level or not kind:
        return ()
    year, peers = years[-1], peers_label(level, kind)
    common = (("year", year), ("level", level), ("kind", kind))
    detail = str(_("%(year)s 年，%(peers)s", year=year, peers=peers))
    enough = ("where", "requests.result_total>=20")
    asked: tuple[tuple[str, Pairs], ...] = (
        (str(_("收到申请最多")), (("cell", "requests.new"), *common)),
        (str(_("收到申请最少")), (("cell", "requests.new"), ("ascending", "1"), *common)),
        (str(_("不予公开率最高，办结 20 件以上")), (("cell", "rate.denied"), *common, enough)),
        (str(_("被诉最多")), (("cell", "disputes.litigation"), *common)),
    )
    return tuple(Ready(label, detail, address(pairs)) for label, pairs in asked)


def _most(whole: Page, field: str) -> str:
    """The value that most reports have."""
    known: list[FacetValue] = [one for one in whole.facets[field] if one.value != EMPTY_VALUE]
    return max(known, key=lambda one: one.count).value if known else ""
