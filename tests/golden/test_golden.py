"""Committed files of every kind and deviation: each is read as it was, and as it is.

Two comparisons. With the truth, which the generator wrote: no number is wrong, and what a
person can read is read. With the golden reading: nothing else changed unnoticed. A golden
reading that is not there is written, and the test fails, so that somebody looks at it.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from golden_world import (
    FILES,
    READINGS,
    golden_names,
    kept_of,
    named,
    needs_office,
    read,
    truth_of,
)
from optional_part import OFFICE_MISSING

from govreport_search.domain import Report
from govreport_search.text import fold
from indexer import convert
from indexer.recognise.extension import PREFIX
from indexer.sample.file import ALL_PLANTS
from indexer.sample.notation import read_note

MOST_BYTES = 3_000_000
KINDS = {"html", "mht", "docx", "doc", "rtf", "xlsx", "xls", "pdf", "txt", "md", "zip"}


@cache
def reading(name: str) -> Report:
    if needs_office(named(name)) and not convert.available():
        pytest.skip(OFFICE_MISSING)
    return read(named(name))


def cells_of(name: str) -> dict[str, str]:
    return read_note(kept_of(reading(name))["cells"])


@pytest.mark.parametrize("name", golden_names())
def test_no_number_is_wrong(name: str) -> None:
    true = read_note(truth_of(named(name))["cells"])
    told = cells_of(name)
    assert wrong_numbers(true, told) == {}


def wrong_numbers(true: dict[str, str], told: dict[str, str]) -> dict[str, tuple[str, str]]:
    """Numbers that stand otherwise, or in a cell that the report does not have.

    Rows of the publisher's own are no cells of a form: the generator keeps no truth of them.
    """
    return {
        cell: (true.get(cell, "not there"), sign)
        for cell, sign in told.items()
        if sign[-1].isdigit()
        and f".{PREFIX}" not in cell
        and sign != true.get(cell, "").removesuffix("~")
    }


@pytest.mark.parametrize("path", sorted(READINGS.glob("*.json")), ids=lambda path: path.stem)
def test_a_golden_reading_says_no_more_than_the_truth(path: Path) -> None:
    """A reading that was committed without a look at it is found out, too."""
    true = read_note(truth_of(named(path.stem))["cells"])
    told = read_note(json.loads(path.read_text(encoding="utf-8"))["cells"])
    assert wrong_numbers(true, told) == {}


@pytest.mark.parametrize("name", golden_names())
def test_what_a_person_can_read_is_read(name: str) -> None:
    true = read_note(truth_of(named(name))["cells"])
    told = cells_of(name)
    readable = {cell: sign for cell, sign in true.items() if sign not in ".?" and sign[-1] != "~"}
    unread = {
        cell: (sign, told.get(cell, "."))
        for cell, sign in readable.items()
        if told.get(cell, ".") != sign
    }
    allowed = len(readable) // 100 if "unruled" in name else 0
    assert len(unread) <= allowed, unread


@pytest.mark.parametrize("name", golden_names())
def test_the_narrative_stands_in_its_sections(name: str) -> None:
    text: dict[str, str] = {}
    for section in reading(name).sections:
        printed = fold(section.printed).replace("\n", "")
        text[section.id] = text.get(section.id, "") + printed
    lost = [
        (section, end)
        for section, ends in truth_of(named(name))["sections"].items()
        for end in ends
        if fold(end) not in text.get(section, "")
    ]
    assert lost == []


@pytest.mark.parametrize("name", golden_names())
def test_year_and_form_are_told(name: str) -> None:
    true = truth_of(named(name))
    report = reading(name)
    assert (report.identity.year, report.form) == (true["year"], true["form"])


@pytest.mark.parametrize("name", golden_names())
def test_the_reading_is_the_golden_one(name: str) -> None:
    told = json.dumps(kept_of(reading(name)), ensure_ascii=False, indent=1) + "\n"
    golden = READINGS / f"{name}.json"
    if not golden.is_file():
        READINGS.mkdir(exist_ok=True)
        golden.write_text(told, encoding="utf-8")
        pytest.fail(f"{golden.name} was not there and has been written: look at it, then commit it")
    assert json.loads(told) == json.loads(golden.read_text(encoding="utf-8"))


def test_every_deviation_and_every_kind_has_its_file() -> None:
    planted = {code for name in golden_names() for code in truth_of(named(name))["planted"]}
    assert set(ALL_PLANTS) <= planted | {"sixteen_zeros"}
    assert {path.suffix[1:] for path in FILES.iterdir()} >= KINDS


def test_the_files_stay_small() -> None:
    sizes = [path.stat().st_size for path in FILES.rglob("*") if path.is_file()]
    assert sum(sizes) < MOST_BYTES
