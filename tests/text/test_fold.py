from __future__ import annotations

import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govreport_search.text import fold, fold_with_offsets, unfolded

PRINTED = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            list("政府信息公開规範⺠⻔⼀豈乾　 \n\t\u200b\u00ad\ufeffＡａ１1a, ，。“”ｱﾞÉß")
        ),
        st.characters(),
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("政府信\n息　公 开", "政府信息公开"),
        ("2020 年 12 月", "2020年12月"),
        ("Page 8", "page 8"),
        ("0\t0\r\n\r\n0", "0 0 0"),
        ("1 , 234", "1,234"),
        ("go\u00advern\u200bment", "government"),
        ("\ufeff一、\u200b总体", "一、总体"),
        ("（ＡＢ）１２％：", "(ab)12%:"),
        ("｢ｱｲ｣｡､", "「アイ」。、"),
        ("￥１", "¥1"),
        ("⼀⽬⺠⻔⻓⻅⻚", "一目民门长见页"),
        ("⻑", "长"),
        ("樂\uf914", "乐乐"),
        ("規範性檔案", "规范性档案"),
        ("徵求意見並予以公開", "征求意见并予以公开"),
        ("乾县覆盖", "乾县覆盖"),
        ("ÉCOLE  Ａ Ⅳ", "école aⅳ"),
    ],
)
def test_fold_reads_as_a_person_does(printed: str, folded: str) -> None:
    assert fold(printed) == folded


@pytest.mark.parametrize("text", ["“”、。", "①㎡½ﬁ", "不予公开/无法提供", "一二三", "𠮷野"])
def test_fold_leaves_all_else_alone(text: str) -> None:
    assert fold(text) == text


def test_full_width_forms_are_half_width() -> None:
    for code in range(0x21, 0x7F):
        assert fold(chr(code + 0xFEE0)) == chr(code).lower()


def test_every_radical_becomes_an_ideograph() -> None:
    assigned = [chr(c) for c in range(0x2E81, 0x2FD6) if unicodedata.name(chr(c), "")]
    assert len(assigned) == 115 - 1 + 214  # ⺀ is no ideograph: it repeats one
    for radical in assigned:
        assert unicodedata.name(fold(radical)).startswith("CJK UNIFIED IDEOGRAPH"), radical


def test_every_compatibility_ideograph_becomes_a_unified_one() -> None:
    for code in (*range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20)):
        if unicodedata.decomposition(chr(code)):
            assert fold(chr(code)) == fold(unicodedata.normalize("NFC", chr(code)))


def test_every_code_point_folds_to_one_or_none_and_stays() -> None:
    for start in range(0, 0x110000, 0x100):
        page = "。".join(chr(code) for code in range(start, start + 0x100))
        once = fold(page)
        assert fold(once) == once
        assert len(once) <= len(page)


@given(PRINTED)
def test_fold_is_idempotent(printed: str) -> None:
    assert fold(fold(printed)) == fold(printed)


@given(PRINTED, st.data())
def test_fold_of_a_passage_stands_in_the_fold_of_the_whole(
    printed: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(printed)))
    end = data.draw(st.integers(start, len(printed)))
    assert fold(printed[start:end]) in fold(printed)


@given(PRINTED)
def test_offsets_lead_back(printed: str) -> None:
    folded = fold_with_offsets(printed)
    assert folded.text == fold(printed)
    assert len(folded.offsets) == len(folded.text)
    assert np.all(np.diff(folded.offsets) > 0)
    for character, offset in zip(folded.text, folded.offsets, strict=True):
        assert fold(printed[offset]) == (character if character != " " else "")


@given(PRINTED, st.data())
def test_printed_span_folds_to_what_was_found(printed: str, data: st.DataObject) -> None:
    folded = fold_with_offsets(printed)
    if not folded.text:
        return
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    first, last = folded.printed_span(start, end)
    assert fold(printed[first:last]) == folded.text[start:end].strip(" ")


def test_a_span_covers_the_line_break_inside_and_nothing_outside() -> None:
    folded = fold_with_offsets("  政府 信\n息 公开")
    start = folded.text.index("信息")
    assert folded.printed_span(start, start + 2) == (5, 8)


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("（甲）\n條　例", "（甲）條例"),
        ("Page\t８ of  Ａ", "Page ８ of Ａ"),
        ("\ufeff⺠ 政\u200b府", "⺠政府"),
    ],
)
def test_unfolded_is_what_is_printed_without_white_space(printed: str, plain: str) -> None:
    assert unfolded(printed) == plain


@given(PRINTED, PRINTED)
def test_unfolded_is_as_long_as_the_fold_and_folds_to_it(before: str, printed: str) -> None:
    assert len(unfolded(printed)) == len(fold(printed))
    assert fold(unfolded(printed)) == fold(printed)
    assert unfolded(unfolded(printed)) == unfolded(printed)
    if unfolded(printed):
        assert unfolded(printed) in unfolded(before + printed + before)
