from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govreport_search.services.names import INSIDE, START, WHOLE, Name, Names, distance, mended
from govreport_search.text.pinyin import syllables


def named(*names: str) -> Names:
    return Names([Name(name, name, name) for name in names])


def found(names: Names, typed: str, limit: int = 10) -> list[tuple[int, str]]:
    return [(how, name.name) for how, name in names.find(typed, limit)]


AGENCIES = named("霞市教育局", "霞市公安局", "岚县教育局", "教育局", "ABC局")


def test_the_beginning_comes_before_the_inside() -> None:
    assert found(AGENCIES, "教育局") == [
        (WHOLE, "教育局"),
        (INSIDE, "岚县教育局"),
        (INSIDE, "霞市教育局"),
    ]
    assert found(AGENCIES, "霞")[0][0] == START
    assert found(AGENCIES, "局霞") == [], "no name reaches into the next"


def test_letters_are_initials_of_pinyin_or_themselves() -> None:
    assert found(AGENCIES, "xsjyj") == [(WHOLE, "霞市教育局")]
    assert (START, "ABC局") in found(AGENCIES, "ab")
    assert found(AGENCIES, "霞sjy") == [(START, "霞市教育局")]
    assert found(AGENCIES, "zzz") == []


TERMS = named("依申请公开", "信息公开", "重庆市", "西安市", "女儿村", "不予公开")


@pytest.mark.parametrize(
    ("typed", "how", "name"),
    [
        ("yishenqing", START, "依申请公开"),
        ("yishenqinggongkai", WHOLE, "依申请公开"),
        ("yisq", START, "依申请公开"),
        ("yishenqi", START, "依申请公开"),
        ("依shenq", START, "依申请公开"),
        ("shenqing公", INSIDE, "依申请公开"),
        ("chongqing", START, "重庆市"),
        ("zhongqing", START, "重庆市"),
        ("xian", START, "西安市"),
        ("xians", WHOLE, "西安市"),
        ("nver", START, "女儿村"),
        ("y", START, "依申请公开"),
    ],
)
def test_pinyin_may_be_written_out(typed: str, how: int, name: str) -> None:
    assert (how, name) in found(TERMS, typed)


def test_only_the_last_syllable_may_be_cut_off() -> None:
    assert found(TERMS, "yishqing") == []
    assert found(TERMS, "yishenqingx") == []
    assert (WHOLE, "信息公开") in found(TERMS, "xinxigongka")


CHARACTERS = "依申请公开西安先重a女"


def holds(name: str, typed: str) -> bool:
    """What is typed stands at the beginning of a name, tried out step by step."""
    if not typed:
        return True
    if not name:
        return False
    read = syllables(name[0])
    steps = {typed[0]} & {name[0], *(one[0] for one in read)}
    steps |= {one for one in read if typed.startswith(one)}
    steps |= {typed} if any(one.startswith(typed) for one in read) else set()
    return any(holds(name[1:], typed[len(step) :]) for step in steps)


@given(
    st.lists(st.text(CHARACTERS, min_size=1, max_size=4), max_size=6),
    st.lists(st.sampled_from([*CHARACTERS, *"ysqgkxan", "yi", "she", "qing", "xian", "an"]))
    .map("".join)
    .filter(bool),
)
def test_what_is_spelled_is_what_can_be_read_so(names: list[str], typed: str) -> None:
    expected = {one for one in names if any(holds(one[at:], typed) for at in range(len(one)))}
    assert {name for _, name in found(named(*names), typed, 99)} == expected
    starting = {name for how, name in found(named(*names), typed, 99) if how != INSIDE}
    assert starting == {one for one in names if holds(one, typed)}


def test_more_reports_come_first_and_no_more_than_asked() -> None:
    names = Names([Name("甲局", "甲局", "甲局", 1), Name("乙局", "乙局", "乙局", 9)])
    assert [name.text for _, name in names.find("局", 1)] == ["乙局"]


def test_nothing_is_found_among_nothing() -> None:
    assert found(named(), "甲") == []
    assert named().near("甲乙丙") == ()
    assert found(named("甲"), "甲乙丙丁") == []


@given(st.lists(st.text("甲乙ab", min_size=1, max_size=5), max_size=8), st.text("甲乙", min_size=1))
def test_what_is_found_is_what_holds_it(names: list[str], typed: str) -> None:
    expected = {name for name in names if typed in name}
    assert {name for _, name in found(named(*names), typed, 99)} == expected
    for how, name in found(named(*names), typed, 99):
        best = WHOLE if name == typed else START if name.startswith(typed) else INSIDE
        assert how == best


def test_a_mistake_is_forgiven_and_a_sound() -> None:
    names = named("不予公开", "政府信息公开", "行政复议")
    assert names.near("不予工开") == ("不予公开",)
    assert names.near("行政复义") == ("行政复议",)
    assert names.near("不公开") == ("不予公开",)
    assert names.near("政信府息公开") == ("政府信息公开",)
    assert names.near("不予公开") == ()
    assert names.near("水利工程") == ()
    assert names.near("公开") == (), "of two characters each may be the mistake"


@given(st.text("甲乙丙丁", max_size=6), st.text("甲乙丙丁", max_size=6))
def test_distance_is_a_distance(one: str, other: str) -> None:
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) == (one == other)
    assert abs(len(one) - len(other)) <= distance(one, other) <= max(len(one), len(other))


@pytest.mark.parametrize(
    ("one", "other", "far"), [("甲乙", "乙甲", 1), ("甲乙丙", "甲丙", 1), ("甲乙", "丙丁", 2)]
)
def test_mistakes_are_counted(one: str, other: str, far: int) -> None:
    assert distance(one, other) == far


def test_one_character_wrong_is_near_in_thousands_of_names() -> None:
    draw = random.Random(3)
    every = sorted({"".join(draw.choices("甲乙丙丁戊己庚辛壬癸", k=6)) for _ in range(3000)})
    meant = every[17]
    typed = f"{meant[:2]}水{meant[3:]}"
    assert meant in named(*every).near(typed, 50)


def test_a_mistyped_term_in_a_phrase_is_put_right() -> None:
    terms = ("不予公开", "予以公开", "行政复议")
    assert mended("不于公开的理由", terms) == ("不予公开的理由",)
    assert mended("因行政复一而", terms) == ("因行政复议而",)
    assert mended("不予公开的理由", terms) == ()
    assert mended("不予公开", terms) == ()
