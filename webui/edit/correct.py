"""The pages that put a reading right: a cell, a body's name, place and year; history and undo."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from flask import g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from govreport_search.domain import Fact, State
from govreport_search.errors import NotFoundError, UserError
from govreport_search.query.describe import describe_cell
from govreport_search.services.editing import Change, Wish, editor
from govreport_search.services.history import (
    STANDING_LABELS,
    HistoryLine,
    change_words,
)
from govreport_search.services.report import ReportView
from govreport_search.store import IDENTITY_FIELDS, Standing
from webui.edit.beside import beside
from webui.edit.picture import document, picture
from webui.edit.visit import tell
from webui.language import gettext as _
from webui.library import library
from webui.markup import plain
from webui.present.hits import record_name

NUMBER, TEXT = "number", "text"
NOTATIONS = {
    NUMBER: State.NUMBER,
    "blank": State.BLANK,
    "/": State.NOT_APPLICABLE,
    TEXT: State.TEXT,
    "unreadable": State.UNREADABLE,
    "missing": State.MISSING,
}
"""What a form's choice stands for; those without a value are the notation itself."""

NATIONAL = "全国"
"""How people write the region of a national body, here as in a manifest."""

MOST_WHY = 500
"""Characters of a reason ..."""

MOST_TOLD = 160
"""... and of what the next page says was done."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form of a cell."""

    notation: str
    value: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class HistoryItem:
    """One entry of the history, ready to draw."""

    line: HistoryLine
    words: str
    standing: str
    can_be_undone: bool
    name: str


def cell(report: str, cell: str) -> str:
    """A cell with what was read, the source beside it, and the form that puts it right."""
    found = library().report(report)
    fact = _fact(found, cell)
    return _cell_page(found, fact, _typed(fact))


def set_cell(report: str, cell: str) -> Response | tuple[str, int]:
    """Correct or confirm a cell."""
    found = library().report(report)
    fact = _fact(found, cell)
    form = request.form
    typed = Typed(form.get("notation", ""), form.get("value", "").strip(), _why())
    try:
        _require_unchanged({cell: form.get("was", "")}, {cell: _held(fact)})
        value = None if form.get("do") == "confirm" else _notation(typed)
        done = editor().correct(
            library().settings, [Wish(report, cell, value, g.visitor.name, typed.why)]
        )
    except UserError as error:
        return _cell_page(found, fact, typed, error), 400
    tell(_told(done))
    number = form.get("task", "")
    if number.isdecimal() and len(number) < 7 and done.entries:
        # What was settled has left the list: the next one has its number now.
        return redirect(url_for("edit.task", number=int(number)), 303)
    return redirect(url_for("edit.cell", report=report, cell=cell, task=number or None), 303)


def body(report: str) -> str:
    """Who, where and when, with what led to it, and the form that puts it right."""
    return _body_page(library().report(report), {})


def set_body(report: str) -> Response | tuple[str, int]:
    """Correct or confirm agency, region or year; fields left as they were say nothing."""
    found = library().report(report)
    now = _identity(found)
    given = {name: " ".join(request.form.get(name, "").split()) for name in IDENTITY_FIELDS}
    was = {name: request.form.get(f"was_{name}", "") for name in IDENTITY_FIELDS}
    confirmed = set(request.form.getlist("confirm"))
    who, why = g.visitor.name, _why()
    wishes = [
        Wish(report, name, given[name] if given[name] != was[name] else None, who, why)
        for name in IDENTITY_FIELDS
        if given[name] != was[name] or name in confirmed
    ]
    said = {wish.subject for wish in wishes}
    # What nobody typed shows what stands there now, should the form come back.
    given = {name: given[name] if name in said else now[name] for name in IDENTITY_FIELDS}
    try:
        _require_unchanged({name: was[name] for name in said}, now)
        if not wishes:
            raise UserError(_("什么也没有改"), remedy=_("请改一项，或勾选“核对无误”"))
        done = editor().correct(library().settings, wishes)
    except UserError as error:
        return _body_page(found, given, error), 400
    tell(_told(done))
    return redirect(url_for("edit.body", report=report), 303)


def corrections() -> str:
    """The history of all reports, the latest first."""
    lines = sorted(library().corrections(), key=lambda line: -line.entry.id)
    return render_template("edit/corrections.html", items=[_item(line) for line in lines])


def take_back(key: int) -> Response:
    """Undo a correction; what it replaced stands again."""
    done = editor().take_back(library().settings, key, by=g.visitor.name, why=_why())
    tell(_("已撤销第 %(n)s 号更正", n=key))
    entry = done.entries[0]
    back = request.form.get("back")
    if back == "body":
        return redirect(url_for("edit.body", report=entry.report), 303)
    if back == "cell":
        return redirect(url_for("edit.cell", report=entry.report, cell=entry.subject), 303)
    return redirect(url_for("edit.corrections"), 303)


def _require_unchanged(seen: Mapping[str, str], now: Mapping[str, str]) -> None:
    """Stop somebody who speaks of what has changed since they saw it.

    Args:
        seen: what the page showed, by subject.
        now: what stands there.

    Raises:
        UserError: one of them differs.
    """
    if any(now[subject] != shown for subject, shown in seen.items()):
        raise UserError(
            _("别人刚刚改过，没有存下"),
            remedy=_("下面是现在的样子和更正记录；请看过再提交一次"),
            code="changed_meanwhile",
        )


def _held(fact: Fact) -> str:
    """A mark of what a cell holds and by whose word; the form brings back the one it has seen."""
    held = fact.quantity
    said = fact.correction.id if fact.correction else 0
    words = f"{said} {held.state.value} {held.value} {held.raw or ''}"
    return sha256(words.encode()).hexdigest()[:16]


def _cell_page(found: ReportView, fact: Fact, typed: Typed, fault: UserError | None = None) -> str:
    task = request.values.get("task", "")
    return render_template(
        "edit/cell.html",
        record=found.record,
        name=record_name(found.record),
        cell=str(fact.cell),
        label=describe_cell(fact.cell),
        fact=fact,
        read=(fact.read or fact).quantity,
        typed=typed,
        was=_held(fact),
        notations=NOTATIONS,
        fault=fault,
        beside=beside(found, fact.place),
        picture=picture(found.record.id, fact.place),
        document=document(found.record.id, fact.place),
        findings=[f.message for f in found.findings if _concerns(f, fact)],
        history=_history(found.record.id, (str(fact.cell),)),
        task=task if task.isdecimal() and len(task) < 7 else "",
    )


def _body_page(found: ReportView, given: dict[str, str], fault: UserError | None = None) -> str:
    identity = found.record.identity
    return render_template(
        "edit/body.html",
        record=found.record,
        name=record_name(found.record),
        now=_identity(found),
        given=given or _identity(found),
        evidence=identity.evidence,
        said=identity.corrections,
        title=identity.title,
        fault=fault,
        history=_history(found.record.id, IDENTITY_FIELDS),
    )


def _fact(found: ReportView, cell: str) -> Fact:
    """The printed cell of that id.

    Raises:
        NotFoundError: the report has none.
    """
    for fact in found.facts:
        if str(fact.cell) == cell:
            return fact
    raise NotFoundError(
        _("这份报告没有可以更正的格子“%(name)s”", name=cell),
        remedy=_("请从报告页里的“更正”打开；推算的格子随印出的格子变化"),
    )


def _typed(fact: Fact) -> Typed:
    """The form as the cell stands; where nothing was made out, ready for the number."""
    held = fact.quantity
    if held.state in (State.UNREADABLE, State.MISSING) and fact.correction is None:
        return Typed(NUMBER, "")
    notation = next(key for key, state in NOTATIONS.items() if state is held.state)
    value = "" if held.value is None else format(held.value, "f")
    return Typed(notation, value or ((held.raw or "") if held.state is State.TEXT else ""))


def _notation(typed: Typed) -> str:
    """What the form says, as ``govreport correct`` writes it.

    Raises:
        UserError: a number or text is chosen, and none is given.
    """
    if typed.notation not in NOTATIONS:
        raise UserError(_("请选这一格里是什么"), code="bad_value")
    if typed.notation in (NUMBER, TEXT) and not typed.value:
        raise UserError(_("请写这一格里的内容"), remedy=_("空着的格子请选“空白”"))
    if len(typed.value) > MOST_WHY or not typed.value.isprintable():
        raise UserError(_("内容最多 %(n)s 个字，不能有看不见的字符", n=MOST_WHY), code="bad_value")
    if typed.notation == TEXT:
        return f"text:{typed.value}"
    if typed.notation != NUMBER:
        return typed.notation
    if not typed.value.lstrip("-－").replace(".", "").replace("．", "").isdecimal():
        # Words that stand for other states ("blank") are chosen above, never typed by mistake.
        raise UserError(
            _("“%(value)s”不是数字", value=typed.value),
            remedy=_("请只写数字，例如 12 或 7730.28，不写千位分隔"),
            code="bad_value",
        )
    return typed.value


def _identity(found: ReportView) -> dict[str, str]:
    """Agency, region and year as a person writes them."""
    identity = found.record.identity
    region = identity.region
    return {
        "agency": identity.agency,
        "region": "" if region is None else "/".join(region) or NATIONAL,
        "year": str(identity.year or ""),
    }


def _concerns(finding: object, fact: Fact) -> bool:
    at = tuple(getattr(finding, name) for name in ("table", "row", "column"))
    return at == (fact.cell.table, fact.cell.row, fact.cell.column)


def _why() -> str:
    """The reason that was given.

    Raises:
        UserError: it is too long, or holds what nobody can see.
    """
    why = " ".join(request.form.get("why", "").split())
    if len(why) > MOST_WHY or not why.isprintable():
        raise UserError(_("根据最多写 %(n)s 个字，不能有看不见的字符", n=MOST_WHY))
    return why


def _told(done: Change) -> str:
    if done.entries:
        return str(_("已记下：%(what)s", what=_short(done)))
    if done.as_read:
        return str(_("本来就读作这样，没有改动；要记下核对过，请点“读得对”"))
    return str(_("早已如此，没有重复"))


def _short(done: Change) -> str:
    """What was done, short enough for the cookie that carries it to the next page."""
    words = str(_("；")).join(plain(change_words(entry)) for entry in done.entries)
    return words if len(words) <= MOST_TOLD else f"{words[:MOST_TOLD]}…"


def _history(report: str, subjects: tuple[str, ...]) -> list[HistoryItem]:
    lines = [line for line in library().corrections(report) if line.entry.subject in subjects]
    return [_item(line) for line in reversed(lines)]


def _item(line: HistoryLine) -> HistoryItem:
    return HistoryItem(
        line,
        change_words(line.entry),
        STANDING_LABELS[line.standing],
        line.standing not in (Standing.UNDO, Standing.UNDONE),
        record_name(line.head) if line.head else line.entry.report,
    )
