"""Agencies and regions found by name, against a test of each name by itself."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govreport_search.services import name_list
from govreport_search.services.facet_words import FacetWords, facet_value, value_order
from govreport_search.services.name_list import NameList
from govreport_search.services.region_tree import Region, RegionTree
from govreport_search.text import fold

names = st.lists(st.text(alphabet="甲乙Ａa ", max_size=4), unique=True, max_size=12)
wanted = st.text(alphabet="甲乙a", min_size=1, max_size=3)

UNITS = ("云省", "云", "霞市", "霞", "岚县", "云省直", "雾自治区", "霞彝族自治县", "Ａ 市", "乙")
paths = st.lists(st.sampled_from(UNITS), max_size=4).map(tuple)
regions = st.lists(st.one_of(st.none(), paths), unique=True, max_size=12)
values = st.one_of(
    st.sampled_from(("national", "none", "无此地", "/", "云/霞", "云省/霞市", "a市", "乙")),
    st.lists(st.sampled_from(UNITS), min_size=1, max_size=3).map("/".join),
)

SUFFIX = r"(特别行政区|.{0,12}自治[区州县旗]|地区|[省市县区旗盟州镇乡]|街道)?"


@given(names, wanted)
def test_names_are_found_by_any_part(held: list[str], text: str) -> None:
    found, folded = NameList(held), [fold(name) for name in held]
    assert found.folded == folded
    assert found.holding(text).tolist() == [text in name for name in folded]
    assert found.equal(text).tolist() == [text == name for name in folded]
    starting = [at for at, name in enumerate(folded) if name.startswith(text)]
    assert list(found.starting(text)) == starting


def _is_meant(value: str, path: Region) -> bool:
    if value in ("national", "none"):
        return path == (() if value == "national" else None)
    parts = [fold(part) for part in value.split("/") if part]
    own = list(map(fold, path or ()))[-len(parts) :] if parts else []
    return bool(parts) and len(own) == len(parts) and all(map(_is_named, own, parts))


def _is_named(unit: str, name: str) -> bool:
    return len(name) > 1 and re.fullmatch(re.escape(name) + SUFFIX, unit) is not None


def _ordered(held: list[Region]) -> list[Region]:
    return sorted(held, key=lambda path: "?" if path is None else "/".join(path))


@given(regions, values)
def test_a_region_is_meant_with_all_below_it(held: list[Region], value: str) -> None:
    held = _ordered(held)
    tree = RegionTree(held)
    above = {path[:end] for path in held if path for end in range(1, len(path))}
    assert set(tree.paths) == above | set(held)
    assert len(set(tree.paths)) == len(tree.paths)
    assert tree.meant(value).tolist() == [_is_meant(value, path) for path in tree.paths]
    below = [
        _is_meant(value, path)
        or any(_is_meant(value, path[:end]) for end in range(1, len(path or ())) if path)
        for path in held
    ]
    assert tree.under(value).tolist() == below


@given(regions)
def test_a_unit_counts_what_lies_in_it(held: list[Region]) -> None:
    held = _ordered(held)
    tree = RegionTree(held)
    own = np.arange(1, len(held) + 1)
    expected = [
        sum(
            count
            for path, count in zip(held, own.tolist(), strict=True)
            if path == unit or (path and unit and path[: len(unit)] == unit)
        )
        for unit in tree.paths
    ]
    assert tree.counts(own).tolist() == expected
    both = tree.counts(np.stack((own, own * 10.0), axis=1))
    assert both.tolist() == [[count, count * 10] for count in expected]


@pytest.mark.parametrize(
    ("field", "held"),
    [
        ("year", (0, 2019, 2020, 2021)),
        ("level", ("", "county", "elsewhere", "ministry", "province")),
        ("agency", ("", "乙局", "甲局", "甲市")),
        ("region", (None, (), ("云省",), ("雾州",), ("云省", "霞市"))),
    ],
)
@given(st.data())
def test_facet_values_stand_in_the_order_of_their_field(
    field: str, held: tuple[object, ...], data: st.DataObject
) -> None:
    counts = data.draw(
        st.lists(st.integers(0, 3), min_size=len(held), max_size=len(held)).map(np.array)
    )
    chosen = data.draw(st.permutations(range(len(held))))
    order = FacetWords(field, held).order(np.array(chosen), counts)
    keys = {at: value_order(field, facet_value(held[at]), int(counts[at])) for at in chosen}
    assert order == sorted(chosen, key=keys.__getitem__)


def test_names_are_folded_once_however_often_they_are_searched(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folded: list[int] = []
    fold_each = name_list.fold_each

    def counting(texts: list[str]) -> list[str]:
        folded.append(len(texts))
        return fold_each(texts)

    monkeypatch.setattr(name_list, "fold_each", counting)
    tree = RegionTree([("云省",), ("云省", "岚县"), ("云省", "霞市"), ("雾州", "霞市")])
    for value in ("云", "云/霞", "霞市", "雾州"):
        tree.under(value)
        tree.meant(value)
    assert folded == [4]
