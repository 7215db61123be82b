"""The report year: title, period of the figures, what the text speaks of, then support."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from govreport_search.sentence import say
from indexer.identify.title import YEAR, Title, year_number
from indexer.identify.wording import Wording, place_of

# 2020年1月1日起至2020年12月31日, and what is left of it when 年月日 got lost:
# 202211日起至20221231日.
_PERIOD = re.compile(
    r"(?P<year>20[0-4]\d)年?0?1月?0?1日?0?0?[起止]?(?:[至到—~-]+|起至)"
    r"(?:(?P<end>20[0-4]\d)年?|当年|同年|本年)?12月?[23]\d日?"
)
_UNTIL = re.compile(r"截[止至]到?(20[0-4]\d)年12月(?:3[01]日|底)")
_QUOTED = re.compile(r"《[^《》]{0,120}》|[〔\[(【]20[0-4]\d[〕\])】]")
# Neither a comparison (较2019年) nor a plan (2021年我局将) tells what the report is about.
_NAMED = re.compile(
    rf"(?<![较比同与])({YEAR})(?:年度?|度)(?!\d?\d月|[^。;]{{0,8}}将|[^。;]{{0,4}}(?:计划|工作打算))"
)
_PUBLISHED = re.compile(
    r"(?:发布|发文|公开|生成|成文|印发|公布|公文生成|更新|提交)?(?:日期|时间)[::]?(20[0-4]\d)[-年/.]?"
)
_SIGNED = re.compile(r"^\(?(20[0-4]\d)年\d{1,2}月\d{1,2}日\)?$", re.MULTILINE)
_ADDRESS_DATE = re.compile(r"(20[0-4]\d)(?:-|/)?(?:0[1-9]|1[0-2])(?!\d{3}(?!\d))")
_FILE_YEAR = re.compile(rf"(?<!\d)({YEAR})(?=年|[^\d]|$)")
_FIRST = 2007  # the regulation of 2007 asks for the first reports


@dataclass(frozen=True, slots=True)
class Answer:
    """A value with its confidence (0..1) and evidence (one Chinese sentence)."""

    value: int | None
    confidence: float = 0.0
    evidence: str = ""


def find_year(title: Title | None, wording: Wording, name: str, url: str) -> Answer:
    """The year the report is about.

    Args:
        title: the report's title.
        wording: the report.
        name: file name, the last resort.
        url: where it was published, the last resort as well.
    """
    period = _PERIOD.search(wording.flow)
    stated = int(period["year"]) if period else None
    if period and period["end"] and period["end"] != period["year"]:
        stated = None
    if title and title.year:
        where = place_of(title.line)
        if stated in (None, title.year):
            sure = 0.99 if stated else 0.95
            evidence = say("标题（%(where)s）写明%(year)s年", where=where, year=title.year)
            return Answer(title.year, sure, evidence)
        evidence = say(
            "标题（%(where)s）写明%(year)s年，统计期限却写%(other)s年",
            where=where,
            year=title.year,
            other=stated,
        )
        return Answer(title.year, 0.6, evidence)
    if period and stated:
        where = place_of(wording.line_at(period.start()))
        evidence = say("统计期限（%(where)s）自%(year)s年1月1日起", where=where, year=stated)
        return Answer(stated, 0.95, evidence)
    if title and title.page_year:
        return Answer(title.page_year, 0.85, say("网页标题写明%(year)s年", year=title.page_year))
    until = _UNTIL.search(wording.flow)
    if until:
        year = int(until[1])
        where = place_of(wording.line_at(until.start()))
        evidence = say("数字（%(where)s）截至%(year)s年12月31日", where=where, year=year)
        return Answer(year, 0.8, evidence)
    return _most_named(wording) or _before_publication(wording, name, url)


def _most_named(wording: Wording) -> Answer | None:
    text = _QUOTED.sub(lambda found: "□" * len(found[0]), wording.flow)
    latest = _publication(text)
    years = [
        year
        for found in _NAMED.finditer(text)
        if _FIRST <= (year := year_number(found[1])) <= (latest or 9999)
    ]
    counts = Counter(years).most_common(2)
    if not counts or (len(counts) == 2 and counts[0][1] == counts[1][1]):
        return None
    year, count = counts[0]
    share = count / len(years)
    evidence = say("正文提到最多的年份是%(year)s年（%(count)s处）", year=year, count=count)
    return Answer(year, round(0.5 + 0.35 * share, 2), evidence)


def _publication(text: str) -> int | None:
    found = _PUBLISHED.search(text) or _SIGNED.search(text)
    return int(found[1]) if found else None


def _before_publication(wording: Wording, name: str, url: str) -> Answer:
    published = _publication(wording.flow)
    if published:
        evidence = say("发布于%(year)s年，年度报告写的是上一年", year=published)
        return Answer(published - 1, 0.5, evidence)
    in_name = _FILE_YEAR.search(name)
    if in_name and year_number(in_name[1]) >= _FIRST:
        evidence = say("文件名含%(printed)s", printed=in_name[1])
        return Answer(year_number(in_name[1]), 0.4, evidence)
    address = _ADDRESS_DATE.search(url)
    if address:
        evidence = say("网址日期为%(year)s年，年度报告写的是上一年", year=address[1])
        return Answer(int(address[1]) - 1, 0.3, evidence)
    return Answer(None)
