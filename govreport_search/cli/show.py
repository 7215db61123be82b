"""``govreport show``."""

from __future__ import annotations

import click

from govreport_search.cli.option import chosen_format, format_option
from govreport_search.cli.pipe import print_json
from govreport_search.cli.report_table import print_report
from govreport_search.library import Library
from govreport_search.services.report import report_record
from govreport_search.settings import Settings


@click.command()
@click.argument("report", metavar="REPORT")
@format_option("table", "json")
@click.pass_obj
def show(settings: Settings, report: str, output_format: str | None) -> None:
    """一份报告的全部内容：身份、正文、法定表格、推算值和核查结果。

    REPORT 是报告编号，见 search、status 或导出的 report 一栏。
    """
    with Library(settings) as library:
        found = library.report(report)
    if chosen_format(output_format) == "json":
        print_json(report_record(found))
    else:
        print_report(found)
