"""Statutory chapters: where each begins, and its text without the tables."""

from indexer.segment.begin import ANNEX, CUT, Heading
from indexer.segment.heading import headings, without_run_on
from indexer.segment.section import sections

__all__ = ["ANNEX", "CUT", "Heading", "headings", "sections", "without_run_on"]
