"""The source text of a report with line numbers; shown as text, never run."""

from __future__ import annotations

from flask import render_template, request, url_for

from govreport_search.errors import BadFilterError
from webui import args
from webui.library import library
from webui.present.hits import record_name

PARAMETERS = ("line", "to", "part")
MAX_LINE = 10_000_000


def source(report: str) -> str:
    """The source; ``line`` (and ``to``) are marked, ``part`` picks one of several files."""
    args.reject_unknown(request.args, PARAMETERS)
    found = library().report(report)
    texts = found.sources
    part = args.number(request.args, "part", 0, MAX_LINE)
    if part >= len(texts):
        raise BadFilterError(f"这份报告没有第 {part + 1} 个文件", remedy="请去掉网址里的 part")
    first = args.number(request.args, "line", 0, MAX_LINE)
    return render_template(
        "report/source.html",
        name=record_name(found.record),
        report_url=url_for("pages.report", report=report),
        source=texts[part],
        first=first,
        last=max(args.number(request.args, "to", first, MAX_LINE), first),
    )
