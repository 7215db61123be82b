"""Which body wrote the report: candidates from the title and the text, and the name by the rule.

The rule: the name as the title prints it, else the fullest name in the text, in simplified
characters, without the parents that the region carries; a bare place gets 人民政府 or, for a
街道, 办事处; known abbreviations are written out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from govreport_search.regions import Divisions
from govreport_search.regions.vocabulary import expand
from indexer.identify.name import BodyName, begins_with_place, is_tail, parse_name
from indexer.identify.title import OPENNESS, YEAR, Title, is_no_body, title_in
from indexer.identify.wording import HAN, Wording

_RUN = rf"{HAN}{{2,40}}"
_ASIDE = r"(?:\([^()]{0,30}\))?"
_ACTS = (
    "坚持|认真|严格|深入|全面|以习近平|高度重视|在|紧紧|积极|按照|依据|根据|围绕|始终|持续|不断|继续|结合|切实|"
    "大力|着力|依法|紧扣|通过|共|主动|贯彻|将|对|把|进一步|扎实|加强|聚焦|落实|牢固|充分|开展|没有|未|收到"
)
# Each source: its Chinese name, how sure it is, and where the name stands in the running text.
_SOURCES = (
    (
        "文中公布语",
        0.9,
        rf"(?P<run>{_RUN}?){_ASIDE}(?:{YEAR})年?度?{OPENNESS}(?:工作)?(?:年度|工作|情况)*(?:报告|年报)",
    ),
    (
        "文中公布语",
        0.88,
        rf"(?:{YEAR})年?度?(?P<run>{_RUN}?){OPENNESS}(?:工作)?(?:年度|工作|情况)*(?:报告|年报)",
    ),
    (
        "编制说明",
        0.85,
        rf"由(?P<run>{_RUN}?){_ASIDE}(?:负责)?(?:根据|按照|依据|依照|编制|编写|制作|汇总|组织编|牵头)",
    ),
    (
        "正文主语",
        0.75,
        rf"(?:^|[。;,\n:]|{YEAR}年度?,?|一年来,?)(?P<run>{_RUN}?)(?={_ACTS})",
    ),
    (
        "发布机构",
        0.7,
        r"(?:发布|发文|编制|公开|责任|制作|报送)(?:机构|单位|机关|主体|部门):?(?P<run>"
        + _RUN
        + rf")(?!{HAN})",
    ),
    (
        "联系方式",
        0.6,
        rf"(?:请?[径直]?接?[与同]|请?联系|致电)(?P<run>{_RUN}?)(?:政[务府]公开办公?室?)?(?:联系|\(|,|:)",
    ),
    ("正文称呼", 0.45, rf"(?P<run>{_RUN}?){OPENNESS}工作"),
)
_PATTERNS = tuple((label, weight, re.compile(p, re.MULTILINE)) for label, weight, p in _SOURCES)
_JUNK = re.compile(
    r"^.*(?:现将|现就|公布|发布|编制|报告|关于|根据|联系|推进|做好|开展|加强|推动|落实|规范|促进|重视|名称|标题|称为|年度)"
    r"|^(?:由|向|特向|现|将|是|为|的|与|系|对|把|并|从|在|经|请|及|和|本级|今年|去年|年来|期间|同时)"
)
_INNER = re.compile(
    r"领导小组|党政.{0,2}办公|党政办|^.{0,12}(?:科|股|处)室$|公开办|党委|委员会党组|人大|国务院办公厅"
)
# Places in general, none in particular.
_NO_PLACE = re.compile(
    r"乡镇|村镇|城镇|集镇|街镇|[上下各]级|省市|市县|区县|县区|城区|社区|辖区|校区|小区|片区|[我全各本该所两几]|部分|[有相]关"
)
# Tails that name nobody when they stand alone in a sentence.
_NO_NAME = frozenset(
    ("", "办", "办公室", "办公厅", "办事处", "政府", "人民政府", "委员会", "管委会")
)
_GOVERNMENT_OFFICE = re.compile(r"政府办公[室厅]$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A body's name found in the report.

    Attributes:
        body: the name taken apart.
        printed: the name as it stands in the report, clean.
        confidence: 0..1.
        evidence: one Chinese sentence.
    """

    body: BodyName
    printed: str
    confidence: float
    evidence: str


def find_agency(
    title: Title | None, wording: Wording, name: str, divisions: Divisions
) -> Candidate | None:
    """The body that wrote the report, ``None`` where the text does not say.

    Args:
        title: the report's title.
        wording: the report.
        name: file name, used only where the text names nobody.
        divisions: the divisions.
    """
    if title is not None and title.body is not None:
        where = f"第{title.line}行" if title.line else "文首"
        evidence = f"标题（{where}）印有“{title.printed}”"
        return Candidate(title.body, title.printed, 0.95, evidence)
    found = list(_in_text(wording, divisions))
    if found:
        return max(found, key=_rank)
    in_name = title_in(re.sub(r"\.\w{2,5}$", "", name.rsplit("/", 1)[-1]), None, divisions)
    if in_name is not None and in_name.body is not None:
        evidence = f"文件名含“{in_name.printed}”"
        return Candidate(in_name.body, in_name.printed, 0.4, evidence)
    return None


def _rank(candidate: Candidate) -> tuple[float, int]:
    body = candidate.body
    # A name with its place says more than 区政府办公室, which stands for a name.
    placeless = 0.25 if not body.places and not body.head else 0.0
    return candidate.confidence - placeless, len(body.places)


def _in_text(wording: Wording, divisions: Divisions) -> Iterator[Candidate]:
    for label, weight, pattern in _PATTERNS:
        named: dict[str, tuple[BodyName, int]] = {}
        counts: Counter[str] = Counter()
        for found in pattern.finditer(wording.flow):
            body = _body(found["run"], divisions)
            if body is not None:
                named.setdefault(body.text, (body, found.start("run")))
                counts[body.text] += 1
        if counts:
            body, start = named[counts.most_common(1)[0][0]]
            line = wording.line_at(start)
            where = f"第{line}行" if line else "文中"
            evidence = f"{label}（{where}）印有“{body.text}”"
            yield Candidate(body, body.text, weight, evidence)


def _body(run: str, divisions: Divisions) -> BodyName | None:
    """The body a run of characters ends in, the words before it cut off."""
    if run.endswith("人民"):
        run += "政府"
    if _INNER.search(run):
        return None
    while not begins_with_place(run, divisions):  # 向阳区 begins with no 向
        shorter = _JUNK.sub("", run, count=1)
        if shorter == run:
            break
        run = shorter
    body = None if is_no_body(run, divisions) else parse_name(run, divisions)
    return body if body is not None and _is_sure(body, divisions) else None


def _is_sure(body: BodyName, divisions: Divisions) -> bool:
    """Whether running text may name a body so; any sentence can end in 局 or hold a 镇."""
    if body.head:
        return True
    if body.places:
        known = begins_with_place(body.text, divisions)
        return known or not (len(body.places[0]) > 6 or _NO_PLACE.search(body.places[0]))
    return is_tail(body.tail) and body.tail not in _NO_NAME


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
    drop = len(body.places) - 1 if region and not body.head else 0
    place = "".join(body.places[drop:])
    if place.endswith("街道") and tail in ("", "办", "办事处"):
        tail = "办事处"
    elif tail == "" and not place.endswith(("办事处", "街道办", "街办", "农场", "林场", "牧场")):
        tail = "管理委员会" if re.search(r"(?:开发|园|高新|示范|管理)区$", place) else "人民政府"
    elif tail == "政府":
        tail = "人民政府"
    return body.head + expand(place) + tail
