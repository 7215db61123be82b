"""A drawn table as HTML, in the markup of one page's habit."""

from __future__ import annotations

from html import escape
from random import Random

from indexer.sample.drawn.table import DrawnCell, DrawnTable, Role
from indexer.sample.html.habit import Habit

WORD_CELL = (
    "border:solid windowtext 1.0pt;mso-border-alt:solid windowtext .5pt;"
    "padding:0cm 5.4pt 0cm 5.4pt;mso-yfti-tnfc:0"
)


def table_html(rng: Random, table: DrawnTable, habit: Habit) -> str:
    """The table's markup."""
    rows = [_row_html(rng, table, number, habit) for number in range(table.rows)]
    if habit.sections and table.header:
        head, body = "\n".join(rows[: table.header]), "\n".join(rows[table.header :])
        inner = f"<thead>\n{head}\n</thead>\n<tbody>\n{body}\n</tbody>"
    else:
        inner = "\n".join(rows)
    made = f"<table {_attributes(habit)}>\n{inner}\n</table>"
    if habit.nested:
        return f'<table width="100%" border="0"><tr><td>\n{made}\n</td></tr></table>'
    return made


def _attributes(habit: Habit) -> str:
    if habit.dress == "word":
        return (
            'class=MsoNormalTable border=1 cellspacing=0 cellpadding=0 style="border-collapse:'
            'collapse;border:none;mso-border-alt:solid windowtext .5pt;mso-yfti-tbllook:1184"'
        )
    return 'border="1" cellspacing="0" cellpadding="2" style="border-collapse:collapse"'


def _row_html(rng: Random, table: DrawnTable, number: int, habit: Habit) -> str:
    cells = [_cell_html(rng, cell, habit) for cell in table.row(number)]
    style = f" style='mso-yfti-irow:{number};height:20.0pt'" if habit.dress == "word" else ""
    return f"<tr{style}>{''.join(cells)}{'</tr>' if habit.closed else ''}"


def _cell_html(rng: Random, cell: DrawnCell, habit: Habit) -> str:
    tag = habit.header_tag if cell.role is Role.HEADER else "td"
    spans = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    spans += f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    inner = _inner(rng, cell, habit)
    style = f' width={70 * cell.columns} style="{WORD_CELL}"' if habit.dress == "word" else ""
    return f"<{tag}{spans}{style}>{inner}{f'</{tag}>' if habit.closed else ''}"


def _inner(rng: Random, cell: DrawnCell, habit: Habit) -> str:
    if habit.dress == "word":
        return _word_inner(rng, cell, habit)
    if not cell.text.strip():
        return habit.blank
    text = cell.text
    if cell.role is not Role.VALUE:
        return "<br>".join(map(escape, _broken(rng, text, habit).split("\n")))
    return habit.wrap.format(v=escape(text).replace("\n", "<br>"))


def _broken(rng: Random, text: str, habit: Habit) -> str:
    """A label with a line break somewhere, where the habit has it."""
    if len(text) > 4 and rng.random() < habit.breaks:
        cut = rng.randint(2, len(text) - 2)
        return f"{text[:cut]}\n{text[cut:]}"
    return text


def _word_inner(rng: Random, cell: DrawnCell, habit: Habit) -> str:
    """Paragraphs of class MsoNormal, runs of digits and of characters in spans of their own."""
    runs = []
    text = cell.text if cell.role is Role.VALUE else _broken(rng, cell.text, habit)
    for line in text.split("\n"):
        pieces = [line] if cell.role is not Role.VALUE else _pieces(rng, line, habit)
        spans = "".join(_span(piece) for piece in pieces) or _span(" ")
        runs.append(
            "<p class=MsoNormal align=center style='text-align:center;mso-pagination:"
            f"widow-orphan'>{spans}<span lang=EN-US><o:p></o:p></span></p>"
        )
    return "\n".join(runs)


def _pieces(rng: Random, text: str, habit: Habit) -> list[str]:
    if len(text) > 1 and rng.random() < habit.split:
        cut = rng.randint(1, len(text) - 1)
        return [text[:cut], text[cut:]]
    return [text]


def _span(text: str) -> str:
    shown = escape(text) if text.strip() else "&nbsp;"
    if text.isascii():
        return (
            "<span lang=EN-US style='font-size:10.5pt;font-family:\"Times New Roman\",serif'>"
            f"{shown}</span>"
        )
    return f"<span style='font-size:10.5pt;font-family:仿宋_GB2312'>{shown}</span>"
