"""What the body is called that governs a division."""

from __future__ import annotations

import re

from govreport_search.regions.divisions import Division

_ZONE = re.compile(r"(?:开发|园|高新|示范|管理)区$")
_BODY_ITSELF = ("办事处", "街道办", "街办", "农场", "林场", "牧场")


def seats(division: Division) -> tuple[str, ...]:
    """Names of the body by the agency rule, the official one first.

    A dispatched office governs a 地区 or a 盟; many print 人民政府 nevertheless.
    """
    name = division.name
    if name.endswith("街道"):
        return (f"{name}办事处",)
    if name.endswith(_BODY_ITSELF):
        return (name,)
    if _ZONE.search(name):
        return (f"{name}管理委员会",)
    government = f"{name}人民政府"
    if division.level == "prefecture" and name.endswith(("地区", "盟")):
        return (f"{name}行政公署", government)
    return (government,)
