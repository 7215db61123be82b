"""Reads that do not fit together."""

from __future__ import annotations


class StaleError(Exception):
    """Two reads saw different moments; the question must be asked anew."""
