"""Lines and tables on the terminal. All words pass through ``shown``."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

# Control characters in a report found in the wild could drive the terminal; each one is
# shown as its picture (U+2400 on), so that offsets stay right.
_PICTURES = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n"}
_PICTURES |= dict.fromkeys(range(127, 160), 65533)


class _Screen(Console):
    """A terminal or a pipe; that somebody closed it is told by the group of commands."""

    def on_broken_pipe(self) -> None:
        """Called by rich while it handles the error."""
        raise  # that error, once more


def shown(text: str, style: str = "") -> Text:
    """Words as they are, never read as rich's markup or as control codes."""
    return Text(text.translate(_PICTURES), style)


def say(text: str | Text, style: str = "") -> None:
    """One paragraph, broken by the terminal itself; a ``Text`` has passed ``shown``."""
    words = shown(text, style) if isinstance(text, str) else text
    _Screen().print(words, soft_wrap=True)


def width() -> int:
    """Columns of the terminal."""
    return _Screen().width


def show_table(table: Table) -> None:
    """A table as wide as the terminal; words that are too long for a column are broken."""
    for column in table.columns:
        # Chinese has no spaces to break at: rich would cut a sentence short.
        column.overflow = "fold"
    _Screen().print(table)
