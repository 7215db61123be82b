"""Is it an annual report at all? Decided by what the form leaves in a text, not by one word.

A news item or a regulation names 政府信息公开, too; what they do not have is the form's
chapters as headings, or its statutory rows with values.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from govreport_search.domain import Identity
from govreport_search.errors import NotAReportError
from govreport_search.sentence import say
from govreport_search.text import fold
from indexer.blocks import Line
from indexer.recognise import Reading

ENOUGH_ROWS = 3
"""Statutory rows that no other kind of document prints."""

ENOUGH_SECTIONS = 3
"""Chapters that head no other kind of document, as 总体情况 or 存在的主要问题 do."""

OPENING = 800
"""Folded characters in which a report says what it is."""

_GENERIC = frozenset(("overview", "problems", "other"))
_NAME = re.compile(r"信息公开(工作)?(\d{4}年)?(年度)?(工作)?(年度报告|年报|情况报告)")
# What the form's instructions ask a report to say about itself: no news item says 本报告.
_ABOUT_ITSELF = re.compile(
    r"统计(期限|时限|期间|时间)为?[是自从由]?\d{4}年"
    r"|(本年度报告|本年报|本报告)[^。]{0,250}(条例》|统计期|统计时|组成|电子版)"
)

# Titles of documents about such reports: the rules, and the letters that ask for them.
_OTHER_KIND = re.compile(
    r"(信息|政务)公开.{0,30}(条例|通知|指南|指引|办法|规定|要点|意见|方案|目录|格式|申请表)$"
)
_HEAD_LINES = 8

_HAN = re.compile(r"[\u2e80-\u2fdf\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]")


def require_report(name: str, lines: Sequence[Line], reading: Reading, identity: Identity) -> None:
    """Pass an annual report.

    Raises:
        NotAReportError: it is none; says what was looked for.
    """
    rows = {(row.table, row.row) for row in reading.rows}
    sections = {section.id for section in reading.sections} - {"front", "annex"}
    if len(rows) >= ENOUGH_ROWS or len(sections - _GENERIC) >= ENOUGH_SECTIONS:
        if _is_data(lines):
            raise NotAReportError(
                say(
                    "%(name)s 是列有法定表格名称的数据或说明文件，不像政府信息公开工作年度报告",
                    name=name,
                ),
                remedy=say("请确认文件内容"),
            )
        return
    other_kind = not identity.title and any(map(_OTHER_KIND.search, _head(lines)))
    opening = fold("\n".join(line.text for line in lines[:200]))[:OPENING]
    named = bool(identity.title or _NAME.search(opening))
    about_itself = "信息公开" in opening and bool(_ABOUT_ITSELF.search(opening))
    if not other_kind and (named or about_itself) and (sections or (named and about_itself)):
        return
    raise NotAReportError(
        say(
            "%(name)s 不像政府信息公开工作年度报告"
            "（认出法定章节 %(sections)s 个、法定表格的行 %(rows)s 个）",
            name=name,
            sections=len(sections),
            rows=len(rows),
        ),
        remedy=say("请确认文件内容；若正文在另一个文件里，用清单的 part_of 把它们连在一起"),
    )


def _is_data(lines: Sequence[Line]) -> bool:
    """Ids and field names beside the labels: a description of the forms, an export of ours.

    Published reports have at most 0.14 Latin letters for each Chinese character, such files
    2 and more.
    """
    text = "".join(line.text for line in lines)
    return len(_LATIN.findall(text)) > len(_HAN.findall(text))


def _head(lines: Sequence[Line]) -> list[str]:
    """The first printed lines, folded."""
    printed = (fold(line.text) for line in lines)
    return list(islice(filter(None, printed), _HEAD_LINES))
