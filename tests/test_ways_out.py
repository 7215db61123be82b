"""Every empty result says what could be asked instead; every wrong use says what is right."""

from __future__ import annotations

import json
from typing import Any

from cli_world import run
from sample_world import SampleIndex


def ways(index: SampleIndex, *arguments: str) -> list[dict[str, Any]]:
    result = run(index, "search", "--format", "json", *arguments)
    assert result.exit_code == 0, result.output
    page = json.loads(result.stdout)
    assert page["total_hits"] == 0
    for way in page["suggestions"]:
        again = run(index, "search", "--format", "json", "--", way["query"])
        if not way["filters"]:
            assert json.loads(again.stdout)["total_reports"] == way["reports"] > 0
    found: list[dict[str, Any]] = page["suggestions"]
    return found


def test_a_year_that_no_report_has_is_exchanged_for_the_nearest(sample_index: SampleIndex) -> None:
    last = max(report.year for report in sample_index.reports)
    first = min(report.year for report in sample_index.reports)
    for asked, nearest in (("2099", last), ("1850", first), ("..1850", first), ("2099..", last)):
        in_query = ways(sample_index, f"年份:{asked}")
        assert f"year:{nearest}" in [way["query"] for way in in_query]
        assert "" in [way["query"] for way in in_query], "leaving the year out is a way, too"
        as_option = ways(sample_index, "公开", "--year", asked)
        assert {"year": [str(nearest)]} in [way["filters"] for way in as_option]


def test_a_place_in_the_query_is_exchanged_like_one_in_an_option(
    sample_index: SampleIndex,
) -> None:
    province = next(r.body.region[0] for r in sample_index.reports if r.body.region)
    queries = [way["query"] for way in ways(sample_index, f"地区:X{province[1:]} 公开")]
    assert any(f"region:{province} AND" in query for query in queries)


def test_a_number_that_nothing_reaches_is_answered_with_the_range(
    sample_index: SampleIndex,
) -> None:
    found = run(sample_index, "search", "--format", "json", "--limit", "100", "新收>=0")
    numbers = [hit["cells"][0]["value"] for hit in json.loads(found.stdout)["hits"]]
    assert len(set(numbers)) > 1
    way = ways(sample_index, "新收>100000000")[0]
    assert way["query"] == f"requests.new.total={min(numbers)}..{max(numbers)}"
    assert way["reports"] == len(numbers)


def test_a_query_may_begin_with_a_minus(sample_index: SampleIndex) -> None:
    plain = run(sample_index, "search", "--format", "json", "非 培训", "--limit", "0")
    for arguments in (("-培训",), ('-"培训"', "--year", "2000.."), ("-(培训)",)):
        result = run(sample_index, "search", "--format", "json", "--limit", "0", *arguments)
        assert result.exit_code == 0, result.output
        found = json.loads(result.stdout)
        assert found["total_hits"] == json.loads(plain.stdout)["total_hits"] > 0
    # The value of an option stays what it is, and an option that does not exist is none.
    down = run(sample_index, "search", "--format", "json", "--sort", "-新收", "公开")
    assert json.loads(down.stdout)["sort"] == "-新收"
    assert run(sample_index, "search", "-x").exit_code == 2


def test_wrong_usage_is_explained_in_chinese(sample_index: SampleIndex) -> None:
    for arguments, words in (
        (("search", "--yeer", "2020"), "没有 --yeer 这个选项，相近的有 --year"),
        (("search", "公开", "--limit", "x"), "--limit 应是整数，不小于 0"),
        (("search", "公开", "--format", "xml"), "--format 只能是 table、json、csv"),
        (("remove",), "缺少 REPORT"),
        (("serach", "公开"), "没有 serach 这个命令"),
    ):
        result = run(sample_index, *arguments)
        assert result.exit_code == 2
        assert words in result.stderr
        assert not result.stdout


def test_a_long_query_is_shown_around_its_fault(sample_index: SampleIndex) -> None:
    for query, cause in (("公" * 10_000, "检索式太长"), ("甲 " * 500 + "(乙", "缺少右括号")):
        result = run(sample_index, "search", query)
        assert result.exit_code == 2
        message, shown, carets = result.stderr.splitlines()[:3]
        assert cause in message
        assert len(shown) < 100
        assert len(carets) < 200
    columns = len(shown.encode("gb18030")) - len("(乙".encode("gb18030"))
    assert carets.index("^") == columns
