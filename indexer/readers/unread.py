"""Pictures that were not read, in documents that hold text: do they stand for a table?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from govreport_search.domain import Finding, Severity
from govreport_search.sentence import say
from indexer.blocks import Grid, Line

_OF_A_TABLE = re.compile(
    r"主动公开.{0,12}(?:信息|情况)|(?:收到和处理|依申请).{0,16}(?:申请|情况)"
    r"|行政复议|行政诉讼|统计表|情况表|第二十条"
)
_NEAR = 3
"""Printed lines before a picture that may announce it."""

_LONGEST_TITLE = 60


def table_images(
    lines: Sequence[Line], grids: Sequence[Grid], images: Sequence[int]
) -> tuple[Finding, ...]:
    """A finding ``table_is_image`` for each picture that stands where a table is announced.

    Args:
        lines, grids: of the document.
        images: before which line each unread picture stands, by index.
    """
    in_grids = {row for grid in grids for row in range(grid.first, grid.first + grid.rows)}
    findings = []
    for at in sorted(set(images)):
        if at in in_grids:
            continue
        before = (line for line in reversed(lines[:at]) if line.text.strip())
        for line in islice(before, _NEAR):
            text = "".join(line.text.split())
            if len(text) <= _LONGEST_TITLE and _OF_A_TABLE.search(text):
                findings.append(
                    Finding(
                        code="table_is_image",
                        severity=Severity.WARNING,
                        message=say(
                            "“%(printed)s”之后是一张图片，其中的表格没有识别，数字不可读",
                            printed=text[:30],
                        ),
                        place=line.place,
                    )
                )
                break
    return tuple(findings)
