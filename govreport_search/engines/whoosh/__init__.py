"""The Whoosh engine: documents, segments and commits are Whoosh's, postings are our grams."""

from govreport_search.engines.whoosh.engine import WhooshEngine

__all__ = ["WhooshEngine"]
