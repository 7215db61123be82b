"""Web pages as public bodies publish them, saved pages and archives of pages included."""

from indexer.readers.html.read import read_html, read_mhtml
from indexer.readers.html.reference import linked_files, shown_files

__all__ = ["linked_files", "read_html", "read_mhtml", "shown_files"]
