"""What Ctrl-C does: it ends the program at once, stops a command, or is held back for a moment.

Python raises ``KeyboardInterrupt`` wherever it happens to be: in the middle of an import it ends
in a traceback, between a commit and its count it makes the count wrong.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

INTERRUPTED = 130
"""The exit code that shells use for a command stopped by Ctrl-C."""

INTERRUPTED_TEXT = "已中断"


def leave_at_once() -> None:
    """From now on Ctrl-C ends the program with one line, whatever it is doing.

    Where Ctrl-C is ignored (``nohup``) or somebody else handles it, that stays so.
    """
    if _handler() is signal.default_int_handler:
        signal.signal(signal.SIGINT, _leave)


@contextmanager
def stopping() -> Iterator[None]:
    """In here Ctrl-C is a ``KeyboardInterrupt`` even where it otherwise ends the program."""
    if _handler() is not _leave:
        yield
        return
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, _leave)


@contextmanager
def held_back() -> Iterator[None]:
    """Ctrl-C takes effect only at the end of this block, which must be short."""
    before = _handler()
    if not callable(before):
        yield
        return
    pressed: list[FrameType | None] = []
    signal.signal(signal.SIGINT, lambda _, frame: pressed.append(frame))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if pressed:
            before(signal.SIGINT, pressed[0])


def _handler() -> object:
    """Who handles Ctrl-C; nobody where it cannot be changed, outside the main thread."""
    if threading.current_thread() is not threading.main_thread():
        return None
    return signal.getsignal(signal.SIGINT)


def _leave(_number: int, _frame: FrameType | None) -> None:
    # Not print: this may come in the middle of another print. Nor exit: modules may be half
    # imported, and what stores write stands or falls as a whole anyway.
    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    os.write(2, f"{INTERRUPTED_TEXT}\n".encode(encoding, "backslashreplace"))
    os._exit(INTERRUPTED)
