"""Who wrote a report, for which year, about which place: answers with evidence and confidence.

The file name and the address of publication are support only: they answer where the text does
not. Where nothing decides, the answer stays empty and a manifest can give it.
"""

from __future__ import annotations

from collections.abc import Sequence

from govreport_search.domain import Identity, Place
from govreport_search.regions import divisions
from indexer.blocks import Capture, Line
from indexer.identify.agency import agency_name, find_agency
from indexer.identify.correct import with_region
from indexer.identify.level import Judgement, function_in, kind_of, level_of
from indexer.identify.region import find_region, find_surroundings, joined_surroundings
from indexer.identify.title import find_title, with_page_title
from indexer.identify.wording import read_wording
from indexer.identify.year import find_year

__all__ = ["identify", "with_region"]

_NO_PAGE = Capture()


def identify(
    lines: Sequence[Line], *, name: str, url: str = "", capture: Capture = _NO_PAGE
) -> Identity:
    """Recognises a report's author, level, kind, region and year.

    Args:
        lines: the report as its reader gives it.
        name: file name, support only.
        url: where it was published, support only.
        capture: what a web page says of itself around the report: its title completes the
            report's own; its source, breadcrumb and site help where the report names nobody.

    Returns:
        The identity; values that nothing tells are empty (``region`` is ``None`` then), with
        confidence 0. Evidence is a short Chinese sentence for each value that was found, and
        for a region that could not be decided.
    """
    known = divisions()
    wording = read_wording(lines)
    title = find_title(wording.pieces, known)
    around = find_surroundings(wording, known)
    site = ""
    if capture.title:
        page = read_wording([Line(capture.title, Place())])
        title = with_page_title(title, find_title(page.pieces, known))
    if capture.site:
        place = read_wording([Line(part, Place()) for part in capture.site.split("\n")])
        site = " ".join(piece.text for piece in place.pieces)
        around = joined_surroundings(around, find_surroundings(place, known))
    year = find_year(title, wording, name, url)
    agency = find_agency(title, wording, name, known, site)
    body = agency.body if agency else None
    level = level_of(body, wording)
    region = find_region(body, level.value, around, known)
    if region.path is not None and region.level:
        level = Judgement(region.level, region.confidence, region.evidence)
    kind = kind_of(body) if body else Judgement()
    confidence = {
        "agency": agency.confidence if agency else 0.0,
        "level": level.confidence,
        "kind": kind.confidence,
        "region": region.confidence if region.path is not None else 0.0,
        "year": year.confidence,
    }
    evidence = {
        "agency": agency.evidence if agency else "",
        "level": level.evidence,
        "kind": kind.evidence,
        "region": region.evidence,
        "year": year.evidence,
    }
    return Identity(
        title=title.text if title else "",
        agency=agency_name(body, region.path) if body else "",
        agency_printed=agency.printed if agency else "",
        level=level.value,
        kind=kind.value,
        function=function_in(body, kind.value) if body else "",
        region=region.path,
        year=year.value,
        confidence=confidence,
        evidence={field: sentence for field, sentence in evidence.items() if sentence},
    )
