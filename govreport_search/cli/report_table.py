"""A report as people read it on a terminal."""

from __future__ import annotations

from rich.table import Table

from govreport_search.cli.terminal import say, show_table, shown
from govreport_search.domain import CellId, Fact, Quantity, State
from govreport_search.forms import form as form_of
from govreport_search.forms.derive import DerivedFact
from govreport_search.forms.derived import RATE_TABLE
from govreport_search.forms.model import Table as FormTable
from govreport_search.query.describe import describe_cell, value_label
from govreport_search.query.finding_request import SEVERITIES
from govreport_search.query.place import place_words
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


CORRECTED = "*"
"""Marks a cell that a person corrected or confirmed."""

TOTAL = "total"
"""The column whose computed cells are shown."""


def print_report(view: ReportView) -> None:
    """Head, sections, statutory tables, computed values and findings."""
    _print_head(view)
    for section in view.sections:
        words = place_words(section.place)
        since = f"（{words}起）" if words else ""
        title = section.title or value_label("section", section.id)
        say(f"\n【{title}】{since}", "bold")
        say(section.printed or "（没有正文）")
    if view.record.form:
        _print_tables(view)
    totals = [fact for fact in view.derived if fact.cell.column == TOTAL]
    if totals:
        say("\n推算值（总计栏；其他各栏见 --format json）", "bold")
    for fact in totals:
        say(f"  {describe_cell(fact.cell)}：{_computed(fact)}（{fact.how}）{_rests_on(fact)}")
    if view.findings:
        say("\n核查结果", "bold")
    for finding in view.findings:
        words = place_words(finding.place)
        where = f"（{words}）" if words else ""
        say(f"  [{SEVERITIES[finding.severity.value]}] {finding.message}{where}")


def _computed(fact: DerivedFact) -> str:
    value = fact.quantity.value
    if value is None:
        return STATE_LABELS[fact.quantity.state]
    return f"{value:.1%}" if fact.cell.table == RATE_TABLE else format(value, "f")


def _rests_on(fact: DerivedFact) -> str:
    """That a computed value follows from cells that a person put right."""
    if not fact.corrected:
        return ""
    return f" {CORRECTED} 据更正的格子推算：{'、'.join(map(describe_cell, fact.corrected))}"


def _print_head(view: ReportView) -> None:
    record, identity = view.record, view.record.identity
    region = identity.region
    say(identity.title or record.source, "bold")
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
        say(f"{FIELD_LABELS[field]}：{label}{because}")
    say(f"文件：{'、'.join(record.sources)}")


def _print_tables(view: ReportView) -> None:
    facts = {fact.cell: fact for fact in view.facts}
    for table in form_of(view.record.form).tables:
        show_table(_drawn(table, facts))
    signs = "，".join(f"{sign} {STATE_LABELS[state]}" for state, sign in SIGNS.items())
    say(f"没有数字的格：{signs}。")
    for fact in view.facts:
        if fact.correction:
            say(f"  {CORRECTED} {correction_words(fact)}")


def _drawn(table: FormTable, facts: dict[CellId, Fact]) -> Table:
    drawn = Table(title=shown(table.title), title_justify="left")
    drawn.add_column("", overflow="fold", min_width=24)
    for column in table.columns:
        drawn.add_column(shown(column.label), justify="right", overflow="fold")
    for row in table.rows:
        cells = [
            _sign(facts.get(CellId(table.id, row.id, column.id)))
            if column.id in row.columns
            else ""
            for column in table.columns
        ]
        drawn.add_row(shown(f"{row.no}{row.label}"), *map(shown, cells))
    return drawn


def _sign(fact: Fact | None) -> str:
    """A group row's cell that is not printed stays empty."""
    if fact is None:
        return ""
    return quantity_sign(fact.quantity) + (CORRECTED if fact.correction else "")


def correction_words(fact: Fact) -> str:
    """Who corrected or confirmed a cell, when, why, and what was read."""
    said, read = fact.correction, (fact.read or fact).quantity
    if said is None:
        return ""
    what = "核对无误" if said.confirmed else f"由 {quantity_sign(read)} 更正"
    printed = f"，读作“{read.raw}”" if read.raw and read.value is None else ""
    why = f"：{said.why}" if said.why else ""
    return f"{describe_cell(fact.cell)} {what}{printed}（{said.by} {said.at[:10]}{why}）"


def quantity_sign(quantity: Quantity) -> str:
    """The number, or the sign of the state."""
    if quantity.value is not None:
        return format(quantity.value, "f")
    return SIGNS[quantity.state]
