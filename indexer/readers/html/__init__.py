"""Web pages as public bodies publish them, saved pages included."""

from indexer.readers.html.read import read_html

__all__ = ["read_html"]
