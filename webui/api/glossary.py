"""What rows, columns and terms of the forms mean, with the clauses they rest on."""

from __future__ import annotations

from typing import Any

from flask import request

from govreport_search.forms.explanation import Citation, Explanation, regulations, terms
from webui import args
from webui.present.glossary import Entry, sheets

Json = dict[str, Any]


def glossary() -> Json:
    """Terms, tables and clauses, in the order of the page."""
    args.reject_unknown(request.args, ())
    return {
        "terms": [{"id": one.id, "name": one.name, **_told(one)} for one in terms()],
        "tables": [
            {
                "id": sheet.id,
                "title": sheet.title,
                "rows": [_entry(entry) for entry in sheet.rows],
                "columns": [_entry(entry) for entry in sheet.columns],
            }
            for sheet in sheets()
        ],
        "regulations": [
            {
                "id": one.id,
                "title": one.title,
                "number": one.number,
                "since": one.since,
                "until": one.until or None,
                "clauses": [{"label": c.label, "text": c.text} for c in one.clauses],
            }
            for one in regulations()
        ],
    }


def _entry(entry: Entry) -> Json:
    numbered = {"no": entry.no} if entry.no else {}
    return {
        "id": entry.id,
        **numbered,
        "label": entry.label,
        "forms": list(entry.forms),
        **_told(entry.told),
    }


def _told(told: Explanation) -> Json:
    return {
        "text": told.text,
        "rests_on": [_cited(one) for one in told.rests_on],
        "see": [_cited(one) for one in told.see],
    }


def _cited(one: Citation) -> Json:
    return {"regulation": one.clause.regulation, "clause": one.label}
