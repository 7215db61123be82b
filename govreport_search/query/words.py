"""Every word of the query language that is not the user's own: fields, keywords, operators,
states. The lexer, the parser, the descriptions and the documentation all read this table.
"""

from __future__ import annotations

from dataclasses import dataclass

from govreport_search.domain import State


@dataclass(frozen=True, slots=True)
class FieldWord:
    """A field of the language.

    Attributes:
        name: canonical name, the one in ``tree.FieldFilter``.
        label: Chinese name, used in descriptions.
        names: every accepted spelling, lower case.
    """

    name: str
    label: str
    names: tuple[str, ...]


FIELDS = (
    FieldWord("year", "年份", ("年份", "年", "year")),
    FieldWord("region", "地区", ("地区", "region")),
    FieldWord("agency", "机关", ("机关", "agency")),
    FieldWord("level", "层级", ("层级", "level")),
    FieldWord("kind", "类型", ("类型", "kind")),
    FieldWord("function", "职能", ("职能", "function")),
    FieldWord("section", "章节", ("章节", "section")),
    FieldWord("form", "格式", ("格式", "form")),
    FieldWord("report", "报告", ("报告", "report")),
    FieldWord("finding", "核查结果", ("核查结果", "核查", "finding")),
)

FIELD_LABELS = {field.name: field.label for field in FIELDS}
FIELD_NAMES = {name: field.name for field in FIELDS for name in field.names}

ANY, WORDS, WILDCARD, REGEX = "any", "words", "wildcard", "regex"
PRINTED, SAME_REPORT = "printed", "same_report"

PREFIXES = (
    FieldWord(ANY, "任一", ("任一", "any")),
    FieldWord(WORDS, "分词", ("分词", "words")),
    FieldWord(WILDCARD, "通配", ("通配", "wildcard")),
    FieldWord(REGEX, "正则", ("正则", "regex")),
    FieldWord(PRINTED, "原样", ("原样", "printed")),
    FieldWord(SAME_REPORT, "同一报告", ("同一报告", "same_report")),
)
"""Words that, with a colon, say how what follows is looked for; ``name`` is the canonical one."""

PREFIX_NAMES = {name: prefix.name for prefix in PREFIXES for name in prefix.names}

SCOPES = (PRINTED, SAME_REPORT)
"""Prefixes of a query in parentheses; the others stand before one text."""

NEAR_WORDS = ("near", "近邻")
NEAR_DISTANCE = 10
"""Characters between two phrases where ``近邻`` names no number."""

MAX_DISTANCE = 500

MAX_PAIRS = 100
"""Pairs that the lists on both sides of a ``近邻`` may make."""

AND_WORDS = ("and", "且")
OR_WORDS = ("or", "或")
NOT_WORDS = ("not", "非")
IS_WORDS = ("is", "是")

OPERATORS = {
    "=": "=",
    "!=": "!=",
    "≠": "!=",
    "<": "<",
    "<=": "<=",
    "≤": "<=",
    "≦": "<=",
    "⩽": "<=",
    ">": ">",
    ">=": ">=",
    "≥": ">=",
    "≧": ">=",
    "⩾": ">=",
}
"""Accepted spellings after width folding, to the value of ``tree.Op``."""

MISTAKEN_OPERATORS = {"==": "=", "=>": ">=", "=<": "<=", "<>": "!=", "><": "!="}
"""Spellings of other languages; refused, and this is the repair."""

OPERATOR_WORDS = {
    "=": "等于",
    "!=": "不等于",
    "<": "小于",
    "<=": "不大于",
    ">": "大于",
    ">=": "不小于",
}

STATE_LABELS = {
    State.NUMBER: "数字",
    State.BLANK: "空白",
    State.NOT_APPLICABLE: "不适用",
    State.TEXT: "文字",
    State.UNREADABLE: "无法识读",
    State.MISSING: "缺失",
}
"""One Chinese name for each state, the same in every front end."""

STATE_NAMES = {
    **{state.value: state for state in State},
    **{label: state for state, label in STATE_LABELS.items()},
    "数": State.NUMBER,
    "数值": State.NUMBER,
    "空": State.BLANK,
    "空格": State.BLANK,
    "/": State.NOT_APPLICABLE,
    "斜杠": State.NOT_APPLICABLE,
    "文本": State.TEXT,
    "不可读": State.UNREADABLE,
    "无法读取": State.UNREADABLE,
    "缺": State.MISSING,
    "缺行": State.MISSING,
}
"""Every accepted name of a state."""

UNKNOWN_WORDS = ("none", "未知", "不明")
"""Filter values that stand for "not known" (``request.EMPTY_VALUE``)."""

NATIONAL_WORDS = ("national", "全国", "国家")
"""Region values that stand for bodies of the whole country (an empty region path)."""

MAX_LENGTH = 2000
"""Longest query, in code points."""

MAX_DEPTH = 40
"""Deepest nesting of parentheses and negations."""
