"""Help, the state of the archive, and the interface for programs."""

from __future__ import annotations

from flask import render_template, url_for

from govreport_search.forms import all_forms
from govreport_search.forms.explanation import CURRENT, regulations, terms
from govreport_search.forms.lookup import columns_of, indicators
from govreport_search.forms.sections import SECTION_IDS, section_title
from govreport_search.query.finding import FINDINGS
from govreport_search.query.words import FIELDS, NEAR_WORDS, PREFIXES, STATE_LABELS
from webui.api.description import description
from webui.counted import examples
from webui.present import words
from webui.present.glossary import sheets
from webui.present.privacy import KEPT, MATTERS


def query_help() -> str:
    """The query language with live examples."""
    return render_template(
        "about/help.html",
        groups=examples(),
        fields=FIELDS,
        prefixes=PREFIXES,
        near_words=NEAR_WORDS,
        findings=FINDINGS,
        state_words=[(state, label, words.STATES[state]) for state, label in STATE_LABELS.items()],
        sections=[(section, section_title(section)) for section in SECTION_IDS],
        forms=all_forms(),
    )


def indicator_list() -> str:
    """Every indicator and its columns, by id and label."""
    return render_template(
        "about/indicators.html", indicators=[(ref, columns_of(ref)) for ref in indicators()]
    )


def glossary() -> str:
    """What rows, columns and terms mean, and the clauses they rest on."""
    return render_template(
        "about/glossary.html",
        terms=terms(),
        sheets=sheets(),
        regulations=regulations(),
        current=CURRENT,
    )


def privacy() -> str:
    """What stays of a search, and how to wipe it."""
    return render_template("about/privacy.html", matters=MATTERS, kept=KEPT)


def api_help() -> str:
    """The JSON API, from its own description."""
    return render_template(
        "about/api.html", api=description(), description_url=url_for("api.openapi")
    )
