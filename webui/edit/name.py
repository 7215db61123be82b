"""Names that others must know without loading what edits."""

PREFIX = "/edit"
"""Where all pages that edit lie."""

COOKIE = "govreport_edit"
"""The session; only sent to these pages."""

LEAST_LENGTH, MOST_LENGTH = 10, 200
"""Characters of a password: whoever guesses is slowed to some a minute, so ten are enough."""
