"""Reads ``data/*.toml`` into the model; the data files are the only place a form is written."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from govreport_search.forms.model import (
    Column,
    Evidence,
    Form,
    FormSection,
    Layout,
    Row,
    Rule,
    Table,
    ValueType,
)

FORM_IDS = ("2008", "2014", "2019", "2021")


def read_data(name: str) -> dict[str, Any]:
    """One data file of this package, parsed."""
    text = files("govreport_search.forms").joinpath("data", name).read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def form(form_id: str) -> Form:
    """The form of that id.

    Raises:
        KeyError: there is no such form.
    """
    if form_id not in FORM_IDS:
        raise KeyError(form_id)
    return parse_form(read_data(f"{form_id}.toml"))


def all_forms() -> tuple[Form, ...]:
    """Every form, oldest first."""
    return tuple(form(form_id) for form_id in FORM_IDS)


def parse_form(data: dict[str, Any]) -> Form:
    """A form from parsed TOML; see docs/forms.md for the keys."""
    return Form(
        id=data["id"],
        title=data["title"],
        first_year=data["first_year"],
        last_year=data.get("last_year"),
        basis=data["basis"],
        tell_tale=tuple(data["tell_tale"]),
        sections=tuple(
            FormSection(s["id"], s["title"], s.get("no", ""), tuple(s.get("aliases", ())))
            for s in data["sections"]
        ),
        tables=tuple(_table(t) for t in data["tables"]),
        rules=tuple(_rule(r) for r in data.get("rules", ())),
        tolerated_years=tuple(data.get("tolerated_years", ())),
    )


def _table(data: dict[str, Any]) -> Table:
    columns = tuple(
        Column(
            id=c["id"],
            label=c["label"],
            aliases=tuple(c.get("aliases", ())),
            parent=c.get("parent", ""),
            unit=c.get("unit", ""),
            value_type=ValueType(c.get("value_type", "integer")),
        )
        for c in data["columns"]
    )
    every = tuple(c.id for c in columns)
    return Table(
        id=data["id"],
        section=data["section"],
        title=data["title"],
        layout=Layout(data["layout"]),
        columns=columns,
        rows=tuple(_row(r, every) for r in data["rows"]),
        unit=data.get("unit", ""),
        corner=data.get("corner", ""),
    )


def _row(data: dict[str, Any], every_column: tuple[str, ...]) -> Row:
    return Row(
        id=data["id"],
        label=data["label"],
        columns=tuple(data.get("columns", every_column)),
        no=data.get("no", ""),
        parent=data.get("parent", ""),
        is_group=data.get("kind") == "group",
        aliases=tuple(data.get("aliases", ())),
        evidence=Evidence(data.get("evidence", "verbatim")),
        unit=data.get("unit", ""),
        article=data.get("article", ""),
    )


def _rule(data: dict[str, Any]) -> Rule:
    return Rule(
        id=data["id"],
        table=data["table"],
        each=data["each"],
        left=tuple(data["left"]),
        right=tuple(data["right"]),
        official=data["official"],
        basis=data["basis"],
        evidence=Evidence(data.get("evidence", "verbatim")),
        code=data["code"],
        words=data["words"],
    )
