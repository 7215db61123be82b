"""Corrections for front ends that know nothing of this package: the entry point of editing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from govreport_search.services.editing import Change, Wish
from govreport_search.settings import Settings
from govreport_search.store import Store
from indexer.correct import correct, take_back
from indexer.ledger import bring_up
from indexer.manifest import read_manifest


class Editor:
    """What ``govreport correct`` does, in the same way; see the protocol of that name."""

    def correct(self, settings: Settings, wishes: Sequence[Wish]) -> Change:
        """Do all of it, or nothing; the full-text index follows."""
        with Store(settings.store_path) as store:
            done = correct(store, wishes)
            bring_up(store, settings)
        return done

    def take_back(self, settings: Settings, key: int, *, by: str, why: str = "") -> Change:
        """Undo an entry of the history; what it replaced stands again."""
        with Store(settings.store_path) as store:
            done = take_back(store, key, by=by, why=why)
            bring_up(store, settings)
        return done

    def check_manifest(self, path: Path) -> None:
        """Read a manifest, and forget it."""
        read_manifest(path)
