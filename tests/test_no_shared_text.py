"""No code or data of ours names a body, file or sentence of the material beside the clone."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
PUBLIC = re.compile(r"govreport_search/(regions/data/.*\.tsv|forms/data/regulations\.toml)")
"""Names of divisions, and the clauses of the law, which reports recite."""
WINDOW = 12
HEADING = re.compile(r"^\s*[一二三四五六七八九]、.{1,40}$", re.MULTILINE)
PROSE = re.compile("[，。；]")
"""A line with one of these is a sentence or a part of one, not a table's header."""
HAN = re.compile(r"[\u3400-\u9fff]+")

GENERIC_BODIES = {"政府办公室", "区统计局", "教育局", "统计局", "区教育局", "人民政府办公室"}
GENERIC = re.compile(
    "|".join(
        (
            "中华人民共和国政府信息公开条例",
            "政府信息公开信息处理费管理办法",
            "(?:年度)?政府信息公[开開](?:工作)?年度[报報]告",
            "政府信息公开(?:工作)?情况报告如下",
            "国务院办公厅政府信息与政务公开办公室",
            "(?:新?收到|受理)政府信息公开申请",
            "(?:本报告|所列)*数据的?统计期限",
        )
    )
)
"""Names of laws and titles, the same in every report of the country."""

pytestmark = pytest.mark.skipif(
    not SHARED.is_dir(), reason="../shared is not beside this clone: nothing to compare with"
)


@cache
def own_files() -> dict[str, str]:
    """Tracked text files, public data apart, without white space."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout
    texts = {}
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if PUBLIC.fullmatch(name) or not path.is_file():
            continue
        try:
            texts[name] = "".join(path.read_text(encoding="utf-8").split())
        except UnicodeDecodeError:
            continue
    assert len(texts) > 50
    return texts


def expectations() -> Iterator[dict[str, object]]:
    for path in sorted(SHARED.rglob("expected.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        yield from data.get("reports", data.get("openings", {})).values()


def body_names() -> set[str]:
    names: set[str] = set()
    for report in expectations():
        accepted = report.get("agency_accepts") or []
        assert isinstance(accepted, list)
        names |= {name for name in (report.get("agency"), *accepted) if isinstance(name, str)}
    stems = {re.sub(r"(人民政府|政府办公室|办事处)$", "", name) for name in names}
    return {name for name in names | stems if len(name) >= 4} - GENERIC_BODIES


def file_names() -> set[str]:
    """Stems that say something; 001.txt and the like are nobody's name."""
    stems = {path.stem for path in SHARED.rglob("*") if path.parent.name in ("seeds", "real")}
    return {stem for stem in stems if len(stem) > 8 and re.search(r"\d", stem)}


def windows(text: str) -> set[str]:
    """Every run of Han characters of that length; punctuation and generic phrases break runs."""
    return {
        run[start : start + WINDOW]
        for run in HAN.findall(GENERIC.sub("。", text))
        for start in range(len(run) - WINDOW + 1)
    }


@cache
def sentences() -> frozenset[str]:
    found: set[str] = set()
    for path in sorted(SHARED.rglob("*")):
        inside = path.relative_to(SHARED).parts[0]
        if inside in ("seeds", "real") and path.suffix in (".txt", ".md", ".html"):
            text = path.read_text(encoding="utf-8", errors="replace")
            narrative = HEADING.sub("", re.sub(r"<[^>]*>", "\n", text))
            for line in filter(PROSE.search, narrative.splitlines()):
                found |= windows("".join(line.split()))
    statutory = (SHARED / "domain" / "forms.json").read_text(encoding="utf-8")
    statutory_text = "".join(HAN.findall(statutory))
    return frozenset(w for w in found if w not in statutory_text)


def test_the_lists_are_not_empty() -> None:
    """An empty list would make the tests below pass for nothing."""
    assert len(body_names()) > 10
    assert len(file_names()) > 5
    assert len(sentences()) > 2_000


def test_no_file_names_a_body_of_theirs() -> None:
    names = body_names()
    assert [(file, n) for file, text in own_files().items() for n in names if n in text] == []


def test_no_file_names_a_file_of_theirs() -> None:
    names = file_names()
    assert [(file, n) for file, text in own_files().items() for n in names if n in text] == []


def test_no_file_copies_a_sentence_of_theirs() -> None:
    theirs = sentences()
    copied = {
        file: sorted(windows(text) & theirs)[:3]
        for file, text in own_files().items()
        if windows(text) & theirs
    }
    assert copied == {}
