"""Worker processes: each reads one report at a time, and none takes the others with it.

Not ``concurrent.futures`` nor ``multiprocessing``: a process pool of the first breaks as a whole
when one worker dies, and both start again the main module of whoever calls, which a script or
a notebook may not bear. Here a worker is an interpreter of its own with a pipe each way, and a
thread of ours waits for it.
"""

from __future__ import annotations

import pickle
import queue
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from typing import Generic, TypeVar

from govreport_search.errors import UnreadableSourceError
from govreport_search.interrupt import held_back
from govreport_search.sentence import advised, say
from indexer.limit import QUICK, Limits
from indexer.readers.sniff import Kind, kind_of
from indexer.worker import READY, Failure, Order, Reading, Task, read_task, too_much_memory

Tag = TypeVar("Tag")

AHEAD = 3
"""Tasks in flight per worker; more would only hold more files in memory."""

AHEAD_BYTES = 256 * 1024 * 1024
"""Bytes of all files in flight, unless a single task has more."""

WAITING = 200
"""Readings that wait for an earlier task; beyond that nothing new is begun."""

READ_HERE = 16
"""A worker takes a second to start: so many small texts are read in this process instead."""

SMALL = 128 * 1024
"""The longest published text has 100 kB ..."""

FEW_LINES = 600
"""... and half of them have fewer lines."""

READER = "indexer.worker:read_task"

_TO_START = 120.0
"""Seconds until a worker has its modules: on a busy machine ten and more, and no file's fault."""

_TO_DIE = 60.0
"""Seconds that a process whose pipes are closed may take to be gone; what it died of is known
only then."""

_BOOT = "import sys; sys.path[:] = {}; from indexer.worker import serve; serve({!r}, {})"


def read_all(
    tasks: Iterable[tuple[Tag, Task]], jobs: int, limits: Limits = QUICK, reader: str = READER
) -> Generator[tuple[Tag, Reading], None, None]:
    """Readings in the order of the tasks, each with the tag that came with its task.

    Args:
        tasks: taken one by one, only as fast as they are read.
        jobs: worker processes.
        limits: of each worker; a task that breaks them fails alone.
        reader: what a worker calls, ``module:function``.
    """
    here = READ_HERE if reader == READER else 0
    crew: Crew[Tag] = Crew(jobs, limits, reader)
    try:
        for tag, task in tasks:
            if here and not crew.flying and _is_small_text(task):
                here -= 1
                yield tag, read_task(task)
                continue
            here = 0
            crew.take(tag, task)
            yield from crew.land()
        while crew.flying:
            yield from crew.land(empty=True)
    finally:
        crew.close()


def _is_small_text(task: Task) -> bool:
    """Such a text cannot hurt: our own reader takes it, line by line."""
    if task.size > SMALL or sum(file.data.count(b"\n") for file in task.inputs) > FEW_LINES:
        return False
    try:
        kinds = {kind_of(file.data, file.name) for file in task.inputs}
    except UnreadableSourceError:
        return True  # sniffing again refuses it again
    return kinds == {Kind.TEXT}


class Crew(Generic[Tag]):
    """Workers, and what they are busy with, oldest first."""

    def __init__(self, jobs: int, limits: Limits, reader: str) -> None:
        self.flying: deque[tuple[Tag, int, Future[Reading]]] = deque()
        self._jobs = jobs
        self._limits = limits
        self._reader = reader
        self._threads = ThreadPoolExecutor(jobs, thread_name_prefix="reading")
        self._idle: queue.LifoQueue[_Worker | None] = queue.LifoQueue()
        self._all: set[_Worker] = set()
        self._closed = False
        for _ in range(jobs):
            self._idle.put(None)

    def take(self, tag: Tag, task: Task) -> None:
        """Hand a task on, once there is room for it."""
        while self._is_full(task.size):
            wait(self._unread(), return_when=FIRST_COMPLETED)
        self.flying.append((tag, task.size, self._threads.submit(self._read, task)))

    def land(self, *, empty: bool = False) -> Iterator[tuple[Tag, Reading]]:
        """What is ready and next in order; waits where too much is under way, or for all."""
        while self.flying:
            tag, _, future = self.flying[0]
            if not (future.done() or empty or len(self.flying) >= WAITING):
                return
            wait((future,))
            self.flying.popleft()  # also one whose worker could not be started: the next may
            yield tag, future.result()

    def close(self) -> None:
        """End every worker, whatever it is doing."""
        self._closed = True
        with held_back():  # or a second Ctrl-C leaves workers, and threads that wait for them
            self._threads.shutdown(wait=False, cancel_futures=True)
            for worker in tuple(self._all):
                worker.end()
            self._threads.shutdown(wait=True)
            for worker in tuple(self._all):
                worker.end()

    def _unread(self) -> list[Future[Reading]]:
        return [future for _, _, future in self.flying if not future.done()]

    def _is_full(self, size: int) -> bool:
        unread = [size for _, size, future in self.flying if not future.done()]
        if len(unread) >= self._jobs * AHEAD:
            return True
        return bool(unread) and sum(unread) + size > AHEAD_BYTES

    def _read(self, task: Task) -> Reading:
        """In a thread that waits for a worker."""
        worker = self._idle.get()
        try:
            if worker is None:
                worker = _Worker(self._reader, self._limits.memory)
                self._all.add(worker)
                if self._closed:  # who closes has not seen it
                    worker.end()
            reading = worker.read(task, self._limits)
            if worker.is_over or reading.resident > self._limits.resident or _spent(reading):
                worker.end()
            return reading
        finally:
            if worker is not None and (worker.is_over or self._closed):
                worker.end()
                self._all.discard(worker)
                worker = None
            self._idle.put(worker)


def _spent(reading: Reading) -> bool:
    """After it ran out of memory nobody knows what state a worker is in."""
    return isinstance(reading.outcome, Failure) and reading.outcome.code == "too_much_memory"


class _Worker:
    """One process, seen from outside."""

    def __init__(self, reader: str, memory: int) -> None:
        self.is_over = False
        self._is_ready = False
        self._expired = False
        boot = _BOOT.format(sys.path, reader, memory)
        # Ctrl-C is for the parent alone; it ends the workers.
        flags = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
        self._process = subprocess.Popen(
            [sys.executable, "-X", "utf8", "-c", boot],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            creationflags=flags,
        )

    def read(self, task: Task, limits: Limits) -> Reading:
        """Have a task read; a worker that dies of it is over."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            if not self._is_ready:
                with self._timed(_TO_START):
                    self._is_ready = self._process.stdout.read(len(READY)) == READY
            with self._timed(limits.clock(task.size)):
                pickle.dump(
                    Order(task, limits.processor(task.size)),
                    self._process.stdin,
                    pickle.HIGHEST_PROTOCOL,
                )
                self._process.stdin.flush()
                reading = pickle.load(self._process.stdout)
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_TO_DIE)  # to learn what it died of
            self.end()
            return Reading(self._cause(task))
        assert isinstance(reading, Reading)
        if self._expired:
            self.end()
        return reading

    def end(self) -> None:
        """Kill the process, and wait until it is gone."""
        if self.is_over:
            return
        self.is_over = True
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    @contextmanager
    def _timed(self, seconds: float) -> Iterator[None]:
        """What takes longer ends the process."""
        clock = threading.Timer(seconds, self._expire)
        clock.daemon = True
        clock.start()
        try:
            yield
        finally:
            clock.cancel()

    def _expire(self) -> None:
        self._expired = True
        self._process.kill()

    def _cause(self, task: Task) -> Failure:
        name = task.inputs[0].name
        code = self._process.returncode
        died_of = signal.Signals(-code).name if code < 0 else str(code)
        if self._expired or died_of == "SIGXCPU":
            cause = say("读取 %(name)s 用时超过上限，已放弃", name=name)
            remedy = say("请确认文件来源；确是年度报告时，请拆分或另存后再试")
            return Failure("too_slow", advised(cause, remedy))
        if died_of == "SIGKILL":
            return too_much_memory(name)
        cause = say(
            "读取 %(name)s 的进程意外终止（%(signal)s），文件可能已损坏，或需要的内存超过上限",
            name=name,
            signal=died_of,
        )
        return Failure("reader_died", advised(cause, say("请重新下载，或另存后再试")))
