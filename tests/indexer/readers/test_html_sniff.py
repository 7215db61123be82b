"""Which bytes are a web page, whatever they are called."""

from __future__ import annotations

import pytest

from indexer.readers.sniff import Kind, kind_of

BODY = "<p>一、总体情况</p><p>本镇稳步推进公开工作。</p>"


@pytest.mark.parametrize(
    "text",
    [
        f"<!DOCTYPE html><html><body>{BODY}</body></html>",
        f"\ufeff\n\n <!-- 页面由系统生成 --> <html lang='zh'>{BODY}",
        f"<?xml version='1.0' encoding='utf-8'?>\n<!DOCTYPE html PUBLIC '-//W3C//DTD'>{BODY}",
        "<!-- saved from url=(0023)http://www.example.cn/a -->\n<HTML><BODY>甲",
        f"Warning: mysql_connect() in /data/a.php on line 3\n<!doctype html>{BODY}",
        BODY,
        f"<style>p {{color: red}}</style>\n{BODY}",
        f"<div class='TRS_Editor'>\n{BODY}\n</div>\n<!-- 完 -->",
        "<table><tr><td>行政许可</td><td>13</td></tr></table>",
        "<P>一、概述<P>二、其他<P>三、附件",
        "某镇2020年年度报告<br>" + "一、总体情况<br/>本镇稳步推进。<br>" * 8,
        "年度报告" + "<div>一、总体情况：本镇稳步推进。</div>" * 9,
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16", "utf-16-le"])
def test_pages_and_parts_of_pages(text: str, encoding: str) -> None:
    if encoding in ("gb18030", "utf-16-le"):
        text = text.removeprefix("\ufeff")
    assert kind_of(text.encode(encoding), "r.txt") is Kind.HTML


MIXED = "# 报告\n\n一、总体情况：本镇稳步推进公开工作。\n\n"
TABLE = "<table><tr><td>行政许可</td><td>13</td></tr></table>"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (MIXED + TABLE, "r.md"),
        (MIXED + TABLE, "r.txt"),
        (MIXED + f"<html><body>{TABLE}</body></html>", "r.txt"),
        (f"{TABLE}\n\n{MIXED * 3}", "r.txt"),
        (BODY, "r.md"),
        ('<p align="center"><b>报告</b></p>\n' + MIXED * 5, "r.txt"),
        ("收到 <5 件，> 3 件", "r.txt"),
        ("<2023年度报告>\n一、总体情况", "r.txt"),
        (MIXED + "见<br>与<b>粗</b>字", "r.txt"),
    ],
)
def test_texts_with_some_markup(text: str, name: str) -> None:
    assert kind_of(text.encode(), name) is Kind.TEXT
