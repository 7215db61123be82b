"""Remembers what was read of the whole store, for as long as the store has not changed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any, TypeVar

_T = TypeVar("_T")

MAX_THINGS = 256
"""Enough for every total of the forms; a column of 100,000 reports takes 1.7 MB."""


class Cache:
    """The newest things read, all of one sequence; safe to share between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._sequence = -1
        self._things: OrderedDict[object, Any] = OrderedDict()

    def get(self, sequence: int, name: object, load: Callable[[], _T]) -> _T:
        """The thing of that name as of ``sequence``, loaded where it is not at hand."""
        with self._lock:
            if sequence == self._sequence and name in self._things:
                self._things.move_to_end(name)
                found: _T = self._things[name]
                return found
        thing = load()
        with self._lock:
            if sequence > self._sequence:
                self._things.clear()
                self._sequence = sequence
            if sequence == self._sequence:
                self._things[name] = thing
                while len(self._things) > MAX_THINGS:
                    self._things.popitem(last=False)
        return thing
