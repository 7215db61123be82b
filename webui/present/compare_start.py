"""Ready comparisons and rankings for the archive at hand, so that nobody begins with nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from govreport_search.services.region_view import Group
from webui.language import gettext as _
from webui.present.compared import peers_label

Pairs = Sequence[tuple[str, str]]
Question = tuple[str, str, Pairs]
"""Label, detail and parameters."""

Address = Callable[[Pairs], str]
Finds = Callable[[Pairs], bool]
"""Whether what these parameters ask for has any number; nothing else is offered."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A question that one click asks."""

    label: str
    detail: str
    url: str


def ready_comparisons(groups: Sequence[Group], address: Address, finds: Finds) -> tuple[Ready, ...]:
    """Comparisons of the first of these groups of bodies that has any."""
    found = (_found(_comparisons_of(group), address, finds) for group in groups)
    return next(filter(None, found), ())


def ready_rankings(groups: Sequence[Group], address: Address, finds: Finds) -> tuple[Ready, ...]:
    """Rankings of the first of these groups that has any.

    They are of the newest year that is not only begun: of more than half of the bodies that the
    fullest year has.
    """
    found = (
        _found(_rankings_of(group, str(year)), address, finds)
        for group in groups
        for year in sorted(group.by_year, reverse=True)
        if 2 * group.by_year[year] > max(group.by_year.values())
    )
    return next(filter(None, found), ())


def _found(asked: Iterable[Question], address: Address, finds: Finds) -> tuple[Ready, ...]:
    return tuple(
        Ready(label, detail, address(pairs)) for label, detail, pairs in asked if finds(pairs)
    )


def _comparisons_of(group: Group) -> Iterator[Question]:
    peers = peers_label(group.level, group.kind)
    alike = (("level", group.level), ("kind", group.kind))
    summed = str(_("%(peers)s合计", peers=peers))
    all_as_one = (("by", "region"), ("depth", "0"))
    by_province = (("by", "region"), ("depth", "1"))
    new, denied, carried_out = (
        ("cell", name) for name in ("requests.new", "rate.denied", "rate.carried_out")
    )
    corrected = (("cell", "rate.corrected"), ("cell", "rate.litigation_corrected"))
    yield (
        str(_("%(peers)s：新收申请和不予公开率", peers=peers)),
        str(_("一行一个机关，逐年")),
        (new, denied, *alike),
    )
    yield (
        str(_("不予公开的理由各占多少")),
        summed,
        (("cell", "reasons"), *all_as_one, *alike),
    )
    yield (
        str(_("各省的新收申请和结转率")),
        str(_("%(peers)s按省合计", peers=peers)),
        (new, carried_out, *by_province, *alike),
    )
    yield str(_("复议和诉讼的纠正率")), summed, (*corrected, *all_as_one, *alike)


def _rankings_of(group: Group, year: str) -> Iterator[Question]:
    peers = peers_label(group.level, group.kind)
    common = (("year", year), ("level", group.level), ("kind", group.kind))
    detail = str(_("%(year)s 年，%(peers)s", year=year, peers=peers))
    new, enough = ("cell", "requests.new"), ("where", "requests.result_total>=20")
    yield str(_("收到申请最多")), detail, (new, *common)
    yield str(_("收到申请最少")), detail, (new, ("ascending", "1"), *common)
    denied = ("cell", "rate.denied")
    yield str(_("不予公开率最高，办结 20 件以上")), detail, (denied, *common, enough)
    yield str(_("被诉最多")), detail, (("cell", "disputes.litigation"), *common)
