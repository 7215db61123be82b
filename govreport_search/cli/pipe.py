"""What other programs read from stdout: one JSON object, or CSV."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import click

from govreport_search.services.delimited import csv_lines


def print_json(record: Mapping[str, Any]) -> None:
    """One object on one line, Chinese as it is."""
    click.echo(json.dumps(record, ensure_ascii=False, allow_nan=False))


def print_csv(columns: Sequence[str], records: Iterable[Mapping[str, Any]]) -> None:
    """A header and a line for each record."""
    for line in csv_lines(columns, records):
        click.echo(line, nl=False)
