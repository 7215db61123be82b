"""Is it an annual report at all? Decided by what the form leaves in a text, not by one word.

A news item or a regulation names 政府信息公开, too; what they do not have is the form's
chapters as headings, or its statutory rows with values.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from govreport_search.domain import Identity
from govreport_search.errors import NotAReportError
from govreport_search.text import fold
from indexer.blocks import Line
from indexer.recognise import Reading

ENOUGH_ROWS = 3
"""Statutory rows that no other kind of document prints."""

ENOUGH_SECTIONS = 2
"""Chapters of this form; 总体情况 or 存在的主要问题 head other documents, too."""

OPENING = 600
"""Folded characters in which a report says what it is."""

_GENERIC = frozenset(("front", "annex", "overview", "problems", "other"))
_SAYS_SO = re.compile(r"信息公开(工作)?(\d{4}年)?(年度)?(工作)?(年度报告|年报|情况报告)")


def require_report(name: str, lines: Sequence[Line], reading: Reading, identity: Identity) -> None:
    """Pass an annual report.

    Raises:
        NotAReportError: it is none; says what was looked for.
    """
    rows = {(row.table, row.row) for row in reading.rows}
    sections = {section.id for section in reading.sections} - {"front", "annex"}
    own = sections - _GENERIC
    if len(rows) >= ENOUGH_ROWS or len(own) >= ENOUGH_SECTIONS:
        return
    if sections and (identity.title or _SAYS_SO.search(_opening(lines))):
        return
    raise NotAReportError(
        f"{name} 不像政府信息公开工作年度报告（认出法定章节 {len(sections)} 个、"
        f"法定表格的行 {len(rows)} 个）",
        remedy="请确认文件内容；若正文在另一个文件里，用清单的 part_of 把它们连在一起",
    )


def _opening(lines: Sequence[Line]) -> str:
    return fold("\n".join(line.text for line in lines[:200]))[:OPENING]
