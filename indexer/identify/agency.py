"""Which body wrote the report, and its name by the agency rule.

The rule: the name as the title prints it, else the fullest name in the text, in simplified
characters, without the parents that the region carries; a bare place gets 人民政府 or, for a
街道, 办事处; known abbreviations are written out.
"""

from __future__ import annotations

import re

from govreport_search.regions import Divisions
from govreport_search.regions.vocabulary import expand
from govreport_search.sentence import say
from indexer.identify.candidate import Candidate, candidate_of_page, candidates
from indexer.identify.name import BodyName
from indexer.identify.title import Title, title_in
from indexer.identify.wording import Wording, place_of

_GOVERNMENT_OFFICE = re.compile(r"政府办公[室厅]$")


def find_agency(
    title: Title | None, wording: Wording, name: str, divisions: Divisions, site: str = ""
) -> Candidate | None:
    """The body that wrote the report, ``None`` where the text does not say.

    Args:
        title: the report's title.
        wording: the report.
        name: file name, used only where the text names nobody.
        divisions: the divisions.
        site: what a web page names as its source, column and site, clean.
    """
    if title is not None and title.body is not None:
        where = place_of(title.line) if title.line else say("文首")
        where = say("网页标题") if title.of_page else where
        evidence = say("标题（%(where)s）印有“%(printed)s”", where=where, printed=title.printed)
        return Candidate(title.body, title.printed, 0.9 if title.of_page else 0.95, evidence)
    found = list(candidates(wording, divisions))
    of_page = candidate_of_page(site, wording, divisions) if site else None
    found += [of_page] if of_page else []
    if found:
        return max(found, key=_rank)
    in_name = title_in(re.sub(r"\.\w{2,5}$", "", name.rsplit("/", 1)[-1]), None, divisions)
    if in_name is not None and in_name.body is not None:
        evidence = say("文件名含“%(printed)s”", printed=in_name.printed)
        return Candidate(in_name.body, in_name.printed, 0.4, evidence)
    return None


def _rank(candidate: Candidate) -> tuple[float, int]:
    body = candidate.body
    # A name with its place says more than 区政府办公室, which stands for a name.
    placeless = 0.25 if not body.places and not body.head else 0.0
    return candidate.confidence - placeless, len(body.places)


def agency_name(body: BodyName, region: tuple[str, ...] | None) -> str:
    """The name by the agency rule.

    Args:
        body: the name as printed.
        region: the body's region; what it carries is left out of the name, with no region
            the name keeps all its places.
    """
    if body.is_national:
        return body.text
    tail = body.tail if _GOVERNMENT_OFFICE.search(body.tail) else expand(body.tail)
    if body.relative:
        return body.relative + ("人民政府" if tail == "政府" else tail)
    if not body.places:
        return body.head + tail
    drop = _carried(body.places, region) if region and not body.head else 0
    place = "".join(body.places[drop:])
    if place.endswith("街道") and tail in ("", "办", "办事处"):
        tail = "办事处"
    elif tail == "" and not place.endswith(("办事处", "街道办", "街办", "农场", "林场", "牧场")):
        tail = "管理委员会" if re.search(r"(?:开发|园|高新|示范|管理)区$", place) else "人民政府"
    elif tail == "政府":
        tail = "人民政府"
    return body.head + expand(place) + tail


def _carried(places: tuple[str, ...], region: tuple[str, ...]) -> int:
    """How many of the name's places the region carries above the body's own.

    A zone of a city stands below its region, and its name keeps the city.
    """
    own = [at for at, place in enumerate(places) if place.startswith(region[-1])]
    return own[-1] if own else len(places) - 1
