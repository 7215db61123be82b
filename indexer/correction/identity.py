"""What manifests and people say about who, where and when wins over what the text says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from govreport_search.domain import Identity, Place
from govreport_search.sentence import say
from govreport_search.store import Action, HistoryEntry, ManifestEntry
from indexer.blocks import Line
from indexer.correction.notation import region_of, year_of
from indexer.identify import identify, with_region

_FOLLOWING = ("level", "kind")

MANIFEST = "清单 "
"""Begins the evidence of what a manifest says."""


@dataclass(frozen=True, slots=True)
class _Said:
    """Who, where and when, each ``None`` where nothing is said about it."""

    agency: str | None
    region: tuple[str, ...] | None
    year: int | None


def corrected(identity: Identity, entry: ManifestEntry | None) -> Identity:
    """The identity with the manifest's values, each with its evidence and full confidence.

    Another agency has another level, kind and field of work: they and, if nobody says it, the
    region are recognised from the given name. A given region shortens the name by the agency
    rule and tells the level.
    """
    if entry is None:
        return identity
    line = say("第 %(line)s 行", line=entry.line)
    source = say("清单 %(name)s %(where)s", name=entry.manifest, where=line)
    said = _Said(entry.agency, entry.region, entry.year)
    return _with(identity, said, dict.fromkeys(("agency", "region", "year"), source), source)


def corrected_by_people(identity: Identity, said: Mapping[str, HistoryEntry]) -> Identity:
    """The identity as read, with what people say about agency, region and year.

    Their word wins over a manifest's. What was read is kept beside it.
    """
    if not said:
        return identity
    agency, region, year = (said.get(name) for name in ("agency", "region", "year"))
    values = _Said(
        agency.value if agency else None,
        region_of(region.value) if region else None,
        year_of(year.value) if year else None,
    )
    evidence = {name: _evidence(entry) for name, entry in said.items()}
    told = _with(identity, values, evidence, say("更正"))
    corrections = {name: entry.correction for name, entry in said.items()}
    return replace(told, corrections=corrections, read=identity)


def _evidence(entry: HistoryEntry) -> str:
    day = entry.at[:10]
    if entry.action is Action.CONFIRM:
        done = say("%(by)s于 %(day)s 核对无误", by=entry.by, day=day)
    else:
        done = say("%(by)s于 %(day)s 更正", by=entry.by, day=day)
    return say("%(outcome)s：%(why)s", outcome=done, why=entry.why) if entry.why else done


def _with(identity: Identity, values: _Said, evidence: Mapping[str, str], source: str) -> Identity:
    if values.agency is not None and values.agency != identity.agency:
        identity = _of_agency(identity, values.agency, source)
    # A name that somebody gave is not to be shortened to what follows from the printed one.
    given_name = values.agency or (identity.agency if _from_manifest(identity, "agency") else "")
    if values.region is not None and values.region != identity.region:
        identity = with_region(identity, values.region, name=given_name)
    given = {"agency": values.agency, "region": values.region, "year": values.year}
    said = [name for name, value in given.items() if value is not None]
    return replace(
        identity,
        agency=given_name or identity.agency,
        year=identity.year if values.year is None else values.year,
        confidence={**identity.confidence, **dict.fromkeys(said, 1.0)},
        evidence={**identity.evidence, **{name: evidence[name] for name in said}},
    )


def _of_agency(identity: Identity, agency: str, source: str) -> Identity:
    """Level, kind, function and region that the given name tells.

    A region that a manifest gives stays.
    """
    title = f"{agency}政府信息公开工作年度报告"
    named = identify([Line(title, Place(line=1, end_line=1))], name="")
    told = [name for name in _FOLLOWING if getattr(named, name)]
    moves = named.region is not None and not _from_manifest(identity, "region")
    if moves:
        told.append("region")
    because = say("由%(cause)s给出的机关名称推知", cause=source)
    return replace(
        identity,
        level=named.level or identity.level,
        kind=named.kind or identity.kind,
        function=named.function,
        region=named.region if moves else identity.region,
        confidence={**identity.confidence, **{name: named.confidence[name] for name in told}},
        evidence={**identity.evidence, **dict.fromkeys(told, because)},
    )


def _from_manifest(identity: Identity, name: str) -> bool:
    return identity.evidence.get(name, "").startswith(MANIFEST)
