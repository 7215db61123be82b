"""Statutory tables read from grids: which value stands beside which label, under which header."""

from indexer.recognise.gridded.read import Gridded, read_grids

__all__ = ["Gridded", "read_grids"]
