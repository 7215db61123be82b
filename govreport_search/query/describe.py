"""The tree said in Chinese words, so that a user sees how a query was understood.

They are sentences that other languages can say anew (``sentence.Sentence``).
"""

from __future__ import annotations

from decimal import Decimal

from govreport_search.domain import CellId
from govreport_search.forms.derived import RATE_TABLE
from govreport_search.forms.lookup import cell_labels, row_name
from govreport_search.forms.sections import section_title
from govreport_search.query import words
from govreport_search.query.finding import ANSWERS, FINDINGS
from govreport_search.query.request import EMPTY_VALUE
from govreport_search.query.result import Expansion, Scanned
from govreport_search.query.tree import (
    And,
    Comparison,
    FieldFilter,
    Near,
    Node,
    Not,
    Op,
    Or,
    Phrase,
    Printed,
    Regex,
    SameReport,
    StateIs,
    Wildcard,
    Words,
)
from govreport_search.query.value import NATIONAL, year_bounds
from govreport_search.query.wildcard import Gaps, read_wildcard
from govreport_search.regions.vocabulary import kind_label, level_label
from govreport_search.sentence import listed, say

EVERYTHING = say("全部报告")


def describe(node: Node) -> str:
    """What a query asks for, in Chinese words."""
    match node:
        case Phrase(text):
            return say("含“%(text)s”", text=text)
        case Wildcard(text):
            return say("含%(text)s", text=_gapped(read_wildcard(text)))
        case Near(first, second, distance):
            return say(
                "含“%(first)s”和“%(second)s”（先后不限，相隔不超过 %(distance)s 个字）",
                first=first,
                second=second,
                distance=distance,
            )
        case Words(text):
            return say("含“%(text)s”里的任何一个词", text=text)
        case Regex(source):
            return say("含符合正则表达式“%(source)s”的文字", source=source)
        case Printed(child):
            return say("%(what)s（原样）", what=describe(child))
        case SameReport(child):
            return say("整份报告里（%(what)s）", what=describe(child))
        case FieldFilter(field, values):
            shown = listed(" 或 ", (value_label(field, value) for value in values))
            return say("%(field)s为 %(values)s", field=say(words.FIELD_LABELS[field]), values=shown)
        case Comparison(cell, op, value, upper):
            return say(
                "%(cell)s%(bounds)s",
                cell=describe_cell(cell),
                bounds=_bounds(cell, op, value, upper),
            )
        case StateIs(cell, state):
            label = say(words.STATE_LABELS[state])
            return say("%(cell)s的状态是“%(state)s”", cell=describe_cell(cell), state=label)
        case Not(Phrase(text)):
            return say("不含“%(text)s”", text=text)
        case Not(Not(child)):
            return describe(child)
        case Not(child):
            return say("并非（%(what)s）", what=describe(child))
        case And(children):
            return listed(" 且 ", map(_operand, children)) or EVERYTHING
        case Or(children):
            return listed(" 或 ", map(_operand, children))


def scanned_words(scanned: Scanned) -> str:
    """How far the reading of texts went that 正则 and 原样 need."""
    searched = say("已逐个读过 %(read)s/%(of)s 个章节", read=scanned.sections, of=scanned.of)
    if scanned.is_whole:
        return say("%(searched)s。", searched=searched)
    said = [searched]
    if scanned.given_up:
        said.append(say("%(count)s 个章节查得太慢，各在 1 秒后放弃", count=scanned.given_up))
    if scanned.unread > scanned.given_up:
        said.append(say("%(seconds)s 秒后停止", seconds=f"{scanned.seconds:g}"))
    return say(
        "%(searched)s；各项数目只算读过的章节。加上年份、地区或别的词句，缩小要读的范围。",
        searched=listed("，", said),
    )


def expansion_words(expansion: Expansion) -> str:
    """In which other words something was, or could be, looked for."""
    others = listed("、", (f"“{other}”" for other in expansion.alternatives))
    match expansion.kind:
        case "words":
            return say("“%(term)s”分成了：%(others)s", term=expansion.term, others=others)
        case "synonyms":
            return say("“%(term)s”也查了同义的说法：%(others)s", term=expansion.term, others=others)
        case _:
            return say(
                "“%(term)s”还有同义的说法，没有查：%(others)s", term=expansion.term, others=others
            )


def describe_cell(cell: CellId) -> str:
    """Row and column of a cell as the form prints them, e.g. 本年新收…数量（总计）."""
    label, column_label, _ = cell_labels(cell)
    if not column_label:
        return say(label)
    return say("%(row)s（%(column)s）", row=say(row_name(cell)), column=say(column_label))


def value_label(field: str, value: str) -> str:
    """A field's canonical value in Chinese."""
    if value == EMPTY_VALUE:
        return say("没有") if field == "finding" else say("未知")
    match field:
        case "year":
            return _years(value)
        case "level":
            return say(level_label(value))
        case "kind":
            return say(kind_label(value))
        case "function":
            return say(value)
        case "section":
            return say(section_title(value))
        case "form":
            return say("%(year)s 年格式", year=value)
        case "finding":
            return say(FINDINGS.get(value) or ANSWERS.get(value, value))
        case "region" if value == NATIONAL:
            return say("全国性机关")
        case _:
            return value


def _gapped(gaps: Gaps) -> str:
    """``“收到”［0 至 50 个字］“申请”``."""
    said = [_gap(gaps.before, gaps.before)]
    for part, (least, most) in zip(gaps.parts, (*gaps.gaps, (gaps.after, gaps.after)), strict=True):
        said += [f"“{part.strip()}”", _gap(least, most)]
    return listed("", said)


def _gap(least: int, most: int) -> str:
    if most == 0:
        return ""
    if least == most:
        return say("［%(most)s 个字］", most=most)
    return say("［%(least)s 至 %(most)s 个字］", least=least, most=most)


def _operand(node: Node) -> str:
    said = describe(node)
    return say("（%(what)s）", what=said) if isinstance(node, And | Or) else said


def _years(value: str) -> str:
    first, last = year_bounds(value)
    if first is None:
        return say("%(last)s 年及以前", last=last)
    if last is None:
        return say("%(first)s 年及以后", first=first)
    return str(first) if first == last else say("%(first)s 至 %(last)s", first=first, last=last)


def _bounds(cell: CellId, op: Op, value: Decimal | None, upper: Decimal | None) -> str:
    low, high = _number(cell, value), _number(cell, upper)
    if op is not Op.BETWEEN:
        return say(
            "%(operator)s %(value)s", operator=say(words.OPERATOR_WORDS[op.value]), value=low
        )
    if value is None:
        return say("不大于 %(value)s", value=high)
    if upper is None:
        return say("不小于 %(value)s", value=low)
    return say("在 %(low)s 至 %(high)s 之间", low=low, high=high)


def _number(cell: CellId, value: Decimal | None) -> str:
    if value is None:
        return ""
    if cell.table == RATE_TABLE:
        return f"{format((value * 100).normalize(), 'f')}%"
    return format(value, "f")
