"""Lists of bodies that ought to publish: those that a user names, or governments of divisions."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from govreport_search.errors import BadFilterError
from govreport_search.query.value import NATIONAL, canonical_values
from govreport_search.regions import divisions
from govreport_search.regions.divisions import Division, Path
from govreport_search.regions.seat import seats
from govreport_search.regions.vocabulary import expand
from govreport_search.sentence import say
from govreport_search.services.region_tree import Region

MOST_BODIES = 50_000
"""In one list; all townships of the country are fewer."""

DIVISION_LEVELS = ("province", "prefecture", "county", "township")

_DELIMITERS = (",", ";", "\t", "，")
_NAME = ("机关", "单位", "名称", "机关名称", "单位名称", "agency", "name")
_REGION = ("地区", "区域", "行政区划", "region")


@dataclass(frozen=True, slots=True)
class ListedBody:
    """One body of a list.

    Attributes:
        name: as given.
        names: what its reports may call it, parents left out or not.
        region: as a filter takes it, empty where the list does not say.
        path: the division it governs, of a list made from the divisions; else ``None``.
    """

    name: str
    names: tuple[str, ...]
    region: str = ""
    path: Region = None


def read_bodies(text: str) -> tuple[ListedBody, ...]:
    """The bodies of a user's list, each once.

    A name a line; or a CSV with a column 机关 (agency) and perhaps one 地区 (region), other
    columns do not count. Without such a header the first column holds the names and the second,
    if any, the regions.

    Raises:
        BadFilterError: it is no CSV, or holds more than ``MOST_BODIES``.
    """
    text = text.removeprefix("\ufeff")
    header = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=header.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise BadFilterError(
            say("名单不是合格的 CSV（%(why)s）", why=str(error)), remedy=say("每行写一个机关")
        ) from error
    rows = [cells for row in rows if any(cells := [cell.strip() for cell in row])]
    name, region = 0, 1
    if rows and (named := _column(rows[0], _NAME)) is not None:
        found = _column(rows[0], _REGION)
        name, region = named, len(rows[0]) if found is None else found
        rows = rows[1:]
    pairs = dict.fromkeys((_cell(row, name), _cell(row, region)) for row in rows)
    bodies = tuple(_listed(*pair) for pair in pairs if pair[0])
    _check(len(bodies))
    return bodies


def plain_bodies(text: str) -> str:
    """The same list as a CSV of names and regions without a header.

    Raises:
        BadFilterError: as ``read_bodies``.
    """
    rows = io.StringIO(newline="")
    csv.writer(rows, lineterminator="\n").writerows(
        (one.name, one.region) if one.region else (one.name,) for one in read_bodies(text)
    )
    return rows.getvalue()


def bodies_of_divisions(region: str = "", levels: Sequence[str] = ()) -> tuple[ListedBody, ...]:
    """The governments of a division and of all below it.

    Args:
        region: name or path; empty for the whole country.
        levels: of ``DIVISION_LEVELS``; without any the provinces of the country, and of a
            region all but the townships.

    Raises:
        BadFilterError: there is no such division, several have that name, or a level that
            divisions do not have.
        UnknownFieldError: a level that does not exist.
    """
    path = _path(region)
    wanted = canonical_values("level", levels)
    if strange := [level for level in wanted if level not in DIVISION_LEVELS]:
        raise BadFilterError(
            say("区划没有“%(level)s”这一级", level=strange[0]),
            remedy=say("可选：%(values)s", values="、".join(DIVISION_LEVELS)),
        )
    if not wanted:
        wanted = DIVISION_LEVELS[:-1] if path else DIVISION_LEVELS[:1]
    return _governments(path, tuple(sorted(set(wanted))))


@lru_cache(maxsize=2)  # of all townships 16 MB
def _governments(path: Path, levels: tuple[str, ...]) -> tuple[ListedBody, ...]:
    units = [unit for unit in divisions().subtree(path) if unit.level in levels]
    _check(len(units))
    return tuple(_governing(unit) for unit in units)


def _governing(unit: Division) -> ListedBody:
    names = seats(unit)
    return ListedBody(names[0], names, "/".join(unit.path), unit.path)


def _check(count: int) -> None:
    if count > MOST_BODIES:
        raise BadFilterError(
            say("名单有 %(n)s 个机关，最多 %(most)s 个", n=count, most=MOST_BODIES),
            remedy=say("请分几次，或缩小地区"),
        )


def _column(header: Sequence[str], names: Sequence[str]) -> int | None:
    return next((at for at, cell in enumerate(header) if cell.lower() in names), None)


def _cell(row: Sequence[str], at: int) -> str:
    return row[at] if at < len(row) else ""


def _listed(name: str, region: str) -> ListedBody:
    names = [name, expand(name)]
    if name.endswith("政府") and not name.endswith("人民政府"):
        names.append(f"{name.removesuffix('政府')}人民政府")
    for unit in divisions().named(name):  # a place stands for the body that governs it
        names += seats(unit)
    return ListedBody(name, tuple(dict.fromkeys(names)), region.replace("／", "/").strip("/"))


def _path(region: str) -> Path:
    """The current division of that name or path."""
    parts = [part.strip() for part in region.replace("／", "/").split("/") if part.strip()]
    if not parts or canonical_values("region", ["/".join(parts)]) == (NATIONAL,):
        return ()
    units = [
        unit.path
        for unit in divisions().named(parts[-1])
        if unit.last_year is None and _lies_in(unit.path[:-1], parts[:-1])
    ]
    if not units:
        raise BadFilterError(
            say("区划里没有“%(region)s”", region=region), remedy=say("写全称，例如 河南省/洛阳市")
        )
    if len(units) > 1:
        shown = "、".join(map("/".join, units[:5]))
        raise BadFilterError(
            say("“%(region)s”可以指几个地方", region=region),
            remedy=say("写明上级：%(places)s", places=shown),
        )
    return units[0]


def _lies_in(above: Path, named: Sequence[str]) -> bool:
    """Whether the units above are named, in this order, by full names or their beginnings."""
    left = iter(above)
    return all(any(unit.startswith(name) for unit in left) for name in named)
