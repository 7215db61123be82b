"""Help, the state of the archive, and the interface for programs."""

from __future__ import annotations

from flask import render_template, url_for

from govreport_search.forms import all_forms
from govreport_search.forms.lookup import columns_of, indicators
from govreport_search.forms.sections import SECTION_IDS, section_title
from govreport_search.query.finding import FINDINGS
from govreport_search.query.wildcard import MOST_BETWEEN
from govreport_search.query.words import (
    FIELDS,
    NEAR_DISTANCE,
    NEAR_WORDS,
    OPERATOR_WORDS,
    PREFIXES,
    STATE_LABELS,
)
from govreport_search.services.scan import MOST_SECONDS
from webui.api.description import description
from webui.library import library
from webui.present import words

TEXT_EXAMPLES = (
    ("不予公开", "原样包含这四个字的章节"),
    ("“共 3 次”", "空格、换行、全角半角都不计较，字一个不能少"),
    ("不予公开 第三方", "同一章节里两者都有"),
    ("行政复议 或 行政诉讼", "有一个就行"),
    ("培训 -考核", "有“培训”，没有“考核”"),
    ("（复议 或 诉讼） 且 败诉", "括号改变先后"),
)
LOOSE_EXAMPLES = (
    ("收到*申请", f"* 和 … 代表 0 到 {MOST_BETWEEN} 个字，? 代表一个字；引号里的是文字"),
    ("公开 近邻/20 收费", f"先后不限，相隔不超过 20 个字；不写数字是 {NEAR_DISTANCE} 个字"),
    ("任一:不予公开,不予提供", "几个说法有一个就行"),
    ('分词:"收到的政府信息公开申请"', "拆成词，有其中一个词就算"),
    ('正则:"第[一二三四五]十?条"', f"正则表达式；逐章读，最多读 {MOST_SECONDS:g} 秒"),
    ('原样:"（三）"', "全角半角、繁简、大小写都要与印的相同"),
    ("同一报告:(培训 考核)", "同一份报告里都有，不必在同一章节"),
)
FIELD_EXAMPLES = (
    ("年份:2020..2022 不予公开", "三年之内"),
    ("章节:五 形式主义", "只看第五章"),
    ("层级:township 新收>0", "乡镇街道中收到申请的"),
    ("核查结果:balance", "有这一核查结果的报告"),
)
NUMBER_EXAMPLES = (
    ("新收=0", "“本年新收…数量”的总计是 0"),
    ("新收.自然人>=5", "指明哪一列"),
    ("requests.denied.state_secret>0", "用编号写，最不会有歧义"),
    ("不予公开率>20%", "算出的比率"),
    ("新收=1..9", "1 到 9，两头都算"),
    ("新收 is missing", "这一行缺失的报告"),
    ("行政许可.本年处理决定数量 is blank", "空着没填的"),
)


def query_help() -> str:
    """The query language with live examples."""
    return render_template(
        "help.html",
        groups=(
            ("查正文", TEXT_EXAMPLES),
            ("换一种查法", LOOSE_EXAMPLES),
            ("限定范围", FIELD_EXAMPLES),
            ("查表格里的数", NUMBER_EXAMPLES),
        ),
        fields=FIELDS,
        prefixes=PREFIXES,
        near_words=NEAR_WORDS,
        findings=FINDINGS,
        operators=OPERATOR_WORDS,
        state_words=[(state, label, words.STATES[state]) for state, label in STATE_LABELS.items()],
        sections=[(section, section_title(section)) for section in SECTION_IDS],
        forms=all_forms(),
    )


def indicator_list() -> str:
    """Every indicator and its columns, by id and label."""
    return render_template(
        "indicators.html", indicators=[(ref, columns_of(ref)) for ref in indicators()]
    )


def status() -> str:
    """What the archive holds, and what it could not read."""
    return render_template("status.html", status=library().status())


def api_help() -> str:
    """The JSON API, from its own description."""
    return render_template("api.html", api=description(), description_url=url_for("api.openapi"))
