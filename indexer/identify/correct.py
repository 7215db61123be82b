"""What a region given by the user changes in an identity that was read from the text."""

from __future__ import annotations

from dataclasses import replace

from govreport_search.domain import Identity
from govreport_search.regions import divisions
from govreport_search.sentence import say
from indexer.identify.agency import agency_name
from indexer.identify.name import BodyName, parse_name

_BY_DEPTH = ("ministry", "province", "prefecture", "county", "township")


def with_region(identity: Identity, region: tuple[str, ...], *, name: str = "") -> Identity:
    """The identity with another region, and the name and level that follow from it.

    The agency rule leaves the parents that the region carries out of the name: 某县某镇人民政府
    becomes 某镇人民政府 once the region is known. The level follows where the region's last name
    is the body's own place; evidence and confidence of the region are the caller's to set.

    Args:
        identity: as read from the text.
        region: names from the province down, ``()`` for a national body.
        name: the body's name where it is not the printed one.
    """
    known = divisions()
    body = parse_name(name or identity.agency_printed, known)
    changed = replace(identity, region=region)
    if body is None:
        return changed
    changed = replace(changed, agency=agency_name(body, region))
    level = _level(body, region)
    if not level or level == identity.level:
        return changed
    return replace(
        changed,
        level=level,
        confidence={**identity.confidence, "level": 0.95},
        evidence={**identity.evidence, "level": say("由地区“%(name)s”推知", name="/".join(region))},
    )


def _level(body: BodyName, region: tuple[str, ...]) -> str:
    """The level of a body whose own place the region ends in, else empty."""
    if not region or body.branch or not (body.relative or body.own_place.startswith(region[-1])):
        return ""
    unit = divisions().get(region)
    return unit.level if unit else _BY_DEPTH[min(len(region), len(_BY_DEPTH) - 1)]
