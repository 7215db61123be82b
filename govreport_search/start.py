"""The program ``govreport``: its commands, and a quiet end by Ctrl-C before and after them."""

from __future__ import annotations

from govreport_search.interrupt import leave_at_once


def main() -> None:
    """Run the command that the arguments name, and exit with its code."""
    leave_at_once()
    # The imports of the commands take a second, in which people change their mind, too.
    from govreport_search.cli import main as commands

    commands()
