"""The tree said in Chinese words, so that a user sees how a query was understood."""

from __future__ import annotations

from decimal import Decimal

from govreport_search.domain import CellId
from govreport_search.forms.derived import RATE_TABLE
from govreport_search.forms.lookup import cell_labels
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

EVERYTHING = "全部报告"


def describe(node: Node) -> str:
    """What a query asks for, in Chinese words."""
    match node:
        case Phrase(text):
            return f"含“{text}”"
        case Wildcard(text):
            return f"含{_gapped(read_wildcard(text))}"
        case Near(first, second, distance):
            return f"含“{first}”和“{second}”（先后不限，相隔不超过 {distance} 个字）"
        case Words(text):
            return f"含“{text}”里的任何一个词"
        case Regex(source):
            return f"含符合正则表达式“{source}”的文字"
        case Printed(child):
            return f"{describe(child)}（原样）"
        case SameReport(child):
            return f"整份报告里（{describe(child)}）"
        case FieldFilter(field, values):
            shown = " 或 ".join(value_label(field, value) for value in values)
            return f"{words.FIELD_LABELS[field]}为 {shown}"
        case Comparison(cell, op, value, upper):
            return f"{describe_cell(cell)}{_bounds(cell, op, value, upper)}"
        case StateIs(cell, state):
            return f"{describe_cell(cell)}的状态是“{words.STATE_LABELS[state]}”"
        case Not(Phrase(text)):
            return f"不含“{text}”"
        case Not(Not(child)):
            return describe(child)
        case Not(Not(child)):
            return describe(child)
        case Not(child):
            return f"并非（{describe(child)}）"
        case And(children):
            return " 且 ".join(_operand(child) for child in children) or EVERYTHING
        case Or(children):
            return " 或 ".join(_operand(child) for child in children)


def scanned_words(scanned: Scanned) -> str:
    """How far the reading of texts went that 正则 and 原样 need."""
    searched = f"已逐个读过 {scanned.sections}/{scanned.of} 个章节"
    if scanned.is_whole:
        return f"{searched}。"
    if scanned.given_up:
        searched += f"，{scanned.given_up} 个章节查得太慢，各在 1 秒后放弃"
    if scanned.unread > scanned.given_up:
        searched += f"，{scanned.seconds:g} 秒后停止"
    return f"{searched}；各项数目只算读过的章节。加上年份、地区或别的词句，缩小要读的范围。"


def expansion_words(expansion: Expansion) -> str:
    """In which other words something was, or could be, looked for."""
    others = "、".join(f"“{other}”" for other in expansion.alternatives)
    match expansion.kind:
        case "words":
            return f"“{expansion.term}”分成了：{others}"
        case "synonyms":
            return f"“{expansion.term}”也查了同义的说法：{others}"
        case _:
            return f"“{expansion.term}”还有同义的说法，没有查：{others}"


def describe_cell(cell: CellId) -> str:
    """Row and column of a cell as the form prints them, e.g. 本年新收…数量（总计）."""
    label, column_label, _ = cell_labels(cell)
    return f"{label}（{column_label}）" if column_label else label


def value_label(field: str, value: str) -> str:
    """A field's canonical value in Chinese."""
    if value == EMPTY_VALUE:
        return "没有" if field == "finding" else "未知"
    match field:
        case "year":
            return _years(value)
        case "level":
            return level_label(value)
        case "kind":
            return kind_label(value)
        case "section":
            return section_title(value)
        case "form":
            return f"{value} 年格式"
        case "finding":
            return FINDINGS.get(value) or ANSWERS.get(value, value)
        case "region" if value == NATIONAL:
            return "全国性机关"
        case _:
            return value


def _gapped(gaps: Gaps) -> str:
    """``“收到”［0 至 50 个字］“申请”``."""
    said = _gap(gaps.before, gaps.before)
    for part, (least, most) in zip(gaps.parts, (*gaps.gaps, (gaps.after, gaps.after)), strict=True):
        said += f"“{part.strip()}”{_gap(least, most)}"
    return said


def _gap(least: int, most: int) -> str:
    if most == 0:
        return ""
    return f"［{most} 个字］" if least == most else f"［{least} 至 {most} 个字］"


def _operand(node: Node) -> str:
    return f"（{describe(node)}）" if isinstance(node, And | Or) else describe(node)


def _years(value: str) -> str:
    first, last = year_bounds(value)
    if first is None:
        return f"{last} 年及以前"
    if last is None:
        return f"{first} 年及以后"
    return f"{first}" if first == last else f"{first} 至 {last}"


def _bounds(cell: CellId, op: Op, value: Decimal | None, upper: Decimal | None) -> str:
    if op is not Op.BETWEEN:
        return f"{words.OPERATOR_WORDS[op.value]} {_number(cell, value)}"
    if value is None:
        return f"不大于 {_number(cell, upper)}"
    if upper is None:
        return f"不小于 {_number(cell, value)}"
    return f"在 {_number(cell, value)} 至 {_number(cell, upper)} 之间"


def _number(cell: CellId, value: Decimal | None) -> str:
    if value is None:
        return ""
    if cell.table == RATE_TABLE:
        return f"{format((value * 100).normalize(), 'f')}%"
    return format(value, "f")
