"""The divisions: content, lookup, mentions, load time."""

from __future__ import annotations

import subprocess
import sys
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govreport_search.regions import Divisions, divisions
from govreport_search.regions.prepare import place_name, township_name

KNOWN = divisions()


def paths(name: str) -> list[tuple[str, ...]]:
    return [unit.path for unit in KNOWN.named(name)]


def test_the_whole_country_is_there() -> None:
    assert len(KNOWN.children()) == 31
    assert len(paths("城关镇")) == 88
    data = files("govreport_search.regions").joinpath("data")
    text = data.joinpath("divisions.tsv").read_text(encoding="utf-8")
    assert sum(len(line.split("\t")[3].split(" ")) for line in text.splitlines()) > 41_000
    assert "市辖区" not in text
    assert "直辖县级" not in text
    assert len(text.encode()) < 2_000_000


@pytest.mark.parametrize(
    ("name", "path", "level"),
    [
        ("上海市", ("上海市",), "province"),
        ("浦东新区", ("上海市", "浦东新区"), "county"),
        ("天门市", ("湖北省", "天门市"), "county"),
        ("苏州市", ("江苏省", "苏州市"), "prefecture"),
        ("东莞市", ("广东省", "东莞市"), "prefecture"),
        ("石河子市", ("新疆维吾尔自治区", "石河子市"), "county"),
        ("巫溪县", ("重庆市", "巫溪县"), "county"),
        (
            "巴拉奇如德苏木",
            ("内蒙古自治区", "赤峰市", "阿鲁科尔沁旗", "巴拉奇如德苏木"),
            "township",
        ),
        ("铜山县", ("江苏省", "徐州市", "铜山县"), "county"),
    ],
)
def test_units(name: str, path: tuple[str, ...], level: str) -> None:
    (unit,) = KNOWN.named(name)
    assert (unit.path, unit.level) == (path, level)
    assert KNOWN.get(path) == unit


def test_short_names_count_from_three_characters_on() -> None:
    assert paths("呼和浩特") == [("内蒙古自治区", "呼和浩特市")]
    assert paths("河南") == [("河南省",)]
    assert paths("内蒙古") == [("内蒙古自治区",)]
    assert paths("黔东南州") == [("贵州省", "黔东南苗族侗族自治州")]
    assert [paths(word) for word in ("共和", "资源", "开平", "南和")] == [[], [], [], []]


def test_an_office_is_found_as_its_street() -> None:
    assert paths("跳墩河办事处") == paths("跳墩河街道")
    assert paths("西关街道办事处") == paths("西关街道")
    assert len(paths("西关街道")) > 1


def test_children_follow_their_parent() -> None:
    towns = KNOWN.children(("广东省", "东莞市"))
    assert ("广东省", "东莞市", "石龙镇") in [town.path for town in towns]
    assert KNOWN.children(("广东省", "东莞市", "石龙镇")) == ()
    assert KNOWN.get(("广东省", "石龙镇")) is None
    assert KNOWN.get(()) is None


def test_abolished_units_say_so() -> None:
    (gone,) = KNOWN.named("铜山县")
    assert gone.last_year is not None
    assert gone.last_year < 2015
    assert KNOWN.named("铜山区")[0].last_year is None


def test_mentions_are_greedy_and_leave_ordinary_words() -> None:
    text = "地址：吉林省吉林市船营区，全国共和，公开资源，城区改造，北京市朝阳区"
    found = [(text[m.start : m.end], len(m.divisions)) for m in KNOWN.mentions(text)]
    assert found == [
        ("吉林省", 1),
        ("吉林市", 1),
        ("船营区", 1),
        ("北京市", 1),
        ("朝阳区", 2),
    ]


@given(st.text(alphabet="北京市朝阳区吉林省城和a,", max_size=40))
def test_mentions_never_overlap_and_are_known(text: str) -> None:
    end = 0
    for mention in KNOWN.mentions(text):
        assert mention.start >= end
        end = mention.end
        name = text[mention.start : mention.end]
        assert set(mention.divisions) <= set(KNOWN.named(name))


def test_a_name_that_the_fold_changes_is_found_both_ways() -> None:
    own = Divisions(["陕西省\t咸阳市\t垌塚县\t"])
    assert [unit.name for unit in own.named("垌冢县")] == ["垌塚县"]
    assert [unit.name for unit in own.named("垌塚县")] == ["垌塚县"]


@pytest.mark.parametrize(
    ("code_name", "county", "name"),
    [
        ("某某县锦华街道", "某某县", "锦华街道"),
        ("某某县农场", "某某县", "某某县农场"),
        ("某某县居民办事处", "某某县", "居民街道"),
        ("河湾街道办事处", "某某县", "河湾街道"),
        ("河湾办事处街道", "某某县", "河湾街道"),
        ("河湾办街道", "某某县", "河湾街道"),
        ("（工业园区）城南街道", "某某县", "城南街道"),
        ("三星镇（家纺产业园区）", "某某县", "三星镇"),
        ("科技城（东渚街道）", "某某县", "东渚街道"),
        ("新材料产业园-沿河街道", "某某县", "沿河街道"),
        ("某某林业局办事处", "某某县", "某某林业局办事处"),
        ("河湾经济开发区管委会", "某某县", "河湾经济开发区"),
    ],
)
def test_names_in_codes_become_names_in_print(code_name: str, county: str, name: str) -> None:
    assert township_name(code_name, county) == name


def test_a_zone_loses_its_committee() -> None:
    assert place_name("河湾管理区管委会") == "河湾管理区"
    assert place_name("管委会") == "管委会"


def test_loading_is_fast() -> None:
    script = (
        "import time; from govreport_search import regions; t = time.process_time();"
        "regions.divisions().named('苏州市'); print(time.process_time() - t)"
    )
    times = []
    for _ in range(3):
        run = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
        times.append(float(run.stdout))
    assert min(times) < 0.15
