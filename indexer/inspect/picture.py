"""A page with everything that was seen on it drawn as rectangles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PIL import Image, ImageDraw

from govreport_search.domain import BOX_UNIT, Box, Place, State
from govreport_search.errors import NotAReportError, UserError
from indexer.inspect.inspection import Inspection
from indexer.inspect.look import Sheet
from indexer.original.draw import WITH_PAGES
from indexer.readers.sniff import NAMES

RULE, LINE, CELL, ILLEGIBLE = "#ff9800", "#c7c7c7", "#1565c0", "#b71c1c"
STATE_COLOURS = {
    State.NUMBER: "#2e7d32",
    State.BLANK: "#757575",
    State.NOT_APPLICABLE: "#00838f",
    State.TEXT: "#6a1b9a",
    State.UNREADABLE: "#d50000",
    State.MISSING: "#d50000",
}
"""Of the frame and the tint of a recognised cell."""

LEGEND = (
    "橙 印出的线，灰 文字行，蓝 格子，暗红 认不出的格子；填色的是识别出的数据："
    "绿 数字，灰 空白，青 不适用（/），紫 文字，红 无法识读"
)


def draw(inspection: Inspection, page: int, stage: str) -> Image.Image:
    """The page with its rules and cells, and for the stage ``facts`` with the facts.

    Args:
        page: from 1, the one that the inspection was asked for.
        stage: one of ``stage.STAGES``; ``blocks`` draws lines, the others cells.

    Raises:
        UserError: the file has no pages, or not this one.
    """
    sheet = _sheet(inspection, page)
    image = sheet.image.convert("RGB")
    canvas = ImageDraw.Draw(image, "RGBA")
    document = inspection.document
    lines = (line.place for line in document.lines)
    for box in _boxes(lines, page) if stage in ("blocks", "sections") else ():
        canvas.rectangle(_pixels(box, image), outline=LINE)
    for box in sheet.rules:
        canvas.rectangle(_pixels(box, image), outline=RULE, width=3)
    for grid in document.grids if stage != "sections" else ():
        for cell in grid.cells:
            for box in _boxes([cell.place], page):
                colour = CELL if cell.legible else ILLEGIBLE
                canvas.rectangle(_pixels(box, image), outline=colour, width=2)
    if stage == "facts":
        _draw_facts(inspection, page, image, canvas)
    return image


def _draw_facts(
    inspection: Inspection, page: int, image: Image.Image, canvas: ImageDraw.ImageDraw
) -> None:
    try:
        facts = inspection.report.report.facts
    except NotAReportError:
        return
    for fact in facts:
        for box in _boxes([fact.place], page):
            colour = STATE_COLOURS[fact.quantity.state]
            corners = _pixels(box, image)
            canvas.rectangle(corners, fill=f"{colour}38", outline=colour, width=3)


def _boxes(places: Iterable[Place | None], page: int) -> Iterator[Box]:
    for place in places:
        if place is not None and place.page == page and place.box is not None:
            yield place.box


def _pixels(box: Box, image: Image.Image) -> tuple[float, float, float, float]:
    x, y = image.width / BOX_UNIT, image.height / BOX_UNIT
    return (box.left * x, box.top * y, box.right * x, box.bottom * y)


def _sheet(inspection: Inspection, page: int) -> Sheet:
    if inspection.kind not in WITH_PAGES:
        raise UserError(
            f"{NAMES.get(inspection.kind, inspection.kind)} 没有页面图像，不能用 --image",
            remedy="去掉 --image，各处的位置以元素或行号给出",
            code="no_page_image",
        )
    if inspection.sheet is None:
        raise UserError(f"没有第 {page} 页，共 {inspection.document.pages} 页", code="no_such_page")
    return inspection.sheet
