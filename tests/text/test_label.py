"""Keys of labels: what is one label in print, and what is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govreport_search.text.label import label_key, split_numbering


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("（一）予以公开", "予以公开"),
        ("(一) 予以公 开", "予以公开"),
        ("㈠予以公开", "予以公开"),
        ("1.属于国家秘密", "属于国家秘密"),
        ("1．属于国家秘密", "属于国家秘密"),
        ("①属于国家秘密", "属于国家秘密"),
        ("(t)总计", "总计"),  # ㈦ as a recogniser reads it
        (". (一)予以公开", "予以公开"),  # a speck, or a bullet
        ("三、本 年度办 理结果", "本年度办理结果"),
        ("危及“三安全一稳定”", "危及三安全一稳定"),
        ('危及"三安全一稳定"', "危及三安全一稳定"),
        ("本年增／减", "本年增/减"),
        ("⾏政规范性⽂件", "行政规范性文件"),
        ("規範性檔案", "规范性文件"),
        ("行政機(jī)關(guān)", "行政机关"),
        ("其它处理", "其他处理"),
    ],
)
def test_the_same_label_in_other_print(printed: str, plain: str) -> None:
    assert label_key(printed) == label_key(plain)


@pytest.mark.parametrize(
    ("one", "other"),
    [("予以公开", "不予公开"), ("重复申请", "反复申请"), ("其他", "其他处理"), ("总计", "合计")],
)
def test_different_labels_stay_different(one: str, other: str) -> None:
    assert label_key(one) != label_key(other)


@pytest.mark.parametrize(
    ("printed", "number", "rest"),
    [
        ("一、本年新收", "一、", "本年新收"),
        ("（三） 不予公开", "（三）", "不予公开"),
        ("12. 说明", "12.", "说明"),
        ("(2)说明", "(2)", "说明"),
        ("(1 0)说明", "(10)", "说明"),  # a line break within the number
        ("2.5万元", "", "2.5万元"),
        ("2020年工作", "", "2020年工作"),
        ("三安全一稳定", "", "三安全一稳定"),
        ("说明", "", "说明"),
    ],
)
def test_numbering(printed: str, number: str, rest: str) -> None:
    assert split_numbering(printed) == (number, rest)


@given(st.text())
def test_a_key_has_no_spaces_or_punctuation(text: str) -> None:
    key = label_key(text)
    assert not any(char.isspace() or char in "，。、（）()“”\"'|/" for char in key)
