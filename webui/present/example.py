"""Examples of the query language, each one a query that can be asked.

Those of fields, prefixes, comparisons and states are made from the language's own tables, so
that whatever is added there must get an example here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from govreport_search.query.finding import FINDINGS
from govreport_search.query.likely import is_one_word
from govreport_search.query.request import Request
from govreport_search.query.wildcard import MOST_BETWEEN
from govreport_search.query.words import (
    FIELD_LABELS,
    FIELDS,
    MAX_DISTANCE,
    NEAR_DISTANCE,
    OPERATOR_WORDS,
    PREFIXES,
    PRINTED,
    REGEX,
    STATE_LABELS,
)
from govreport_search.sentence import say
from govreport_search.services.scan import MOST_SECONDS
from webui.language import N_
from webui.present import words


@dataclass(frozen=True, slots=True)
class Example:
    """A query and what it asks for; of the examples of fields also which one.

    Attributes:
        reports: how many it finds in the archive at hand; ``None`` where nobody asked, or not
            everything could be read in time.
        reads: whether texts are read for it, for seconds in a large archive; it is not asked
            beforehand.
    """

    query: str
    meaning: str
    field: str = ""
    reports: int | None = None
    reads: bool = False


Groups = tuple[tuple[str, tuple[Example, ...]], ...]
"""Examples under their headings."""

Count = Callable[[Request], int | None]
"""How many reports a request finds, if that can be said."""


_TEXTS = (
    Example("不予公开", say("原样包含这四个字的章节")),
    Example("“共 3 次”", say("引号里的都是文字；空格、换行、全角半角不计较，字一个不能少")),
    Example("不予公开 第三方", say("空格：同一章节里两者都有")),
    Example("不予公开 且 第三方", say("且（AND）：与空格相同")),
    Example("培训 或 考核", say("或（OR）：有一个就行")),
    Example("培训 -考核", say("紧贴的 -：有“培训”，没有“考核”")),
    Example("培训 非 考核", say("非（NOT）：与 - 相同")),
    Example("（复议 或 诉讼） 且 败诉", say("括号改变先后")),
)
_LOOSE = (
    Example("收到*申请", say("* 代表 0 到 %(most)s 个字", most=MOST_BETWEEN)),
    Example("收到…申请", say("… 与 * 相同；引号里的是文字")),
    Example("第?条", say("半角的 ? 代表恰好一个字；全角的是标点")),
    Example(
        "公开 近邻 收费", say("先后不限，相隔不超过 %(distance)s 个字", distance=NEAR_DISTANCE)
    ),
    Example("公开 近邻/20 收费", say("相隔不超过 20 个字，最多可写 %(most)s", most=MAX_DISTANCE)),
    Example("（公开 或 提供） 近邻 收费", say("一边可以是几个说法")),
)
_PREFIXED = {
    "any": ("不予公开,不予提供", say("几个说法有一个就行，用逗号、顿号或竖线隔开")),
    "words": ('"收到的政府信息公开申请"', say("拆成词，有其中一个词就算，词多的、少见的在前")),
    "wildcard": ('"收到 * 申请"', say("引号里的 *、?、… 也是通配符")),
    "regex": (
        '"第[一二三四五]十?条"',
        say("正则表达式；逐章读，最多读 %(seconds)s 秒", seconds=f"{MOST_SECONDS:g}"),
    ),
    "printed": ('"（三）"', say("全角半角、繁简、部首字、大小写都要与印的相同")),
    "same_report": ("(培训 考核)", say("同一份报告里都有，不必在同一章节")),
}
_FIELDS = {
    "year": ("2020..2022", say("三年之内；也可以写 2020、..2019、2021..")),
    "region": ("河南省", say("这一地区和它以下各级")),
    "agency": ("教育局", say("全称；没有哪个机关叫这个名称时，按名称的一部分")),
    "level": ("township", say("乡镇、街道；也可以写中文名称")),
    "kind": ("department", say("部门；也可以写中文名称")),
    "function": ("教育", say("部门的领域")),
    "section": ("五", say("只查第五章；也可以写编号、标题")),
    "form": ("2019,2021", say("这两种格式；几个值用逗号隔开，有一个符合就行")),
    "report": ("a2b3c4d5e6f7", say("按编号找一份报告，编号见报告页")),
    "finding": (next(iter(FINDINGS)), say("有这一核查结果的报告")),
}
_CELLS = (
    Example("新收=0", say("“本年新收…数量”的总计是 0；空白不是 0")),
    Example("新收.自然人>=5", say("写明是哪一栏")),
    Example("requests.denied.state_secret>0", say("用编号写，最不会有歧义")),
    Example("不予公开率>20%", say("算出的比率")),
    Example("新收=1..9", say("1 到 9，两头都算")),
    Example("新收=100..", say("100 以上，含 100；..100 是 100 以下")),
    Example("“不予公开” 且 新收=0 且 年份:2020..2022", say("词句、数字、年份一起查")),
)


def groups() -> Groups:
    """All examples under their headings, in the order of the page."""
    return (
        (N_("查正文"), _TEXTS),
        (N_("换一种查法"), (*_LOOSE, *_prefixes())),
        (N_("限定范围"), tuple(_fields())),
        (N_("查表格里的数"), _CELLS),
        (N_("比较"), tuple(_comparisons())),
        (N_("没有数字的格子"), tuple(_states())),
    )


def counted(every: Groups, count: Count, fits: Mapping[str, str]) -> Groups:
    """The examples with what each finds; those of fields fit the archive where they can.

    Args:
        fits: values that the archive has, by field: asked for where the usual one finds nothing.
    """
    return tuple(
        (title, tuple(_counted(example, count, fits) for example in examples))
        for title, examples in every
    )


def _counted(example: Example, count: Count, fits: Mapping[str, str]) -> Example:
    reports = None if example.reads else count(Request(example.query))
    if reports == 0 and example.field in fits:
        value = fits[example.field]
        shown = value if is_one_word(value) else f'"{value}"'
        fitting = f"{FIELD_LABELS[example.field]}:{shown}"
        if found := count(Request(fitting)):
            return replace(example, query=fitting, reports=found)
    return replace(example, reports=reports)


def _prefixes() -> Iterator[Example]:
    for prefix in PREFIXES:
        text, meaning = _PREFIXED[prefix.name]
        reads = prefix.name in (REGEX, PRINTED)
        yield Example(f"{prefix.label}:{text}", meaning, reads=reads)


def _fields() -> Iterator[Example]:
    for field in FIELDS:
        value, meaning = _FIELDS[field.name]
        yield Example(f"{field.label}:{value}", meaning, field.name)


def _comparisons() -> Iterator[Example]:
    for sign, label in OPERATOR_WORDS.items():
        yield Example(f"新收{sign}3", say("%(operator)s %(value)s", operator=say(label), value=3))


def _states() -> Iterator[Example]:
    for state, label in STATE_LABELS.items():
        yield Example(f"新收 is {label}", say(words.STATES[state].meaning))
    yield Example("新收 is not 数字", say("总计不是数字，不论是哪一种"))
