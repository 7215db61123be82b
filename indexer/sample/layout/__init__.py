"""Layouts: each prints a table's lines the way one kind of publisher does."""
