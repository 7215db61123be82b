"""What the command line refuses, with which exit code, in which words."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_world import run
from sample_world import SampleIndex

# arguments -> exit code, words on stderr
REFUSED: dict[tuple[str, ...], tuple[int, tuple[str, ...]]] = {
    ("search", '"公开'): (2, ('  "公开\n  ^', '可以改成："公开"')),
    ("search", "公开 或 ("): (2, ("  公开 或 (\n          ^",)),
    ("search", "形式:pdf"): (2, ("没有“形式”这个字段", "格式", "^^^^")),
    ("search", "其他=0"): (2, ("可以指", "requests.other.else")),
    ("search", "--year", "abc"): (2, ("年份“abc”无法识别",)),
    ("search", "--section", "八"): (2, ("没有“八”这个章节", "overview")),
    ("search", "--level", "村"): (2, ("township",)),
    ("search", "--form", "1999"): (2, ("2021",)),
    ("search", "--sort", "大小"): (2, ("不能按“大小”排序",)),
    ("search", "--where", "新收=x"): (2, ("“x”不是数字", "  新收=x\n       ^")),
    ("search", "--nonsense"): (2, ("错误：没有 --nonsense", "用法：", "search --help")),
    ("--nonsense", "search"): (2, ("错误：没有 --nonsense", "用法：", " --help")),
    ("search", "--limit", "-1"): (2, ("--limit",)),
    ("search", "--unit", "pages"): (2, ("sections", "reports", "rows")),
    ("statistics", "--cell", "没有的指标"): (2, ("没有“没有的指标”这个指标",)),
    ("nonsense",): (2, ("nonsense",)),
    ("show", "nonsense"): (1, ("没有编号为 nonsense 的报告",)),
    ("remove", "nonsense"): (1, ("没有编号为 nonsense 的报告",)),
    ("export", "nonsense"): (2, ("facts",)),
    ("export", "facts", "--output", "no/such/folder/x.csv"): (1, ("无法写入",)),
}


@pytest.mark.parametrize("arguments", REFUSED, ids=" ".join)
def test_refusals_help(sample_index: SampleIndex, arguments: tuple[str, ...]) -> None:
    code, words = REFUSED[arguments]
    result = run(sample_index, *arguments)
    assert result.exit_code == code
    assert result.stdout == ""
    for word in words:
        assert word in result.stderr
    assert "Traceback" not in result.stderr
    assert "Usage" not in result.stderr


def test_near_names_are_listed_once(sample_index: SampleIndex) -> None:
    said = run(sample_index, "statistics", "--cell", "nope").stderr
    assert said.count("requests.new") == said.count("相近的") == 1


def test_a_folder_without_a_store_says_what_to_do(tmp_path: Path) -> None:
    result = run(tmp_path / "nothing", "search", "甲")
    assert result.exit_code == 1
    assert "govreport index" in result.stderr
    assert not (tmp_path / "nothing").exists()


def test_a_damaged_store_is_named(tmp_path: Path) -> None:
    (tmp_path / "reports.sqlite").write_bytes(b"this is no database" * 100)
    result = run(tmp_path, "search", "甲")
    assert result.exit_code == 1
    assert "reports.sqlite" in result.stderr
    assert "Traceback" not in result.stderr
