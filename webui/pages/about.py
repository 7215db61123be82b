"""Help, the state of the archive, and the interface for programs."""

from __future__ import annotations

from flask import render_template, url_for

from govreport_search.forms import all_forms
from govreport_search.forms.lookup import columns_of, indicators
from govreport_search.forms.sections import SECTION_IDS, section_title
from govreport_search.query.words import FIELDS, OPERATOR_WORDS, STATE_LABELS
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
FIELD_EXAMPLES = (
    ("年份:2020..2022 不予公开", "三年之内"),
    ("章节:五 形式主义", "只看第五章"),
    ("层级:township 新收>0", "乡镇街道中收到申请的"),
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
            ("限定范围", FIELD_EXAMPLES),
            ("查表格里的数", NUMBER_EXAMPLES),
        ),
        fields=FIELDS,
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
