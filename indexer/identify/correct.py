"""What a region given by the user changes in an identity that was read from the text."""

from __future__ import annotations

from dataclasses import replace

from govreport_search.domain import Identity
from govreport_search.regions import divisions
from indexer.identify.agency import agency_name
from indexer.identify.name import parse_name

_BY_DEPTH = ("ministry", "province", "prefecture", "county", "township")


def with_region(identity: Identity, region: tuple[str, ...]) -> Identity:
    """The identity with another region, and the name and level that follow from it.

    The agency rule leaves the parents that the region carries out of the name: 某县某镇人民政府
    becomes 某镇人民政府 once the region is known. The level follows where the region's last name
    is the body's own place; evidence and confidence are the caller's to set.
    """
    known = divisions()
    body = parse_name(identity.agency_printed, known) if identity.agency_printed else None
    changed = replace(identity, region=region)
    if body is None:
        return changed
    level = identity.level
    own = body.own_place
    tells = bool(body.relative) or (not body.branch and own.startswith(region[-1:]))
    if region and tells:
        unit = known.get(region)
        level = unit.level if unit else _BY_DEPTH[min(len(region), 4)]
    return replace(changed, agency=agency_name(body, region), level=level)
