"""Keys of bodies: each means its own body, and a name that several share means all of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from services_world import World, make_world

from govreport_search.errors import NotFoundError, UnknownFieldError
from govreport_search.services.agency import agency_view
from govreport_search.services.archive import Archive
from govreport_search.services.body import bodies_of
from govreport_search.services.corpus import Corpus
from govreport_search.services.holding import holding
from govreport_search.services.region_view import region_view


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    world: World = make_world(tmp_path_factory.mktemp("world"), 3, 160)
    yield Archive(world.store, world.engines["whoosh"], world.columns)
    world.close()


def test_each_key_means_its_own_body(archive: Archive) -> None:
    bodies = archive.ask(bodies_of)
    named = [at for at in range(len(bodies)) if bodies.names[at]]
    assert len({bodies.key(at) for at in named}) == len(named) > 5
    for at in named:
        assert bodies.find(bodies.key(at)) == (at,)
        view = agency_view(archive, bodies.key(at))
        assert (view.body.name, view.body.region) == (bodies.names[at], bodies.regions[at])
        assert len(view.reports) == view.body.reports == int((bodies.codes == at).sum())


def test_a_shared_name_is_not_guessed(archive: Archive) -> None:
    bodies = archive.ask(bodies_of)
    shared = [at for at in range(len(bodies)) if bodies.names[at] and len(bodies.named_as(at)) > 1]
    assert shared
    for at in shared:
        with pytest.raises(UnknownFieldError) as caught:
            agency_view(archive, bodies.names[at])
        assert caught.value.code == "ambiguous_body"
        assert set(caught.value.candidates) == set(map(bodies.key, bodies.named_as(at)))
        view = agency_view(archive, bodies.key(at))
        assert {one.key for one in view.namesakes} == set(caught.value.candidates) - {
            bodies.key(at)
        }


def test_neighbours_are_alike_and_near(archive: Archive) -> None:
    bodies = archive.ask(bodies_of)
    sorts = archive.ask(sorts_of)
    found = 0
    for at in range(len(bodies)):
        if not bodies.names[at]:
            continue
        view, region = agency_view(archive, bodies.key(at)), bodies.regions[at]
        own = (view.level, view.kind, view.function)
        assert own in sorts[at]
        expected = {
            bodies.key(other)
            for other, near in enumerate(bodies.regions)
            if other != at
            and bodies.names[other]
            and view.level
            and view.kind
            and own in sorts[other]
            and region is not None
            and near is not None
            and (len(near), near[:-1]) == (len(region), region[:-1])
        }
        assert {one.key for one in view.neighbours} == expected
        assert view.neighbour_total == len(expected)
        found += len(expected)
    assert found


def sorts_of(corpus: Corpus) -> list[set[tuple[str, ...]]]:
    """Of each body the levels, kinds and functions that its reports have together."""
    bodies = bodies_of(corpus)
    columns = [corpus.column(name) for name in ("level", "kind", "function")]
    sorts: list[set[tuple[str, ...]]] = [set() for _ in range(len(bodies))]
    for report, body in enumerate(bodies.codes.tolist()):
        sorts[body].add(tuple(str(one.values[one.codes[report]]) for one in columns))
    return sorts


def test_the_holding_counts_bodies_not_names(
    archive: Archive, tmp_path_factory: pytest.TempPathFactory
) -> None:
    world = make_world(tmp_path_factory.mktemp("same"), 3, 160)
    known = [one.report.identity for one in world.reports if one.report.identity.agency]
    world.close()
    found = holding(archive, "", "", 0, 0)
    assert found.bodies == len({(one.agency, one.region) for one in known})
    assert found.bodies > len({one.agency for one in known}), "names are shared"
    for year in found.years:
        here = {(one.agency, one.region) for one in known if one.year == year.year}
        assert year.bodies == len(here), year


def test_a_body_without_a_name_has_no_page(archive: Archive) -> None:
    for key in ("", "@", "@none", "none"):
        with pytest.raises(NotFoundError):
            agency_view(archive, key)


def test_a_region_of_several_places_is_not_guessed(archive: Archive) -> None:
    paths = archive.ask(lambda corpus: corpus.regions.paths)
    for path in filter(None, paths):
        assert region_view(archive, "/".join(path)).path == path
    with pytest.raises(UnknownFieldError) as caught:
        region_view(archive, "霞市")
    assert caught.value.code == "ambiguous_region"
    assert set(caught.value.candidates) == {"云省/霞市", "雾自治区/霞市"}
    assert region_view(archive, "雾自治区/霞市").path == ("雾自治区", "霞市")
    with pytest.raises(NotFoundError):
        region_view(archive, "没有的地方")
