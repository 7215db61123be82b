"""The contract of ``indexer.blocks``, as a check: what every reader must keep to."""

from __future__ import annotations

from govreport_search.domain import Place
from indexer.blocks import Document, Grid, in_one_line


def require_sound(document: Document) -> None:
    """Look whether a document keeps to what the rest of the indexer relies on.

    Raises:
        AssertionError: says what is wrong; it is a defect of the reader, never of the file.
    """
    shown = document.text.count("\n") + 1
    for line in document.lines:
        _require_place(line.place, shown, document.pages)
        if line.cells is not None and not 0 <= line.padding <= len(line.cells):
            raise AssertionError(f"padding of {line}")
    end = 0
    for grid in document.grids:
        if grid.first < end or grid.first + grid.rows > len(document.lines):
            raise AssertionError(f"rows {grid.first}+{grid.rows} of {len(document.lines)} lines")
        end = grid.first + grid.rows
        _require_cells(grid, document)
        for cell in grid.cells:
            _require_place(cell.place, shown, document.pages)


def _require_cells(grid: Grid, document: Document) -> None:
    taken: set[tuple[int, int]] = set()
    begun: dict[int, list[tuple[int, str]]] = {}
    for cell in grid.cells:
        inside = (
            0 <= cell.row < cell.row + cell.rows <= grid.rows
            and 0 <= cell.column < cell.column + cell.columns <= grid.columns
        )
        if not inside:
            raise AssertionError(f"{cell} reaches outside {grid.rows}x{grid.columns}")
        covered = {
            (cell.row + down, cell.column + right)
            for down in range(cell.rows)
            for right in range(cell.columns)
        }
        if taken & covered:
            raise AssertionError(f"{cell} overlaps another")
        taken |= covered
        begun.setdefault(cell.row, []).append((cell.column, in_one_line(cell.text)))
        if not 0.0 <= cell.confidence <= 1.0:
            raise AssertionError(f"confidence of {cell}")
    for row in range(grid.rows):
        texts = tuple(text for _, text in sorted(begun.get(row, ())))
        if document.lines[grid.first + row].cells != texts:
            raise AssertionError(f"row {row}: {document.lines[grid.first + row].cells} != {texts}")


def _require_place(place: Place, shown: int, pages: int) -> None:
    if place.line is not None and not 1 <= place.line <= shown:
        raise AssertionError(f"line {place.line} of {shown}")
    if place.page is not None and pages and not 1 <= place.page <= pages:
        raise AssertionError(f"page {place.page} of {pages}")
    box = place.box
    if box is not None and not (
        0 <= box.left <= box.right <= 10_000 and 0 <= box.top <= box.bottom <= 10_000
    ):
        raise AssertionError(f"{box} is not on the page")
