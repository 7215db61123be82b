"""Words and signs for what the library names by id; the six states are told apart here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from govreport_search.domain import State
from govreport_search.forms.derived import RATE_UNIT
from govreport_search.query.parser import parse
from govreport_search.query.request import Filters, Request
from govreport_search.query.result import Page
from govreport_search.query.tree import And
from govreport_search.query.undecided import undecided_request
from govreport_search.query.walk import positive_texts
from webui.language import N_
from webui.language import gettext as _


@dataclass(frozen=True, slots=True)
class StateWords:
    """How a state is shown; its name is ``query.words.STATE_LABELS``.

    Attributes:
        sign: stands in the cell where no number does.
        meaning: one sentence for tooltips and legends.
        undecided: why a report with such a cell could not be judged.
    """

    sign: str
    meaning: str
    undecided: str


STATES: Mapping[str, StateWords] = {
    State.NUMBER: StateWords("0", N_("印有数字，0 也是数字"), N_("该格是数字")),
    State.BLANK: StateWords("空", N_("有这一格，但没有填写；不等于 0"), N_("该格空白")),
    State.NOT_APPLICABLE: StateWords("／", N_("印有“/”或类似符号，表示不适用"), N_("该格填“/”")),
    State.TEXT: StateWords("文", N_("印的是文字，不是数字"), N_("该格是文字")),
    State.UNREADABLE: StateWords("？", N_("印有内容，但读不准，不猜"), N_("该格无法识读")),
    State.MISSING: StateWords("缺", N_("报告里没有这一行或这一格"), N_("该行缺失")),
}

SORTS: Mapping[str, str] = {
    "relevance": N_("相关度"),
    "-year": N_("年份，新的在前"),
    "year": N_("年份，旧的在前"),
    "agency": N_("机关名称"),
    "-agency": N_("机关名称，倒序"),
    "region": N_("地区"),
    "-region": N_("地区，倒序"),
    "count": N_("命中次数"),
}

UNITS: Mapping[str, str] = {
    "sections": N_("章节"),
    "reports": N_("报告"),
    "rows": N_("表格行"),
}
"""What a result can be listed by."""

DENSITIES: Mapping[str, str] = {"": N_("宽松"), "compact": N_("紧凑")}
"""How closely hits are set."""


def number_text(value: float | Decimal, unit: str = "") -> str:
    """A number without an empty fraction: 12, 24.5; a rate as 12.5%."""
    exact = Decimal(str(value))
    if unit == RATE_UNIT:
        return f"{number_text(round(exact * 100, 2))}%"
    if exact == exact.to_integral_value():
        return str(int(exact))
    return format(exact.normalize(), "f")


def unit_text(value: float | Decimal, unit: str) -> str:
    """A unit as it stands behind a number: 件, item, items."""
    return behind(f"%(n)s {unit}", number_text(value))


def behind(counted: str, n: object) -> str:
    """What stands behind the number in a sentence that counts: 份报告, report, reports."""
    return _(counted, n=n).partition(" ")[2]


def totals(page: Page) -> str:
    """How much was found: 共 3 份报告、5 个章节."""
    reports, sections = page.total_reports, page.total_hits - page.whole_reports
    if not reports:
        return str(_("读过的章节里没有找到") if page.is_cut_off else _("没有找到符合的报告"))
    if page.is_cut_off:
        counted = _("至少 %(n)s 份报告", n=reports)
    else:
        counted = _("共 %(n)s 份报告", n=reports)
    if page.request.unit == "rows":
        return str(_("%(reports)s、%(n)s 行", reports=counted, n=page.total_hits))
    if page.request.unit == "reports" or not sections:
        return str(counted)
    if not page.whole_reports:
        return str(_("%(reports)s、%(n)s 个章节", reports=counted, n=sections))
    return str(
        _(
            "%(reports)s：%(n)s 个章节，%(whole)s 份整份符合",
            reports=counted,
            n=sections,
            whole=page.whole_reports,
        )
    )


@dataclass(frozen=True, slots=True)
class Undecided:
    """What could not be decided, as a sentence with reasons in its middle.

    Attributes:
        before, between, after: of the sentence, around its reasons.
        reasons: each in words, with the search for exactly these reports where there is one.
    """

    before: str
    reasons: tuple[tuple[str, Request | None], ...]
    between: str
    after: str


def unknown(page: Page) -> Undecided | None:
    """What could not be decided, and why; ``None`` where everything could."""
    reasons = [
        (
            str(_("%(n)s 份%(why)s", n=count, why=_(STATES[state].undecided))),
            _which(page, State(state)),
        )
        for state, count in page.unknown.items()
        if count
    ]
    if page.outside_form:
        said = str(_("%(n)s 份所用的格式没有这一格", n=page.outside_form))
        reasons.append((said, _which(page, None)))
    if not reasons:
        return None
    total = sum(page.unknown.values()) + page.outside_form
    mark = "\0"
    sentence = str(_("另有 %(n)s 份报告无法判断：%(why)s。", n=total, why=mark))
    before, _mark, after = sentence.partition(mark)
    return Undecided(before, tuple(reasons), str(_("，")), after)


def _which(page: Page, state: State | None) -> Request | None:
    """The search for the reports that a state leaves undecided, as far as it can be said."""
    return None if page.is_cut_off else undecided_request(page.request, state)


def nothing(page: Page) -> str:
    """Why nothing was found."""
    return str(_(_nothing(page), n=page.scanned.unread if page.scanned else 0))


def _nothing(page: Page) -> str:
    if not page.searched:
        if page.request.filters == Filters():
            return N_("馆藏是空的：还没有收录任何报告。")
        return N_("没有一份报告符合这些筛选的组合，所以没有可检索的内容。")
    if sum(page.unknown.values()) + page.outside_form:
        return N_("没有一份报告确定符合；有些报告因为表格里没有数字而无法判断，见上。")
    if page.is_cut_off:
        return N_("还有 %(n)s 个章节没有读到，里面有没有还不知道。")
    return _unmet(page.request)


def _unmet(asked: Request) -> str:
    """What no report meets, as far as the words of a query go."""
    tree = parse(asked.query)
    if not any(positive_texts(tree)):
        return N_("检索过的报告里，没有一份符合全部条件。")
    if asked.unit == "rows":
        return N_("检索过的报告里，没有一个表格行的名称符合。")
    parts = tree.children if isinstance(tree, And) else ()
    if sum(any(positive_texts(part)) for part in parts) > 1:
        return N_("检索过的报告里，没有一个章节同时符合全部要求。几个词要在同一章节里出现才算。")
    return N_("检索过的报告里，没有一个章节符合。")


def searched(page: Page) -> str:
    """How many reports were looked at, and how many of them hold no text."""
    if page.without_text:
        return str(
            _(
                "检索了 %(n)s 份报告，其中 %(m)s 份没有可检索的正文。",
                n=page.searched,
                m=page.without_text,
            )
        )
    return str(_("检索了 %(n)s 份报告。", n=page.searched))


def unread(page: Page) -> str:
    """How many files nobody could search; empty where every one was taken in."""
    if not page.unread_files:
        return ""
    return str(_("另有 %(n)s 个文件读不出或不是年报，没有收录。", n=page.unread_files))
