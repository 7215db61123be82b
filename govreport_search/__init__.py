"""govreport-search: the words and the statutory numbers of 政府信息公开工作年度报告.

In a notebook::

    import govreport_search as g

    library = g.open("index")
    page = library.search('"不予公开"', year=[2020, 2021], where=["requests.new.total=0"])
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from govreport_search.library import Library

__all__ = ["open"]


def open(index_dir: str | Path | None = None) -> Library:
    """Open an index folder for questions.

    Args:
        index_dir: the folder; without it ``GOVREPORT_INDEX_DIR``, else ``index``.

    Raises:
        StoreError: the folder holds no store that can be read; says what to do.
        EngineError: the full-text index cannot be brought up to the store.
    """
    # Imported here: the readers of files import our small modules and need no database.
    from govreport_search.library import Library
    from govreport_search.settings import Settings

    return Library(Settings.load(index_dir))
