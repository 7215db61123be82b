"""Names of bodies in the running text that may be the report's author, with how sure each is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from govreport_search.regions import Divisions
from govreport_search.sentence import say
from indexer.identify.name import BodyName, begins_with_place, is_tail, parse_name
from indexer.identify.title import OPENNESS, YEAR, is_no_body
from indexer.identify.wording import HAN, Wording, place_of

_RUN = rf"(?P<run>{HAN}{{2,40}}?)"
_ASIDE = r"(?:\([^()]{0,30}\))?"
_REPORT = rf"{OPENNESS}(?:工作)?(?:年度|工作|情况)*(?:报告|年报)"
_ACTS = (
    "坚持|认真|严格|深入|全面|以习近平|高度重视|在|紧紧|积极|按照|依据|根据|围绕|始终|持续|不断|继续|结合|"
    "切实|大力|着力|依法|紧扣|通过|共|主动|贯彻|将|对|把|进一步|扎实|加强|聚焦|落实|牢固|充分|开展|没有|未|收到"
)
_FILLED_IN, _ANNOUNCED = say("填报单位"), say("文中公布语")
# Where the text names its author: the source's Chinese name, how sure it is, the pattern.
_SOURCES = (
    (_ANNOUNCED, 0.9, rf"{_RUN}{_ASIDE}(?:{YEAR})年?度?{_REPORT}"),
    (_ANNOUNCED, 0.88, rf"(?:{YEAR})年?度?{_RUN}{_REPORT}"),
    (
        say("文中公布语"),
        0.88,
        rf"{_RUN}{OPENNESS}(?:工作)?(?:{YEAR})年?度?(?:工作|情况)*(?:报告|年报)",
    ),
    (
        say("编制说明"),
        0.85,
        rf"由{_RUN}{_ASIDE}(?:负责)?(?:根据|按照|依据|依照|编制|编写|制作|汇总|组织编|牵头)",
    ),
    (
        say("正文主语"),
        0.75,
        rf"(?:^|[。;,\n:]|{YEAR}年度?,?|一年来,?){_RUN}(?={_ACTS})",
    ),
    (
        say("发布机构"),
        0.7,
        r"(?:发布|发文|编制|公开|责任|制作|报送)(?:机构|单位|机关|主体|部门)(?:\n|:)?"
        rf"(?P<run>{HAN}{{2,40}})(?!{HAN})",
    ),
    (
        _FILLED_IN,
        0.9,
        r"(?:(?:填报|填表|编报|上报)(?:单位|机构|机关|部门)|单位)(?:名称)?(?:\((?:盖|公|签)章\))?[:\n]{1,2}"
        rf"(?P<run>{HAN}{{2,40}}?)(?=填报|填表|报送|制表|审[核批]|单位|负责|联系|日期|时间|统计指标|信息内容|(?!{HAN}))",
    ),
    (say("页首"), 0.65, rf"\A(?:[^\n]{{0,40}}\n){{0,3}}(?P<run>{HAN}{{3,30}})(?=\n)"),
    (say("联系方式"), 0.6, rf"(?:请?[径直可]?接?[与同]|请?联系|致电){_RUN}(?:联系|\(|,|:)"),
    (
        say("网站名称"),
        0.5,
        rf"[在从由]“?(?P<run>{HAN}{{2,30}}?(?:局|厅|委|委员会|办事处))”?(?:官方|门户|政府|政务)*网站",
    ),
    (say("正文称呼"), 0.45, rf"{_RUN}{OPENNESS}工作"),
)
_PATTERNS = tuple((label, weight, re.compile(p, re.MULTILINE)) for label, weight, p in _SOURCES)
_JUNK = re.compile(
    r"^.*(?:现将|现就|公布|发布|现公开|编制|报告|关于|根据|联系|推进|做好|开展|加强|推动|落实|规范|促进|重视|名称|标题|"
    r"称为|年度)|^(?:由|向|特向|现|将|是|为|的|了|与|系|对|把|并|从|在|经|请|及|和|本级|今年|去年|年来|期间|同时)"
)
# Offices inside a body that answer letters in its name: 某镇人民政府党政办公室.
_INNER = re.compile(
    r"(?:党政|综合|党政综合)办(?:公室)?$|(?:政府)?信息(?:与政务)?公开(?:工作)?(?:领导小组)?(?:办公室|办|处|科|中心)$"
    r"|政府信息中心$|政务公开.{0,6}$|(?<=[局委厅会署])(?:办公[室厅]|.{2,4}[科股处])$"
)
_NEVER = re.compile(r"领导小组|(?:党委|党组|人大|政协)|国务院办公厅|.{0,12}[科股]室$|网站?$")
# Places in general, none in particular.
_NO_PLACE = re.compile(
    r"乡镇|村镇|城镇|集镇|街镇|[上下各]级|省市|市县|区县|县区|城区|社区|辖区|校区|小区|片区|[我全各本该所两几]"
    r"|部分|[有相]关"
)
_ANY_PLACE = re.compile(
    r"^(?:经济|高新|工业|城市)?(?:街道|开发区|园区|新区|管理区|高新区|农场|林场|牧场|城区|郊区)$"
)
_OTHER = re.compile(r"^[^的了这为在和网]{2,14}(?:局|委|委员会|厅|办公室|中心|院|所|会)$")
_ZONE = re.compile(r"(?:开发|园|示范|管理|度假|保税)区$")
# Tails that name nobody when they stand alone in a sentence.
_NO_NAME = frozenset(
    ("", "办", "办公室", "办公厅", "办事处", "政府", "人民政府", "委员会", "管委会")
)
_SITE_PART = re.compile(r"[\s>＞»/|｜_:：·-]+")
_SITE_TAIL = re.compile(
    r"(?:官方|门户|政府|政务|信息|公众|公开)*(?:网站?|平台|专栏|门户|首页)(?:\(.*\))?$|(?:政府)?信息公开$"
)
_PAGE_WEIGHT = 0.5
_MINISTRY = re.compile(r"国家|中国")
_SELF = re.compile(r"[我本](局|委|厅|镇|乡|街道|苏木|院|中心)(?![办直员])")
_OWN_LAND = re.compile(r"[我全](?:省|自治区|市|州|盟|区|县|旗)(?![属直级])")


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


def candidates(wording: Wording, divisions: Divisions) -> Iterator[Candidate]:
    """Yields the likeliest name of each source, the surest source first.

    A name that does not go with how the report calls itself (我局 in a report that also names
    the county's government) is passed over.
    """
    self_word = _self_word(wording)
    read: dict[str, BodyName | None] = {}  # sentences repeat
    for label, weight, pattern in _PATTERNS:
        named: dict[str, tuple[BodyName, int]] = {}
        counts: Counter[str] = Counter()
        for found in pattern.finditer(wording.flow):
            run = found["run"]
            if run not in read:
                read[run] = _body(run, divisions)
            body = read[run]
            if body is None and label == _FILLED_IN:  # a form asks for the whole name
                body = None if is_no_body(run, divisions) else parse_name(run, divisions)
            if body is not None and _calls_itself(body, self_word):
                named.setdefault(body.text, (body, found.start("run")))
                counts[body.text] += 1
        if counts:
            body, start = named[counts.most_common(1)[0][0]]
            line = wording.line_at(start)
            evidence = say(
                "%(cause)s（%(where)s）印有“%(printed)s”",
                cause=label,
                where=place_of(line),
                printed=body.text,
            )
            yield Candidate(_whole(body, weight, wording), body.text, weight, evidence)


def candidate_of_page(site: str, wording: Wording, divisions: Divisions) -> Candidate | None:
    """The body that a web page names as its source, in its breadcrumb or as its site.

    A site serves many bodies: a government is taken from there only where the report speaks
    of the land it governs.

    Args:
        site: what the page says, clean.
        wording: the report.
        divisions: the divisions.
    """
    self_word = _self_word(wording)
    for part in _SITE_PART.split(site):
        name = _SITE_TAIL.sub("", part)
        body = _body(name, divisions) if len(name) > 2 else None
        if body is None or not _calls_itself(body, self_word):
            continue
        governs = body.tail in ("", "政府", "人民政府")
        if not governs or self_word or _OWN_LAND.search(wording.flow):
            evidence = say("网页的来源、栏目或网站名印有“%(printed)s”", printed=body.text)
            return Candidate(body, body.text, _PAGE_WEIGHT, evidence)
    return None


def _self_word(wording: Wording) -> str:
    """What the report calls its author: 局 of 我局; empty where it does not."""
    words = Counter(_SELF.findall(wording.flow))
    return words.most_common(1)[0][0] if words else ""


def _body(run: str, divisions: Divisions) -> BodyName | None:
    """The body a run of characters ends in; the words before it and inner offices are cut off."""
    run = _INNER.sub("", _INNER.sub("", run))
    if run.endswith("人民"):
        run += "政府"
    if len(run) < 2 or _NEVER.search(run):
        return None
    for found in _MINISTRY.finditer(run):  # 国家税务总局某市某区税务局 does not begin with 某市
        body = parse_name(run[found.start() :], divisions)
        if body is not None and body.head and (body.places or body.branch):
            return body
    for start in range(len(run) - 2):
        if begins_with_place(run[start:], divisions):  # 向阳区 begins with no 向
            body = parse_name(run[start:], divisions)
            if body is not None and body.places and _is_sure(body, known=True):
                return body
    shorter = _JUNK.sub("", run, count=1)
    while shorter != run:
        run, shorter = shorter, _JUNK.sub("", shorter, count=1)
    body = None if is_no_body(run, divisions) else parse_name(run, divisions)
    return body if body is not None and _is_sure(body, known=False) else None


def _is_sure(body: BodyName, *, known: bool) -> bool:
    """Whether running text may name a body so; any sentence can end in 局 or hold a 镇."""
    if body.head:
        return True
    if body.relative:
        return body.tail not in ("政府", "人民政府")
    if not body.places:
        return is_tail(body.tail) and body.tail not in _NO_NAME
    is_any = len(body.places) == 1 and _ANY_PLACE.match(body.places[0])
    if is_any or not (is_tail(body.tail) or _OTHER.match(body.tail)):
        return False
    first = body.places[0]
    longest = 12 if _ZONE.search(first) else 6
    return known or (len(first) <= longest and not _NO_PLACE.search(first))


def _calls_itself(body: BodyName, self_word: str) -> bool:
    if self_word in ("镇", "乡", "苏木"):
        return body.own_place.endswith(self_word) or body.relative == self_word
    if self_word == "街道":
        return body.own_place.endswith(("街道", "办事处", "街道办", "街办"))
    if self_word:
        return self_word in (body.tail or body.head)[-3:]
    return True


def _whole(body: BodyName, weight: float, wording: Wording) -> BodyName:
    """The government, where its office only answers for a report that speaks of 我市 or 全县."""
    office = re.fullmatch(r"((?:人民)?政府)办(?:公[室厅])?", body.tail)
    if office and weight <= 0.85 and body.places and _OWN_LAND.search(wording.flow):
        return BodyName(body.text, body.places, office[1])
    return body
