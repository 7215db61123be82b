"""``govreport worklist``."""

from __future__ import annotations

import click

from govreport_search.cli.option import chosen_format, format_option
from govreport_search.cli.pipe import print_csv, print_json
from govreport_search.cli.terminal import say
from govreport_search.library import Library
from govreport_search.query.describe import describe_cell
from govreport_search.query.place import place_words
from govreport_search.services.worklist import WORKLIST_COLUMNS, Task, task_record, task_row
from govreport_search.settings import Settings


@click.command()
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=50,
    show_default=True,
    help="最多列出多少格。",
)
@format_option("table", "json", "csv")
@click.pass_obj
def worklist(settings: Settings, limit: int, output_format: str | None) -> None:
    """应当由人核对的格子，最要紧的在前。

    无法识读的、两种读法不一致的、与合计关系不符的、图像识别把握不足的。
    更正或确认（govreport correct）之后就不再列出。
    """
    with Library(settings) as library:
        tasks = library.worklist(limit)
    match chosen_format(output_format):
        case "csv":
            print_csv(WORKLIST_COLUMNS, map(task_row, tasks))
        case "json":
            print_json({"worklist": [task_record(task) for task in tasks]})
        case _:
            _print(tasks)


def _print(tasks: tuple[Task, ...]) -> None:
    if not tasks:
        say("没有需要核对的格子。")
    for task in tasks:
        head, fact = task.head, task.fact
        year = head.identity.year or "年份不详"
        say(f"{task.score:.2f}　{head.id}　{head.identity.agency or '机关不详'} {year}", "bold")
        printed = f"，印作“{fact.quantity.raw}”" if fact.quantity.raw else ""
        say(f"      {describe_cell(fact.cell)}　{fact.cell}{printed}")
        say(f"      {'；'.join(task.reasons)}（{task.source} {place_words(fact.place)}）")
