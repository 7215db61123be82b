"""A body's level and kind, from its name and from how the text speaks of itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from govreport_search.regions.vocabulary import function_of
from govreport_search.sentence import say
from indexer.identify.name import BodyName
from indexer.identify.wording import Wording, mentioned

_ORDER = ("ministry", "province", "prefecture", "county", "township")
_BY_END = (
    (re.compile(r"(?:省|自治区|兵团)$"), "province"),
    (re.compile(r"(?:街道|镇|乡|苏木|办事处|街道办|街办|公所|农场|林场|牧场)$"), "township"),
    (re.compile(r"(?:市|地区|盟|州|师)$"), "prefecture"),
    (re.compile(r"(?:区|县|旗)$"), "county"),
)
_SELF = (
    (
        re.compile(r"(?:我|全|本)(?:镇|乡|街道|苏木)|我办事处|我街|镇党委|乡党委|街道党工委"),
        "township",
    ),
    (re.compile(r"(?:我|本)(?:县|区|旗)(?!别|域|分)"), "county"),
    (re.compile(r"(?:我|本)(?:州|盟|市)(?!场)"), "prefecture"),
    (re.compile(r"(?:我|本)(?:省|自治区|厅)"), "province"),
)
_OVER_IT = re.compile(
    r"(?P<unit>自治区|省|市|区|县|旗|州|盟)(?:委、?(?:自治区|省|市|区|县|旗|州|盟)?(?:人民)?政府|"
    r"(?:人民)?政府(?:门户|信息|公众信息)*(?:公开)?网)"
)
_NAMED = re.compile(
    r"(?<![^、,。;:及和与在按照据由向经\n])(?P<unit>自治区|省|市|区|县|旗|州|盟)(?:人民)?政府"
)
_UNIT_LEVEL = {
    **dict.fromkeys(("自治区", "省"), "province"),
    **dict.fromkeys(("市", "州", "盟"), "prefecture"),
    **dict.fromkeys(("区", "县", "旗"), "county"),
    **dict.fromkeys(("镇", "乡", "街道", "苏木"), "township"),
}
_ZONE = re.compile(
    r"(?:开发区|园区|高新区|新区|管理区|示范区|度假区|保税区|风景区|名胜区|试验区|产业园|工业园|新城)"
    r"(?:党工委)?(?:管(?:理)?委(?:员)?会)?$"
)
_OFFICE = re.compile(r"^(?:.*政府|.*党政.{0,2}|党委)?办(?:公[室厅])?$")
_BRANCH = re.compile(
    r"(?:局|委员会|委|总队).+(?:分局|支局|监管局|管理局|税务局|所|大队|中队|支队|调查队)$|分局$|(?:派出所|调查队)$"
)
_INSTITUTION = re.compile(
    r"(?:中心|医院|学校|大学|中学|小学|学院|馆|集团|公司|台|银行|联合会|研究院|研究所|水厂|协会|红十字会)$"
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A level or kind with confidence and evidence; an empty value where nothing tells."""

    value: str = ""
    confidence: float = 0.0
    evidence: str = ""


def level_of(body: BodyName | None, wording: Wording) -> Judgement:
    """The level before the divisions are asked: from the name, else from the text.

    我镇 and 我区 give the level of a body without a name; for a department, the lowest
    government it works under or whose site it uses.
    """
    if body is not None and body.is_national:
        return Judgement("ministry", 0.95, say("“%(name)s”是国家机关", name=body.text))
    if body is not None and body.places:
        return _of_places(body)
    if body is not None and body.relative:
        level = _UNIT_LEVEL[body.relative]
        sure = 0.6 if body.relative == "市" else 0.8  # a county-level city says 市 as well
        if body.branch:
            level = _below(level)
        evidence = say("名称“%(name)s”以“%(start)s”开头", name=body.text, start=body.relative)
        return Judgement(level, sure, evidence)
    return _of_text(body, wording)


def _of_places(body: BodyName) -> Judgement:
    own, above = body.own_place, body.places[:-1]
    level = next((level for end, level in _BY_END if end.search(own)), "")
    if own.endswith("区") and body.tail == "办事处":
        level = "township"
    if own.endswith("市") and any(place.endswith(("市", "州", "盟", "地区")) for place in above):
        level = "county"
    if own.endswith(("林区", "特区")):
        level = "county"
    if body.branch:
        level = _below(level)
    sure = 0.5 if _ZONE.search(own) else 0.85
    if not level:
        return Judgement(level)
    return Judgement(level, sure, say("名称中的地名是“%(name)s”", name=own))


def _below(level: str) -> str:
    return _ORDER[min(_ORDER.index(level) + 1, len(_ORDER) - 1)] if level else ""


def _of_text(body: BodyName | None, wording: Wording) -> Judgement:
    flow = wording.flow
    for pattern, level in _SELF:
        found = pattern.search(flow)
        if found:
            return Judgement(level, 0.7, _called(wording.line_at(found.start()), found[0]))
    best: re.Match[str] | None = None
    for found in _OVER_IT.finditer(flow):
        if best is None or _rank(found) > _rank(best):
            best = found
    if best is None:
        return _of_orders(wording)
    sure = 0.6 if body is not None else 0.5
    evidence = mentioned(wording.line_at(best.start()), best[0])
    return Judgement(_UNIT_LEVEL[best["unit"]], sure, evidence)


def _called(line: int | None, text: str) -> str:
    if not line:
        return say("正文自称“%(text)s”", text=text)
    return say("正文第%(line)s行自称“%(text)s”", line=line, text=text)


def _of_orders(wording: Wording) -> Judgement:
    """The last resort: the lowest government the text names without its place."""
    found = max(_NAMED.finditer(wording.flow), key=_rank, default=None)
    if found is None:
        return Judgement()
    evidence = mentioned(wording.line_at(found.start()), found[0])
    return Judgement(_UNIT_LEVEL[found["unit"]], 0.4, evidence)


def _rank(found: re.Match[str]) -> int:
    return _ORDER.index(_UNIT_LEVEL[found["unit"]])


def kind_of(body: BodyName) -> Judgement:
    """What kind of body the name tells."""
    whole = body.own_place + body.tail
    tail = body.tail
    kind, why = "other", whole or body.text
    if body.is_national:
        kind, why = ("institution" if _INSTITUTION.search(body.text) else "department"), body.text
    elif body.branch or body.head or _BRANCH.search(tail):
        kind, why = "branch", tail
    elif _is_street(body):
        kind = "subdistrict"
    elif _ZONE.search(whole) and not tail.endswith(("政府", "办公室", "局")):
        kind = "zone"
    elif tail in ("", "人民政府", "政府") or tail.endswith("公所"):
        kind = "government"
    elif _OFFICE.search(tail):
        kind, why = "office", tail
    elif _INSTITUTION.search(tail):
        kind, why = "institution", tail
    elif tail.endswith(("局", "委员会", "委", "厅", "部", "署", "办公室", "办", "院")):
        kind, why = "department", tail
    return Judgement(kind, 0.6 if kind == "other" else 0.9, say("名称中的“%(text)s”", text=why))


def _is_street(body: BodyName) -> bool:
    own, tail = body.own_place, body.tail
    if own.endswith(("街道", "街道办", "街办", "地区")) and tail in ("", "办", "办事处"):
        return own.endswith(("道", "办")) or tail == "办事处"
    return own.endswith("办事处") and not tail


def function_in(body: BodyName, kind: str) -> str:
    """The field of work of a department, branch or institution; empty for other bodies."""
    if kind not in ("department", "branch", "institution"):
        return ""
    return function_of(body.head if body.is_national else body.tail)[0]
