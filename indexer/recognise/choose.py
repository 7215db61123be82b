"""Which form a report is on: by the labels of its tables, never by the year alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from govreport_search.forms import Form, all_forms
from govreport_search.text.label import label_key, plain_key
from indexer.blocks import Line
from indexer.recognise.vocabulary import vocabulary
from indexer.segment import ANNEX, headings

_LONGEST_LABEL_LINE = 60
_YEAR = re.compile(r"(20\d\d)\s*年")
_SURE, _ONE_LABEL, _BY_TABLES, _BY_YEAR = 0.98, 0.85, 0.5, 0.3
_FEWEST_SECTIONS = 3
_FEWEST_LABELS = 4


def choose_form(lines: Sequence[Line]) -> tuple[Form | None, float]:
    """The form and how sure that is (0 to 1); ``None`` for a text without any table or chapter.

    Labels that occur in one form only decide; of two forms with such labels the one with
    more, then the one that is printed first. Without any, the form with most known labels, and
    without any table the form whose chapters, each with its table, the text has; the year of
    the text only chooses between forms that fit equally.
    """
    printed = "".join(_table_keys(lines))
    hits = {form.id: _tell_tales(form, printed) for form in all_forms()}
    best = max(all_forms(), key=lambda f: (len(hits[f.id]), -min(hits[f.id], default=0)))
    if hits[best.id]:
        return best, _SURE if len(hits[best.id]) > 1 else _ONE_LABEL
    keys = {key for line in lines for key in _keys(line)}
    counts = {form.id: len(keys & _labels(form)) for form in all_forms()}
    most = max(counts.values())
    if most >= _FEWEST_LABELS:
        equal = [form for form in all_forms() if counts[form.id] == most]
        chosen = _by_year(equal, lines)
        return chosen, _BY_TABLES if len(equal) == 1 else _BY_YEAR
    form = form_of_chapters(lines)
    if len(headings(lines, form)) < _FEWEST_SECTIONS:
        return None, 0.0
    if all(table.section == ANNEX for table in form.tables):
        return None, 0.0
    return form, _BY_YEAR


def form_of_chapters(lines: Sequence[Line]) -> Form:
    """The form whose chapters the text has most of; the year decides between equals."""
    counts = {form.id: len(headings(lines, form)) for form in all_forms()}
    most = max(counts.values())
    return _by_year([form for form in all_forms() if counts[form.id] == most], lines)


def _table_keys(lines: Sequence[Line]) -> list[str]:
    """Keys of lines that can stand in a table, in order; labels may be broken over them."""
    return [
        plain_key(line.text)
        for line in lines
        if len(line.text) <= _LONGEST_LABEL_LINE or line.cells is not None
        if not re.search(r"[。；]", line.text)
    ]


def _tell_tales(form: Form, printed: str) -> list[int]:
    """Where labels that occur in no other form begin."""
    found = (printed.find(label_key(label)) for label in form.tell_tale)
    return [position for position in found if position >= 0]


def _keys(line: Line) -> list[str]:
    words = line.cells if line.cells is not None else (line.text, *line.text.split())
    return [label_key(word) for word in words if word]


def _labels(form: Form) -> set[str]:
    return {entry.key for entry in vocabulary(form).entries if len(entry.key) > 1}


def _by_year(forms: Sequence[Form], lines: Sequence[Line]) -> Form:
    years = Counter(int(y) for line in lines for y in _YEAR.findall(line.text))
    for year, _ in years.most_common():
        for form in forms:
            if form.includes_year(year):
                return form
    return forms[-1]
