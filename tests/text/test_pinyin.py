from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np

from govreport_search.text.pinyin import initials, letter_bit, sounds_like, syllables


def test_the_usual_readings_of_a_character_count() -> None:
    assert {"xing", "hang"} <= syllables("行")
    assert "nv" in syllables("女")
    assert syllables("，") == frozenset()
    assert syllables("a") == frozenset()


def test_what_can_be_read_alike_sounds_alike() -> None:
    assert sounds_like("不于公开", "不予公开")
    assert sounds_like("行政复义", "行政复议")
    assert not sounds_like("不予公开", "不予公布")
    assert not sounds_like("不予", "不予公开")
    assert not sounds_like("，", "。")


def test_initials_are_bits_of_all_readings() -> None:
    codes = np.array([ord(c) for c in "重庆a，"], dtype=np.uint32)
    bits = initials(codes).tolist()
    assert bits[0] & letter_bit("z")
    assert bits[0] & letter_bit("c")
    assert bits[1] == letter_bit("q")
    assert bits[2] == letter_bit("a") == 1
    assert bits[3] == 0
    assert initials(codes[:0]).tolist() == []
    assert letter_bit("中") == letter_bit("1") == 0


def test_the_list_of_phrases_is_not_loaded() -> None:
    """It takes most of the library's memory, and nothing here looks into it."""
    program = (
        "import sys; from govreport_search.text.pinyin import syllables;"
        "assert 'pypinyin' not in sys.modules; syllables('行');"
        "assert 'pypinyin.phrases_dict' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=Path(__file__).parents[2])
