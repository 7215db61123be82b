"""Logs that tell where the program failed, and not what anybody searched for.

The text of an exception may repeat a query (``KeyError: '…'``); its type and the lines of the
program that it passed through are what a maintainer needs.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator


class PlacesOnly(logging.Filter):
    """Lets every record pass, its exception reduced to types and places."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Replaces what a formatter would print of the exception; always true."""
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text = "\n".join(places(record.exc_info[1]))
        return True


def register(*names: str) -> None:
    """Keeps the loggers of these names quiet."""
    for name in names:
        logger = logging.getLogger(name)
        if not any(isinstance(known, PlacesOnly) for known in logger.filters):
            logger.addFilter(PlacesOnly())


def places(error: BaseException) -> Iterator[str]:
    """The exception and what led to it: each one's type, and its lines of the program."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from places(before)
    for frame in traceback.extract_tb(error.__traceback__):
        yield f'  File "{frame.filename}", line {frame.lineno}, in {frame.name}'
    yield type(error).__qualname__
