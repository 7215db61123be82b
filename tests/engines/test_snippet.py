from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from govreport_search.engines.pattern import Pattern
from govreport_search.engines.snippet import ELLIPSIS, snippet
from govreport_search.query.tree import Phrase
from govreport_search.services.finder import Finder, finder
from govreport_search.text import fold

PRINTED = (
    "一、总体情况\n"
    "　　2020年，本机关受理政府信\n息公开申请 2 人次，均按期答复。\n其中不予公開1件。\n"
    + "其他工作平稳推进，没有变化。" * 30
    + "\n全年无收费，Page 8\nof 12 见附件，另外一件不 予\n公开的已说明理由。"
)


def finders(phrases: list[str]) -> list[Finder]:
    return [finder(Phrase(phrase)) for phrase in phrases]


def marked(printed: str, phrases: list[str], width: int = 80) -> tuple[str, list[str]]:
    text, spans = snippet(printed, finders(phrases), width)
    return text, [text[start:end] for start, end in spans]


def test_occurrences_overlap() -> None:
    assert list(Pattern(("0 0",)).spans("0 0 0")) == [(0, 3), (2, 5)]
    assert list(Pattern(("不",)).spans("公开")) == []


def test_the_span_is_exactly_what_was_searched() -> None:
    text, found = marked(PRINTED, ["信息公开申请2人次"])
    assert found == ["信息公开申请 2 人次"]
    assert "\n" not in text
    assert "受理政府信息公开申请" in text


def test_traditional_and_wrapped_occurrences_are_marked_as_printed() -> None:
    text, found = marked(PRINTED, ["不予公开"], 5000)
    assert found == ["不予公開", "不 予公开"]
    assert text.startswith("一、总体情况 2020年")
    assert "Page 8 of 12" in text


def test_double_spaced_lines_are_joined_and_headings_are_not() -> None:
    printed = "（一）基本情况\n\n" + "建立健全信息管理动态机制，对\n\n我单位的文件进行审查".rjust(
        30, "本"
    )
    text, _ = marked(printed, [], 100)
    assert "机制，对我单位的文件" in text
    assert text.startswith("（一）基本情况 本")


def test_a_title_is_not_joined_to_what_follows() -> None:
    title = "琅墟镇人民政府2022年度政府信息公开年度报告"
    lines = (
        "这份报告说明2022年我镇公开了什么、没有公开什么以及原因，读者如有疑问，可在工\n作日拨打电话"
    )
    for between in ("\n", "\n\n", "\n \n"):
        text, _ = marked(f"{title}{between}{lines}", [], 200)
        assert text == f"{title} {lines.replace(chr(10), '')}"
    text, _ = marked(f"{title}\n{title}", [], 200)
    assert text == f"{title} {title}"
    # A blank line ends a title, however long the next line is, where other lines have none.
    menu = "您现在的位置：首页、信息公开、年度报告"
    text, _ = marked(f"{title}\n\n{menu}\n{lines}", [], 200)
    assert text.startswith(f"{title} {menu} 这份报告")


def test_a_long_text_is_cut_on_both_sides() -> None:
    text, found = marked(PRINTED, ["收费"], 40)
    assert found == ["收费"]
    assert text.startswith(ELLIPSIS)
    assert text.endswith(ELLIPSIS)
    assert len(text) <= 42


def test_each_phrase_gets_its_window() -> None:
    text, found = marked(PRINTED, ["人次", "收费"], 60)
    assert found == ["人次", "收费"]
    assert ELLIPSIS in text.strip(ELLIPSIS)


def test_without_an_occurrence_it_is_the_beginning() -> None:
    text, found = marked(PRINTED, [], 20)
    assert found == []
    assert text.startswith("一、总体情况 2020年")
    assert text.endswith(ELLIPSIS)
    assert marked(PRINTED, ["没有这个词"], 20) == (text, [])
    assert marked("", ["公开"]) == ("", [])


def test_a_phrase_longer_than_the_width_is_shown_whole() -> None:
    phrase = fold(PRINTED[8:60])
    _, found = marked(PRINTED, [phrase], 10)
    assert [fold(piece) for piece in found] == [phrase]


def test_words_and_numbers_are_not_parted() -> None:
    text, _ = marked("x" * 30 + "1234567 abcdefg 公开 hijklmn 7654321" + "y" * 30, ["公开"], 20)
    assert text.strip(ELLIPSIS).split() == ["公开"] or "abcdefg" in text


def test_a_word_longer_than_the_window_is_parted() -> None:
    text, found = marked("a" * 400 + "公开" + "b" * 400, [], 40)
    assert (text, found) == ("a" * 40 + ELLIPSIS, [])
    text, found = marked("a" * 400 + "公开" + "b" * 400, ["公开"], 40)
    assert (text, found) == (ELLIPSIS + "a" * 19 + "公开" + "b" * 19 + ELLIPSIS, ["公开"])


def test_overlapping_occurrences_are_all_marked() -> None:
    text, spans = snippet("总数 0 0 0 件", finders(["0 0"]), 50)
    assert text == "总数 0 0 0 件"
    assert spans == ((3, 6), (5, 8))


CHARACTERS = st.text(alphabet="公开不予a0 \n　。，⺠開", max_size=80)


@given(
    CHARACTERS,
    st.lists(st.text(alphabet="公开不予a0民。", min_size=1, max_size=4)),
    st.integers(1, 60),
)
def test_every_span_folds_to_a_phrase(printed: str, phrases: list[str], width: int) -> None:
    text, spans = snippet(printed, finders(phrases), width)
    assert list(spans) == sorted(set(spans))
    for start, end in spans:
        assert 0 <= start < end <= len(text)
        assert fold(text[start:end]) in phrases
        assert text[start:end] == text[start:end].strip()
    if any(phrase in fold(printed) for phrase in phrases):
        assert spans
