"""Reports of a fictional body, laid out as published reports are, with a number in every cell.

Each writer takes a form and a number for each of its cells and returns the text of a report.
Numbers are all different and not zero, so a shifted column or row is noticed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from govreport_search.domain import CellId
from govreport_search.forms import Form, Layout, Row, Table, ValueType

Numbers = dict[CellId, Decimal]
Writer = Callable[[Form, Numbers], str]

TITLE = "云岭县青禾镇人民政府2020年政府信息公开工作年度报告"
OVERVIEW = """本镇围绕便民服务推进公开工作，全年接待来访群众318人次，其中现场解答
247 人次，转办事项 26
件；对不予公开的情形逐件说明理由，行政许可 97 件均按时办结。"""
PROBLEMS = """一是专职人员偏少，更新不够及时；二是栏目设置有待优化。
下一步将加强培训，定期检查。"""
OTHER = "本年度没有其他需要说明的情况，未收取信息处理费。"

NUMBERED = {"overview": "一", "disclosure": "二", "requests": "三"}


def numbers(form: Form, start: int = 11) -> Numbers:
    """A different number for each cell; amounts have decimals."""
    result: Numbers = {}
    for offset, cell in enumerate(form.cells()):
        column = form.table(cell.table).column(cell.column)
        value = Decimal(start + offset)
        if column.value_type is ValueType.DECIMAL:
            value += Decimal("0.2575")
        result[cell] = value
    return result


def values(table: Table, row: Row, cells: Numbers) -> list[str]:
    """The printed values of a row."""
    return [f"{cells[CellId(table.id, row.id, column)]}" for column in row.columns]


def labelled(row: Row) -> str:
    """A row's label with its number."""
    separator = "、" if row.no in "一二三四" and row.no else ""
    return f"{row.no}{separator}{row.label}"


def groups(table: Table) -> Iterator[tuple[Row, list[Row]]]:
    """Group rows of a table of sub-tables, with their rows."""
    for row in table.rows:
        if row.is_group:
            yield row, list(table.children(row.id))


def block_values(table: Table, cells: Numbers) -> list[str]:
    """The values of a table of one line."""
    return [v for row in table.data_rows for v in values(table, row, cells)]


def report(form: Form, tables: dict[str, str], title: str = TITLE) -> str:
    """The whole report around its three tables."""
    chapters = []
    for section in form.sections:
        text = tables.get(section.id, "")
        text = {"overview": OVERVIEW, "problems": PROBLEMS, "other": OTHER}.get(section.id, text)
        chapters.append(f"{section.no}、{section.title}\n\n{text}\n")
    return f"{title}\n\n" + "\n".join(chapters)


def wrap(label: str, width: int) -> list[str]:
    """A label broken over lines of ``width`` characters."""
    return [label[i : i + width] for i in range(0, len(label), width)]


def every_table(form: Form, write: Callable[[Table], str]) -> dict[str, str]:
    """Tables by section."""
    return {table.section: write(table) for table in form.tables}


def broken_labels(form: Form, cells: Numbers) -> str:
    """Space-separated values below labels that are broken over lines, empty lines between."""

    def write(table: Table) -> str:
        lines: list[str] = []
        if table.layout is Layout.GROUPED:
            for group, rows in groups(table):
                lines += [group.label, " ".join(["信息内容", *_columns(table, group)])]
                lines += [" ".join([r.label, *values(table, r, cells)]) for r in rows]
        elif table.layout is Layout.ROWS:
            lines += [*wrap(table.corner, 10), "申请人情况", "自然人 法人或其他组织 总计"]
            lines += ["商业企业 科研机构 社会公益", "组织", "法律服务", "机构", "其他"]
            for row in table.rows:
                width = 4 if row.parent not in ("", "result") or row.is_group else 10
                if row.is_group:
                    lines += wrap(labelled(row), 3)
                elif len(labelled(row)) <= 8:
                    lines.append(" ".join([labelled(row), *values(table, row, cells)]))
                else:
                    lines += [*wrap(labelled(row), width), " ".join(values(table, row, cells))]
        else:
            lines += _scrambled_header()
            lines.append(" ".join(block_values(table, cells)))
        return "\n\n".join(lines)

    return report(form, every_table(form, write))


def around_numbers(form: Form, cells: Numbers) -> str:
    """The numbers of a row stand between the first and the last part of its label."""

    def write(table: Table) -> str:
        lines: list[str] = []
        if table.layout is Layout.GROUPED:
            for group, rows in groups(table):
                lines += [group.label, " ".join(["信息内容", *_columns(table, group)])]
                lines += [" ".join([r.label, *values(table, r, cells)]) for r in rows]
        elif table.layout is Layout.ROWS:
            lines += ["申请人情况", "自然人 法人或其他组织 总计", "商业企业 科研机构 其他"]
            vertical = iter("三、本年度办理结果")
            for row in table.rows:
                if row.is_group:
                    if row.id != "result":
                        lines += wrap(labelled(row), 4)
                    continue
                label, printed = labelled(row), " ".join(values(table, row, cells))
                beside = next(vertical, "") if row.parent else ""
                if len(label) > 12:
                    lines += [f"{beside} {label[:10]}".strip(), printed, label[10:]]
                else:
                    lines.append(f"{beside} {label} {printed}".strip())
        else:
            lines += ["行政复议 行政诉讼", "未经复议直接起诉 复议后起诉"]
            lines += ["结果 结果 其他 尚未 总", "维持 纠正 结果 审结 计 结果 结果 其他 尚未 总"]
            lines.append(" ".join(block_values(table, cells)))
        return "\n".join(lines)

    return report(form, every_table(form, write))


def page_layout(form: Form, cells: Numbers) -> str:
    """As a PDF converter sets a page: wide spaces, vertical group labels beside the rows."""

    def write(table: Table) -> str:
        lines: list[str] = []
        if table.layout is Layout.GROUPED:
            for group, rows in groups(table):
                lines += [f"              {group.label}", ""]
                lines.append("   信息内容" + "".join(f"      {c}" for c in _columns(table, group)))
                for row in rows:
                    printed = "".join(f"{v:>12}" for v in values(table, row, cells))
                    lines += ["", f"{row.label:<12}{printed}"]
        elif table.layout is Layout.ROWS:
            header = [f"{table.corner} 申请人情况", "                          法人或其他组织"]
            header += ["                自然人                   总计"]
            header += [
                "            商业   科研   社会公益 法律服务 其他",
                "            企业   机构   组织   机构",
            ]
            lines += header
            vertical = iter("三、本年度办理结果")
            for number, row in enumerate(table.rows):
                if row.is_group:
                    if row.id != "result":
                        lines.append(f"     {row.no}")
                        lines.append(f"     {row.label[:2]}")
                        lines.append(f"     {row.label[2:]}")
                    continue
                if number == 15:
                    lines += ["", "                     - 3 -", "\f" + header[0], *header[1:]]
                beside = next(vertical, " ") if row.parent else " "
                printed = "".join(f"{v:>7}" for v in values(table, row, cells))
                lines += [f"{beside}    {labelled(row)}    {printed}", ""]
        else:
            lines += ["行政复议                 行政诉讼"]
            lines += ["              未经复议直接起诉           复议后起诉"]
            lines += ["结果维持  结果纠正  其他结果  尚未审结  总计"]
            lines.append("         " + "   ".join(_leaf() * 2))
            lines.append("".join(f"{v:>8}" for v in block_values(table, cells)))
        return "\n".join(lines)

    return report(form, every_table(form, write))


def tab_cells(form: Form, cells: Numbers) -> str:
    """Tab-separated cells, empty ones where merged cells go on, a spacer behind short labels."""

    def write(table: Table) -> str:
        rows: list[list[str]] = []
        if table.layout is Layout.GROUPED:
            for group, children in groups(table):
                rows.append([group.label, "", "", ""])
                rows.append(["信息内容", *_columns(table, group), ""][:5])
                rows += [[r.label, *values(table, r, cells)] for r in children]
        elif table.layout is Layout.ROWS:
            rows += [
                [table.corner, "", "", "申请人情况", ""],
                ["自然人", "法人或其他组织", "总计", ""],
            ]
            rows.append(
                ["", "", "", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "", ""]
            )
            rows += list(_spanned(table, cells))
        else:
            rows.append(["行政复议", "", "", "", "", "行政诉讼", *[""] * 9])
            rows.append([*_leaf(), "未经复议直接起诉", *[""] * 4, "复议后起诉", *[""] * 4])
            rows.append([*[""] * 5, *_leaf(), *_leaf()])
            rows.append(block_values(table, cells))
        return "\n".join("\t".join(row) for row in rows)

    return report(form, every_table(form, write))


def markdown(form: Form, cells: Numbers) -> str:
    """Markdown tables with separator rows and empty cells for merged ones."""

    def write(table: Table) -> str:
        rows: list[list[str]] = []
        if table.layout is Layout.GROUPED:
            for group, children in groups(table):
                rows.append([group.label, "", "", ""])
                rows.append(["信息内容", *_columns(table, group)])
                rows += [[r.label, *values(table, r, cells)] for r in children]
        elif table.layout is Layout.ROWS:
            rows.append(["", "", "申请人情况", *[""] * 6])
            for row in _spanned(table, cells):
                filled = [c for c in row if c]
                label = [c for c in filled if not c.replace(".", "").isdigit()]
                printed = filled[len(label) :]
                rows.append([*(["", *label] if len(label) == 1 else label[-2:]), *printed])
        else:
            rows.append(["行政复议", *[""] * 4, "行政诉讼", *[""] * 9])
            rows.append([*_leaf(), "未经复议直接起诉", *[""] * 4, "复议后起诉", *[""] * 4])
            rows.append([*[""] * 5, *_leaf(), *_leaf()])
            rows.append(block_values(table, cells))
        lines = ["| " + " | ".join(row) + " |" for row in rows]
        lines.insert(1, "|" + "---|" * len(rows[0]))
        return "\n".join(lines)

    return report(form, every_table(form, write))


def pipe_rows(form: Form, cells: Numbers) -> str:
    """Rows of cells closed by pipes, padding pipes for merged cells."""

    def write(table: Table) -> str:
        lines: list[str] = []
        if table.layout is Layout.GROUPED:
            for group, children in groups(table):
                lines.append(f"{group.label} | |||")
                lines.append(" | ".join(["信息内容", *_columns(table, group)]) + " | ||")
                for r in children:
                    lines.append(" | ".join([r.label, *values(table, r, cells)]) + " |")
        elif table.layout is Layout.ROWS:
            lines += [
                f"{table.corner} | 申请人情况 | ||||||||",
                "自然人 | 法人或其他组织 | 总计 | |||||||",
            ]
            lines.append("商业 企业 | 科研 机构 | 社会公益组织 | 法律服务机构 | 其他 | |||||")
            pending = ""
            for row in table.rows:
                if row.is_group:
                    pending += f"{labelled(row)} | "
                else:
                    lines.append(
                        pending + " | ".join([labelled(row), *values(table, row, cells)]) + " | ||"
                    )
                    pending = ""
        else:
            lines += [
                "行政复议 | 行政诉讼 | |||",
                "结果维持 | 结果纠正 | 未经复议直接起诉 | 复议后起诉 | ||",
            ]
            lines.append(" | ".join(block_values(table, cells)) + " |")
        return "\n".join(lines)

    return report(form, every_table(form, write))


def _cells_in_order(table: Table, cells: Numbers) -> Iterator[tuple[str, bool]]:
    """Every cell of a table, one after the other, and whether a row ends behind it."""
    if table.layout is Layout.GROUPED:
        for group, children in groups(table):
            yield group.label, True
            header = ["信息内容", *_columns(table, group)]
            yield from ((c, c is header[-1]) for c in header)
            for r in children:
                printed = [r.label, *values(table, r, cells)]
                yield from ((c, i == len(printed) - 1) for i, c in enumerate(printed))
    elif table.layout is Layout.ROWS:
        header = [
            table.corner,
            "申请人情况",
            "自然人",
            "法人或其他组织",
            "总计",
            "商业企业",
            "科研机构",
        ]
        header += ["社会公益组织", "法律服务机构", "其他"]
        yield from ((c, c is header[-1]) for c in header)
        for row in table.rows:
            if row.is_group:
                yield labelled(row), False
                continue
            printed = [labelled(row), *values(table, row, cells)]
            yield from ((c, i == len(printed) - 1) for i, c in enumerate(printed))
    else:
        header = [
            "行政复议",
            "行政诉讼",
            *_leaf(),
            "未经复议直接起诉",
            "复议后起诉",
            *_leaf(),
            *_leaf(),
        ]
        yield from ((c, False) for c in header)
        printed = block_values(table, cells)
        yield from ((c, i == len(printed) - 1) for i, c in enumerate(printed))


def cell_a_line(form: Form, cells: Numbers) -> str:
    """One cell on each line, an empty line between."""
    return report(
        form,
        every_table(form, lambda t: "\n\n".join(c for c, _ in _cells_in_order(t, cells))),
    )


def cell_a_line_tight(form: Form, cells: Numbers) -> str:
    """One cell on each line, nothing between."""
    return report(
        form, every_table(form, lambda t: "\n".join(c for c, _ in _cells_in_order(t, cells)))
    )


def closed_cell_a_line(form: Form, cells: Numbers) -> str:
    """One cell on each line with the pipe that closes it; lines of pipes pad merged cells."""

    def write(table: Table) -> str:
        return "\n".join(
            f"{c} |" + ("\n||" if ends else "") for c, ends in _cells_in_order(table, cells)
        )

    return report(form, every_table(form, write))


def lone_pipes(form: Form, cells: Numbers) -> str:
    """One cell on each line, a pipe on a line of its own between two cells."""

    def write(table: Table) -> str:
        return "\n|\n".join(
            "\n".join(wrap(c, 5)) if c.endswith("数量") else c
            for c, _ in _cells_in_order(table, cells)
        )

    return report(form, every_table(form, write))


def _columns(table: Table, group: Row) -> list[str]:
    return [table.column(column).label for column in group.columns]


def _leaf() -> list[str]:
    return ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


def _scrambled_header() -> list[str]:
    lines = ["行政复议 行政诉讼"]
    for _ in range(3):
        lines += [*"结果维持结果纠正其他结果尚未审结", "总", "计"]
    lines.insert(19, "未经复议直接起诉 复议后起诉")
    return lines


def _spanned(table: Table, cells: Numbers) -> Iterator[list[str]]:
    """Rows of ten cells, as converters write merged label cells."""
    beside = ["", ""]
    for row in table.rows:
        if row.is_group:
            beside[0 if row.id == "result" else 1] = labelled(row)
            continue
        printed = values(table, row, cells)
        if not row.parent:
            yield [labelled(row), "", *printed, ""]
        elif row.parent == "result":
            yield [beside[0], labelled(row), *printed, ""]
            beside[0] = ""
        else:
            yield [beside[0], beside[1], labelled(row), *printed]
            beside = ["", ""]


WRITERS: dict[str, Writer] = {
    "broken_labels": broken_labels,
    "around_numbers": around_numbers,
    "page_layout": page_layout,
    "tab_cells": tab_cells,
    "markdown": markdown,
    "pipe_rows": pipe_rows,
    "cell_a_line": cell_a_line,
    "cell_a_line_tight": cell_a_line_tight,
    "closed_cell_a_line": closed_cell_a_line,
    "lone_pipes": lone_pipes,
}
