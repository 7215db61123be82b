"""What people and manifests say about a report wins over what was read from it."""

from indexer.correction.apply import as_read, with_corrections
from indexer.correction.identity import corrected

__all__ = ["as_read", "corrected", "with_corrections"]
