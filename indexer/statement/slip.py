"""Slips of the pen in a narrative that need no table to be seen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from govreport_search.domain import Finding, Section, Severity
from govreport_search.sentence import say
from indexer.statement.claim import Narrative, wording

_DIGITS = {digit: value for value, digit in enumerate("一二三四五六七八九十", start=1)}


def check_slips(sections: Sequence[Section]) -> tuple[Finding, ...]:
    """Totals left blank, and lists that name more parts than they say they have."""
    narratives = [Narrative.of(section) for section in sections if section.printed]
    return tuple(f for n in narratives for f in (*_missing_numbers(n), *_part_counts(n)))


def _missing_numbers(narrative: Narrative) -> Iterator[Finding]:
    text = narrative.folded.text
    for match in _pattern("missing_number").finditer(text):
        # The clause that ends here is what a reader recognises.
        start = max(text.rfind(mark, 0, match.start()) + 1 for mark in ",;。:")
        yield Finding(
            code="number_missing_in_text",
            severity=Severity.WARNING,
            message=say(
                "正文“%(printed)s”漏印了数字", printed=narrative.printed(start, match.end())
            ),
            place=narrative.place(match.start(), match.end()),
        )


def _part_counts(narrative: Narrative) -> Iterator[Finding]:
    """``等`` may leave parts out, so only a list that is too long is a slip."""
    for match in _pattern("parts").finditer(narrative.folded.text):
        stated = _DIGITS.get(match["n"]) or int(match["n"])
        named = _named_parts(match["list"])
        if named > stated:
            yield Finding(
                code="part_count",
                severity=Severity.INFO,
                message=say(
                    "正文列出%(named)s个部分，却称共%(stated)s部分", named=named, stated=stated
                ),
                expected=str(stated),
                found=str(named),
                place=narrative.place(*match.span()),
            )


def _named_parts(text: str) -> int:
    """Items that end like a part's title; the second half of one statutory part adds none."""
    halves: list[tuple[str, str]] = wording()["slips"]["halves"]
    count, last = 0, ""
    for item in _pattern("item_split").split(text):
        if not _pattern("item_end").search(item):
            continue
        count += not any(first in last and second in item for first, second in halves)
        last = item
    return count


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(wording()["slips"][name])
