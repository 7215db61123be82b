"""Administrative divisions from province to township: lookup by name, by path, below a unit.

The names stand in ``data/divisions.tsv`` (2023) and ``data/abolished.tsv`` (names of counties
and prefectures that ended after 2002); ``prepare.py`` makes both. A division is named by its
path, the names from the province down: ``("河南省", "洛阳市", "老城区", "西关街道")``,
``("上海市",)`` for a municipality, ``("湖北省", "天门市")`` for a county directly under its
province.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

from govreport_search.regions.short_name import short_names
from govreport_search.text import fold

Path = tuple[str, ...]

# Names of real districts that are first of all ordinary words (北京城区, 郊区农民).
_ORDINARY = frozenset(("城区", "郊区", "矿区", "市区"))
_MAX_NAME = 24


@dataclass(frozen=True, slots=True)
class Division:
    """One unit.

    Attributes:
        path: names from the province down, the unit's own name last.
        level: province, prefecture, county or township.
        last_year: for an abolished unit the last year whose codes list it, else ``None``.
    """

    path: Path
    level: str
    last_year: int | None = None

    @property
    def name(self) -> str:
        """The unit's own name."""
        return self.path[-1]


@dataclass(frozen=True, slots=True)
class Mention:
    """A province, prefecture or county named in a text.

    Attributes:
        start, end: half-open span in the text.
        divisions: every unit of that name.
    """

    start: int
    end: int
    divisions: tuple[Division, ...]


class Divisions:
    """All divisions; immutable once loaded.

    Args:
        current: lines of divisions.tsv (province, prefecture, county, townships).
        abolished: lines of abolished.tsv (province, prefecture, county, last year).
    """

    def __init__(self, current: Iterable[str], abolished: Iterable[str] = ()) -> None:
        self._upper: dict[Path, Division] = {}
        self._townships: dict[Path, list[str]] = {}
        self._parents_of_township: dict[str, list[Path]] = defaultdict(list)
        self._gone: dict[Path, Division] = {}
        for line in current:
            province, prefecture, county, townships = line.split("\t")
            parent = self._add_chain(province, prefecture, county)
            names = townships.split(" ") if townships else []
            self._townships[parent] = names
            for name in names:
                self._parents_of_township[name].append(parent)
        for line in abolished:
            province, prefecture, county, year = line.split("\t")
            path = tuple(filter(None, (province, prefecture, county)))
            self._gone[path] = Division(path, "county" if county else "prefecture", int(year))

    def _add_chain(self, province: str, prefecture: str, county: str) -> Path:
        path: Path = ()
        chain = ((province, "province"), (prefecture, "prefecture"), (county, "county"))
        for name, level in chain:
            if name:
                path = (*path, name)
                if path not in self._upper:
                    self._upper[path] = Division(path, level)
        return path

    @cached_property
    def _by_name(self) -> dict[str, list[Division]]:
        """Provinces, prefectures and counties by full name and by short name."""
        index: dict[str, list[Division]] = defaultdict(list)
        units = [*self._upper.values(), *self._gone.values()]
        for unit in units:
            index[unit.name].append(unit)
        shorts: dict[str, list[Division]] = defaultdict(list)
        for unit in units:
            for short in short_names(unit.name, unit.level):
                if short not in index:
                    shorts[short].append(unit)
        return {**index, **shorts}

    @cached_property
    def _by_start(self) -> dict[str, tuple[str, ...]]:
        """The names of ``_by_name`` by their first two characters, longest first."""
        index: dict[str, list[str]] = defaultdict(list)
        for name in self._by_name:
            if name not in _ORDINARY:
                index[name[:2]].append(name)
        return {
            start: tuple(sorted(names, key=len, reverse=True)) for start, names in index.items()
        }

    @cached_property
    def _ethnic(self) -> dict[str, list[str]]:
        """Short name to official names of the townships of a people (某某乡, 某某回族乡)."""
        index: dict[str, list[str]] = defaultdict(list)
        for name in self._parents_of_township:
            if name.endswith("族乡"):
                for short in short_names(name, "township"):
                    index[short].append(name)
        return dict(index)

    @cached_property
    def _starts(self) -> frozenset[str]:
        """The first two characters of every name, short and folded ones included."""
        return frozenset(
            name[:2]
            for names in (self._by_name, self._parents_of_township, self._official)
            for name in names
        )

    @cached_property
    def _official(self) -> dict[str, str]:
        """Folded name to official name, for the names that the fold changes (乾县)."""
        names = [*self._by_name, *self._parents_of_township]
        folded = fold("|".join(names)).split("|")
        return {key: name for key, name in zip(folded, names, strict=True) if key != name}

    def named(self, name: str) -> tuple[Division, ...]:
        """Every unit with this name, current and abolished, highest level first.

        Provinces, prefectures and counties are also found without their suffix where three
        characters are left (呼和浩特), provinces always (河南): shorter names are ordinary words.
        A township is found by its full name; 办事处 and 街道办事处 count as 街道. A name as
        ``fold`` writes it is found like the official one.
        """
        found = self._named(name)
        if not found and name in self._official:
            found = self._named(self._official[name])
        return found

    def _named(self, name: str) -> tuple[Division, ...]:
        upper = self._by_name.get(name, ())
        street = name.removesuffix("办事处")
        if street != name and not street.endswith("街道"):
            street += "街道"
        official = self._ethnic.get(name, ()) if name.endswith("乡") else ()
        lower = [
            Division((*parent, township), "township")
            for township in dict.fromkeys((name, street, *official))
            for parent in self._parents_of_township.get(township, ())
        ]
        return (*upper, *lower)

    def get(self, path: Path) -> Division | None:
        """The unit at this path, ``None`` where there is none."""
        upper = self._upper.get(path) or self._gone.get(path)
        if upper is None and path and path[-1] in self._townships.get(path[:-1], ()):
            return Division(path, "township")
        return upper

    def children(self, path: Path = ()) -> tuple[Division, ...]:
        """The current units directly below; the provinces for the empty path."""
        depth = len(path) + 1
        upper = [u for p, u in self._upper.items() if len(p) == depth and p[:-1] == path]
        lower = [Division((*path, name), "township") for name in self._townships.get(path, ())]
        return (*upper, *lower)

    def subtree(self, path: Path = ()) -> Iterator[Division]:
        """Yields the current unit at this path and all below it, those of one county together.

        The whole country for the empty path.
        """
        for own, unit in self._upper.items():
            if own[: len(path)] == path:
                yield unit
                yield from (
                    Division((*own, name), "township") for name in self._townships.get(own, ())
                )
        if len(path) > 1 and path[-1] in self._townships.get(path[:-1], ()):
            yield Division(path, "township")

    def known_prefixes(self, text: str) -> Iterator[str]:
        """Yields the unit names the text begins with, the longest first."""
        if text[:2] not in self._starts:
            return
        for end in range(min(len(text), _MAX_NAME), 1, -1):
            name = text[:end]
            if name in self._by_name or name in self._parents_of_township or name in self._official:
                yield name

    def mentions(self, text: str) -> Iterator[Mention]:
        """Yields the provinces, prefectures and counties a text names, left to right.

        Names are taken greedily, the longest first, and do not overlap. Short names follow the
        rule of ``named``. A folded text is searched as it is: a name the fold changes is missed.
        """
        by_start = self._by_start
        start, end = 0, len(text) - 1
        while start < end:
            names = by_start.get(text[start : start + 2])
            if names is None:
                start += 1
                continue
            name = next((name for name in names if text.startswith(name, start)), "")
            if name:
                yield Mention(start, start + len(name), tuple(self._by_name[name]))
            start += len(name) or 1


@cache
def divisions() -> Divisions:
    """The shipped divisions, loaded at the first call."""
    data = files(__package__).joinpath("data")
    current = data.joinpath("divisions.tsv").read_text(encoding="utf-8").splitlines()
    abolished = data.joinpath("abolished.tsv").read_text(encoding="utf-8").splitlines()
    return Divisions(current, abolished)
