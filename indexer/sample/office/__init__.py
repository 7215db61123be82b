"""Writes drawn reports as Word documents and workbooks, by their own hand-made XML."""
