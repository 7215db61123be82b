"""Fictional reports with known truth: for the demo, the tests and the benchmarks.

The generator shares only the forms (ids and printed labels) with the reader, and varies
labels, order and noise beyond the reader's own lists. Truth and rendering are apart: a
report's cells, sections and planted deviations stand before any layout is chosen.
"""

from indexer.sample.generate import generate
from indexer.sample.model import SampleReport, TrueCell

__all__ = ["SampleReport", "TrueCell", "generate"]
