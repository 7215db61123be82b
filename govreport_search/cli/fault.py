"""Errors as words on a terminal, with a mark under the faulty place of a query."""

from __future__ import annotations

import unicodedata

from govreport_search.errors import (
    GovReportError,
    NotFoundError,
    QuerySyntaxError,
    UnknownFieldError,
    UserError,
)

REJECTED = 1
WRONG_USAGE = 2

_MOST_CANDIDATES = 3


def exit_code(error: GovReportError) -> int:
    """2 where the request cannot be understood, 1 for everything else."""
    if isinstance(error, UserError) and not isinstance(error, NotFoundError):
        return WRONG_USAGE
    return REJECTED


def fault_text(error: GovReportError) -> str:
    """Message, faulty place, repair and remedy, a line each."""
    lines = [f"错误：{error.message}"]
    if isinstance(error, QuerySyntaxError):
        lines += _marked(error.query, error.position, error.length)
        if error.repair:
            lines.append(f"可以改成：{error.repair}")
    if isinstance(error, UnknownFieldError):
        if error.position >= 0:
            lines += _marked(error.query, error.position, len(error.name))
        # Where a name is ambiguous or a column is needed, the remedy lists the choices.
        if error.code == UnknownFieldError.code and error.candidates:
            lines.append("相近的名称：" + "、".join(error.candidates[:_MOST_CANDIDATES]))
    if error.remedy:
        lines.append(error.remedy)
    return "\n".join(lines)


def _marked(query: str, position: int, length: int) -> list[str]:
    """The query and a line of carets under its fault; two columns for a wide character."""
    if not query:
        return []
    shown = "".join(" " if char.isspace() else char for char in query)
    fault = shown[position : position + max(length, 1)]
    carets = "^" * max(_columns(fault), 1)
    return [f"  {shown}", f"  {' ' * _columns(shown[:position])}{carets}"]


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)
