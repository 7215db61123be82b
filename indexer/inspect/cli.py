"""``govreport inspect``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from govreport_search.cli.option import chosen_format, format_option
from govreport_search.cli.terminal import say, show_table, shown
from govreport_search.domain import State
from govreport_search.errors import UserError
from govreport_search.query.words import STATE_LABELS
from indexer.inspect.inspection import Inspection, inspect_file
from indexer.inspect.picture import LEGEND, draw
from indexer.inspect.stage import STAGES, stage_record
from indexer.readers.options import ReadOptions
from indexer.readers.scan import available as ocr_is_available

IMAGE_ENDINGS = (".png", ".jpg", ".jpeg", ".webp")


@click.command("inspect")
@click.argument("file", metavar="FILE")
@click.option(
    "--stage",
    type=click.Choice(STAGES),
    default="facts",
    show_default=True,
    help="看哪一步：blocks 文字行，grids 表格，facts 识别出的数据，sections 章节。",
)
@click.option("--page", type=click.IntRange(min=1), help="只看这一页。")
@click.option(
    "--image",
    type=click.Path(path_type=Path, dir_okay=False),
    help="把页面连同线、格子和数据画成图片（PDF 和图片文件；不给 --page 时是第 1 页）。",
)
@click.option("--ocr/--no-ocr", default=None, help="是否识别图像中的文字；默认装了组件就识别。")
@format_option("table", "json")
def inspect_command(
    file: str,
    stage: str,
    page: int | None,
    image: Path | None,
    ocr: bool | None,
    output_format: str | None,
) -> None:
    """看一个文件是怎么读的：每一步看到了什么，在哪里。

    FILE 是文件，或压缩包里的文件（a.zip!/b.pdf）。不用索引，也不改动索引。

    退出码：0 完成；1 文件不能读取或不是年度报告；2 用法有误，或没有页面图像。
    """
    if image is not None and image.suffix.lower() not in IMAGE_ENDINGS:
        raise click.UsageError(f"--image 的文件名应以 {'、'.join(IMAGE_ENDINGS)} 结尾")
    with_ocr = ocr_is_available() if ocr is None else ocr
    drawn = 0 if image is None else page or 1
    inspection = inspect_file(file, ReadOptions(ocr=with_ocr), page=drawn)
    if image is not None:
        _write(inspection, drawn, stage, image)
    record = stage_record(inspection, stage, page)
    if chosen_format(output_format) == "json":
        click.echo(json.dumps(record, ensure_ascii=False, allow_nan=False))
    else:
        _print(record, stage)


def _write(inspection: Inspection, page: int, stage: str, path: Path) -> None:
    picture = draw(inspection, page, stage)
    try:
        picture.save(path)
    except OSError as error:
        raise UserError(
            f"无法写入 {path}（{error.strerror or error}）", remedy="请检查 --image 给出的路径"
        ) from error
    click.echo(f"已写入 {path}（第 {page} 页）。{LEGEND}", err=True)


def _print(record: Mapping[str, Any], stage: str) -> None:
    pages = f"，{record['pages']} 页" if record["pages"] else ""
    say(f"{record['file']}（{record['kind']}{pages}）", "bold")
    for thing in record[stage]:
        match stage:
            case "blocks":
                say(f"{thing['line']:>5} {_where(thing)}｜{_line(thing)}")
            case "grids":
                _print_grid(thing)
            case "sections":
                head = f"【{thing['section']}】{thing['title']}"
                say(f"{head}　{_where(thing)}　{len(thing['printed'])} 字")
    if stage == "facts":
        _print_facts(record["facts"])
    if not record[stage]:
        say("这一步什么也没有看到。")


def _line(thing: Mapping[str, Any]) -> str:
    return thing["text"] if thing["cells"] is None else " ┆ ".join(thing["cells"])


def _print_grid(grid: Mapping[str, Any]) -> None:
    doubt = "" if grid["sure"] else "，列由文字对齐推断"
    title = f"表 {grid['grid']}：{grid['rows']} 行 {grid['columns']} 列{doubt}　{_where(grid)}"
    table = Table(title=shown(title), title_justify="left", show_lines=True)
    table.add_column("")
    for column in range(grid["columns"]):
        table.add_column(str(column))
    for number, row in enumerate(grid["drawn"]):
        table.add_row(str(number), *map(shown, row))
    show_table(table)
    for cell in grid["cells"]:
        spans = f"{cell['rows']}×{cell['columns']}"
        sure = "" if cell["confidence"] >= 1 else f"　把握 {cell['confidence']:.0%}"
        say(f"  ({cell['row']},{cell['column']}) {spans} {_where(cell)}{sure}　{cell['text']!r}")


def _print_facts(facts: list[Mapping[str, Any]]) -> None:
    table = Table("格子", "状态", "数", "印作", "行名", "位置")
    for fact in facts:
        value = "" if fact["value"] is None else str(fact["value"])
        state = STATE_LABELS[State(fact["state"])]
        # The box would leave no room for the rest; JSON and the picture have it.
        where = _where({**fact, "box": None})
        table.add_row(
            *map(shown, (fact["cell"], state, value, fact["raw"] or "", fact["label"], where))
        )
    show_table(table)


def _where(thing: Mapping[str, Any]) -> str:
    """Page and box, or the element, or the line."""
    if thing["page"] is not None:
        box = f" [{','.join(map(str, thing['box']))}]" if thing["box"] else ""
        to = f"–{thing['end_page']}" if thing["end_page"] else ""
        return f"第{thing['page']}{to}页{box}"
    if thing["element"]:
        return str(thing["element"])
    return "" if thing["line"] is None else f"第{thing['line']}行"
