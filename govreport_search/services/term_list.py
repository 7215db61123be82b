"""Lists of terms as users write them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from govreport_search.errors import BadFilterError
from govreport_search.query.typed import quoted
from govreport_search.sentence import say
from govreport_search.text import fold

MOST_TERMS = 500
"""In one list."""

LONGEST_TERM = 200
"""Characters; what the engine promises to find exactly."""


_DELIMITERS = (",", ";", "\t", "，")
_HEADERS = ("词", "词语", "关键词", "term", "terms", "keyword")


def read_terms(lines: Iterable[str]) -> tuple[str, ...]:
    """Terms, one a line, each once; white space around them and empty lines do not count.

    Of a CSV, one of whose columns is headed 词 (or 词语, 关键词, term, keyword), the terms are
    that column. Each text has a heading of its own, or none; a heading with nothing below it is
    a term.

    Raises:
        BadFilterError: there are more than ``MOST_TERMS``, or one is longer than
            ``LONGEST_TERM`` or holds nothing that can be looked for.
    """
    written = (line.strip() for text in lines for line in term_lines(text))
    terms = tuple(dict.fromkeys(filter(None, written)))
    if len(terms) > MOST_TERMS:
        raise BadFilterError(
            say("词表有 %(n)s 个词，最多 %(most)s 个", n=len(terms), most=MOST_TERMS),
            remedy=say("请分成几份词表"),
        )
    for term in terms:
        if len(term) > LONGEST_TERM:
            raise BadFilterError(
                say(
                    "“%(term)s…”有 %(n)s 个字，最多 %(most)s 个",
                    term=term[:20],
                    n=len(term),
                    most=LONGEST_TERM,
                ),
                remedy=say("每行写一个词"),
            )
        if not fold(term) or not _is_quotable(term):
            raise BadFilterError(
                say("“%(term)s”无法查找", term=term), remedy=say("去掉这一行，或去掉其中的引号")
            )
    return terms


def term_lines(text: str) -> Iterable[str]:
    """The lines of a text, or the cells of the column of terms.

    Raises:
        BadFilterError: it is a CSV that cannot be read.
    """
    text = text.removeprefix("\ufeff")
    header, _, below = text.partition("\n")
    delimiter = max(_DELIMITERS, key=header.count)
    names = [cell.strip().strip('"').lower() for cell in header.split(delimiter)]
    at = next((at for at, name in enumerate(names) if name in _HEADERS), None)
    if at is None or not below.strip():
        return text.splitlines()
    if len(names) == 1:
        return [line.strip().strip('"') for line in below.splitlines()]
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))[1:]
    except csv.Error as error:
        raise BadFilterError(
            say("词表不是合格的 CSV（%(why)s）", why=str(error)), remedy=say("每行写一个词")
        ) from error
    return [row[at] for row in rows if at < len(row)]


def plain_terms(text: str) -> str:
    """The same terms, one a line and without a heading.

    Raises:
        BadFilterError: it is a CSV that cannot be read.
    """
    return "\n".join(term_lines(text))


def _is_quotable(term: str) -> bool:
    try:
        quoted(term)
    except ValueError:
        return False
    return True
