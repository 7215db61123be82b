"""Original files shown as they were published: pages as images, web pages as markup."""

from indexer.original.show import open_originals

__all__ = ["open_originals"]
