from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from govreport_search.engines.analysis import search_words, suggest, words


def test_words_are_folded_and_without_punctuation() -> None:
    assert words("不予公開，共３件。") == ("不予公开", "共", "3", "件")


def test_a_phrase_is_taken_apart() -> None:
    suggested = suggest("环境保护部门不予公开")
    assert len(suggested) >= 2
    assert all(word in "环境保护部门不予公开" and len(word) >= 2 for word in suggested)


def test_a_single_word_is_not_suggested_again() -> None:
    assert suggest("环境保护") == ()
    assert suggest("") == ()
    assert suggest("。") == ()


def test_words_are_suggested_once() -> None:
    assert suggest("公开信息公开").count("公开") == 1


def test_a_term_that_says_more_than_its_words_is_one_word() -> None:
    assert words("三安全一稳定怎么答复")[0] == "三安全一稳定"
    assert words("土地征收") == ("土地", "征收")


def test_a_term_that_finds_nothing_is_taken_apart() -> None:
    assert suggest("补偿安置") == ("补偿", "安置")


def test_stop_words_are_not_suggested() -> None:
    assert suggest("不予公开的理由有什么") == ("不予公开", "理由")


def test_words_worth_looking_for_say_something() -> None:
    assert search_words("不予公开的理由有哪些？") == ("不予公开", "不予", "公开", "理由")


def test_words_are_looked_for_once() -> None:
    assert search_words("公开公开公开") == ("公开",)


def test_where_nothing_says_anything_every_word_is_looked_for() -> None:
    assert search_words("的") == ("的",)
    assert search_words("水") == ("水",)
    assert search_words("，。") == ()


def test_jieba_is_silent_and_leaves_no_cache(tmp_path: Path) -> None:
    program = "from govreport_search.engines.analysis import words; assert words('信息公开')"
    environment = {"TMPDIR": str(tmp_path), "TEMP": str(tmp_path), "TMP": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        capture_output=True,
        text=True,
        env=environment,
        cwd=Path(__file__).parents[2],
    )
    assert done.stdout == ""
    assert "jieba" not in done.stderr.replace("site-packages/jieba", "").lower()
    assert list(tmp_path.iterdir()) == []


def test_jieba_is_not_loaded_by_a_search() -> None:
    program = (
        "import sys, govreport_search.engines.analysis, govreport_search.engines.whoosh;"
        "assert 'jieba' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=Path(__file__).parents[2])
