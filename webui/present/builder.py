"""The picker of conditions: indicator × column × operator or state, without a script."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from govreport_search.domain import State
from govreport_search.errors import BadFilterError
from govreport_search.forms import Row, all_forms
from govreport_search.forms.derived import RATE_TABLE
from govreport_search.forms.explanation import explanation
from govreport_search.forms.lookup import IndicatorRef, columns_of, indicators
from govreport_search.query.request import Request
from govreport_search.query.words import OPERATOR_WORDS, STATE_LABELS
from govreport_search.sentence import listed, say
from webui.args import Args, single
from webui.language import N_
from webui.present.drawing import row_text

PARAMETERS = ("indicator", "column", "op", "value", "blank", "explain")
BETWEEN = ".."
STATE_PREFIX = "is:"

OPERATORS = (*OPERATOR_WORDS.items(), (BETWEEN, N_("在……之间")))
NOT_BLANK, OR_BLANK, ONLY_BLANK = "", "or", "only"
BLANKS = (
    (NOT_BLANK, N_("空白不算，另行计数")),
    (OR_BLANK, N_("空白也算上")),
    (ONLY_BLANK, N_("只看空白")),
)
"""What becomes of a report whose cell is empty; a blank is never taken for a zero."""

STATE_CHOICES = tuple((f"{STATE_PREFIX}{s.value}", STATE_LABELS[s]) for s in State)


@dataclass(frozen=True, slots=True)
class Item:
    """An indicator to pick; ``columns`` are the ids of its columns, space separated."""

    id: str
    label: str
    columns: str


@dataclass(frozen=True, slots=True)
class Group:
    """The indicators of one table, indented as the form numbers them."""

    label: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Builder:
    """The picker with what was picked so far; ``open`` once something was.

    Attributes:
        blank: one of ``BLANKS``.
        meaning: what the picked row means; empty where nothing is picked.
    """

    groups: tuple[Group, ...]
    columns: tuple[tuple[str, str], ...]
    operators: tuple[tuple[str, str], ...] = OPERATORS
    states: tuple[tuple[str, str], ...] = STATE_CHOICES
    indicator: str = ""
    column: str = ""
    op: str = "="
    value: str = ""
    blank: str = NOT_BLANK
    blanks: tuple[tuple[str, str], ...] = BLANKS
    meaning: str = ""

    @property
    def open(self) -> bool:
        """Whether something was picked."""
        return bool(self.indicator)


@cache
def empty() -> Builder:
    """The picker with nothing picked; the forms do not change while we run."""
    tables: dict[str, list[IndicatorRef]] = {}
    for ref in indicators():
        tables.setdefault(ref.table, []).append(ref)
    groups = tuple(
        Group(_title(table), tuple(_item(ref) for ref in refs)) for table, refs in tables.items()
    )
    return Builder(groups, _columns())


def picked(args: Args) -> Builder:
    """The picker as a URL fills it.

    Raises:
        BadFilterError: a part is given twice, or the operator does not exist.
    """
    op = single(args, "op") or "="
    if op not in {known for known, _ in (*OPERATORS, *STATE_CHOICES)}:
        raise BadFilterError(say("没有“%(op)s”这种关系", op=op), remedy=say("请在“关系”里选一项"))
    blank = single(args, "blank")
    if blank not in {known for known, _ in BLANKS}:
        raise BadFilterError(
            say("没有“%(blank)s”这种选法", blank=blank), remedy=say("请在“空白的格子”里选一项")
        )
    indicator = single(args, "indicator")
    explained = explanation(indicator)
    return replace(
        empty(),
        indicator=indicator,
        meaning=say(explained.text) if explained else "",
        blank=blank,
        column=single(args, "column"),
        op=op,
        value=single(args, "value"),
    )


def condition(builder: Builder) -> str:
    """What was picked, in the query language.

    Raises:
        BadFilterError: the row or the number is missing.
    """
    if not builder.indicator:
        raise BadFilterError(say("还没有选表格行"), remedy=say("请在“表格行”里选一项"))
    cell = ".".join(filter(None, (builder.indicator, builder.column)))
    if builder.blank == ONLY_BLANK:
        return f"{cell} is {State.BLANK.value}"
    if builder.op.startswith(STATE_PREFIX):
        return f"{cell} is {builder.op.removeprefix(STATE_PREFIX)}"
    value = builder.value.strip()
    if not value:
        raise BadFilterError(say("还没有填数"), remedy=say("请在“数”里填一个数，或改选格子的状态"))
    compared = f"{cell}{'=' if builder.op == BETWEEN else builder.op}{value}"
    if builder.blank == OR_BLANK:
        return f"{compared} OR {cell} is {State.BLANK.value}"
    return compared


def with_condition(request: Request, where: str) -> Request:
    """The request with one more condition, back on the first page."""
    chosen = tuple(dict.fromkeys((*request.filters.where, where)))
    return request.anew(filters=replace(request.filters, where=chosen))


def _title(table_id: str) -> str:
    if table_id == RATE_TABLE:
        return say("比率（由表中数字算出）")
    having = [(f.id, t) for f in all_forms() for t in f.tables if t.id == table_id]
    forms = listed("、", [form_id for form_id, _ in having])
    return say("%(title)s（%(forms)s 年格式）", title=say(having[-1][1].title), forms=forms)


def _item(ref: IndicatorRef) -> Item:
    row, depth = _row(ref)
    name = row.label if row else ref.label
    number = row_text(row).removesuffix(name) if row else ""
    suffix = say("（合计）") if ref.derived and row and row.is_group else ""
    label = say(
        "%(indent)s%(number)s%(name)s%(suffix)s",
        indent="\u3000" * depth,
        number=say(number),
        name=say(name),
        suffix=suffix,
    )
    return Item(ref.id, label, " ".join(ref.columns))


def _row(ref: IndicatorRef) -> tuple[Row | None, int]:
    """The newest form's row behind an indicator, and how deep it is indented."""
    for form in reversed(all_forms()):
        for table in form.tables:
            if table.id == ref.table and table.has_row(ref.row):
                row = found = table.row(ref.row)
                depth = 0
                while row.parent:
                    row, depth = table.row(row.parent), depth + 1
                return found, depth
    return None, 0


@cache
def _columns() -> tuple[tuple[str, str], ...]:
    """Every column once, by id, with every label the forms print for it."""
    labels: dict[str, dict[str, None]] = {}
    for ref in indicators():
        for column, label in columns_of(ref):
            labels.setdefault(column, {})[label] = None
    return tuple((column, listed("／", map(say, names))) for column, names in labels.items())
