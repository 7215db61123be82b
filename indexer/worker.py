"""What happens in a worker process: one report after the other is read, within limits."""

from __future__ import annotations

import os
import pickle
import signal
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING, BinaryIO

from govreport_search.errors import GovReportError
from govreport_search.sentence import advised, say
from govreport_search.store import ManifestEntry, NewReport
from indexer.limit import limit_memory, limit_processor, most_resident
from indexer.pipeline import Input, documents_of, report_of
from indexer.readers.options import USUAL, ReadOptions
from indexer.readers.sniff import Kind

if TYPE_CHECKING:  # its package loads the parser of pages
    from indexer.readers.html.reference import Link


@dataclass(frozen=True, slots=True)
class Task:
    """One report to read; readers of their own may ask for more."""

    inputs: tuple[Input, ...]
    entry: ManifestEntry | None
    options: ReadOptions = USUAL

    @property
    def size(self) -> int:
        """Bytes of its files."""
        return sum(len(file.data) + len(file.converted) for file in self.inputs)


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a task gave no report."""

    code: str
    reason: str


Outcome = NewReport | Failure

READY = b"ready\n"
"""What a worker writes once, before its readings: from now on time is its file's."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of a task.

    Attributes:
        unread_images: how many images may hold text that was not read, whether or not there
            is a report.
        links: documents that a web page links to.
        resident: the most bytes that the worker held up to then, 0 if unknown.
    """

    outcome: Outcome
    unread_images: int = 0
    links: tuple[Link, ...] = ()
    resident: int = 0


@dataclass(frozen=True, slots=True)
class Order:
    """A task on its way to a worker, with the processor time that it may take."""

    task: Task
    seconds: float


def read_task(task: Task) -> Reading:
    """Read one report; whatever goes wrong becomes a failure of this report alone."""
    name = task.inputs[0].name
    unread = 0
    links: tuple[Link, ...] = ()
    try:
        documents = documents_of(task.inputs, task.options)
        unread = sum(document.unread_images for document in documents)
        if documents[0].kind == Kind.HTML:
            from indexer.readers.html import linked_files

            links = linked_files(task.inputs[0].data)
        return Reading(report_of(task.inputs, documents, task.entry, task.options), unread, links)
    except Exception as error:
        return Reading(failure_of(error, name), unread, links)


def failure_of(error: Exception, name: str) -> Failure:
    """What went wrong while a file was read, whatever it is."""
    match error:
        case GovReportError():
            return Failure(error.code, str(error))
        case MemoryError():
            return too_much_memory(name)
        case RecursionError():
            cause = say("%(name)s 的内部结构层层嵌套，超出读取的限度", name=name)
            return Failure("too_complex", advised(cause, say("请确认文件来源")))
    where = traceback.extract_tb(error.__traceback__)[-1]
    cause = say(
        "读取 %(name)s 时程序出错（%(kind)s: %(error)s，%(function)s 第 %(line)s 行）",
        name=name,
        kind=type(error).__name__,
        error=error,
        function=where.name,
        line=where.lineno,
    )
    return Failure("internal_error", advised(cause, say("请把这份文件和这条信息报告给开发者")))


def too_much_memory(name: str) -> Failure:
    """For a report whose reading takes more memory than a worker may have."""
    cause = say("读取 %(name)s 需要的内存超过上限", name=name)
    remedy = say("请确认文件来源；确是年度报告时，请拆分或另存后再试")
    return Failure("too_much_memory", advised(cause, remedy))


def serve(reader: str, memory: int) -> None:
    """Say ``READY``; read orders from standard input until it ends, write a ``Reading`` for each.

    Args:
        reader: ``module:function`` that takes a ``Task`` and gives a ``Reading``.
        memory: bytes that reading may take.
    """
    # Ctrl-C reaches the whole group; the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    orders, readings = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    # What parsers print must not come between the readings.
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    module, _, function = reader.partition(":")
    read = getattr(import_module(module), function)
    limit_memory(memory)
    readings.write(READY)
    readings.flush()
    try:
        _work(orders, readings, read)
    except (EOFError, BrokenPipeError):
        return


def _work(orders: BinaryIO, readings: BinaryIO, read: Callable[[Task], Reading]) -> None:
    while True:
        order: Order = pickle.load(orders)
        limit_processor(order.seconds)
        try:
            packed = _packed(read(order.task))
        except MemoryError:
            packed = _packed(Reading(too_much_memory(order.task.inputs[0].name)))
        limit_processor(None)
        readings.write(packed)
        readings.flush()
        del order


def _packed(reading: Reading) -> bytes:
    return pickle.dumps(replace(reading, resident=most_resident()), pickle.HIGHEST_PROTOCOL)
