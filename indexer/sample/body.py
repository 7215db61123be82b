"""Invents places and bodies; every name comes from the lists in ``data/``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from itertools import product
from random import Random
from typing import Any

from indexer.sample.model import Body


@cache
def sample_data(name: str) -> dict[str, Any]:
    """One data file of this package, parsed."""
    return tomllib.loads(files(__package__).joinpath("data", name).read_text(encoding="utf-8"))


def every_place() -> tuple[str, ...]:
    """Every place name the lists can make, for the test that none of them exists."""
    data = sample_data("places.toml")
    stems = ["".join(pair) for pair in product(data["first"], data["second"])]
    suffixes = sorted({suffix for some in data["suffixes"].values() for suffix in some})
    return (*data["provinces"], *(stem + suffix for stem in stems for suffix in suffixes))


def invent_body(rng: Random, number: int) -> Body:
    """The body of that running number: kinds and levels take turns, names are drawn."""
    archetypes = sample_data("bodies.toml")["archetypes"]
    shape = archetypes[number % len(archetypes)]
    places = _places(rng, number, shape.get("suffix"))
    places["n"] = rng.choice(sample_data("bodies.toml")["national"]["names"])
    region = {
        "ministry": (),
        "province": (places["p"],),
        "prefecture": (places["p"], places["c"]),
        "county": (places["p"], places["c"], places["x"]),
        "township": (places["p"], places["c"], places["x"], places["t"]),
    }[shape["level"]]
    return Body(
        name=shape["name"].format(**places),
        printed=rng.choice(shape["printed"]).format(**places),
        level=shape["level"],
        kind=shape["kind"],
        function=shape.get("function", ""),
        region=region,
        our=shape["ours"],
        size=shape["size"],
    )


def _places(rng: Random, number: int, suffix: str | None) -> dict[str, str]:
    """A province that several bodies share, and a prefecture, county and township in it."""
    data = sample_data("places.toml")
    provinces = data["provinces"]
    places = {"p": provinces[(number // 3) % len(provinces)]}
    for key, level in (("c", "prefecture"), ("x", "county"), ("t", "township")):
        ends = data["suffixes"][level]
        end = suffix if suffix in ends else rng.choice(ends)
        places[key] = rng.choice(data["first"]) + rng.choice(data["second"]) + end
    return places
