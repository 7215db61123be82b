"""Lists that users paste or upload: bytes to text."""

from __future__ import annotations

from govreport_search.errors import BadFilterError
from govreport_search.sentence import say
from govreport_search.text.decode import decoded

MOST_BYTES = 4 * 1024 * 1024
"""Of such a list; tens of thousands of lines."""


def pasted_text(data: bytes) -> str:
    """The text of a list in UTF-8, with a mark or without, or in GB18030 as Excel writes it.

    Raises:
        BadFilterError: it is longer than ``MOST_BYTES``, or is no text.
    """
    if len(data) > MOST_BYTES:
        raise BadFilterError(
            say("清单超过上限 %(most)s MB", most=MOST_BYTES // 1024**2),
            remedy=say("请分成几份，每行只写一个名称"),
        )
    text = decoded(data)
    if text is None or "\0" in text:
        raise BadFilterError(
            say("清单不是文本文件"), remedy=say("请用 UTF-8 或 GB18030 编码的文本或 CSV")
        )
    return text
