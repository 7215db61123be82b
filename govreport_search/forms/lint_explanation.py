"""Linter of the explanations: every row and column has one, and every clause is quoted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from govreport_search.forms.explanation import citation
from govreport_search.forms.model import Form

_KEYS = {
    "rows": "indicators text rests_on see",
    "columns": "columns text",
    "terms": "id name text rests_on",
}


def lint_explanations(forms: Sequence[Form], data: dict[str, Any]) -> Iterator[str]:
    """Faults of ``explanations.toml`` against the forms, one line each."""
    for kind, keys in _KEYS.items():
        for entry in data[kind]:
            for key in set(entry) - set(keys.split()):
                yield f"{kind}: unknown key {key}"
    rows = {f"{t.id}.{r.id}" for f in forms for t in f.tables for r in t.rows}
    columns = {f"{t.id}.{c.id}" for f in forms for t in f.tables for c in t.columns}
    yield from _cover("row", rows, [i for entry in data["rows"] for i in entry["indicators"]])
    yield from _cover("column", columns, [c for entry in data["columns"] for c in entry["columns"]])
    yield from _clauses(data)
    yield from _agree(forms, data["rows"])


def _cover(what: str, known: set[str], explained: list[str]) -> Iterator[str]:
    """Each of them is explained, once, and nothing else is."""
    yield from (f"{what} {one} is not explained" for one in sorted(known - set(explained)))
    yield from (f"no {what} {one}" for one in sorted(set(explained) - known))
    yield from (
        f"{what} {one} is explained twice" for one, n in Counter(explained).items() if n > 1
    )


def _clauses(data: dict[str, Any]) -> Iterator[str]:
    for entry in (*data["rows"], *data["terms"]):
        for written in (*entry.get("rests_on", ()), *entry.get("see", ())):
            try:
                citation(written)
            except KeyError:
                yield f"clause {written} is not quoted in regulations.toml"


def _agree(forms: Sequence[Form], rows: list[dict[str, Any]]) -> Iterator[str]:
    """Where the form's own data name a clause, the explanation rests on that one."""
    rests = {i: entry.get("rests_on", ()) for entry in rows for i in entry["indicators"]}
    for form in forms:
        for table in form.tables:
            for row in table.rows:
                indicator = f"{table.id}.{row.id}"
                if row.article and f"2019 {row.article}" not in rests.get(indicator, ()):
                    yield f"row {indicator} rests on {row.article} by form {form.id}"
