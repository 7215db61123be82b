"""The app over real indexes: our made-up archive, the sample reports, the seeds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from edit_world import Person, editing_app
from flask import Flask
from flask.testing import FlaskClient
from web_world import build_web_world

from govreport_search.settings import Settings
from indexer.build import build
from webui.app import create_app

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"


@pytest.fixture(scope="session")
def world_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    yield from _app(build_web_world(tmp_path_factory.mktemp("web")))


@pytest.fixture
def world(world_app: Flask) -> FlaskClient:
    return world_app.test_client()


@pytest.fixture(scope="session")
def sample_app(sample_index: Any) -> Iterator[Flask]:
    yield from _app(Settings(sample_index.index_dir))


@pytest.fixture
def sample(sample_app: Flask) -> FlaskClient:
    return sample_app.test_client()


@pytest.fixture(scope="session")
def seeds_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    files = sorted(SEEDS.glob("*.txt"))
    if not files:
        pytest.skip(f"the seed reports are not here: {SEEDS}")
    settings = Settings(tmp_path_factory.mktemp("seeds") / "built")
    build(files, settings, jobs=1)
    yield from _app(settings)


@pytest.fixture
def seeds(seeds_app: Flask) -> FlaskClient:
    return seeds_app.test_client()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An index of one's own; a module that needs another has its own fixture."""
    return build_web_world(tmp_path)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """An app that edits the index of ``settings``."""
    with editing_app(settings) as made:
        yield made


@pytest.fixture
def person(app: Flask) -> Person:
    """Somebody who has signed in there."""
    made = Person(app)
    made.sign_in()
    return made


def _app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings)
    yield app
    app.extensions["library"].close()
