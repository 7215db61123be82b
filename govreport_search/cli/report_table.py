"""A report as people read it on a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from govreport_search.domain import CellId, Fact, Quantity, State
from govreport_search.forms import form as form_of
from govreport_search.forms.model import Table as FormTable
from govreport_search.query.describe import describe_cell, value_label
from govreport_search.query.request import EMPTY_VALUE
from govreport_search.query.value import NATIONAL
from govreport_search.query.words import FIELD_LABELS, STATE_LABELS
from govreport_search.services.report import ReportView

SIGNS = {
    State.BLANK: "空",
    State.NOT_APPLICABLE: "/",
    State.TEXT: "文",
    State.UNREADABLE: "？",
    State.MISSING: "缺",
}
"""What stands in a table cell that holds no number; explained under the tables."""


def print_report(view: ReportView) -> None:
    """Head, sections, statutory tables, computed values and findings."""
    console = Console()
    _print_head(console, view)
    for section in view.sections:
        since = f"（第 {section.place.line} 行起）" if section.place.line else ""
        title = section.title or value_label("section", section.id)
        console.print(Text(f"\n【{title}】{since}", "bold"))
        console.print(Text(section.printed or "（没有正文）"))
    if view.record.form:
        _print_tables(console, view)
    known = [fact for fact in view.derived if fact.quantity.value is not None]
    if known:
        console.print(Text("\n推算值", "bold"))
    for fact in known:
        console.print(Text(f"  {describe_cell(fact.cell)}：{fact.quantity.value}（{fact.how}）"))
    if view.findings:
        console.print(Text("\n检查结果", "bold"))
    for finding in view.findings:
        place = finding.place
        where = f"（第 {place.line} 行）" if place and place.line else ""
        console.print(Text(f"  [{finding.severity.value}] {finding.message}{where}"))


def _print_head(console: Console, view: ReportView) -> None:
    record, identity = view.record, view.record.identity
    region = identity.region
    console.print(Text(identity.title or record.source, "bold"))
    values = {
        "report": record.id,
        "agency": identity.agency,
        "region": EMPTY_VALUE if region is None else "/".join(region) or NATIONAL,
        "level": identity.level,
        "kind": identity.kind,
        "function": identity.function,
        "year": str(identity.year or ""),
        "form": record.form,
    }
    for field, value in values.items():
        if field == "function" and not value:
            continue
        evidence = identity.evidence.get(field, "")
        because = f"（{evidence}）" if evidence else ""
        label = value_label(field, value or EMPTY_VALUE)
        console.print(Text(f"{FIELD_LABELS[field]}：{label}{because}"))
    console.print(Text(f"文件：{'、'.join(record.sources)}"))


def _print_tables(console: Console, view: ReportView) -> None:
    facts = {fact.cell: fact for fact in view.facts}
    for table in form_of(view.record.form).tables:
        console.print(_drawn(table, facts))
    signs = "，".join(f"{sign} {STATE_LABELS[state]}" for state, sign in SIGNS.items())
    console.print(Text(f"没有数字的格：{signs}。"))


def _drawn(table: FormTable, facts: dict[CellId, Fact]) -> Table:
    drawn = Table(title=Text(table.title), title_justify="left")
    drawn.add_column("", overflow="fold")
    for column in table.columns:
        drawn.add_column(Text(column.label), justify="right", overflow="fold")
    for row in table.rows:
        cells = [
            _sign(facts.get(CellId(table.id, row.id, column.id)))
            if column.id in row.columns
            else ""
            for column in table.columns
        ]
        drawn.add_row(Text(f"{row.no}{row.label}"), *map(Text, cells))
    return drawn


def _sign(fact: Fact | None) -> str:
    """A group row's cell that is not printed stays empty."""
    return "" if fact is None else quantity_sign(fact.quantity)


def quantity_sign(quantity: Quantity) -> str:
    """The number, or the sign of the state."""
    if quantity.value is not None:
        return format(quantity.value, "f")
    return SIGNS[quantity.state]
