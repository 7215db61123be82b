"""The image of the page that a cell stands on, to be seen beside the form."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from govreport_search.domain import Box, Place
from govreport_search.services.original import IN_PAGES, PAPER
from webui import original
from webui.library import library

WIDTH = 1240
"""Pixels for which room is kept before the image is there."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page's image.

    Attributes:
        src: its address.
        width, height: for the room it will take; its true proportion as far as it is known.
        box: the place on it, in ten-thousandths of width and height, ``None`` if not known.
    """

    src: str
    width: int
    height: int
    box: Box | None


def picture(report: str, place: Place | None) -> Picture | None:
    """The page of a place; ``None`` where the file has no pages, or is gone."""
    if place is None or place.page is None:
        return None
    files = library().originals(report)
    if place.part >= len(files) or files[place.part].kind not in IN_PAGES:
        return None
    file = files[place.part]
    if not original.stands(file):
        return None
    known = original.sizes(file)
    width, height = known[place.page - 1] if place.page <= len(known) else PAPER
    return Picture(
        src=url_for("pages.page_image", report=report, part=place.part, page=place.page),
        width=WIDTH,
        height=round(WIDTH * height / width),
        box=place.box,
    )
