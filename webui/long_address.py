"""How long the address of a page may be.

A page repeats its address in every link that changes one part of it, some hundred times: what
costs the asker little would cost the server a lot. Answers of the API repeat nothing.
"""

from __future__ import annotations

from flask import request

from govreport_search.errors import GovReportError
from govreport_search.sentence import say

MOST_BYTES = 10_000
"""Of the part behind the question mark; a hundred values of one filter are about 8,000."""


class LongAddressError(GovReportError):
    """The address of a page is too long: HTTP 414."""

    code = "long_address"


def refuse_long() -> None:
    """Stop a request for a page with a very long address.

    Raises:
        LongAddressError: it is longer than ``MOST_BYTES``.
    """
    length = len(request.query_string)
    if length > MOST_BYTES and not request.path.startswith("/api/"):
        raise LongAddressError(
            say("网址太长：%(length)s 字节，最多 %(most)s 字节", length=length, most=MOST_BYTES),
            remedy=say("请少选几个值，或在词表页粘贴清单；更长的问题用命令行或接口"),
        )
