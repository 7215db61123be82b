"""A Word document as a tree of paragraphs, tables and cells, printed in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from govreport_search.errors import UnreadableSourceError
from govreport_search.sentence import say
from indexer.readers.word.inline import Figure, Flow, Inline, as_lines
from indexer.readers.word.layout import arranged, inside
from indexer.readers.word.markup import W, is_on

DEEPEST = 30
"""Clamp for tables and text boxes inside each other."""

MOST_CELLS = 50_000
"""Clamp for the cells of a document; the tables of a report have 500."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A printed paragraph.

    Attributes:
        lines: its lines; one that is empty prints a blank one.
        path: of its element.
        figures: pictures and embedded files in it.
        notes: ids of the footnotes it refers to.
    """

    lines: tuple[str, ...]
    path: str
    figures: tuple[Figure, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A printed cell and where it stands in its table; ``lines`` are those that it prints."""

    row: int
    column: int
    rows: int
    columns: int
    path: str
    blocks: tuple[Block, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; its cells in reading order."""

    rows: int
    columns: int
    path: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Included:
    """A document of another kind that stands in this one as it is (``w:altChunk``)."""

    relation: str
    path: str


Block = Paragraph | Table | Included


class Content:
    """Prints the blocks of one document."""

    def __init__(self, inline: Inline, name: str) -> None:
        """Print paragraphs with ``inline``; ``name`` is the file's, for messages."""
        self._inline = inline
        self._name = name
        self._cells = 0

    def blocks(self, holder: Any, path: str = "", depth: int = 0) -> tuple[Block, ...]:
        """What stands in a body, a cell, a text box or a note.

        Args:
            holder: the element.
            path: of the element, ending in ``/`` unless empty.
            depth: how many tables and text boxes it stands in.

        Raises:
            UnreadableSourceError: with code ``too_complex``, beyond the clamps.
        """
        if depth > DEEPEST:
            raise self._too_complex(say("的表格嵌套超过 %(most)s 层", most=DEEPEST))
        found: list[Block] = []
        paragraphs = tables = others = 0
        runs_on = False
        for child in inside(holder, "p", "tbl", "altChunk"):
            if child.tag == f"{W}tbl":
                tables += 1
                runs_on = False
                found.append(self._table(child, f"{path}tbl[{tables}]", depth + 1))
            elif child.tag == f"{W}p":
                paragraphs += 1
                at = f"{path}p[{paragraphs}]"
                flow = self._inline.paragraph(child)
                before = found[-1] if runs_on else None
                if isinstance(before, Paragraph):
                    found[-1] = _joined(before, flow)
                else:
                    found.append(_paragraph(flow, at))
                runs_on = _mark_is_gone(child) and not flow.boxes
                for number, box in enumerate(flow.boxes, start=1):
                    found += self.blocks(box, f"{at}/txbxContent[{number}]/", depth + 1)
            else:
                others += 1
                relation = next((v for k, v in child.items() if k.endswith("}id")), "")
                found.append(Included(relation, f"{path}altChunk[{others}]"))
        return tuple(found)

    def _table(self, element: Any, path: str, depth: int) -> Table:
        slots, rows, columns = arranged(element, path, self._name)
        self._cells += len(slots)
        if self._cells > MOST_CELLS:
            raise self._too_complex(say("的表格共有 %(most)s 个以上的单元格", most=MOST_CELLS))
        cells = []
        for slot in slots:
            blocks = self.blocks(slot.element, f"{slot.path}/", depth)
            size = (slot.row, slot.column, slot.rows, slot.columns)
            cells.append(Cell(*size, slot.path, blocks, tuple(_printed(blocks))))
        return Table(rows, columns, path, tuple(cells))

    def _too_complex(self, cause: str) -> UnreadableSourceError:
        return UnreadableSourceError(
            say("%(name)s %(cause)s", name=self._name, cause=cause),
            remedy=say("请确认这是一份年度报告，必要时另存为 PDF 再试"),
            code="too_complex",
        )


def _paragraph(flow: Flow, path: str) -> Paragraph:
    return Paragraph(
        tuple(as_lines(flow.text)), path, tuple(flow.figures), tuple(dict.fromkeys(flow.notes))
    )


def _joined(before: Paragraph, flow: Flow) -> Paragraph:
    """Two paragraphs printed as one."""
    lines: Sequence[str] = as_lines(flow.text)
    return replace(
        before,
        lines=(*before.lines[:-1], before.lines[-1] + lines[0], *lines[1:]),
        figures=(*before.figures, *flow.figures),
        notes=(*before.notes, *flow.notes),
    )


def _mark_is_gone(paragraph: Any) -> bool:
    """Whether the end of the paragraph is deleted or hidden, so that the next one runs on."""
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    if mark is None:
        return False
    gone = mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None
    return gone or bool(is_on(mark, "vanish") or is_on(mark, "specVanish"))


def _printed(blocks: Sequence[Block]) -> list[str]:
    """The lines of a cell that print something; those of tables inside it row by row."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            lines += [text for line in block.lines for text in _apart(line)]
        elif isinstance(block, Table):
            for cell in block.cells:
                lines += cell.lines
    return lines


def _apart(line: str) -> list[str]:
    """A line of a cell; a tab between numbers parts them, elsewhere it is a space."""
    if "\t" not in line:
        plain = line.strip()
        return [plain] if plain else []
    parts = [part.strip() for part in line.split("\t")]
    texts: list[str] = []
    for part in filter(None, parts):
        if texts and not (any(map(str.isdigit, texts[-1])) and part[0].isdigit()):
            texts[-1] += f" {part}"
        else:
            texts.append(part)
    return texts
