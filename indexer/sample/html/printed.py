"""A report as a page made for a browser's print to PDF."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from html import escape
from random import Random

from indexer.sample.body import sample_data
from indexer.sample.drawn.paper import Block, Paper, Picture, Prose
from indexer.sample.drawn.table import DrawnCell, DrawnTable, Role, column_weights

RULES = {
    "ruled": "border: {w}px solid {c};",
    "horizontal": "border: 0; border-bottom: {w}px solid {c};",
    "none": "border: 0;",
}


@dataclass(frozen=True, slots=True)
class PrintHabit:
    """How a page is printed.

    Attributes:
        width, height, margin: of the paper in millimetres.
        size, small: of text and table text in points.
        header, footer: patterns of the lines in the margins, empty for none.
        rules: a key of ``RULES``.
        repeat: whether the header rows of a table are repeated on each page.
        whole: whether a row may not be broken over two pages.
        collapse: whether neighbouring cells share their rule.
        turned: whether tables stand on pages turned by a quarter.
        padding: of a cell in pixels.
    """

    width: int
    height: int
    margin: int
    font: str
    size: float
    small: float
    header: str
    footer: str
    rules: str
    line: float
    colour: str
    repeat: bool
    whole: bool
    collapse: bool
    turned: bool
    padding: int
    vertical: bool

    @classmethod
    def draw(cls, rng: Random, *, ruled: bool = True) -> PrintHabit:
        """Habits at random."""
        data = sample_data("html.toml")["print"]
        width, height, margin = rng.choice(data["pages"])
        size, small = rng.choice(data["sizes"])
        header, footer = rng.choice(data["headers"]), rng.choice(data["footers"])
        return cls(
            width=width,
            height=height,
            # Lines in the margins need room.
            margin=max(margin, 15) if header or footer else margin,
            font=rng.choice(data["fonts"]),
            size=size,
            small=small,
            header=header,
            footer=footer,
            rules="ruled" if ruled else rng.choice(("horizontal", "none")),
            line=rng.choice((1, 1, 0.75, 2)),
            colour=rng.choice(("#000", "#000", "#666", "#999")),
            repeat=rng.random() < 0.4,
            whole=rng.random() < 0.5,
            collapse=rng.random() < 0.8,
            turned=height > width and rng.random() < 0.15,
            padding=rng.choice((1, 3, 6)),
            vertical=rng.random() < 0.3,
        )


def print_html(paper: Paper, habit: PrintHabit) -> str:
    """The page that a browser prints."""
    parts = [_block(block, habit) for block in paper.blocks]
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(paper.title)}</title>\n<style>\n{_css(habit)}\n</style>\n</head>\n<body>\n"
        + "\n".join(parts)
        + "\n</body>\n</html>\n"
    )


def _block(block: Block, habit: PrintHabit) -> str:
    if isinstance(block, Prose):
        return f'<p class="{block.role}">{escape(block.text, quote=False)}</p>'
    if isinstance(block, Picture):
        data = b64encode(block.png).decode()
        return f'<img style="width:100%" src="data:image/png;base64,{data}">'
    return _table(block, habit)


def table_page(table: DrawnTable, habit: PrintHabit) -> str:
    """A page with that table only, to be photographed."""
    return f"<html><style>{_css(habit)}</style><body>{_table(table, habit)}</body></html>"


def margin_line(pattern: str, paper: Paper) -> str:
    """The markup chromium wants for a line in the margin; empty for none."""
    slots = {"title": paper.title, "site": paper.body.printed, "date": paper.published}
    slots |= {"n": '<span class="pageNumber"></span>', "all": '<span class="totalPages"></span>'}
    return (
        f'<div style="font-size:8pt;width:100%;text-align:center">{pattern.format(**slots)}</div>'
        if pattern
        else "<span></span>"
    )


def _css(habit: PrintHabit) -> str:
    rules = RULES[habit.rules].format(w=habit.line, c=habit.colour)
    lines = [
        f"@page {{ size: {habit.width}mm {habit.height}mm; margin: {habit.margin}mm; }}",
        f'body {{ font-family: "{habit.font}"; font-size: {habit.size}pt; line-height: 1.6; }}',
        "p { margin: 0 0 4px; text-indent: 2em; }",
        ".title { text-align: center; font-size: 1.4em; text-indent: 0; }",
        ".heading { font-weight: bold; } .note { text-align: right; }",
        f"table {{ border-collapse: {'collapse' if habit.collapse else 'separate'}; width: 100%; "
        f"border-spacing: 0; font-size: {habit.small}pt; line-height: 1.3; margin: 8px 0; }}",
        f"td {{ {rules} padding: {habit.padding}px; text-align: center; }}",
        "td.label { text-align: left; } td.value { white-space: nowrap; }",
    ]
    if habit.whole:
        lines.append("tr { break-inside: avoid; }")
    if habit.vertical:
        lines.append("td.group { width: 1em; word-break: break-all; }")
    if habit.turned:
        size = f"{habit.height}mm {habit.width}mm"
        lines.append(f"@page wide {{ size: {size}; }} table {{ page: wide; }}")
    return "\n".join(lines)


def _table(table: DrawnTable, habit: PrintHabit) -> str:
    rows = [
        f"<tr>{''.join(_cell(cell) for cell in table.row(number))}</tr>"
        for number in range(table.rows)
    ]
    weights = column_weights(table)
    shares = (100 * weight / sum(weights) for weight in weights)
    columns = "".join(f'<col style="width:{share:.1f}%">' for share in shares)
    # A browser repeats what stands in thead on every page of the table.
    tag = "thead" if habit.repeat else "tbody"
    head = f"<{tag}>{''.join(rows[: table.header])}</{tag}>" if table.header else ""
    body = "".join(rows[table.header :])
    return f"<table><colgroup>{columns}</colgroup>{head}<tbody>{body}</tbody></table>"


def _cell(cell: DrawnCell) -> str:
    spans = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    spans += f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    # A number is never broken over two lines: nobody could say whether it is one.
    kind = ' class="value"' if cell.role is Role.VALUE else ""
    if cell.role is Role.LABEL:
        kind = ' class="group"' if cell.rows > 1 else ' class="label"' if cell.columns == 1 else ""
    return f"<td{spans}{kind}>{escape(cell.text).replace(chr(10), '<br>')}</td>"
