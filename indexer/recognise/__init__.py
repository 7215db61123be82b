"""From lines to a reading: form, sections, facts, printed rows and findings."""

from indexer.recognise.understand import Reading, understand

__all__ = ["Reading", "understand"]
