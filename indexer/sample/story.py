"""The narrative sections of a report: openers from ``data/narrative.toml``, then themes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from typing import Any

from govreport_search.domain import CellId
from govreport_search.forms import form
from indexer.sample.body import sample_data
from indexer.sample.figure import Figures
from indexer.sample.model import Body
from indexer.sample.theme import Themes

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_NUMERALS = "一二三四五六七八九"
PARTS = ("active", "requests", "manage", "platform", "supervise")
"""Parts of an overview on the forms of 2019 and 2021."""


@dataclass(frozen=True, slots=True)
class DraftSection:
    """One section before rendering.

    Attributes:
        id: section id of the form.
        heading: as printed, with its number; empty for ``front``.
        paragraphs: narrative.
        tables: ids of the tables printed at the section's end.
    """

    id: str
    heading: str
    paragraphs: tuple[str, ...]
    tables: tuple[str, ...] = ()


@dataclass(slots=True)
class Teller:
    """Fills sentences with one report's words and numbers.

    ``slots`` holds the report's own numbers; the others are drawn for each sentence.
    """

    rng: Random
    slots: dict[str, str]

    def say(self, sentences: Iterable[str], count: int = 1) -> list[str]:
        """That many different sentences, or all there are."""
        pool = list(sentences)
        return [self._fill(s) for s in self.rng.sample(pool, min(count, len(pool)))]

    def tell(self, themes: Themes, place: str) -> list[str]:
        """A paragraph for each theme that belongs there."""
        return ["".join(map(self._fill, sentences)) for sentences in themes.at(place)]

    def _fill(self, sentence: str) -> str:
        chosen = _CHOICE.sub(lambda m: self.rng.choice(m[1].split("|")), sentence)
        invented = {
            "a": self.rng.randint(120, 4999),
            "b": self.rng.randint(11, 99),
            "c": self.rng.randint(2, 9),
        }
        return chosen.format(**invented, **self.slots)


def report_numbers(made: Figures, form_id: str) -> dict[str, str]:
    """The table's own numbers that the narrative repeats, as slots."""
    if form_id in ("2019", "2021"):
        denied = sum(
            v for c, v in made.items() if c.row.startswith("denied.") and c.column == "total"
        )
        issued = "made" if form_id == "2019" else "issued"
        found = {
            "new": made[CellId("requests", "new", "total")],
            "granted": made[CellId("requests", "granted", "total")],
            "denied": denied,
            "docs": made[CellId("disclosure", "normative_docs", issued)],
        }
    else:
        rows = {c.row: v for c, v in made.items() if c.column in ("value", "ytd", "year")}
        found = {
            "new": rows["apply.received"],
            "granted": rows["apply.granted"],
            "denied": rows["apply.denied"],
            "docs": rows.get("active.normative_issued", rows.get("active.normative", 0)),
        }
    return {name: str(int(value)) for name, value in found.items()}


def tell(
    rng: Random, body: Body, year: int, form_id: str, numbers: dict[str, str]
) -> list[DraftSection]:
    """The sections of a report on that form, ``front`` first, annex last where there is one."""
    slots = {**numbers, "year": str(year), "next": str(year + 1)}
    themes = Themes.draw(rng, body, year)
    teller = Teller(rng, {**slots, "our": body.our, "body": body.printed})
    data = sample_data("narrative.toml")
    front = DraftSection("front", "", tuple(_front(teller, data)))
    build = _modern if form_id in ("2019", "2021") else _older
    return [front, *build(teller, data, form_id, themes)]


def _front(teller: Teller, data: dict[str, Any]) -> list[str]:
    lines = teller.say(data["plain"]["noise"], teller.rng.randint(0, 2))
    return [*lines, *teller.say(data["plain"]["front"], teller.rng.randint(0, 2))]


def _modern(
    teller: Teller, data: dict[str, Any], form_id: str, themes: Themes
) -> list[DraftSection]:
    statutory = form(form_id)
    tables = {table.section: table.id for table in statutory.tables}
    texts = {
        "overview": _overview(teller, data["overview"], themes),
        "problems": [*_problems(teller, data["problems"]), *teller.tell(themes, "problems")],
        "other": teller.tell(themes, "other") or teller.say(data["plain"]["other"]),
    }
    made = []
    for section in statutory.sections:
        table = (tables[section.id],) if section.id in tables else ()
        heading = f"{section.no}、{section.title}"
        made.append(DraftSection(section.id, heading, tuple(texts.get(section.id, ())), table))
    if teller.rng.random() < 0.25:
        made.append(DraftSection("annex", "附件", tuple(teller.say(data["plain"]["annex"]))))
    return made


def _overview(teller: Teller, data: dict[str, Any], themes: Themes) -> list[str]:
    told = teller.say(data["lead"])
    for part in PARTS:
        quiet = part == "requests" and teller.slots["new"] == "0"
        told += teller.say(data["quiet" if quiet else part])
        told += [] if quiet else teller.tell(themes, part)
    for sentence in teller.say(data["more"], themes.asides(teller.rng)):
        told.insert(teller.rng.randint(1, len(told)), sentence)
    return told


def _problems(teller: Teller, data: dict[str, Any]) -> list[str]:
    faults = teller.say(data["faults"], teller.rng.randint(4, 9))
    measures = teller.say(data["measures"], teller.rng.randint(4, 8))
    numbered = [f"{no}是{fault}" for no, fault in zip(_NUMERALS, faults, strict=False)]
    numbered[-1] = numbered[-1].rstrip("；。") + "。"
    return [*teller.say(data["lead"]), "".join(numbered), *measures]


def _older(
    teller: Teller, data: dict[str, Any], form_id: str, themes: Themes
) -> list[DraftSection]:
    statutory = form(form_id or "2008")
    present = [section.id for section in statutory.sections]
    texts = {name: teller.say(sentences, 2) for name, sentences in data["older"].items()}
    texts["overview"] += teller.say(data["overview"]["more"], themes.asides(teller.rng))
    texts["problems"] = _problems(teller, data["problems"])
    texts["other"] = teller.say(data["plain"]["other"])
    for place, sections in data["older_place"].items():
        if place != "requests" or teller.slots["new"] != "0":
            first = next(section for section in sections if section in present)
            texts[first] += teller.tell(themes, place)
    made = []
    numerals = iter(_NUMERALS)
    for section in statutory.sections:
        if section.id == "annex":
            if form_id:
                printed = tuple(teller.slots["tables"].split())
                made.append(DraftSection("annex", section.title, (), printed))
            continue
        heading = f"{next(numerals)}、{section.title}"
        made.append(DraftSection(section.id, heading, tuple(texts.get(section.id, ()))))
    return made
