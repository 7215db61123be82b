from __future__ import annotations

from collections.abc import Iterator

import pytest
from services_world import World, make_world


@pytest.fixture(scope="session")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[World]]:
    made = [make_world(tmp_path_factory.mktemp("world"), seed) for seed in range(4)]
    yield made
    for world in made:
        world.close()
