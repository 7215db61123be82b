"""Texts that the index keeps are found again as the sentences they were made of."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from web_reading import foreign_words

import indexer
from govreport_search.sentence import Sentence, advised, listed, say
from webui import language
from webui.kept import EITHER, SENTENCES, WORDS, recognised
from webui.markup import plain, retold

INDEXER = Path(indexer.__file__).parent
HAN = re.compile(r"[\u4e00-\u9fff]")
PLACES = re.compile(r"%\((\w+)\)s")
COMMAND_LINE = ("cli.py", "inspect", "listing.py", "sample")
"""Rooms whose errors nobody sees but on the command line."""

KEPT = (
    "Failure",
    "Finding",
    "Quantity",
    "Refusal",
    "Rejection",
    "damaged",
    "too_complex",
    "_too_complex",
)
"""Calls beside errors whose words the index keeps."""


def english(app: Flask, text: str) -> str:
    cookie = f"{language.COOKIE}={language.ENGLISH}"
    with app.test_request_context("/", headers={"Cookie": cookie}):
        return str(plain(recognised(text)))


def value_of(place: str) -> str:
    """Something that may stand at a place."""
    if place in WORDS:
        return "总计"
    return "文件结构已损坏" if place in SENTENCES | EITHER else f"<{place}>"


@pytest.mark.parametrize("template", language.sentences("kept"))
def test_every_template_gives_its_values_back(world_app: Flask, template: str) -> None:
    values = {place: value_of(place) for place in PLACES.findall(template)}
    text = template % values if values else template
    found = recognised(text)
    assert found == text
    assert isinstance(found, Sentence)
    assert found.template == template
    assert dict(found.values) == values
    assert not HAN.search(english(world_app, text))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            advised(say("%(name)s 是空文件", name="年报.pdf"), say("请重新下载或换一份文件")),
            "年报.pdf is empty. Please download it again or take another file",
        ),
        (
            "年报.rar 的内容是 RAR 压缩包，不能读取。请先解压或另存为可以读取的文件"
            "；仍保留此前从它读到的报告 abc",
            "年报.rar holds a RAR archive, which cannot be read. Please unpack it or save it as a"
            " file that can be read; the report read from it before, abc, is kept",
        ),
        (
            "找不到 乙.pdf。清单说它与 甲 同属一份报告，请改正清单或补上文件",
            "乙.pdf was not found. The manifest says that it belongs to one report with 甲:"
            " please correct the manifest or add the file",
        ),
        (
            "x.docx 已损坏：word/a.xml 是空的。请重新下载，或用办公软件打开后另存一份",
            "x.docx is damaged: word/a.xml is empty. Please download it again, or open it in an"
            " office program and save it anew",
        ),
        (
            "正文称“收到36件”，表中“本年新收政府信息公开申请数量”的“总计”、"
            "“上年结转政府信息公开申请数量”的“总计”合计为31：口径不同（与本年新收、上年结转之和相同）",
            "The text says “收到36件”; in the table “New requests this year” (column “Total”),"
            " “Requests carried over from last year” (column “Total”) add up to 31: another scope"
            " (the same as received this year and carried over from last year together)",
        ),
        (
            "“总计”行：（七）总计等于各项办理结果之和，按印出的数字应为3（2＋1），印作4"
            "（另有未知的格，只会相差更多）",
            "Row “Total”: (7) total is the sum of all results. By the numbers printed it should be"
            " 3 (2＋1); it is printed as 4 (other cells are unknown and can only widen the"
            " difference)",
        ),
        (
            "“其他”有 1 格两种读法不一致（如 空白 与 “12”）：1 格记作无法识读",
            "Two ways of reading “Other” differ in 1 cell (such as blank and “12”): 1 cell is"
            " marked as unreadable",
        ),
        (
            "含税；另计；表头单位为元，已换算为万元",
            "含税；另计; converted from 元, the unit of the header, to 万元",
        ),
        ("两种读法不一致：“12”、空白", "two ways of reading differ: “12”, blank"),
    ],
)
def test_sentences_within_sentences_are_english(world_app: Flask, text: str, said: str) -> None:
    assert recognised(text) == text
    assert english(world_app, text) == said


@pytest.mark.parametrize(
    "text",
    [
        "",
        "本机关今年收到申请 3 件。",
        "%(name)s",
        "100%",
        "“甲”印有3个值，不知为何：不读",
        "的" * 9999,
    ],
)
def test_what_others_wrote_stays(text: str) -> None:
    assert recognised(text) is text


def test_what_a_report_prints_is_no_word_of_ours(world_app: Flask) -> None:
    said = english(world_app, "“总计”的“自然人”印为“其他”：件数不是整数")
    assert said == (
        "“Total”, column “Natural persons”, is printed as “其他”: the count is not a whole number"
    )


def test_a_chinese_page_shows_the_text_as_it_is(world_app: Flask) -> None:
    with world_app.test_request_context("/"):
        assert retold("a<b 是空文件") == "a&lt;b 是空文件"
        assert plain(listed("；", (recognised("文件结构已损坏"),))) == "文件结构已损坏"


@pytest.mark.parametrize(
    ("address", "listed_as", "held_in"),
    [
        ("/api/v1/findings?format=json&limit=1000", "findings", "text"),
        ("/api/v1/status", "rejected", "reason"),
    ],
)
def test_all_that_an_archive_keeps_is_recognised(
    sample: FlaskClient, world: FlaskClient, address: str, listed_as: str, held_in: str
) -> None:
    answers = [client.get(address).json or {} for client in (sample, world)]
    texts = [one[held_in] for answer in answers for one in answer[listed_as]]
    assert texts
    assert [text for text in texts if not isinstance(recognised(text), Sentence)] == []


def test_english_findings_quote_chinese_and_say_none(sample: FlaskClient) -> None:
    sample.set_cookie(language.COOKIE, language.ENGLISH)
    html = sample.get("/findings?answer=contradiction").text
    assert "By the numbers printed it should be" in html
    assert foreign_words(html) == []


def unsaid(tree: ast.AST) -> Iterator[ast.expr]:
    """Chinese words given to errors, findings and notes that are no sentence with places."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Assign) and ast.unparse(call.targets[0]) == "note":
            yield from words_in(call.value)
        if not isinstance(call, ast.Call):
            continue
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        if name.endswith("Error") or name in KEPT:
            for given in (*call.args, *(one.value for one in call.keywords)):
                yield from words_in(given)


def words_in(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("say", "template"):
        return
    if isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    ):
        if HAN.search(ast.unparse(node)):
            yield node
        return
    for child in ast.iter_child_nodes(node):
        yield from words_in(child)


def test_the_indexer_says_its_messages() -> None:
    read, found = 0, []
    for path in sorted(INDEXER.rglob("*.py")):
        if not {*path.relative_to(INDEXER).parts} & {*COMMAND_LINE}:
            read += 1
            tree = ast.parse(path.read_text(encoding="utf-8"))
            found += [f"{path.name}:{one.lineno}: {ast.unparse(one)}" for one in unsaid(tree)]
    assert read > 100
    assert found == []


def test_what_reads_like_many_templates_is_looked_at_once() -> None:
    """A name in an archive can be as long as it likes; no way back means no long search."""
    literals = [text for text in language.sentences("kept") if PLACES.search(text)]
    template = max(literals, key=lambda text: len(PLACES.findall(text)))
    pieces = PLACES.split(template)[::2]
    text = (pieces[0] + "".join(pieces[1:-1]) * 400)[:1990]
    assert recognised(text) == text
