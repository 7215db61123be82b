"""What the words above a table, and in its header, say of the year of its numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer.blocks import Line

_LONGEST = 40
_LAST = r"(?:上一?年|去年|往年)"
_ANNOUNCED = re.compile(rf"(?<![较比与]){_LAST}(?!度?结转)")
_OWN = re.compile(r"本年|今年|本期")
_NAMED_YEAR = re.compile(r"(20\d\d)\s*年")
_SENTENCE = re.compile(r"[，。；,;]")
_BEGINS = re.compile(
    rf"\s*(?:附[:：]?|注[:：]?|[（(]?[一二三四五六七八九十\d]{{1,2}}[、.．)）])*\s*"
    rf"(?:(20\d\d)\s*年|{_LAST})(?!以来|[起至底末初]|度?结转)"
)
_ANY = re.compile(r"20\d\d|[上去往本今]\s*(?:一\s*)?年|本\s*期")
_TITLE = re.compile(r"(20\d\d)\s*年?.{0,40}(?:年度报告|年报|工作报告|信息公开报告)")
_TITLE_LINES = 40
_UNIT = re.compile(r"[（(]?\s*(?:计量)?单\s*位\s*[:：]")

_YEAR = re.compile(r"(20\d\d)年?度?(?:数据?|统计数|情况)?")
_PAST = re.compile(rf"{_LAST}度?(?:同期)?(?:数据?|统计数|情况)?")


@dataclass(frozen=True)
class Said:
    """What a caption says.

    Attributes:
        is_past: that the numbers are last year's.
        is_own: that they are this year's.
        year: the only year it names, 0 without one.
    """

    is_past: bool = False
    is_own: bool = False
    year: int = 0

    def is_before(self, own: int) -> bool:
        """Whether the numbers are those of a year before ``own``."""
        return self.is_past or 0 < self.year < own


def said(texts: Iterable[str]) -> Said:
    """What captions say together.

    A sentence says only what it begins with: behind a comma, years are those of comparisons.
    """
    past = own = False
    years: set[int] = set()
    for text in texts:
        if len(text) > _LONGEST or _SENTENCE.search(text.split("（")[0]):
            begin = _BEGINS.match(text)
            if begin is not None:
                past = past or begin[1] is None
                years.update({int(begin[1])} if begin[1] else ())
            continue
        past = past or bool(_ANNOUNCED.search(text))
        own = own or bool(_OWN.search(text))
        years.update(map(int, _NAMED_YEAR.findall(text)))
    return Said(past, own and not past, years.pop() if len(years) == 1 else 0)


def may_say(text: str) -> bool:
    """Whether a text names any year at all: quick, for most lines do not."""
    return bool(_ANY.search(text))


def title_year(lines: Sequence[Line]) -> int:
    """The year in the report's title, 0 where none of the first lines is one."""
    for line in lines[:_TITLE_LINES]:
        found = _TITLE.search("".join(line.text.split()))
        if found is not None:
            return int(found[1])
    return 0


def compares(words: Iterable[str]) -> bool:
    """Whether header cells are those of a comparison: several years, or last year's numbers."""
    texts = list(words)
    return compares_years(texts) or any(_PAST.fullmatch(text) for text in texts)


def compares_years(words: Iterable[str]) -> bool:
    """Whether header cells name several years, one each."""
    return len({found[1] for text in words if (found := _YEAR.fullmatch(text))}) > 1


def is_unit_line(line: Line) -> bool:
    """Whether a line only prints the unit of a table's numbers, as between caption and table."""
    return bool(_UNIT.match(line.text.strip()))
