"""What happens in the worker process of ``govreport inspect``: a file is read, a page drawn."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image

from govreport_search.domain import Box
from indexer.blocks import Document
from indexer.original.draw import page_image
from indexer.pipeline import Input, documents_of, report_of
from indexer.readers.sniff import Kind, kind_of
from indexer.worker import Reading, Task, failure_of

READER = "indexer.inspect.look:look"


@dataclass(frozen=True, slots=True)
class Look(Task):
    """One file to read.

    Attributes:
        page: which page to draw, from 1; 0 for none.
    """

    page: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as it is displayed, and the rules drawn on it."""

    image: Image.Image
    rules: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen(Reading):
    """What the file holds.

    Attributes:
        document: its lines and grids; ``None`` where no reader takes it.
        sheet: the page asked for, if the file has it.
    """

    document: Document | None = None
    sheet: Sheet | None = None


def look(task: Task) -> Reading:
    """Read one file, and draw the page that is asked for."""
    assert isinstance(task, Look)
    (file,) = task.inputs
    try:
        (document,) = documents_of(task.inputs, task.options)
        sheet = _sheet(file, task.page) if 1 <= task.page <= document.pages else None
    except Exception as error:
        return Seen(failure_of(error, file.name))
    try:
        outcome = report_of(task.inputs, [document], None, task.options)
    except Exception as error:
        return Seen(failure_of(error, file.name), document=document, sheet=sheet)
    return Seen(outcome, document=document, sheet=sheet)


def _sheet(file: Input, page: int) -> Sheet | None:
    """A page that the file has."""
    image = page_image(file, page)
    if image is None:
        return None
    if kind_of(file.data, file.name) is not Kind.PDF:
        return Sheet(image)
    from indexer.readers.pdf.drawn import drawn_rules  # its libraries are loaded for PDF only

    return Sheet(image, drawn_rules(file.data, page))
