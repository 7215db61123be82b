"""Pages of comparison and ranking: the numbers of the API, and words for what is no number."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from web_reading import attributes, foreign_words, links, words
from web_world import AGENCY, quiet_text, served

from govreport_search.forms import form
from govreport_search.forms.lookup import indicators
from govreport_search.library import Library
from govreport_search.services.comparison_row import Line
from webui.present.compared_chart import line_chart, series_of
from webui.present.drawing import row_text
from webui.present.standing import NAMES
from webui.present.words import number_text

COMPARED = "cell=requests.new&cell=rate.denied&limit=50"
ALIKE = "level=county&kind=department"


def get(client: FlaskClient, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, url
    return answer.get_data(as_text=True)


def api(client: FlaskClient, url: str) -> Any:
    return client.get(f"/api/v1{url}").json


def numbers_of(rows: list[Any], measures: list[Any]) -> list[tuple[str, str]]:
    """Text and report of every number."""
    units = {one["id"]: one["unit"] for one in measures}
    return [
        (number_text(cell["value"], units[cell["id"]]), year["reports"][0])
        for row in rows
        for year in row["years"]
        for cell in year["cells"]
        if cell["value"] is not None
    ]


def test_page_and_json_show_the_same_numbers(sample: FlaskClient) -> None:
    html, found = get(sample, f"/compare?{COMPARED}"), api(sample, f"/compare?{COMPARED}")
    shown = {
        (text, href.split("#")[0].rpartition("/")[2])
        for text, href in links(html)
        if re.match(r"/reports/\w+#[cd]-", href)
    }
    expected = numbers_of(found["rows"], found["cells"])
    assert len(expected) > 20
    assert set(expected) <= shown
    for row in found["rows"]:
        assert row["agency"] in words(html)
    states = {cell["state"] for r in found["rows"] for y in r["years"] for cell in y["cells"]}
    for state in states - {"number"}:
        assert NAMES[state] in words(html)


def test_each_number_leads_to_its_cell(sample: FlaskClient) -> None:
    cells = ("requests.new", "requests.denied", "rate.denied", "disputes.litigation", "reasons")
    pages: dict[str, str] = {}
    led = 0
    for url in ("/compare?limit=3", "/rank?limit=9"):
        for cell in cells if url.startswith("/compare") else cells[:-1]:
            for text, href in links(get(sample, f"{url}&cell={cell}")):
                report, _, anchor = href.partition("#")
                if not text[:1].isdigit() or not report.startswith("/reports/"):
                    continue
                pages.setdefault(report, get(sample, report))
                assert f'id="{anchor}"' in pages[report], href
                led += 1
    assert led > 40


def test_every_point_of_a_chart_stands_in_the_table(sample: FlaskClient) -> None:
    html = get(sample, "/compare?cell=requests.new&limit=8")
    found = api(sample, "/compare?cell=requests.new&limit=8")
    drawn = re.findall(r"<title>([^<]* \d{4}：\d+ 件)</title>", html)
    values = [
        f"{year['year']}：{cell['value']} 件"
        for row in found["rows"]
        for year in row["years"]
        for cell in year["cells"]
        if cell["value"] is not None
    ]
    assert sorted(re.sub(r"^.* (?=\d{4}：)", "", one) for one in drawn) == sorted(values)
    assert "style=" not in html
    assert "<style" not in html


def test_what_must_not_be_compared_is_marked_and_said(sample: FlaskClient) -> None:
    found = api(sample, f"/compare?{COMPARED}")
    html = get(sample, f"/compare?{COMPARED}")
    broken = [one for row in found["rows"] for one in row["breaks"] if not one["comparable"]]
    assert broken
    for one in broken:
        assert f"{one['before']} 年与 {one['after']} 年之间：{one['note']}" in words(html)
    assert "格式改变，不能与前面的数比较" in words(html)


def test_sums_say_what_is_added_and_what_is_not(sample: FlaskClient) -> None:
    url = f"cell=requests.new&cell=requests.carried_out&by=region&depth=0&{ALIKE}"
    html, found = get(sample, f"/compare?{url}"), api(sample, f"/compare?{url}")
    text = words(html)
    assert "只加县级工作部门" in text
    assert "市的总数和它所辖各县的数字不放在一起相加" in text
    assert f"各年不合计：{found['cells'][1]['stock']}" in text
    (row,) = found["rows"]
    for year in row["years"]:
        cell = year["cells"][0]
        if cell["value"] is not None:
            assert f"{cell['states']['number']}/{year['bodies']} 个机关" in text
            assert number_text(cell["value"]) in text


def test_sums_of_fewer_bodies_are_drawn_hollow(sample_app: Flask) -> None:
    library: Library = sample_app.extensions["library"]
    chosen: dict[str, Any] = {"level": "county", "kind": "department"}
    found = library.compare(cells=["requests.new"], by="region", depth=0, **chosen)
    (row,), (measure,) = found.rows, found.measures
    held = [line for line in row.lines if line.entries[0].value is not None]
    assert len(held) > 2

    def added(line: Line, bodies: int) -> Line:
        entry = replace(line.entries[0], states={"number": bodies})
        return replace(line, entries=(entry,))

    lines = (added(held[0], 1), *(added(line, 2) for line in held[1:]))
    fewer, years = replace(row, lines=lines), [line.year for line in held]
    with sample_app.test_request_context():
        hollow = [
            point.is_partial
            for point in series_of(fewer, years, 0, measure, lambda *_: "", "县").points
        ]
        drawing = line_chart("申请", measure, 0, [("县", fewer)], years, lambda *_: "")
    assert hollow == [True] + [False] * (len(held) - 1)
    assert drawing is not None
    assert drawing.has_partial
    assert drawing.svg.count('class="point partial"') == 1


def test_sums_without_one_kind_are_refused_and_the_form_stays(sample: FlaskClient) -> None:
    html = get(sample, "/compare?cell=requests.new&by=region", 400)
    assert "按地区合计要选定一个层级和一个类型" in words(html)
    boxes = attributes(html, "input")
    assert [box["value"] for box in boxes if box.get("name") == "cell" and "checked" in box] == [
        "requests.new"
    ]
    assert any(box.get("value") == "region" and "checked" in box for box in boxes)


def test_the_shares_of_grounds_have_one_denominator(sample: FlaskClient) -> None:
    url = f"cell=reasons&by=region&depth=0&{ALIKE}"
    html, found = get(sample, f"/compare?{url}"), api(sample, f"/compare?{url}")
    text = words(html)
    assert "各占全部不予公开的多少" in text
    for year in found["rows"][0]["years"]:
        values = [cell["value"] for cell in year["cells"] if cell["value"] is not None]
        if values:
            assert sum(values) == pytest.approx(1, abs=1e-4)
        for cell in year["cells"]:
            if cell["value"] is not None:
                share = number_text(cell["value"], "比率")
                assert f"{share}{cell['numerator']}/{cell['denominator']}" in text.replace(" ", "")


def ticked(html: str) -> list[str]:
    boxes = attributes(html, "input")
    return [box["value"] for box in boxes if box.get("name") == "cell" and "checked" in box]


def test_every_cell_can_be_picked(sample: FlaskClient) -> None:
    every = {
        ref.id if column == ref.default_column else f"{ref.id}.{column}"
        for ref in indicators()
        for column in ref.columns
    }
    for page, kind, more in (("/compare", "checkbox", {"reasons"}), ("/rank", "radio", set())):
        boxes = [b for b in attributes(get(sample, page), "input") if b.get("name") == "cell"]
        offered = [box["value"] for box in boxes if box.get("type") == kind]
        assert sorted(offered) == sorted(every | more)


def test_what_was_picked_is_ticked_in_sight(sample: FlaskClient) -> None:
    for page in ("/compare", "/rank"):
        html = get(sample, f"{page}?cell=新收.自然人")
        assert ticked(html) == ["requests.new.natural_person"]
        (box,) = re.findall(r'<input [^>]*value="requests.new.natural_person"[^>]*>', html)
        above = re.findall(r"<(/?)details([^>]*)>", html[: html.index(box)])
        opened: list[str] = []
        for closing, marks in above:
            opened = opened[:-1] if closing else [*opened, marks]
        # The form is closed behind an answer; in it the table and the row are open.
        assert ["open" in marks for marks in opened] == [False, True, True]
    other = get(sample, "/rank?other=新收.自然人&cell=requests.denied")
    assert ticked(other) == ["requests.new.natural_person"]


def test_what_is_ready_can_be_asked(sample: FlaskClient) -> None:
    for page, last in (("/compare", "个机关"), ("/rank", "名次")):
        ready = [href for _, href in links(get(sample, page)) if href.startswith(f"{page}?cell=")]
        assert len(ready) > 1
        for href in ready:
            assert last in words(get(sample, href))


def test_a_body_is_found_by_pinyin_and_what_was_chosen_stays(sample: FlaskClient) -> None:
    row = api(sample, "/compare?cell=requests.new&limit=50")["rows"][-1]
    html = get(sample, f"/compare?cell=rate.denied&agency={row['agency']}&find=zf")
    boxes = attributes(html, "input")
    agencies = {box["value"]: "checked" in box for box in boxes if box.get("name") == "agency"}
    assert agencies.pop(row["agency"])
    assert agencies
    assert not any(agencies.values())
    assert all("政府" in name for name in agencies)


def test_who_looks_for_a_body_first_is_not_shown_all(sample: FlaskClient) -> None:
    html = get(sample, "/compare?cell=rate.denied&find=zf")
    assert "<table" not in html
    assert "<svg" not in html
    ticked = [b["value"] for b in attributes(html, "input") if "checked" in b]
    assert "rate.denied" in ticked, "what was chosen stays"


def test_a_region_is_found_by_name(sample: FlaskClient) -> None:
    row = next(r for r in api(sample, "/compare?cell=requests.new&limit=50")["rows"] if r["region"])
    html = get(sample, f"/compare?cell=rate.denied&find={row['region'][-1]}")
    boxes = attributes(html, "input")
    found = [box["value"] for box in boxes if box.get("name") == "region"]
    assert found.count("/".join(row["region"])) >= 1
    assert "没有名称里有“没有的地方”的机关或地区" in words(get(sample, "/compare?find=没有的地方"))


def test_regions_open_as_a_tree(sample: FlaskClient) -> None:
    html = get(sample, "/compare?cell=rate.denied")
    closed = {box["value"] for box in attributes(html, "input") if box.get("name") == "region"}
    opening = [href for text, href in links(html) if text.startswith("展开")]
    assert opening
    opened = get(sample, opening[0])
    more = {box["value"] for box in attributes(opened, "input") if box.get("name") == "region"}
    assert closed <= more
    asked = parse_qsl(urlsplit(opening[0]).query)
    assert ("cell", "rate.denied") in asked


def test_a_ranking_shows_the_places_of_the_json(sample: FlaskClient) -> None:
    for url in ("cell=requests.new", "cell=rate.denied&ascending=1"):
        html, found = get(sample, f"/rank?{url}"), api(sample, f"/rank?{url}&limit=50")
        text = words(html)
        rows = re.findall(
            r"<tr(?: class=\"unranked\")?>\s*<td class=\"number\">(.*?)</tr>", html, re.S
        )
        assert len(rows) == len(found["ranked"])
        for row, one in zip(rows, found["ranked"], strict=True):
            line = words(f"<td>{row}")
            tied = "并列" if one["tied"] > 1 else ""
            assert line.strip().startswith(f"{tied}第 {one['rank']}" if one["rank"] else "—")
            assert one["agency"] in line
            shown = NAMES[one["state"]]
            if one["value"] is not None:
                shown = number_text(one["value"], found["cell"]["unit"])
            assert shown in line
            assert f"/reports/{one['reports'][0]}#" in row
        for state, count in found["states"].items():
            if state != "number":
                assert f"{NAMES[state]} {count}" in text


def test_downloads_hold_the_same_question(sample: FlaskClient) -> None:
    for url in (f"/compare?{COMPARED}&{ALIKE}", f"/rank?cell=requests.new&{ALIKE}"):
        html = get(sample, url)
        for kind in ("CSV", "XLSX", "JSON"):
            (href,) = {href for text, href in links(html) if text == kind}
            answer = sample.get(href)
            assert answer.status_code == 200
            if kind == "JSON":
                assert answer.json["filters"] == {"level": ["county"], "kind": ["department"]}
        assert attributes(html, "link")[-1]["type"] == "text/csv"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("/compare?cell=没有的指标", "没有的指标"),
        ("/compare?cell=requests.new&by=x", "不能按“x”比较"),
        ("/compare?cell=requests.new&yaer=2020", "参数“yaer”不存在"),
        ("/rank?cell=reasons", "只能按其中一个排名"),
        ("/rank?cell=requests.new&limit=x", "limit"),
        ("/rank?other=其他", "其他"),
    ],
)
def test_what_cannot_be_understood_is_said(sample: FlaskClient, url: str, said: str) -> None:
    assert said in words(get(sample, url, 400))


@pytest.mark.parametrize("page", ["/compare", "/rank"])
@pytest.mark.parametrize("name", ["sort", "unit", "cursor", "facet_limit", "facet_more"])
def test_a_page_takes_nothing_that_its_links_then_refuse(
    sample: FlaskClient, page: str, name: str
) -> None:
    url = f"{page}?cell=requests.new&{name}=year"
    assert f"参数“{name}”不存在" in words(get(sample, url, 400))


def test_ready_questions_find_something(world: FlaskClient, sample: FlaskClient) -> None:
    for client in (world, sample):
        for page in ("/compare", "/rank"):
            ready = [
                href for _, href in links(get(client, page)) if href.startswith(f"{page}?cell")
            ]
            assert len(ready) > 1
            for href in ready:
                found = api(client, href)
                assert re.search(r"'value': \d", str(found)), href


def test_ready_questions_are_of_a_group_that_has_reports(tmp_path: Path) -> None:
    """The newest report of all is of another level."""
    written = {"河南省教育厅": 2023, "云溪县财政局": 2022, "云溪县公安局": 2022}
    for name, year in written.items():
        text = quiet_text().replace(AGENCY, name).replace("2023年", f"{year}年")
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    with served(sorted(tmp_path.glob("*.txt")), tmp_path / "built") as client:
        first, *_ = [href for _, href in links(get(client, "/rank")) if "cell=" in href]
        assert {one["agency"] for one in api(client, first)["ranked"]} == set(written) - {
            "河南省教育厅"
        }


def test_bars_of_all_pages_have_one_scale(sample: FlaskClient) -> None:
    def bars(url: str) -> list[str]:
        return [one["width"] for one in attributes(get(sample, url), "rect")]

    whole = bars("/rank?cell=requests.new&limit=8")
    assert len(set(whole)) > 2
    first, second = (bars(f"/rank?cell=requests.new&limit=4&offset={at}") for at in (0, 4))
    assert first + second == whole
    assert float(second[0]) < 100


def test_nothing_found_is_an_answer(sample: FlaskClient) -> None:
    assert "没有可以比较的" in words(get(sample, "/compare?cell=requests.new&year=1999"))
    assert "没有可以排名的" in words(get(sample, "/rank?cell=requests.new&year=1999"))


def written(folder: Path, new: dict[str, str]) -> list[Path]:
    """Reports of 2023 of bodies of one level and kind, by what each prints of requests received."""
    row = row_text(form("2021").table("requests").row("new"))
    printed = "\t".join([row, *("0",) * 7])
    for name, value in new.items():
        text = quiet_text().replace(AGENCY, f"云溪县{name}")
        assert printed in text
        told = "\t".join([row, value, *("0",) * 5, value]) if value else ""
        (folder / f"{name}.txt").write_text(text.replace(printed, told), encoding="utf-8")
    return sorted(folder.glob("*.txt"))


def test_of_a_sum_each_kind_of_none_is_counted(tmp_path: Path) -> None:
    """One has a number, two print a slash, one has lost the row, one has no report of the year."""
    said = {"财政局": "5", "公安局": "/", "民政局": "/", "水利局": ""}
    files = written(tmp_path, said)
    late = tmp_path / "教育局.txt"
    late.write_text(quiet_text().replace("2023年", "2022年"), encoding="utf-8")
    url = f"/compare?cell=requests.new&by=region&depth=0&{ALIKE}"
    with served([*files, late], tmp_path / "built") as client:
        old, new = api(client, url)["rows"][0]["years"]
        assert old["cells"][0]["states"] == {"number": 1, "no_report": 4}
        states = {"number": 1, "not_applicable": 2, "missing": 1, "no_report": 1}
        assert new["cells"][0]["states"] == states
        html = get(client, url)
        assert "1/4 个机关不适用 2、缺失 1、没有报告 1" in words(html)
        whole = words(get(client, f"{url}&year=2023&agency=云溪县财政局"))
        assert re.search(r"1/1 个机关\s", whole), "nothing is said where nothing is lacking"
        lines = list(csv.DictReader(get(client, f"/api/v1{url}&format=csv")[1:].splitlines()))
        for name, count in states.items():
            assert lines[1][name] == str(count)
        only = get(client, f"{url}&year=2023&agency=云溪县公安局&agency=云溪县民政局")
        assert re.search(r"／（不适用：[^）]*）0/2 个机关不适用 2", words(only))


def test_ties_are_said_in_one_way(tmp_path: Path) -> None:
    """The number of the compared table, of the body's page, and of the ranking."""
    with served(
        written(tmp_path, dict.fromkeys(("财政局", "公安局"), "0")), tmp_path / "b"
    ) as client:
        pages = ("/compare?cell=requests.new", "/agencies/云溪县财政局?cell=requests.new")
        for url in pages:
            assert "并列第 1，共 2" in words(get(client, url)), url
        assert words(get(client, "/rank?cell=requests.new")).count("并列第 1") == 2


@pytest.mark.parametrize(
    "url",
    [
        f"/compare?{COMPARED}&find=zf",
        f"/compare?cell=requests.carried_out&cell=reasons&by=region&depth=0&{ALIKE}",
        "/rank?cell=rate.denied",
        "/agencies/{key}",
        "/regions/{region}",
    ],
)
def test_english_pages_are_english_to_the_sign(sample: FlaskClient, url: str) -> None:
    row = next(r for r in api(sample, "/compare?cell=requests.new&limit=50")["rows"] if r["region"])
    sample.set_cookie("language", "en")
    html = get(sample, url.format(key=row["key"], region=row["region"][0]))
    assert foreign_words(html) == []
    english = re.sub(r'<(\w+)[^>]* lang="zh-CN".*?</\1>', "", html, flags=re.DOTALL)
    assert re.findall(r".{20}[：（）；、，。].{10}", english) == []
