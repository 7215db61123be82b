"""The one place where settings are read from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from govreport_search.errors import UserError

INDEX_DIR_VARIABLE = "GOVREPORT_INDEX_DIR"
DEFAULT_INDEX_DIR = Path("index")
CACHE_VARIABLE = "GOVREPORT_CACHE_MB"
DEFAULT_CACHE_MEGABYTES = 2000


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the built data lives.

    Attributes:
        index_dir: folder that holds the store and the full-text index.
        cache_megabytes: how much of what is slow to make again is kept beyond a run.
    """

    index_dir: Path = DEFAULT_INDEX_DIR
    cache_megabytes: int = DEFAULT_CACHE_MEGABYTES

    @property
    def store_path(self) -> Path:
        """The SQLite file, the truth."""
        return self.index_dir / "reports.sqlite"

    @property
    def engine_path(self) -> Path:
        """The Whoosh index folder, derived from the store."""
        return self.index_dir / "whoosh"

    @property
    def columns_path(self) -> Path:
        """Folder of the numbers and properties as arrays, derived from the store."""
        return self.index_dir / "columns"

    @property
    def was_built(self) -> bool:
        """Whether something derived from a store lies there, so that there has been one."""
        return self.engine_path.exists() or self.columns_path.exists()

    @property
    def cache_path(self) -> Path:
        """Folder of what is slow to make again from the source files; may be deleted."""
        return self.index_dir / "cache"

    @property
    def uploads_path(self) -> Path:
        """Folder of the files that people brought in their browsers."""
        return self.index_dir / "uploads"

    @classmethod
    def load(
        cls, index_dir: str | Path | None = None, environ: Mapping[str, str] = os.environ
    ) -> Settings:
        """Settings from an explicit value, else the environment, else the default.

        Raises:
            UserError: a value in the environment cannot be understood.
        """
        chosen = index_dir or environ.get(INDEX_DIR_VARIABLE) or DEFAULT_INDEX_DIR
        kept = environ.get(CACHE_VARIABLE) or str(DEFAULT_CACHE_MEGABYTES)
        if not kept.isascii() or not kept.isdigit():
            raise UserError(
                f"环境变量 {CACHE_VARIABLE} 应是整数（MB）：{kept}", remedy="改正或去掉后再运行"
            )
        return cls(index_dir=Path(chosen), cache_megabytes=int(kept))
