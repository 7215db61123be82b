"""Where a body is: its own place among the divisions, decided by what else the text names.

88 towns are called 城关镇. A name alone decides only where it is the only one of its kind; among
several the text must name a parent (an address, 依托某区政府网站). Where it does not, there is
no answer.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from govreport_search.regions import Division, Divisions
from govreport_search.sentence import say
from indexer.identify.name import BodyName
from indexer.identify.wording import HAN, Wording, mentioned

# Words behind a place that tell it as the report's own surroundings, not as an example.
_OWN = re.compile(
    r"^(?:人民)?(?:政府|委|门户|网站|信息|政务|党|网)|^[^。;,]{0,6}(?:网站|联系|编制|路|街|号)"
)
_VISIT = re.compile(r"(?:赴|前往|学习|借鉴|参观|考察|对口|支援)[^。;,]{0,18}$")
_SITE = re.compile(r"[^。;,]{0,8}(?:网|门户|公开平台)")
# A county's department reports by its own county's notice; one of a city may cite another's.
_NOTICE = re.compile(r"(?:人民)?政府办公室(?:关于|转发|印发)")
_ADDRESS = re.compile(rf"地址?:?(?P<address>{HAN}{{4,40}})")
# The corps in Xinjiang stands beside the divisions; only its cities are among them.
_CORPS = re.compile(r"兵团$|^第.{1,3}师$")
_ZONE = re.compile(r"(?:开发|园|高新|示范|管理|新)区$")
_TOWNSHIP = re.compile(r"(?:街道|镇|乡|苏木|办事处|街道办|街办)$")
_LONGER_NAME = re.compile(r"街道|镇|乡|苏木|办事处")
_WEIGHT = {"province": 1.0, "prefecture": 2.0, "county": 4.0}
_CASUAL = 0.4  # a place named in passing, against one in an address or a site's name
_ENOUGH = 1.0


@dataclass(frozen=True, slots=True)
class Region:
    """A region with confidence and evidence; ``path`` is ``None`` where nothing decides."""

    path: tuple[str, ...] | None
    level: str = ""
    confidence: float = 0.0
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The provinces, prefectures and counties a report names.

    Attributes:
        weight: by path, how much the text speaks for it: 1 for each mention in an address, a
            site's or a government's name, less for one in passing, at most 3.
        level: by path, the unit's level.
        line: by path, the line of the first mention.
        home: the paths named in an address, in the name of a site or, of counties, as the
            author of a notice.
    """

    weight: dict[tuple[str, ...], float]
    level: dict[tuple[str, ...], str]
    line: dict[tuple[str, ...], int | None]
    home: frozenset[tuple[str, ...]]


def find_surroundings(wording: Wording, divisions: Divisions) -> Surroundings:
    """Reads all mentions once."""
    weight: dict[tuple[str, ...], float] = defaultdict(float)
    line: dict[tuple[str, ...], int | None] = {}
    level: dict[tuple[str, ...], str] = {}
    home: set[tuple[str, ...]] = set()
    flow = wording.flow
    addresses = [found.span("address") for found in _ADDRESS.finditer(flow)]
    # 新市区街道 and 阿瓦提镇 are names of their own, no mention of 新市区 or 阿瓦提县.
    mentions = [
        mention
        for mention in divisions.mentions(flow)
        if not _LONGER_NAME.match(flow, mention.end)
        and not _VISIT.search(flow[max(0, mention.start - 22) : mention.start])
    ]
    for index, mention in enumerate(mentions):
        followed = index + 1 < len(mentions) and mentions[index + 1].start == mention.end
        in_address = any(start <= mention.start < end for start, end in addresses)
        # 银河南路 holds 河南: a short name counts fully only before another place.
        full = flow[mention.end - 1] in "省市区县旗州盟"
        told = in_address or _OWN.match(flow[mention.end : mention.end + 12])
        own = followed or (full and told)
        for unit in mention.divisions:
            weight[unit.path] = min(3.0, weight[unit.path] + (1.0 if own else _CASUAL))
            line.setdefault(unit.path, wording.line_at(mention.start))
            level[unit.path] = unit.level
            is_notice = flow[mention.end - 1] in "区县旗" and _NOTICE.match(flow, mention.end)
            if in_address or is_notice or _SITE.match(flow, mention.end):
                home.add(unit.path)
    return Surroundings(dict(weight), level, line, frozenset(home))


def joined_surroundings(text: Surroundings, page: Surroundings) -> Surroundings:
    """What the report names, and the web page around it; a line is one of the report's."""
    weight = dict(text.weight)
    for path, more in page.weight.items():
        weight[path] = min(3.0, weight.get(path, 0.0) + more)
    line = {**dict.fromkeys(page.line, None), **text.line}
    return Surroundings(weight, {**page.level, **text.level}, line, text.home | page.home)


def find_region(
    body: BodyName | None, level: str, around: Surroundings, divisions: Divisions
) -> Region:
    """The region of a body.

    Args:
        body: who wrote the report, ``None`` where unknown.
        level: the level the name or the text gives, empty where none.
        around: what the report names.
        divisions: the divisions.
    """
    if body is not None and body.is_national:
        why = say("“%(name)s”是国家机关，不属于任何地区", name=body.text)
        return Region((), "ministry", 0.95, why)
    if body is not None and body.places:
        return _of_places(body, around, divisions)
    if body is not None and body.head:
        return _of_team(body, around, divisions)
    return _of_surroundings(body.relative if body else "", level, around, divisions)


def _of_places(body: BodyName, around: Surroundings, divisions: Divisions) -> Region:
    printed = "".join(body.places)
    own, parents = body.places[-1], tuple(p for p in body.places[:-1] if not _CORPS.search(p))
    same_name = _candidates(own, body.tail, divisions)
    fitting = [unit for unit in same_name if _fits(unit, parents, divisions)]
    if parents and not fitting:
        return _below_parent(body, parents, around, divisions)
    if not fitting and _ZONE.search(own):
        return _of_zone(own, around)
    chosen, sure, why = _choose(fitting, printed, around, named_parent=bool(parents))
    if chosen is None:
        return Region(None, evidence=why)
    if body.branch:
        return _of_branch(chosen, body.branch, sure, divisions)
    return Region(chosen.path, chosen.level, sure, why)


def _of_zone(own: str, around: Surroundings) -> Region:
    """For 南谯工业开发区: a zone that no list holds, named after a place the text names too."""
    told = [
        path
        for path, weight in around.weight.items()
        if weight >= _ENOUGH and len(path[-1]) > 2 and own.startswith(path[-1][:-1])
    ]
    if len(told) != 1:
        return Region(None, evidence=say("区划表中没有“%(own)s”", own=own))
    evidence = say(
        "区划表中没有“%(own)s”，正文提到“%(name)s”，与其名称相合", own=own, name=told[0][-1]
    )
    return Region((*told[0], own), "", 0.6, evidence)


def _candidates(own: str, tail: str, divisions: Divisions) -> tuple[Division, ...]:
    units = divisions.named(own)
    if tail == "办事处" and own.endswith("区"):  # 来广营地区办事处 is no prefecture's
        units = tuple(unit for unit in units if unit.level == "township")
    return units


def _fits(unit: Division, parents: tuple[str, ...], divisions: Divisions) -> bool:
    above = unit.path[:-1]
    return all(
        any(other.path == above[: len(other.path)] for other in divisions.named(parent))
        for parent in parents
    )


def _below_parent(
    body: BodyName, parents: tuple[str, ...], around: Surroundings, divisions: Divisions
) -> Region:
    """A place no list holds under a parent that one holds: 某县某镇 with a known 某县."""
    *above, parent = parents
    units = [u for u in divisions.named(parent) if _fits(u, tuple(above), divisions)]
    chosen, sure, why = _choose(units, "".join(body.places), around, named_parent=bool(above))
    if chosen is None or not _may_hold(chosen, body.places[-1], divisions):
        return Region(None, evidence=why)
    own = re.sub(r"(?<=街道)办事处$", "", body.places[-1])
    evidence = say("名称印有上级“%(name)s”，区划表中没有“%(own)s”", name=parent, own=own)
    return Region((*chosen.path, own), "", round(sure * 0.85, 2), evidence)


def _may_hold(parent: Division, own: str, divisions: Divisions) -> bool:
    """Whether an unlisted place can stand right below: no town right below a province."""
    below = {unit.level for unit in divisions.children(parent.path)}
    if _TOWNSHIP.search(own):
        return "township" in below
    return parent.level in ("prefecture", "county") or ("county" in below and len(below) == 1)


def _of_branch(parent: Division, branch: str, sure: float, divisions: Divisions) -> Region:
    below = [u for u in divisions.children(parent.path) if u.name in _forms(branch)]
    if len(below) != 1:
        evidence = say("派出机构的上级在“%(name)s”", name=parent.name)
        return Region(parent.path, "", round(sure * 0.6, 2), evidence)
    evidence = say("“%(name)s”下辖“%(own)s”，派出机构以此为名", name=parent.name, own=below[0].name)
    return Region(below[0].path, below[0].level, round(sure * 0.9, 2), evidence)


def _of_team(body: BodyName, around: Surroundings, divisions: Divisions) -> Region:
    """For 国家统计局当涂调查队: a ministry's team named after a place without suffix."""
    named = [unit for form in _forms(body.branch) for unit in divisions.named(form)]
    upper = list(dict.fromkeys(unit for unit in named if unit.level != "township"))
    chosen, sure, why = _choose(upper, body.branch, around, named_parent=False)
    if chosen is None:
        return Region(None, evidence=why)
    return Region(chosen.path, chosen.level, sure, why)


def _forms(name: str) -> tuple[str, ...]:
    """A place's name without suffix in all its full forms."""
    suffixes = ("省", "市", "区", "县", "旗", "盟", "新区", "镇", "街道", "乡")
    return (name, *(name + suffix for suffix in suffixes))


def _choose(
    units: list[Division], printed: str, around: Surroundings, *, named_parent: bool
) -> tuple[Division | None, float, str]:
    """The one unit the text speaks for; confidence; evidence with the place as printed."""
    if not units:
        return None, 0.0, say("区划表中没有“%(own)s”", own=printed)
    scores = sorted(((_support(u, around), u) for u in units), key=lambda pair: -pair[0])
    best, unit = scores[0]
    if len(units) == 1:
        if best < _ENOUGH and not named_parent and _elsewhere(unit, around):
            why = say("“%(own)s”虽只有一处同名，正文提到的却是别处", own=printed)
            return None, 0.0, why
        sure = 0.97 if named_parent or best >= _ENOUGH else 0.8
        return unit, sure, _because(say("“%(own)s”在区划表中只有一处", own=printed), unit, around)
    if best >= _ENOUGH and best > 1.5 * scores[1][0]:
        why = say("“%(own)s”有%(count)s处同名", own=printed, count=len(units))
        return unit, 0.9, _because(why, unit, around)
    why = say("“%(own)s”有%(count)s处同名，正文不足以判断", own=printed, count=len(units))
    return None, 0.0, why


def _support(unit: Division, around: Surroundings) -> float:
    above = (unit.path[:end] for end in range(1, len(unit.path)))
    named = (path for path in above if path in around.weight)
    return sum(around.weight[path] * _value(path, around) for path in named)


def _value(path: tuple[str, ...], around: Surroundings) -> float:
    if len(path) == 1:  # a municipality is its districts' city
        return _WEIGHT["prefecture" if path[0].endswith("市") else "province"]
    return _WEIGHT[around.level[path]]


def _because(why: str, unit: Division, around: Surroundings) -> str:
    """The same with what the text says of the places above, if it does."""
    for end in range(len(unit.path) - 1, 0, -1):
        path = unit.path[:end]
        if path in around.weight:
            cause = mentioned(around.line[path], path[-1])
            return say("%(reason)s，%(cause)s", reason=why, cause=cause)
    return why


def _elsewhere(unit: Division, around: Surroundings) -> bool:
    """Whether the text speaks of other surroundings than the unit's own."""
    for path, weight in around.weight.items():
        related = path == unit.path[: len(path)] or unit.path == path[: len(unit.path)]
        neighbour = len(path) > 2 and path[:-1] == unit.path[: len(path) - 1]
        if weight >= 1.0 and not related and not neighbour:
            return True
    return False


def _of_surroundings(
    relative: str, level: str, around: Surroundings, divisions: Divisions
) -> Region:
    """For 区统计局 and reports without a name: the one such place in an address or site name.

    市 may be a prefecture, a county-level city or a municipality: the place's name must end so.
    """
    if level not in ("province", "prefecture", "county"):
        return Region(None)
    units = (divisions.get(path) for path in around.home if around.weight[path] >= 1.0)
    named = [
        unit
        for unit in units
        if unit is not None and (unit.name.endswith(relative) if relative else unit.level == level)
    ]
    scores = sorted(
        ((_support(unit, around) + around.weight[unit.path], unit) for unit in named),
        key=lambda pair: -pair[0],
    )
    if not scores or (len(scores) > 1 and scores[0][0] <= 1.5 * scores[1][0]):
        return Region(None, evidence=say("正文没有说明是哪里的机关"))
    unit = scores[0][1]
    cause = mentioned(around.line[unit.path], unit.name)
    evidence = say("%(reason)s，%(cause)s", reason=say("名称没有地名"), cause=cause)
    return Region(unit.path, unit.level, 0.65, evidence)
