"""Reading in worker processes: order kept, memory bounded, no report lost to a dying worker."""

from __future__ import annotations

import signal
import traceback
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context

from govreport_search.errors import GovReportError
from govreport_search.store import ManifestEntry, NewReport
from indexer.pipeline import Input, read_report

AHEAD = 4
"""Tasks in flight per worker; more would only hold more files in memory."""


@dataclass(frozen=True, slots=True)
class Task:
    """One report to read."""

    inputs: tuple[Input, ...]
    entry: ManifestEntry | None


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a task gave no report."""

    code: str
    reason: str


Outcome = NewReport | Failure


def read_task(task: Task) -> Outcome:
    """Read one report; whatever goes wrong becomes a failure of this report alone."""
    try:
        return read_report(task.inputs, task.entry)
    except GovReportError as error:
        return Failure(error.code, str(error))
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        return Failure(
            "internal_error",
            f"读取 {task.inputs[0].name} 时程序出错（{type(error).__name__}: {error}，"
            f"{where.name} 第 {where.lineno} 行）。请把这份文件和这条信息报告给开发者",
        )


def read_all(tasks: Iterable[Task], jobs: int) -> Iterator[Outcome]:
    """Outcomes in the order of the tasks.

    Args:
        tasks: taken one by one, only as fast as they are read.
        jobs: worker processes; 1 reads in this process.
    """
    if jobs <= 1:
        yield from map(read_task, tasks)
        return
    crew = _Crew(jobs)
    try:
        for task in tasks:
            crew.take(task)
            if len(crew.flying) >= jobs * AHEAD:
                yield from crew.land()
        while crew.flying:
            yield from crew.land()
    finally:
        crew.pool.shutdown(wait=True, cancel_futures=True)


class _Crew:
    """A pool of workers and what they are busy with, oldest first."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs
        self.pool = _pool(jobs)
        self.flying: deque[tuple[Task, Future[Outcome]]] = deque()

    def take(self, task: Task) -> None:
        """Hand a task to the pool."""
        try:
            future = self.pool.submit(read_task, task)
        except BrokenProcessPool as error:
            future = Future()
            future.set_exception(error)
        self.flying.append((task, future))

    def land(self) -> Iterator[Outcome]:
        """The oldest task's outcome, or, where a worker has died, those of all in flight."""
        future = self.flying[0][1]
        try:
            outcome = future.result()
        except BrokenProcessPool:
            tasks = [task for task, _ in self.flying]
            self.flying.clear()
            self.pool.shutdown(wait=False)
            self.pool = _pool(self.jobs)
            yield from map(_alone, tasks)
        else:
            self.flying.popleft()
            yield outcome


def _alone(task: Task) -> Outcome:
    """A task in a process of its own, to find out which one kills its worker."""
    with _pool(1) as pool:
        try:
            return pool.submit(read_task, task).result()
        except BrokenProcessPool:
            name = task.inputs[0].name
            return Failure("reader_died", f"读取 {name} 的进程意外终止（可能是内存不足）")


def _pool(jobs: int) -> ProcessPoolExecutor:
    # spawn on every system: the parent has threads and open databases that fork would copy.
    return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_ignore_ctrl_c)


def _ignore_ctrl_c() -> None:
    """Ctrl-C reaches the whole group; the parent decides what it means."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
