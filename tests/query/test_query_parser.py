"""The grammar: what each spelling means, and what each fault says."""

from __future__ import annotations

from decimal import Decimal

import pytest

from govreport_search.domain import CellId, State
from govreport_search.errors import QuerySyntaxError
from govreport_search.query import words
from govreport_search.query.parser import parse
from govreport_search.query.tree import (
    And,
    Comparison,
    FieldFilter,
    Near,
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

A, B, C = Phrase("甲"), Phrase("乙"), Phrase("丙")
NEW = CellId("requests", "new", "total")
NEW_IS_0 = Comparison(NEW, Op.EQ, Decimal(0))

MEANINGS = {
    # runs and conjunction
    "": And(()),
    "  　 ": And(()),
    "甲": A,
    "甲 乙": And((A, B)),
    "甲　乙": And((A, B)),
    "甲 AND 乙": And((A, B)),
    "甲 且 乙": And((A, B)),
    "甲 ａｎｄ 乙": And((A, B)),
    "甲 或 乙": Or((A, B)),
    "甲 OR 乙 or 丙": Or((A, B, C)),
    # NOT binds tightest, then AND, then OR
    "甲 或 乙 丙": Or((A, And((B, C)))),
    "甲 乙 或 丙": Or((And((A, B)), C)),
    "非 甲 乙": And((Not(A), B)),
    "NOT 甲 或 乙": Or((Not(A), B)),
    "-甲 乙": And((Not(A), B)),
    "甲 －乙": And((A, Not(B))),
    "-（甲 或 乙）": Not(Or((A, B))),
    "非 非 甲": Not(Not(A)),
    "(甲 或 乙) 丙": And((Or((A, B)), C)),
    "（甲 或 乙）且（丙）": And((Or((A, B)), C)),
    "非（甲）": Not(A),
    "((甲))": A,
    # a full-width pair around one word is text, unless it sets a keyword apart
    "（三）": Phrase("（三）"),
    "（三） 收费": And((Phrase("（三）"), Phrase("收费"))),
    "收费 （三）": And((Phrase("收费"), Phrase("（三）"))),
    "原样:（三）": Printed(Phrase("（三）")),
    "-（三）": Not(Phrase("（三）")),
    "（三） 近邻/5 （四）": Near("（三）", "（四）", 5),
    "（（三） 或 甲）": Or((Phrase("（三）"), A)),
    "（第?项）": Wildcard("（第?项）"),
    "(三)": Phrase("三"),
    "（甲）或（乙）": Or((A, B)),
    "（甲）近邻/5（乙）": Near("甲", "乙", 5),
    "（-甲）": Not(A),
    "（新收=0）": NEW_IS_0,
    "（年份:2020）": FieldFilter("year", ("2020",)),
    "（甲 乙）": And((A, B)),
    "（“甲”）": A,
    # keywords only as tokens of their own
    "非税收入": Phrase("非税收入"),
    "且末县": Phrase("且末县"),
    "或有负债": Phrase("或有负债"),
    "是否公开": Phrase("是否公开"),
    "android": Phrase("android"),
    '"且"': Phrase("且"),
    "“甲”且“乙”": And((A, B)),
    # quotes
    '"甲 乙"': Phrase("甲 乙"),
    "“甲 乙”": Phrase("甲 乙"),
    "「甲 乙」": Phrase("甲 乙"),
    "『甲 乙』": Phrase("甲 乙"),
    "＂甲 乙＂": Phrase("甲 乙"),
    '“甲 乙"': Phrase("甲 乙"),
    '"甲 乙”': Phrase("甲 乙"),
    "”甲 乙”": Phrase("甲 乙"),
    '“甲" 或 "乙”': Or((A, B)),
    '"危及“三安全一稳定”"': Phrase("危及“三安全一稳定”"),
    '「"」': Phrase('"'),
    "「甲「乙」丙」": Phrase("甲「乙」丙"),
    '"甲=乙"': Phrase("甲=乙"),
    '"甲"乙': And((A, B)),
    # punctuation inside a run is text
    "（三）不予公开": Phrase("（三）不予公开"),
    "第二十条第（一）项": Phrase("第二十条第（一）项"),
    "危及“三安全一稳定”": Phrase("危及“三安全一稳定”"),
    "12:30": Phrase("12:30"),
    "2020年": Phrase("2020年"),
    "2019-2020": Phrase("2019-2020"),
    "甲、乙，丙": Phrase("甲、乙，丙"),
    "新收": Phrase("新收"),
    # conditions
    "新收=0": NEW_IS_0,
    "新收＝０": NEW_IS_0,
    "新收 = 0": NEW_IS_0,
    "requests.new=0": NEW_IS_0,
    "requests.new.total=0": NEW_IS_0,
    "ＲＥＱＵＥＳＴＳ．new=0": NEW_IS_0,
    "新收.总计=0": NEW_IS_0,
    '"本年新收政府信息公开申请数量"=0': NEW_IS_0,
    "新收>1,234": Comparison(NEW, Op.GT, Decimal(1234)),
    "新收=3..5": Comparison(NEW, Op.BETWEEN, Decimal(3), Decimal(5)),
    "新收=..5": Comparison(NEW, Op.BETWEEN, None, Decimal(5)),
    "新收=３．．": Comparison(NEW, Op.BETWEEN, Decimal(3), None),
    "新收.自然人>3": Comparison(CellId("requests", "new", "natural_person"), Op.GT, Decimal(3)),
    "denied.state_secret>0": Comparison(
        CellId("requests", "denied.state_secret", "total"), Op.GT, Decimal(0)
    ),
    "危及“三安全一稳定”>0": Comparison(
        CellId("requests", "denied.safety_stability", "total"), Op.GT, Decimal(0)
    ),
    "不予公开率>50%": Comparison(CellId("rate", "denied", "total"), Op.GT, Decimal("0.5")),
    "不予公开率>0.5": Comparison(CellId("rate", "denied", "total"), Op.GT, Decimal("0.5")),
    "行政许可.本年增/减<-5": Comparison(
        CellId("disclosure", "licensing", "delta"), Op.LT, Decimal(-5)
    ),
    "licensing.delta < -5": Comparison(
        CellId("disclosure", "licensing", "delta"), Op.LT, Decimal(-5)
    ),
    "不予公开 新收=0": And((Phrase("不予公开"), NEW_IS_0)),
    "新收 is blank": StateIs(NEW, State.BLANK),
    "新收 IS /": StateIs(NEW, State.NOT_APPLICABLE),
    "非 新收 是 缺失": Not(StateIs(NEW, State.MISSING)),
    "新收 is not blank": Not(StateIs(NEW, State.BLANK)),
    "新收 是 非 空白": Not(StateIs(NEW, State.BLANK)),
    "新收:0": NEW_IS_0,
    "新收。总计=0": NEW_IS_0,
    "requests.new.total：３．．５ 甲": And(
        (Comparison(NEW, Op.BETWEEN, Decimal(3), Decimal(5)), A)
    ),
    # fields
    "年份:2020": FieldFilter("year", ("2020",)),
    "年：2020年": FieldFilter("year", ("2020",)),
    "YEAR:2020..2022": FieldFilter("year", ("2020..2022",)),
    "年份:2019,2020，2021、2022|none": FieldFilter(
        "year", ("2019", "2020", "2021", "2022", "none")
    ),
    "年份: 2019, 2020": FieldFilter("year", ("2019", "2020")),
    "年份:..2019": FieldFilter("year", ("..2019",)),
    "地区:河南省/洛阳市": FieldFilter("region", ("河南省/洛阳市",)),
    "地区:全国": FieldFilter("region", ("national",)),
    '机关:"甲，乙",丙局': FieldFilter("agency", ("甲，乙", "丙局")),
    "层级:县级": FieldFilter("level", ("county",)),
    "类型:government": FieldFilter("kind", ("government",)),
    "职能:环保": FieldFilter("function", ("生态环境",)),
    "章节:五|六": FieldFilter("section", ("problems", "other")),
    "章节:5,６": FieldFilter("section", ("problems", "other")),
    "章节:总体情况": FieldFilter("section", ("overview",)),
    "格式:2021": FieldFilter("form", ("2021",)),
    "报告:abc": FieldFilter("report", ("abc",)),
    "甲 -年份:2020 乙": And((A, Not(FieldFilter("year", ("2020",))), B)),
    "核查结果:balance,none": FieldFilter("finding", ("balance", "none")),
    "核查：收支不平": FieldFilter("finding", ("balance",)),
    "核查:矛盾,口径不同|一致": FieldFilter("finding", ("contradiction", "other_scope", "agrees")),
    "核查结果:Contradiction": FieldFilter("finding", ("contradiction",)),
    # wildcards, in words without quotes and behind 通配
    "收到*申请": Wildcard("收到*申请"),
    "收到＊申请": Wildcard("收到＊申请"),
    "收到……申请": Wildcard("收到……申请"),
    "第?条": Wildcard("第?条"),
    "什么?": Wildcard("什么?"),
    "什么？": Phrase("什么？"),
    "-收到*申请": Not(Wildcard("收到*申请")),
    '"收到*申请"': Phrase("收到*申请"),
    '通配:"收到 * 申请"': Wildcard("收到 * 申请"),
    "wildcard：甲?": Wildcard("甲?"),
    "通配:甲": A,
    "机关:*局": FieldFilter("agency", ("*局",)),
    # near
    "甲 近邻 乙": Near("甲", "乙", words.NEAR_DISTANCE),
    "甲 近邻/0 乙": Near("甲", "乙", 0),
    "甲 ＮＥＡＲ／５ 乙": Near("甲", "乙", 5),
    "“甲”近邻“乙”": Near("甲", "乙", words.NEAR_DISTANCE),
    "(甲)近邻/5(乙)": Near("甲", "乙", 5),
    "-甲 near/3 乙 丙": And((Not(Near("甲", "乙", 3)), C)),
    "(甲 或 乙) 近邻/3 丙": Or((Near("甲", "丙", 3), Near("乙", "丙", 3))),
    "任一:甲,乙 近邻/3 丙": Or((Near("甲", "丙", 3), Near("乙", "丙", 3))),
    "近邻关系": Phrase("近邻关系"),
    "'near'": Phrase("'near'"),
    # prefixes
    "任一:甲,乙、丙|甲": Or((A, B, C)),
    "ANY: 甲, 乙 丙": And((Or((A, B)), C)),
    '任一:"甲,乙",第?条': Or((Phrase("甲,乙"), Wildcard("第?条"))),
    "任一:甲": A,
    "-任一:甲,乙": Not(Or((A, B))),
    '分词:"甲 乙"': Words("甲 乙"),
    "words：甲 乙": And((Words("甲"), B)),
    "正则:甲.{0,5}乙": Regex("甲.{0,5}乙"),
    "正则:(甲|乙)丙": Regex("(甲|乙)丙"),
    '正则:"(甲|乙)=丙"': Regex("(甲|乙)=丙"),
    "(-regex:甲+)": Not(Regex("甲+")),
    "同一报告:(甲 乙)": SameReport(And((A, B))),
    "同一报告：（甲 或 -乙）丙": And((SameReport(Or((A, Not(B)))), C)),
    "同一报告:甲 乙": And((SameReport(A), B)),
    "同一报告:甲 近邻/3 乙": SameReport(Near("甲", "乙", 3)),
    '同一报告:"甲 乙"': SameReport(Phrase("甲 乙")),
    "同一报告:-甲": SameReport(Not(A)),
    "同一报告:正则:甲+": SameReport(Regex("甲+")),
    "同一报告:年份:2020": SameReport(FieldFilter("year", ("2020",))),
    "-same_report:(甲 新收=0)": Not(SameReport(And((A, NEW_IS_0)))),
    '原样:"（三）"': Printed(Phrase("（三）")),
    "原样:甲 乙": And((Printed(A), B)),
    "-原样:甲": Not(Printed(A)),
    "原样:甲 近邻/3 乙": Printed(Near("甲", "乙", 3)),
    "printed:(甲 或 乙*丙 新收=0)": Or((Printed(A), And((Printed(Wildcard("乙*丙")), NEW_IS_0)))),
    "同一报告:(甲 原样:正则:乙+)": SameReport(And((A, Printed(Regex("乙+"))))),
    "原样:(原样:甲)": Printed(A),
    # prefixes only with a colon
    "原样 正则": And((Phrase("原样"), Phrase("正则"))),
    "任一申请人": Phrase("任一申请人"),
}


@pytest.mark.parametrize("query", MEANINGS)
def test_a_query_means(query: str) -> None:
    assert parse(query) == MEANINGS[query]


@pytest.mark.parametrize("spelling", words.OPERATORS)
def test_every_spelling_of_an_operator(spelling: str) -> None:
    assert parse(f"新收{spelling}3") == Comparison(NEW, Op(words.OPERATORS[spelling]), Decimal(3))


@pytest.mark.parametrize("name", words.STATE_NAMES)
def test_every_name_of_a_state(name: str) -> None:
    assert parse(f"新收 is {name}") == StateIs(NEW, words.STATE_NAMES[name])


@pytest.mark.parametrize("name", words.PREFIX_NAMES)
def test_every_name_of_a_prefix(name: str) -> None:
    meanings = {
        words.ANY: Or((A, Wildcard("乙*丙"))),
        words.WORDS: Words("甲,乙*丙"),
        words.WILDCARD: Wildcard("甲,乙*丙"),
        words.REGEX: Regex("甲,乙*丙"),
        words.PRINTED: Printed(Wildcard("甲,乙*丙")),
        words.SAME_REPORT: SameReport(Wildcard("甲,乙*丙")),
    }
    assert parse(f"{name.upper()}：甲,乙*丙") == meanings[words.PREFIX_NAMES[name]]


@pytest.mark.parametrize("name", words.NEAR_WORDS)
def test_every_name_of_near(name: str) -> None:
    assert parse(f"甲 {name.upper()}/7 乙") == Near("甲", "乙", 7)


@pytest.mark.parametrize("name", words.FIELD_NAMES)
def test_every_name_of_a_field(name: str) -> None:
    found = parse(f"{name}：none")
    assert found == FieldFilter(words.FIELD_NAMES[name], ("none",))


# query -> position, length, repair
FAULTS = {
    '"甲': (0, 1, '"甲"'),
    "甲 “乙": (2, 1, "甲 “乙”"),
    "甲 「乙": (2, 1, "甲 「乙」"),
    '甲 "': (2, 1, "甲"),
    '""': (0, 2, ""),
    '甲 " "': (2, 3, "甲"),
    "甲」": (1, 1, "甲"),
    "甲 』乙": (2, 1, "甲 乙"),
    "(甲": (0, 1, "(甲)"),
    "（甲 或 （乙": (5, 1, "（甲 或 （乙））"),
    "甲)": (1, 1, "甲"),
    "甲 ()": (2, 2, "甲"),
    "甲 AND": (2, 3, "甲"),
    "或 甲": (0, 1, "甲"),
    "甲 且 或 乙": (2, 1, "甲 或 乙"),
    "且": (0, 1, "「且」"),
    "甲 非": (2, 1, "甲"),
    "- 甲": (0, 1, "甲"),
    "甲 -": (2, 1, "甲"),
    "=5": (0, 1, "「=」 5"),
    "新收=": (2, 1, "新收=0"),
    "新收==0": (2, 2, "新收=0"),
    "新收=>0": (2, 2, "新收>=0"),
    "新收<>0": (2, 2, "新收!=0"),
    "新收=无": (3, 1, "「新收=无」"),
    "新收=空白": (3, 2, "新收 is 空白"),
    "新收=5件": (3, 2, "新收=5"),
    "新收:5件": (3, 2, "新收:5"),
    "新收>1万": (3, 2, "新收>10000"),
    "新收>1.5万": (3, 4, "新收>15000"),
    "新收>１万件": (3, 3, "新收>10000"),
    "新收>一万二": (3, 3, "新收>12000"),
    "新收>一亿二千万": (3, 5, "新收>120000000"),
    "新收=一百二": (3, 3, "新收=120"),
    "新收=一百零二": (3, 4, "新收=102"),
    "新收=三": (3, 1, "新收=3"),
    "新收:一千": (3, 2, "新收:1000"),
    "新收=1万..2万": (3, 6, "新收=10000..20000"),
    "新收=一至三": (3, 3, "新收=1..3"),
    "新收=万": (3, 1, "「新收=万」"),
    "新收=0且甲": (3, 3, "新收=0 且 甲"),
    "新收=3-5": (3, 3, "新收=3..5"),
    "新收=5..3": (3, 4, "新收=3..5"),
    "新收!=3..5": (4, 4, "NOT 新收=3..5"),
    "新收 是 零": (5, 1, "新收=0"),
    "新收 is 二百零五": (6, 4, "新收=205"),
    "新收 is 空的": (6, 2, "新收 is 空白"),
    "新收 is not 缺少": (10, 2, "新收 is not 缺失"),
    "新收 is 龘": (6, 1, "新收 「is」 龘"),
    "新收=零": (3, 1, "新收=0"),
    "新收>=十二": (4, 2, "新收>=12"),
    "新收>二〇": (3, 2, "新收>20"),
    "新收>5 且 <10": (7, 1, "新收>5 且 新收<10"),
    "新收>5 <10 甲": (5, 1, "新收>5 新收<10 甲"),
    "新收>5<10": (4, 1, "新收>5 新收<10"),
    '"新收">5 或 (甲 且 =0)': (14, 1, '"新收">5 或 (甲 且 "新收"=0)'),
    "年份>2020": (0, 7, "年份:2021.."),
    "年份<2020年": (0, 8, "年份:..2019"),
    "年份<=2020": (0, 8, "年份:..2020"),
    "年份!=2020": (0, 8, "NOT 年份:2020"),
    "章节>三": (0, 4, ""),
    "新收>50%": (3, 3, "新收>50"),
    "不予公开率>50": (6, 2, "不予公开率>50%"),
    "不予公开率=20..30": (6, 6, "不予公开率=20%..30%"),
    "不予公开率>150%": (6, 4, ""),
    "年份>=2020": (0, 8, "年份:2020.."),
    "年份=2020": (0, 7, "年份:2020"),
    "年份:2019-2021": (3, 9, "年份:2019..2021"),
    "年份:2021..2019": (3, 10, "年份:2019..2021"),
    "年份:abc": (3, 3, ""),
    "甲 年份:": (2, 3, "甲"),
    # a quote is closed where the words end
    '"甲 AND (乙': (0, 1, '"甲" AND (乙)'),
    '"不予公开 AND (新收=0': (0, 1, '"不予公开" AND (新收=0)'),
    "“甲 丙 且 乙": (0, 1, "“甲 丙” 且 乙"),
    "「甲 NOT 乙": (0, 1, "「甲」 NOT 乙"),
    '"甲 年份:2020': (0, 1, '"甲" 年份:2020'),
    '"甲 新收 is 空白 乙': (0, 1, '"甲" 新收 is 空白 乙'),
    '"甲 （乙 或 丙': (0, 1, '"甲" （乙 或 丙）'),
    '("甲 乙) 且 丙': (1, 1, '("甲 乙") 且 丙'),
    '"甲 -乙': (0, 1, '"甲" -乙'),
    '"甲 近邻/5 乙': (0, 1, '"甲" 近邻/5 乙'),
    "“甲 AND (“乙 或 新收=": (0, 1, "“甲” AND (“乙” 或 新收=0)"),
    # where that leads nowhere, it is closed at the end
    '"甲 AND': (0, 1, '"甲 AND"'),
    '"甲 - 乙': (0, 1, '"甲 - 乙"'),
    '"甲（乙 丙）丁': (0, 1, '"甲（乙 丙）丁"'),
    '"甲) 乙': (0, 1, '"甲) 乙"'),
    '"甲 说明：乙': (0, 1, '"甲 说明：乙"'),
    '"且 乙': (0, 1, '"且 乙"'),
    '正则:"(甲|乙 丙': (3, 1, '正则:"(甲|乙 丙)"'),
    # wildcards
    "*": (0, 1, "「*」"),
    "甲 ?": (2, 1, "甲 「?」"),
    "收到 * 申请": (3, 1, "收到*申请"),
    "收到 …… 申请": (3, 2, "收到……申请"),
    '通配:"?"': (3, 3, '"?"'),
    "通配:": (0, 3, ""),
    "甲 通配:": (2, 3, "甲"),
    "任一:甲,*": (5, 1, "任一:甲,「*」"),
    # near
    "甲 近邻": (2, 2, "甲"),
    "近邻 乙": (0, 2, "乙"),
    "近邻": (0, 2, "「近邻」"),
    "甲 近邻 近邻 乙": (2, 2, "甲 近邻 乙"),
    "甲 近邻/501 乙": (2, 6, "甲 近邻/500 乙"),
    "甲 近邻/ 乙": (2, 3, "甲 近邻/10 乙"),
    "甲 近邻/": (2, 3, "甲"),
    "甲 近邻/x 乙": (2, 4, "甲 近邻/10 乙"),
    "甲 ＮＥＡＲ／5字 乙": (2, 7, "甲 ＮＥＡＲ/5 乙"),
    "甲 近邻/900字 乙": (2, 7, "甲 近邻/500 乙"),
    "近邻/街坊": (0, 5, "「近邻/街坊」"),
    "甲 近邻/街坊": (2, 5, "甲 「近邻/街坊」"),
    "甲 近邻 -乙": (5, 1, "甲 -乙"),
    "甲 近邻 年份:2020": (0, 12, "甲 「近邻」 年份:2020"),
    "甲*乙 near 丙": (0, 10, "甲*乙 「near」 丙"),
    "甲 近邻/3 乙 近邻 丙": (9, 2, "甲 近邻/3 乙 且 乙 近邻 丙"),
    # prefixes
    "甲 任一:": (2, 3, "甲"),
    "任一:(甲 乙)": (0, 3, ""),
    "甲 分词:": (2, 3, "甲"),
    '甲 分词:""': (2, 5, "甲"),
    "正则:": (0, 3, ""),
    "正则:(甲|乙)": (3, 5, '正则:"(甲|乙)"'),
    "任一:甲*,乙,*": (8, 1, "任一:甲*,乙,「*」"),
    "(正则:(甲|乙) 丙)": (4, 5, '(正则:"(甲|乙)" 丙)'),
    "正则:甲=乙": (3, 3, '正则:"甲=乙"'),
    '正则:"甲(乙"': (6, 1, '正则:"甲(乙)"'),
    '正则:"（甲(（乙"': (8, 1, '正则:"（甲(（乙)"'),
    '正则:"("': (4, 1, '正则:"\\("'),
    '正则:"甲)"': (5, 1, '正则:"甲\\)"'),
    "正则:甲[乙": (5, 1, '正则:"甲[乙]"'),
    "正则:甲**": (5, 1, '正则:"甲*\\*"'),
    "正则:甲*": (3, 2, '正则:"甲+"'),
    '甲 正则:"(甲{1000}){1000}"': (15, 1, ""),
    '正则:"(?R)"': (4, 1, ""),
    "同一报告:": (0, 5, ""),
    "甲 同一报告:(": (7, 1, "甲"),
    "同一报告:()": (5, 2, ""),
    "原样:年份:2020": (3, 7, "年份:2020"),
    "原样:(甲 分词:乙)": (3, 8, "(甲 分词:乙)"),
    "甲 原样:": (2, 3, "甲"),
}


@pytest.mark.parametrize("query", FAULTS)
def test_a_fault_names_its_place_and_a_repair(query: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        parse(query)
    error = caught.value
    assert (error.position, error.length, error.repair) == FAULTS[query]
    assert error.query == query
    assert error.message
    if error.repair:
        parse(error.repair)


def test_length_and_depth_have_limits() -> None:
    assert parse("甲" * words.MAX_LENGTH)
    with pytest.raises(QuerySyntaxError, match="太长"):
        parse("甲" * (words.MAX_LENGTH + 1))
    deep = words.MAX_DEPTH
    assert parse("(" * deep + "甲" + ")" * deep) == A
    for opening in ("(", "-", "非 ", "原样:", "同一报告:", "同一报告:("):
        with pytest.raises(QuerySyntaxError, match="太深"):
            parse(opening * (deep + 1) + "甲")


def test_lists_near_each_other_have_a_limit() -> None:
    wide = ",".join(f"甲{number}" for number in range(words.MAX_PAIRS // 2))
    assert parse(f"任一:{wide} 近邻 (乙 或 丙)")
    with pytest.raises(QuerySyntaxError, match="太多"):
        parse(f"任一:{wide},丁 近邻 (乙 或 丙)")
