"""How the committed files are read for the golden tests, and what is kept of a reading."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from govreport_search.domain import Report
from indexer import convert
from indexer.pipeline import Input, read_report
from indexer.readers.sniff import kind_of
from indexer.sample.model import TrueCell
from indexer.sample.notation import noted

FILES = Path(__file__).parent / "files"
READINGS = Path(__file__).parent / "readings"
BESIDE = {"kind-page-and-annex.html": "*-annex.xlsx"}
"""Reports in several files: what stands beside the main one."""


def named(name: str) -> Path:
    return FILES / name


def golden_names() -> list[str]:
    """Every committed file that has its truth beside it."""
    return sorted(path.name.removesuffix(".truth.json") for path in FILES.glob("*.truth.json"))


def inputs_of(path: Path) -> list[Input]:
    """The file, converted where only an office suite reads it, and those beside it."""
    pattern = BESIDE.get(path.name)
    paths = [path, *(sorted(FILES.glob(pattern)) if pattern else [])]
    return [_input(each) for each in paths]


def needs_office(path: Path) -> bool:
    return kind_of(path.read_bytes(), path.name) in convert.CONVERTED


def _input(path: Path) -> Input:
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    converted: Any = b""
    if needs_office(path):
        converted = convert.convert_batch({digest: data}, {digest: path.name})[digest]
        assert isinstance(converted, bytes), converted
    return Input(path.name, data, digest, converted)


def read(path: Path) -> Report:
    return read_report(inputs_of(path)).report


def truth_of(path: Path) -> dict[str, Any]:
    text = path.with_name(f"{path.name}.truth.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def kept_of(report: Report) -> dict[str, Any]:
    """What a golden reading keeps: all that a user sees of it, shortened."""
    cells = {fact.cell: TrueCell(fact.quantity.state, fact.quantity.value) for fact in report.facts}
    return {
        "agency": report.identity.agency,
        "year": report.identity.year,
        "form": report.form,
        "cells": noted(cells),
        "sections": [
            [section.id, section.title, len(section.printed), section.printed[-12:]]
            for section in report.sections
        ],
        "findings": sorted(finding.code for finding in report.findings),
    }
