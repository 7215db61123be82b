"""``govreport corrections``."""

from __future__ import annotations

import click

from govreport_search.cli.option import chosen_format, format_option
from govreport_search.cli.pipe import print_csv, print_json
from govreport_search.cli.terminal import say
from govreport_search.library import Library
from govreport_search.services.history import HISTORY_COLUMNS, entry_words, line_record
from govreport_search.settings import Settings


@click.command()
@click.argument("report", required=False)
@format_option("table", "json", "csv")
@click.pass_obj
def corrections(settings: Settings, report: str | None, output_format: str | None) -> None:
    """更正的历史：谁、何时、把什么由什么改成了什么，现在是否有效。

    REPORT 是报告编号；不给时列出全部报告的更正。
    """
    with Library(settings) as library:
        lines = library.corrections(report)
    match chosen_format(output_format):
        case "csv":
            print_csv(HISTORY_COLUMNS, map(line_record, lines))
        case "json":
            print_json({"corrections": [line_record(line) for line in lines]})
        case _:
            for line in lines:
                say(entry_words(line.entry, line.standing))
            if not lines:
                say("还没有更正。")
