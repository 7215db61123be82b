"""What the pages of help say, as data: the query language, and what stays of a search."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import request

from govreport_search.forms import all_forms
from govreport_search.forms.sections import SECTION_IDS, section_title
from govreport_search.query.finding import FINDINGS
from govreport_search.query.words import (
    FIELDS,
    NEAR_WORDS,
    OPERATOR_WORDS,
    PREFIXES,
    STATE_LABELS,
    FieldWord,
)
from webui import args
from webui.counted import examples
from webui.present.privacy import KEPT, MATTERS
from webui.present.words import STATES

Json = dict[str, Any]


def query_help() -> Json:
    """The words of the query language, with examples that can be asked."""
    args.reject_unknown(request.args, ())
    return {
        "examples": [
            {"title": title, "queries": [asdict(example) for example in group]}
            for title, group in examples()
        ],
        "fields": [_word(field) for field in FIELDS],
        "prefixes": [_word(prefix) for prefix in PREFIXES],
        "near": list(NEAR_WORDS),
        "operators": dict(OPERATOR_WORDS),
        "states": [
            {"id": state.value, "label": label, "meaning": STATES[state].meaning}
            for state, label in STATE_LABELS.items()
        ],
        "sections": [{"id": id_, "title": section_title(id_)} for id_ in SECTION_IDS],
        "forms": [
            {"id": one.id, "title": one.title, "years": [one.first_year, one.last_year]}
            for one in all_forms()
        ],
        "findings": dict(FINDINGS),
    }


def privacy() -> Json:
    """What stays of a search, where, and what the pages keep in the browser."""
    args.reject_unknown(request.args, ())
    return {
        "matters": [asdict(matter) for matter in MATTERS],
        "kept": [asdict(one) for one in KEPT],
    }


def _word(word: FieldWord) -> Json:
    return {"name": word.name, "label": word.label, "names": list(word.names)}
