"""A reader whose modules take their time, as on a busy machine."""

from __future__ import annotations

import time

from indexer.worker import read_task as read

__all__ = ["read"]

time.sleep(3)
