"""Words into printed lines."""

from __future__ import annotations

from indexer.readers.rule import Region
from indexer.readers.typeset import Word, text_lines


def word(text: str, left: float, top: float, width: float, height: float = 10) -> Word:
    return Word(text, Region(left, top, left + width, top + height), height)


def texts(*words: Word) -> list[str]:
    return [line.text for line in text_lines(words)]


def test_words_come_in_reading_order_whatever_their_order() -> None:
    assert texts(word("乙", 30, 0, 10), word("丙", 0, 20, 10), word("甲", 0, 1, 10)) == [
        "甲 乙",
        "丙",
    ]


def test_parts_of_a_number_are_joined_and_two_numbers_are_not() -> None:
    assert texts(word("12", 0, 0, 10), word("34", 10.5, 0, 10)) == ["1234"]
    assert texts(word("12", 0, 0, 10), word("34", 13, 0, 10)) == ["12 34"]


def test_gaps_of_justified_setting_are_no_spaces() -> None:
    assert texts(word("邮", 0, 0, 10), word("编", 15, 0, 10)) == ["邮编"]
    assert texts(word("2023", 0, 0, 20), word("年", 22.5, 0, 10)) == ["2023年"]
    assert texts(word("总计", 0, 0, 20), word("年", 45, 0, 10)) == ["总计 年"]


def test_a_note_set_smaller_stays_in_its_line() -> None:
    assert texts(word("条例", 0, 0, 20), word("1", 21, -2, 3, 5), word("规定", 24, 0, 20)) == [
        "条例1规定"
    ]


def test_bold_by_overprinting_counts_once() -> None:
    assert texts(word("12", 0, 0, 10), word("12", 0.4, 0.2, 10)) == ["12"]


def test_a_line_holds_the_region_of_all_its_words() -> None:
    line = text_lines([word("甲", 0, 0, 10), word("乙", 40, 1, 10)])[0]
    assert line.region == (0, 0, 50, 11)
    assert [w.text for w in line.words] == ["甲", "乙"]
