"""The words for public bodies."""

from __future__ import annotations

import pytest

from govreport_search.regions.vocabulary import (
    KINDS,
    LEVELS,
    expand,
    function_of,
    function_words,
    functions,
    kind_label,
    level_label,
)


def test_levels_run_from_the_top_down() -> None:
    assert list(LEVELS) == ["ministry", "province", "prefecture", "county", "township"]
    assert level_label("county") == "县级"
    assert kind_label("subdistrict") == "街道办事处"
    assert level_label("planet") == "planet"
    assert {"government", "office", "department", "branch", "zone"} <= set(KINDS)


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("市场监督管理局", "市场监管"),
        ("文广新局", "文化旅游"),
        ("人力资源和社会保障局", "人力资源社会保障"),
        ("教育体育局", "教育"),
        ("生态环境局某某分局", "生态环境"),
        ("人民政府", ""),
    ],
)
def test_a_name_reveals_its_field(name: str, function: str) -> None:
    found, word = function_of(name)
    assert found == function
    assert word in name


def test_no_word_reveals_two_fields() -> None:
    assert len(function_words()) == len(set(function_words()))
    assert {function_of(word)[0] for word in function_words()} <= set(functions())


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("苏州市发改委", "苏州市发展和改革委员会"),
        ("卫生健康委", "卫生健康委员会"),
        ("河湾街道办", "河湾街道办事处"),
        ("街道办事处", "街道办事处"),
        ("文广新局", "文广新局"),
        ("科学技术委员会", "科学技术委员会"),
        ("", ""),
    ],
)
def test_abbreviations(short: str, full: str) -> None:
    assert expand(short) == full
    assert expand(full) == full
