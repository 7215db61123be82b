"""What rows, columns and terms of the forms mean, with the clauses they rest on."""

from __future__ import annotations

from typing import Any

from flask import request

from govreport_search.forms.explanation import Citation, Clause, Explanation, regulations, terms
from webui import args
from webui.language import english
from webui.present.glossary import Entry, sheets

Json = dict[str, Any]


def glossary() -> Json:
    """Terms, tables and clauses, in the order of the page."""
    args.reject_unknown(request.args, ())
    return {
        "terms": [
            {"id": one.id, "name": one.name, "name_en": english(one.name), **_told(one)}
            for one in terms()
        ],
        "tables": [
            {
                "id": sheet.id,
                "title": sheet.title,
                "title_en": english(sheet.title),
                "rows": [_entry(entry) for entry in sheet.rows],
                "columns": [_entry(entry) for entry in sheet.columns],
            }
            for sheet in sheets()
        ],
        "regulations": [
            {
                "id": one.id,
                "title": one.title,
                "title_en": english(one.title),
                "number": one.number,
                "since": one.since,
                "until": one.until or None,
                "clauses": [_clause(clause) for clause in one.clauses],
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
        "label_en": english(entry.label),
        "forms": list(entry.forms),
        **_told(entry.told),
    }


def _told(told: Explanation) -> Json:
    return {
        "text": told.text,
        "text_en": english(told.text),
        "rests_on": [_cited(one) for one in told.rests_on],
        "see": [_cited(one) for one in told.see],
    }


def _clause(clause: Clause) -> Json:
    return {
        "label": clause.label,
        "label_en": english(clause.label),
        "text": clause.text,
        "text_en": clause.english,
    }


def _cited(one: Citation) -> Json:
    return {
        "regulation": one.clause.regulation,
        "clause": one.label,
        "clause_en": english(one.label),
    }
