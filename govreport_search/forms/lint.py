"""Linter of the data files: ``python -m govreport_search.forms.lint``.

A data file that parses can still be wrong: a rule may name a row that does not exist, two
rows may answer to one alias, two forms to one tell-tale. Each fault is one line, so that
whoever edits the data can repair it.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from govreport_search.forms.lint_explanation import lint_explanations
from govreport_search.forms.loader import FORM_IDS, parse_form, read_data
from govreport_search.forms.model import Evidence, Form, Row, Table
from govreport_search.forms.name import name_key, name_keys

_KEYS = {
    "form": "id title first_year last_year tolerated_years basis tell_tale sections tables rules",
    "section": "id no title aliases",
    "table": "id section title layout unit corner columns rows shared_aliases",
    "column": "id label aliases parent unit value_type",
    "row": "id label no parent kind aliases evidence unit article columns",
    "rule": "id code words official basis evidence table each left right",
}


def lint() -> tuple[str, ...]:
    """Every fault in every data file, as ``file: fault``; empty when all is well."""
    raw = {form_id: read_data(f"{form_id}.toml") for form_id in FORM_IDS}
    forms = {form_id: parse_form(data) for form_id, data in raw.items()}
    every = list(forms.values())
    return (
        *(f"{i}.toml: {fault}" for i, data in raw.items() for fault in lint_form(data)),
        *lint_years(every),
        *lint_tell_tales(every),
        *lint_vocabulary(every, read_data("sections.toml")),
        *lint_derived(every, read_data("derived.toml")),
        *lint_concordance(forms, read_data("concordance.toml")),
        *(
            f"explanations.toml: {f}"
            for f in lint_explanations(every, read_data("explanations.toml"))
        ),
    )


def lint_form(data: dict[str, Any]) -> Iterator[str]:
    """Faults inside one form's file."""
    yield from _unknown_keys(data)
    form = parse_form(data)
    yield from _doubles("section", (section.id for section in form.sections))
    yield from _doubles("table", (table.id for table in form.tables))
    yield from _doubles("rule", (rule.id for rule in form.rules))
    sections = {section.id for section in form.sections}
    for table, entry in zip(form.tables, data["tables"], strict=True):
        if table.section not in sections:
            yield f"table {table.id}: no section {table.section}"
        yield from _lint_table(table, entry.get("shared_aliases", ()))
    yield from _lint_rules(form)


def lint_years(forms: Sequence[Form]) -> Iterator[str]:
    """Years in force must follow each other without gap or overlap; one form is open."""
    for older, newer in pairwise(forms):
        if older.last_year is None or older.last_year + 1 != newer.first_year:
            yield f"{older.id}.toml: last_year must be the year before {newer.id} begins"
    if forms[-1].last_year is not None:
        yield f"{forms[-1].id}.toml: the newest form must have no last_year"


def lint_tell_tales(forms: Sequence[Form]) -> Iterator[str]:
    """A tell-tale stands in labels of its own form and in no label of another."""
    labels = {form.id: _labels(form) for form in forms}
    for form in forms:
        for word in form.tell_tale:
            key = name_key(word)
            if not any(key in label for label in labels[form.id]):
                yield f"{form.id}.toml: tell-tale {word} stands in no label of the form"
            for other, known in labels.items():
                if other != form.id and any(key in label for label in known):
                    yield f"{form.id}.toml: tell-tale {word} also stands in {other}"


def lint_vocabulary(forms: Sequence[Form], data: dict[str, Any]) -> Iterator[str]:
    """The list of sections is complete and each has a title."""
    known = {section.id for form in forms for section in form.sections}
    for missing in known - set(data["order"]):
        yield f"sections.toml: section {missing} is missing from order"
    for extra in set(data["order"]) - known - set(data["titles"]):
        yield f"sections.toml: section {extra} has no title"


def lint_derived(forms: Sequence[Form], data: dict[str, Any]) -> Iterator[str]:
    """Sums are group rows with parts; terms of rates are cells or rows of one form."""
    groups = {f"{t.id}.{r.id}" for f in forms for t in f.tables for r in t.rows if r.is_group}
    rows = {f"{t.id}.{r.id}" for f in forms for t in f.tables for r in t.rows}
    cells = {
        f"{t.id}.{r.id}.{c}" for f in forms for t in f.tables for r in t.rows for c in r.columns
    }
    for entry in data["sums"]:
        if entry["indicator"] not in groups:
            yield f"derived.toml: {entry['indicator']} is no group row"
    yield from (f"derived.toml: {f}" for f in _doubles("rate", (r["id"] for r in data["rates"])))
    for rate in data["rates"]:
        known = rows if "each_column_of" in rate else cells
        for term in (*rate["numerator"], *rate["denominator"]):
            if term not in known:
                yield f"derived.toml: rate {rate['id']}: no such term {term}"


def lint_concordance(forms: dict[str, Form], data: dict[str, Any]) -> Iterator[str]:
    """Every link starts and ends at rows of its two forms; compared columns stand in both."""
    older, newer = forms[data["from"]], forms[data["to"]]
    for link in data["links"]:
        source = _find_row(older, link["indicator"])
        targets = [_find_row(newer, successor) for successor in link["successors"]]
        if source is None or None in targets:
            yield f"concordance.toml: {link['indicator']}: no such row or successor"
            continue
        for column in link["columns"]:
            if not all(row and column in row.columns for row in (source, *targets)):
                yield f"concordance.toml: {link['indicator']}: column {column} is not in both"


def _lint_table(table: Table, shared: Iterable[str]) -> Iterator[str]:
    where = f"table {table.id}"
    yield from _doubles(f"{where}: column", (column.id for column in table.columns))
    yield from _doubles(f"{where}: row", (row.id for row in table.rows))
    columns = {column.id for column in table.columns}
    seen: set[str] = set()
    for row in table.rows:
        if row.parent and row.parent not in seen:
            yield f"{where}: row {row.id}: its parent {row.parent} does not stand before it"
        if unknown := set(row.columns) - columns:
            yield f"{where}: row {row.id}: no columns {sorted(unknown)}"
        seen.add(row.id)
    names = [(r.parent, r.id, (r.label, *r.aliases)) for r in table.rows]
    yield from (f"{where}: {fault}" for fault in _ambiguous(names, shared))
    heads = [(c.parent, c.id, (c.label, *c.aliases)) for c in table.columns]
    yield from (f"{where}: {fault}" for fault in _ambiguous(heads, shared))


def _ambiguous(
    entries: Iterable[tuple[str, str, tuple[str, ...]]], shared: Iterable[str]
) -> Iterator[str]:
    """Names under one parent that mean two things; ``shared`` ones are known to."""
    allowed = {name_key(name) for name in shared}
    owner: dict[tuple[str, str], str] = {}
    for parent, entry_id, names in entries:
        for key in {key for name in names for key in name_keys(name)} - allowed:
            other = owner.setdefault((parent, key), entry_id)
            if other != entry_id:
                yield f"{key} names both {other} and {entry_id}"


def _lint_rules(form: Form) -> Iterator[str]:
    tables = {table.id: table for table in form.tables}
    for rule in form.rules:
        table = tables.get(rule.table)
        if table is None or rule.each not in ("row", "column"):
            yield f"rule {rule.id}: no table {rule.table} or bad each {rule.each}"
            continue
        terms = (*rule.left, *rule.right)
        known = {c.id for c in table.columns} if rule.each == "row" else {r.id for r in table.rows}
        if unknown := set(terms) - known:
            yield f"rule {rule.id}: no such terms {sorted(unknown)}"
        elif rule.each == "column" and rule.evidence is not Evidence.UNVERIFIED:
            weak = [t for t in terms if table.row(t).evidence is Evidence.UNVERIFIED]
            if weak:
                yield f"rule {rule.id}: rests on unverified rows {weak}"
        yield from (f"rule {rule.id}: {fault}" for fault in _doubles("term", terms))


def _labels(form: Form) -> set[str]:
    names = [name for section in form.sections for name in (section.title,)]
    names += [column.label for table in form.tables for column in table.columns]
    names += [row.label for table in form.tables for row in table.rows]
    return {key for name in names for key in name_keys(name)}


def _find_row(form: Form, indicator: str) -> Row | None:
    table_id, _, row_id = indicator.partition(".")
    for table in form.tables:
        if table.id == table_id and table.has_row(row_id):
            return table.row(row_id)
    return None


def _doubles(what: str, ids: Iterable[str]) -> Iterator[str]:
    for entry_id, count in Counter(ids).items():
        if count > 1:
            yield f"{what} {entry_id} stands {count} times"


def _unknown_keys(data: dict[str, Any]) -> Iterator[str]:
    """Misspelt keys, which the loader would pass over."""
    levels = [("form", [data]), ("section", data["sections"]), ("rule", data.get("rules", []))]
    for table in data["tables"]:
        levels += [("table", [table]), ("column", table["columns"]), ("row", table["rows"])]
    for level, entries in levels:
        for entry in entries:
            for key in set(entry) - set(_KEYS[level].split()):
                yield f"{level} {entry.get('id', '?')}: unknown key {key}"


def main() -> int:
    """Prints every fault; exit code 1 if there is one."""
    faults = lint()
    sys.stdout.writelines(f"{fault}\n" for fault in faults)
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
