"""Pages of one body and of one region."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from web_reading import attributes, link, links, words
from web_world import AGENCY, quiet_text, served

from govreport_search.forms import form
from webui.present.compared import region_words
from webui.present.drawing import row_text
from webui.present.words import number_text


def get(client: FlaskClient, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, url
    return answer.get_data(as_text=True)


def rows(client: FlaskClient) -> list[Any]:
    found: list[Any] = client.get("/api/v1/compare?cell=requests.new&limit=1000").json["rows"]
    return found


def test_a_body_shows_what_the_json_says(sample: FlaskClient) -> None:
    gaps = 0
    for row in rows(sample):
        html = get(sample, f"/agencies/{row['key']}")
        found = sample.get(f"/api/v1/agencies/{row['key']}").json
        text = words(html)
        assert row["agency"] in text
        assert region_words(None if row["region"] is None else tuple(row["region"])) in text
        units = {one["id"]: one["unit"] for one in found["cells"]}
        shown = {(name, href) for name, href in links(html)}
        for year in found["row"]["years"]:
            for cell in year["cells"]:
                if cell["value"] is None:
                    continue
                number, report = number_text(cell["value"], units[cell["id"]]), year["reports"][0]
                assert any(
                    name == number and href.startswith(f"/reports/{report}#")
                    for name, href in shown
                )
        if found["missing"]:
            gaps += 1
            assert f"没有收录报告的年份：{'、'.join(map(str, found['missing']))}" in text
        else:
            assert "没有收录报告的年份" not in text
        for line in found["report_list"]:
            assert any(href == f"/reports/{line['id']}" for _, href in shown)
    assert gaps


def test_findings_lead_to_their_report(world: FlaskClient) -> None:
    html = get(world, "/agencies/云溪县教育局")
    (href,) = {href for text, href in links(html) if text.startswith("相互矛盾")}
    assert 'id="contradictions"' in get(world, href)
    assert "2022" in words(html)
    assert re.search(r'<link rel="alternate" type="application/json"', html)


def test_other_cells_can_be_chosen(sample: FlaskClient) -> None:
    key = rows(sample)[-1]["key"]
    html = get(sample, f"/agencies/{key}?cell=requests.carried_in")
    assert "上年结转政府信息公开申请数量" in words(html)
    assert get(sample, f"/agencies/{key}?cell=没有的", 400)
    assert get(sample, f"/agencies/{key}?sells=1", 400)


def test_the_place_among_peers_is_said_in_words(tmp_path: Path) -> None:
    for count, name in enumerate(("财政局", "公安局", "民政局", "水利局")):
        text = quiet_text().replace(AGENCY, f"云溪县{name}")
        old = "\t".join([row_text(form("2021").table("requests").row("new")), *("0",) * 7])
        assert old in text
        new = old[: old.index("\t")] + "\t" + "\t".join((str(count), *("0",) * 5, str(count)))
        (tmp_path / f"{name}.txt").write_text(text.replace(old, new), encoding="utf-8")
    with served(sorted(tmp_path.glob("*.txt")), tmp_path / "built") as client:
        body = "/agencies/云溪县民政局?cell=requests.new"
        text = words(get(client, body))
        assert "2023 年，在县级工作部门里" in text
        assert "在有数字的县级工作部门中第 2，共 4，高于其余的 67%" in text
        ranking = words(get(client, link(get(client, body), "高于其余的 67%")))
        assert "4 个机关和年度有数字" in ranking
        compared = words(get(client, "/compare?cell=requests.new"))
        assert "第 1，共 4高于 100%" in compared
        neighbours = [text for text, href in links(get(client, "/agencies/云溪县民政局"))]
        assert "云溪县民政局" not in neighbours


def test_a_region_shows_its_bodies_its_sums_and_why_not_more(sample: FlaskClient) -> None:
    path = next(row["region"][0] for row in rows(sample) if row["region"])
    html, found = get(sample, f"/regions/{path}"), sample.get(f"/api/v1/regions/{path}").json
    text = words(html)
    assert f"{found['bodies']} 个机关" in text
    assert "只加同一层级、同一类型的机关" in text
    units = {one["id"]: one["unit"] for one in found["cells"]}
    for year in found["row"]["years"]:
        for cell in year["cells"]:
            if cell["value"] is not None:
                assert number_text(cell["value"], units[cell["id"]]) in text
    for unit in found["units"]:
        (href,) = {href for name, href in links(html) if name == unit["path"][-1]}
        assert words(get(sample, href)).count(unit["path"][-1]) > 0
    chosen = [href for _, href in links(html) if "kind=" in href and href.startswith("/regions/")]
    for href in chosen:
        assert "合计" in words(get(sample, href))
    assert get(sample, "/regions/没有的地方", 404)


def test_bodies_of_one_name_are_told_apart(tmp_path: Path) -> None:
    for at, place in enumerate(("河北省石家庄市", "河南省平顶山市", "河南省平顶山市")):
        write_short(tmp_path, f"{place}新华区教育局", 2021 + at // 2)
    with served(sorted(tmp_path.glob("*.txt")), tmp_path / "built") as client:
        check_names(client)


def write_short(folder: Path, name: str, year: int) -> Path:
    """A report without tables; of equal ones only one would be held."""
    number = len(list(folder.iterdir()))
    path = folder / f"{number}.txt"
    path.write_text(
        f"{name}{year}年政府信息公开工作年度报告\n一、总体情况\n第{number}份。\n"
        "二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n"
        "四、政府信息公开行政复议、行政诉讼情况\n五、存在的主要问题及改进情况\n无。\n",
        encoding="utf-8",
    )
    return path


def test_a_body_s_reports_are_its_own_and_no_namesake_s_below_it(tmp_path: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    lines = ["path,agency,region,year"]
    for region, year in (("洛阳市", 2021), ("洛阳市/老城区", 2021), ("洛阳市/老城区", 2022)):
        path = write_short(files, "统计局", year)
        lines.append(f"{path.name},统计局,河南省/{region},{year}")
    manifest = files / "manifest.csv"
    manifest.write_text("\n".join(lines), encoding="utf-8")
    with served(sorted(files.glob("*.txt")), tmp_path / "built", manifest) as client:
        for region, count in (("洛阳市", 1), ("洛阳市/老城区", 2)):
            body = f"统计局@河南省/{region}"
            html = get(client, f"/agencies/{body}?cell=requests.new")
            assert f"共 {count} 份报告" in words(get(client, link(html, f"{count} 份报告")))
            (table,) = {href for text, href in links(html) if text == "CSV"}
            assert {line.split(",")[0] for line in get(client, table).splitlines()[1:]} == {body}
            rows = client.get(table.replace("csv", "json")).json["rows"]
            assert [row["key"] for row in rows] == [body]


def test_several_cells_may_stand_in_one_field(sample: FlaskClient) -> None:
    (row, *_) = (row for row in rows(sample) if row["region"])
    for page in (f"/agencies/{row['key']}", f"/regions/{row['region'][0]}"):
        for between in ",，、;；":
            text = words(get(sample, f"{page}?cell=新收{between}不予公开"))
            assert "本年新收政府信息公开申请数量" in text
            assert "不予公开" in text
            assert "历年的" in text


def test_a_cell_that_does_not_exist_loses_neither_page_nor_what_was_typed(
    sample: FlaskClient,
) -> None:
    (row, *_) = (row for row in rows(sample) if row["region"])
    for page in (f"/agencies/{row['key']}", f"/regions/{row['region'][0]}"):
        html = get(sample, f"{page}?cell=新收，没有的格", 400)
        assert "没有的格" in words(html)
        fields = [one["value"] for one in attributes(html, "input") if one.get("type") is None]
        assert "没有的格" in fields
        whole = {text: href for text, href in links(html) if text in ("CSV", "XLSX", "JSON")}
        assert len(whole) == 3
        for href in whole.values():
            assert sample.get(href).status_code == 200


def check_names(client: FlaskClient) -> None:
    html = get(client, "/agencies/新华区教育局")
    ways = {text: href for text, href in links(html) if text.startswith("新华区教育局@")}
    assert set(ways) == {
        "新华区教育局@河北省/石家庄市/新华区",
        "新华区教育局@河南省/平顶山市/新华区",
    }
    page = get(client, ways["新华区教育局@河南省/平顶山市/新华区"])
    assert "同名的机关：新华区教育局（河北省 石家庄市 新华区）" in words(page)
    assert get(client, "/agencies/新华区教育局@平顶山市")
    error = client.get("/api/v1/agencies/新华区教育局")
    assert (error.status_code, error.json["error"]["code"]) == (400, "ambiguous_body")
    region = get(client, "/regions/新华区")
    assert "有 2 个地区叫“新华区”" in words(region)


def test_reports_of_one_year_are_told_apart_by_their_files(tmp_path: Path) -> None:
    name = "云溪县教育局"
    for year in (2021, 2021, 2022):
        write_short(tmp_path, name, year)
    with served(sorted(tmp_path.glob("*.txt")), tmp_path / "built") as client:
        text = words(get(client, f"/agencies/{name}"))
    assert text.count("文件 0.txt") == text.count("文件 1.txt") == 1
    assert "文件 2.txt" not in text


def test_what_reports_of_one_year_say_differently_is_told(tmp_path: Path) -> None:
    label = row_text(form("2021").table("requests").row("new"))
    for at, count in enumerate(("3", "7", "")):
        text, old = quiet_text(), "\t".join([label, *("0",) * 7])
        assert old in text
        new = "\t".join([label, count, *("0",) * 5, count])
        (tmp_path / f"{at}.txt").write_text(text.replace(old, new), encoding="utf-8")
    with served(sorted(tmp_path.glob("*.txt")), tmp_path / "built") as client:
        html = get(client, f"/agencies/{AGENCY}?cell=requests.new")
        found = client.get(f"/api/v1/agencies/{AGENCY}?cell=requests.new").json
    assert found is not None
    (cell,) = found["row"]["years"][-1]["cells"]
    assert cell["state"] == "differs"
    assert sorted(map(str, cell["said"])) == ["3", "7", "blank"]
    said = re.search(r"几份报告不一致：[^（]*（分别是 ([^）]*)）", words(html))
    assert said is not None
    assert sorted(said[1].split("、")) == ["3", "7", "空白"]
