"""A body's name taken apart: the places it begins with and what the body is there.

``青岛市崂山区审计局`` is the places 青岛市, 崂山区 and the tail 审计局. Places are known from the
divisions or, for places no list holds, from the characters they end in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from govreport_search.regions import Divisions
from govreport_search.regions.vocabulary import function_words
from indexer.identify.wording import HAN

_PLACE_END = re.compile(
    r"(?:自治区|自治州|自治县|自治旗|地区|省|市|盟|州|区|县|旗|街道|镇|乡|苏木|农场|林场|牧场|高新区|园区|兵团|第[一二三四五六七八九十]{1,3}师)$"
)
_BODY_END = re.compile(
    r"(?:局|委|厅|部|署|办公室|办|中心|院|所|站|队|会|处|馆|校|大学|[中小]学|集团|公司|台|社|银行|团)$"
)
_PLAIN_TAIL = re.compile(
    r"(?:人民政府|政府|(?:人民)?政府办(?:公[室厅])?|办公[室厅]|办事处|街道办|街办|办|管理?委员?会|公所)?"
)
_STREET_END = re.compile(r"(?:街道|街道办事处|街道办|街办)$")
_NATIONAL = re.compile(r"^(?:中华人民共和国|国务院|国家|中国|中共中央|全国)")
_NATIONAL_LOCAL = re.compile(
    rf"^((?:国家|中国){HAN}{{2,10}}?(?:总局|局|总署|委员会|人民银行))(.+)$"
)
_NATIONAL_TEAM = re.compile(
    rf"^({HAN}{{2,7}}?)(?:调查总?队|分局|监管局|监管分局|管理局|办事处|专员办|税务局)$"
)
# 广州海关, 中华人民共和国广州海关, and 广州海关关区, which its own report is about.
_CUSTOMS = re.compile(rf"^(?:中华人民共和国)?(?P<place>{HAN}{{2,6}}?)海关(?:关区)?$")
_RELATIVE = re.compile(r"^(自治区|省|市|区|县|旗|州|盟|街道|镇|乡|苏木)(.+)$")
_OFFICE_OF_STREET = re.compile(r"^[^驻省市区县旗镇乡道]{2,7}(?:办事处|街办)$")
_BRANCH = re.compile(
    rf"(?:局|委员会|委|总队)(?P<place>{HAN}{{2,7}}?)"
    r"(?:分局|支局|监管局|管理局|税务局|监管所|派出所|税务所|管理所|大队|中队|支队|调查队)$"
)
_MAX_PLACE = 12  # characters
_MAX_PLACES = 5


@dataclass(frozen=True, slots=True)
class BodyName:
    """A name taken apart.

    Attributes:
        text: the whole name, clean.
        places: places it begins with, the widest first, as printed.
        tail: what follows the places: 人民政府, 信访局, or nothing.
        relative: 区 in 区统计局: a level without a place.
        head: 国家税务总局 in 国家税务总局某县税务局, 广州 in 广州海关, or the whole name of a
            national body.
        branch: the place a dispatched branch names behind its bureau or ministry, mostly
            without its suffix: 姑苏 in 公安局姑苏分局, 广州 in 广州海关.
    """

    text: str
    places: tuple[str, ...] = ()
    tail: str = ""
    relative: str = ""
    head: str = ""
    branch: str = ""

    @property
    def own_place(self) -> str:
        """The place the body works for, empty where the name has none."""
        return self.places[-1] if self.places else ""

    @property
    def is_national(self) -> bool:
        """Whether this is a body of the whole country."""
        return bool(self.head) and not self.places and not self.tail


def parse_name(text: str, divisions: Divisions) -> BodyName | None:
    """Takes a clean name apart; ``None`` where it is no public body's name.

    The whole text must be the name: 要求编制 or 我镇 give ``None``.
    """
    if not re.fullmatch(rf"(?:{HAN}|[()·]){{2,}}", text):
        return None
    customs = _CUSTOMS.match(text)
    if customs:
        return BodyName(text, tail="海关", head=customs["place"], branch=customs["place"])
    if _NATIONAL.match(text):
        return _national(text, divisions)
    relative = _RELATIVE.match(text)
    if relative and (is_tail(relative[2]) or is_tail(relative[2].removeprefix("政府"))):
        return BodyName(text, tail=relative[2], relative=relative[1], branch=_branch(relative[2]))
    split = _split(text, divisions, depth=0)
    if split is None:
        return None
    places, tail = split
    if not places and tail.endswith(("部", "总署", "总局")) and is_tail(tail):
        return BodyName(text, head=text)  # only the country's departments end so
    return BodyName(text, places, tail, branch=_branch(tail))


def _national(text: str, divisions: Divisions) -> BodyName | None:
    local = _NATIONAL_LOCAL.match(text)
    if local:
        head, rest = local[1], local[2]
        split = _split(rest, divisions, depth=0)
        if split and split[0]:
            return BodyName(text, split[0], split[1], head=head)
        team = _NATIONAL_TEAM.match(rest)
        if team:
            return BodyName(text, tail=rest, head=head, branch=team[1])
    return BodyName(text, head=text) if _BODY_END.search(text) else None


def _branch(tail: str) -> str:
    found = _BRANCH.search(tail)
    return found["place"] if found else ""


def is_tail(text: str) -> bool:
    """Whether this can stand right behind a place: 人民政府, 统计局, or nothing at all."""
    if _PLAIN_TAIL.fullmatch(text):
        return True
    if _STREET_END.search(text):  # 建设街道办事处 is no bureau for 建设
        return False
    return text.startswith(function_words()) and bool(_BODY_END.search(text))


def _split(text: str, divisions: Divisions, depth: int) -> tuple[tuple[str, ...], str] | None:
    """Places and tail of a name; known places before unknown ones, sure tails before others."""
    if _PLAIN_TAIL.fullmatch(text):
        return (), text
    if depth > _MAX_PLACES:
        return None
    known = list(divisions.known_prefixes(text))
    for place in filter(_PLACE_END.search, known):
        rest = _split(text[len(place) :], divisions, depth + 1)
        if rest is not None:
            return (place, *rest[0]), rest[1]
    if is_tail(text):  # after 公安县, which is no 公安; before 林业局, which codes list as a place
        return (), text
    if _OFFICE_OF_STREET.match(text):
        return (text,), ""
    for place in known:
        rest = _split(text[len(place) :], divisions, depth + 1)
        # 北京路街道 does not begin with 北京: a short name stands before another place only.
        if rest is not None and (rest[0] or _is_full(place, divisions)):
            return (place, *rest[0]), rest[1]
    return _unknown_place(text, divisions, depth)


def _unknown_place(
    text: str, divisions: Divisions, depth: int
) -> tuple[tuple[str, ...], str] | None:
    """A place that no list holds, told by the characters it ends in; else a tail of its own."""
    for end in range(2, min(len(text), _MAX_PLACE) + 1):
        place, tail = text[:end], text[end:]
        if not _PLACE_END.search(place) or tail[:1] in ("街", "域", "划"):
            continue
        rest = _split(tail, divisions, depth + 1)
        # 乡镇企业局 begins with no place: two characters need a tail that is beyond doubt.
        if rest is not None and (end >= 3 or (not rest[0] and _PLAIN_TAIL.fullmatch(rest[1]))):
            return (place, *rest[0]), rest[1]
    return ((), text) if _BODY_END.search(text) else None


def begins_with_place(text: str, divisions: Divisions) -> bool:
    """Whether a text begins with the full name of a known place: 河南省, not 河南."""
    return any(_is_full(name, divisions) for name in divisions.known_prefixes(text))


def _is_full(place: str, divisions: Divisions) -> bool:
    if _PLACE_END.search(place):
        return True
    return any(unit.name == place for unit in divisions.named(place))
