"""The worklist: from one doubtful cell to the next."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from govreport_search.query.describe import describe_cell
from govreport_search.query.place import place_words
from webui.edit.visit import tell
from webui.language import gettext as _
from webui.library import library
from webui.present.hits import record_name

LISTED = 50
"""Cells on the page; the list is done from its top."""


def worklist() -> str:
    """The cells that a person should look at, the most urgent first."""
    items = [
        {
            "url": url_for("edit.cell", report=task.head.id, cell=str(task.fact.cell), task=number),
            "label": describe_cell(task.fact.cell),
            "name": record_name(task.head),
            "quantity": task.fact.quantity,
            "reasons": task.reasons,
            "where": place_words(task.fact.place),
        }
        for number, task in enumerate(library().worklist(LISTED))
    ]
    return render_template("edit/worklist.html", items=items, most=LISTED)


def task(number: int) -> Response:
    """Lead to a cell of the list by its number; back to the list behind its end."""
    # One at a time is asked for with all before it: their order is what the number counts in.
    tasks = library().worklist(min(number, LISTED) + 1)
    if number >= min(len(tasks), LISTED):
        tell(_("这一页的格子看完了"))
        return redirect(url_for("edit.worklist"), 303)
    found = tasks[number]
    return redirect(
        url_for("edit.cell", report=found.head.id, cell=str(found.fact.cell), task=number), 303
    )
