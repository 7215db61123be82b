"""Stand-ins for parsers that go wrong in ways no file of a test can bring about at will."""

from __future__ import annotations

import os
import sys
import time

from indexer.worker import Reading, Task, read_task


def read(task: Task) -> Reading:
    """Go wrong as the file's name says, else read it."""
    match task.inputs[0].name.partition(".")[0]:
        case "killer":
            os._exit(9)
        case "crash":
            os.kill(os.getpid(), 11)
        case "busy":
            while True:
                pass
        case "asleep":
            time.sleep(1000)
        case "hungry":
            [bytes(50_000_000) for _ in range(1000)]
        case "talker":
            sys.stdout.write("talk")
            sys.stdout.flush()
            os.write(1, b"talk")
    return read_task(task)
