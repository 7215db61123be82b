"""Normalisation of printed text, with the way back to it."""

from govreport_search.text.fold import FOLD_VERSION, Folded, fold, fold_with_offsets, unfolded

__all__ = ["FOLD_VERSION", "Folded", "fold", "fold_with_offsets", "unfolded"]
