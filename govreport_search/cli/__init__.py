"""The command ``govreport``: tables for people, JSON when asked or piped.

Exit codes: 0 fine (a search without hits included), 1 something was rejected, not found or
the store cannot be read, 2 wrong usage, query syntax or unknown field.
"""

from govreport_search.cli.group import main

__all__ = ["main"]
