from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from report_maker import report_text

from govreport_search.settings import Settings
from govreport_search.store import Store


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "index")


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    return folder


@pytest.fixture
def write(reports: Path) -> Callable[..., Path]:
    def make(name: str, **properties: object) -> Path:
        path = reports / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(report_text(**properties), encoding="utf-8")
        return path

    return make


@pytest.fixture
def stored(settings: Settings) -> Iterator[Callable[[], Store]]:
    """Opens the store that a run has made."""
    with ExitStack() as opened:
        yield lambda: opened.enter_context(Store(settings.store_path))
