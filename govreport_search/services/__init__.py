"""Where store and engine meet: search, report view, export, status; plain functions."""
