"""Text into lines, with cells where tabs, pipes or drawn lines separate them.

Line numbers are those an editor shows: a line ends at LF, CR LF or CR. A form feed, as PDF
converters print it, ends no line; it is dropped from the text.
"""

from __future__ import annotations

import re

from govreport_search.domain import Place
from indexer.blocks import Line

_LINE_END = re.compile(r"\r\n|\n|\r")
_UNPRINTED = re.compile(r"[\f\v\x00-\x08\x0e-\x1f\ufeff]")
_RULE_CELL = re.compile(r"\s*:?-{3,}:?\s*")
_PIPES_ALONE = re.compile(r"\s*\|+\s*")
_RULE = re.compile(
    r"[\s\u2500-\u257f]*[\u2500-\u257f]{3}[\s\u2500-\u257f]*|\s*\+(?:[-=:]{2,}\+)+\s*"
)
_PIPES = str.maketrans(dict.fromkeys("｜│┃║┆┇┊┋╎╏", "|"))
_LAST_PIPES = re.compile(r"\|{2,}\s*$")


def as_shown(text: str) -> str:
    """The text as an editor shows it: every line end is LF, nothing unprintable."""
    printed = [_UNPRINTED.sub("", part) for part in _LINE_END.split(text)]
    if printed and not printed[-1]:
        printed.pop()
    return "\n".join(printed)


def read_text(text: str) -> tuple[Line, ...]:
    """Every line of plain text in order, blank ones included, just as it is printed.

    Args:
        text: the source, its lines ended by LF.
    """
    return lines_of(text.split("\n"), 1)


def lines_of(printed: list[str], first: int) -> tuple[Line, ...]:
    """The printed lines, with cells where something separates them.

    Args:
        first: the number of the first one.
    """
    blank_pipe = _pipe_ends_a_cell(printed)
    return tuple(
        _line(part, Place(line=number, end_line=number), blank_pipe)
        for number, part in enumerate(printed, start=first)
    )


def _pipe_ends_a_cell(lines: list[str]) -> bool:
    """Whether a pipe alone on its line is an empty cell (``0 |``) or stands between cells.

    Some extractors print each cell with the pipe that closes it, others put the pipe on a
    line of its own between two cells; a file does one or the other.
    """
    closing = sum(1 for line in lines if line.rstrip().endswith("|") and line.strip(" |\t"))
    alone = sum(1 for line in lines if line.strip() == "|")
    return closing * 2 > alone or closing >= 8


def _line(text: str, place: Place, blank_pipe: bool) -> Line:
    if _RULE.fullmatch(text):
        return Line(text, place, ())
    piped = text.translate(_PIPES)
    if "|" in piped:
        cells, padding = _pipe_cells(piped, blank_pipe)
    elif "\t" in text:
        cells, padding = tuple(cell.strip() for cell in text.split("\t")), 0
        if not any(cells):
            cells = None
    else:
        return Line(text, place)
    if cells and len(cells) > 1 and all(_RULE_CELL.fullmatch(cell) for cell in cells):
        cells, padding = (), 0
    return Line(text, place, cells, padding)


def _pipe_cells(text: str, blank_pipe: bool) -> tuple[tuple[str, ...] | None, int]:
    """Cells of a row with pipes, and how many at its end only pad a merged cell.

    ``| |`` prints an empty cell, ``||`` with nothing between continues a merged one, unless
    the row is set without any spaces, where ``||`` is all an empty cell can look like.
    """
    if _PIPES_ALONE.fullmatch(text):
        count = text.count("|")
        if count == 1:
            return (("",), 0) if blank_pipe else ((), 0)
        if "||" in text:
            return ("",) * count, count
    tail = _LAST_PIPES.search(text)
    parts = text.strip().split("|")
    if text.lstrip().startswith("|"):
        parts = parts[1:]
    if text.rstrip().endswith("|"):
        parts = parts[:-1]
    cells = tuple(part.strip() for part in parts)
    spaced = any(part.strip() and part != part.strip() for part in parts)
    padding = tail.group().count("|") if tail and spaced else 0
    return cells, min(padding, len(cells))
