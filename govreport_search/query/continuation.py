"""Where a page of hits ended, as an opaque text from which the next page goes on.

It names the last hit, not its number: hits that come or go before it shift nothing.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import asdict, dataclass
from hashlib import sha256

from govreport_search.errors import BadFilterError
from govreport_search.query.request import Request
from govreport_search.query.result import Hit
from govreport_search.sentence import say

_FORMAT = 1
_AGAIN = say("从第一页重新开始")


@dataclass(frozen=True, slots=True)
class Last:
    """The last hit of a page.

    Attributes:
        report: its report's id.
        unit: its section or row; ``None`` where the report is listed as a whole.
    """

    report: str
    unit: str | None


def continuation(request: Request, last: Hit) -> str:
    """What leads from a hit to those behind it in the order of a request."""
    unit = last.row or last.section
    written = json.dumps([_FORMAT, _question(request), last.report, unit], ensure_ascii=False)
    return base64.urlsafe_b64encode(written.encode()).decode().rstrip("=")


def read_continuation(request: Request) -> Last:
    """The hit behind which a request goes on.

    Raises:
        BadFilterError: its cursor is none of ours (``bad_cursor``), or of another question
            (``cursor_of_another_question``).
    """
    try:
        padded = request.cursor + "=" * (-len(request.cursor) % 4)
        written = json.loads(base64.urlsafe_b64decode(padded.encode("ascii")))
        number, question, report, unit = written
    except (ValueError, TypeError, binascii.Error, UnicodeError, RecursionError):
        number = question = report = unit = None
    if number != _FORMAT or not isinstance(report, str) or not isinstance(unit, str | None):
        raise BadFilterError(
            say("参数“cursor”读不懂"),
            remedy=say("原样使用上一页给出的 next，或从第一页重新开始"),
            code="bad_cursor",
        )
    if question != _question(request):
        raise BadFilterError(
            say("这个 cursor 是另一个问题的：检索式、筛选、排序或单位不同"),
            remedy=_AGAIN,
            code="cursor_of_another_question",
        )
    return Last(report, unit)


def gone() -> BadFilterError:
    """What is said where the last hit is no hit any more."""
    return BadFilterError(
        say("上一页的最后一条命中已经不在结果里：馆藏在这期间改变了"),
        remedy=_AGAIN,
        code="cursor_gone",
    )


def _question(request: Request) -> str:
    """What decides which hits there are, and in which order, shortened."""
    asked = [
        *(request.query, request.sort, request.unit, request.synonyms, request.fold),
        asdict(request.filters),
    ]
    return sha256(json.dumps(asked, ensure_ascii=False).encode()).hexdigest()[:12]
