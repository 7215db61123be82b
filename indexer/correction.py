"""What a manifest says about who, where and when wins over what the text says."""

from __future__ import annotations

from dataclasses import replace

from govreport_search.domain import Identity, Place
from govreport_search.store import ManifestEntry
from indexer.blocks import Line
from indexer.identify import identify, with_region

_FOLLOWING = ("level", "kind")


def corrected(identity: Identity, entry: ManifestEntry | None) -> Identity:
    """The identity with the manifest's values, each with its evidence and full confidence.

    Another agency has another level, kind and field of work: they and, if the manifest does
    not say it, the region are recognised from the given name. A given region shortens the
    name by the agency rule and tells the level.
    """
    if entry is None:
        return identity
    source = f"清单 {entry.manifest} 第 {entry.line} 行"
    if entry.agency is not None and entry.agency != identity.agency:
        identity = _of_agency(identity, entry.agency, source)
    if entry.region is not None:
        identity = with_region(identity, entry.region, name=entry.agency or "")
    given = {
        "agency": entry.agency,
        "region": entry.region,
        "year": entry.year,
    }
    said = {name: value for name, value in given.items() if value is not None}
    return replace(
        identity,
        agency=identity.agency if entry.agency is None else entry.agency,
        year=identity.year if entry.year is None else entry.year,
        confidence={**identity.confidence, **dict.fromkeys(said, 1.0)},
        evidence={**identity.evidence, **dict.fromkeys(said, source)},
    )


def _of_agency(identity: Identity, agency: str, source: str) -> Identity:
    """Level, kind, function and region that the given name tells."""
    title = f"{agency}政府信息公开工作年度报告"
    named = identify([Line(title, Place(line=1, end_line=1))], name="")
    told = [name for name in _FOLLOWING if getattr(named, name)]
    if named.region is not None:
        told.append("region")
    because = f"由{source}给出的机关名称推知"
    return replace(
        identity,
        level=named.level or identity.level,
        kind=named.kind or identity.kind,
        function=named.function,
        region=identity.region if named.region is None else named.region,
        confidence={**identity.confidence, **{name: named.confidence[name] for name in told}},
        evidence={**identity.evidence, **dict.fromkeys(told, because)},
    )
