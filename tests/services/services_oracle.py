"""The meaning of a query, spelled out report by report and as slowly as can be.

It shares no code with the services but the fold and the parsed tree.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from services_world import Made

from govreport_search.domain import State
from govreport_search.query.request import Filters
from govreport_search.query.tree import (
    And,
    Comparison,
    FieldFilter,
    Near,
    Node,
    Not,
    Op,
    Or,
    Phrase,
    Printed,
    Regex,
    SameReport,
    StateIs,
    Text,
    Wildcard,
)
from govreport_search.text import fold, fold_with_offsets

Maybe = bool | None
OUTSIDE = "outside_form"


@dataclass
class Answer:
    hits: Counter[tuple[str, str | None, int]] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)

    @property
    def reports(self) -> set[str]:
        return {report for report, _, _ in self.hits}


def answer(reports: list[Made], tree: Node, filters: Filters) -> Answer:
    result = Answer()
    for made in reports:
        if not passes(made, filters, reports):
            continue
        units: list[str | None] = [section.id for section in made.report.sections] or [None]
        admitted = [
            u
            for u in units
            if not filters.section or (u or "none") in filters.section
            if (u or "none") not in filters.not_section
        ]
        positive = {each for node in texts(tree) for each in expressions(node)}
        alone = any(truth(tree, made, u, reports, words=False) is True for u in admitted)
        true = [u for u in admitted if u and truth(tree, made, u, reports) is True]
        if alone:
            true = [u for u in true if count(made, u, positive)]
        for unit in true:
            result.hits[made.id, unit, count(made, unit, positive)] += 1
        if alone and not true:
            result.hits[made.id, None, 0] += 1
        if not alone and not true:
            undecided = any(truth(tree, made, u, reports) is None for u in admitted)
            if undecided:
                result.unknown[first_blocker(tree, made)] += 1
    return result


def first_blocker(tree: Node, made: Made) -> str:
    for node in walk(tree):
        if isinstance(node, Comparison | StateIs) and condition(node, made) is None:
            return (
                OUTSIDE if node.cell not in made.cells and made.report.form else state(node, made)
            )
    raise AssertionError("undecided without a blocking cell")


def state(node: Comparison | StateIs, made: Made) -> str:
    return made.cells[node.cell].state.value if node.cell in made.cells else "missing"


def walk(node: Node) -> list[Node]:
    below: tuple[Node, ...] = ()
    if isinstance(node, Not | SameReport):
        below = (node.child,)
    elif isinstance(node, And | Or):
        below = node.children
    return [node, *(found for child in below for found in walk(child))]


def texts(node: Node, *, negated: bool = False) -> list[Text]:
    """Text nodes under an even number of negations."""
    if isinstance(node, Text):
        return [] if negated else [node]
    if isinstance(node, Not):
        return texts(node.child, negated=not negated)
    if isinstance(node, SameReport):
        return texts(node.child, negated=negated)
    if isinstance(node, And | Or):
        return [p for child in node.children for p in texts(child, negated=negated)]
    return []


Form = Callable[[str], str]
"""What is done to a text and to the words looked for in it."""


def plain(printed: str) -> str:
    """The printed characters without the white space that counts for nothing."""
    kept = (printed[at] for at in fold_with_offsets(printed).offsets)
    return "".join(" " if char.isspace() else char for char in kept)


def expressions(node: Text, form: Form = fold) -> list[tuple[str, Form]]:
    """Lookaheads that hold at each place where a text node starts, one for each order."""
    if isinstance(node, Printed):
        return expressions(node.child, plain)
    if isinstance(node, Phrase):
        return [(f"(?={re.escape(form(node.text))})", form)]
    if isinstance(node, Wildcard):
        pieces = re.split("([?*…]+)", node.text)
        parts = (_gap(p) if i % 2 else re.escape(form(p)) for i, p in enumerate(pieces))
        return [(f"(?={''.join(parts)})", form)]
    if isinstance(node, Near):
        one, other = re.escape(form(node.first)), re.escape(form(node.second))
        gap = f"(?s:.{{0,{node.distance}}})"
        both = (f"(?={one}{gap}{other})", f"(?={other}{gap}{one})")
        return [(each, form) for each in dict.fromkeys(both)]
    assert isinstance(node, Regex)
    return [(node.source, form)]


def _gap(marks: str) -> str:
    least = marks.count("?")
    return f"(?s:.{{{least},{least + (50 if set(marks) - {'?'} else 0)}}})"


def text_of(made: Made, section: str | None) -> str:
    return next((s.printed for s in made.report.sections if s.id == section), "")


def count(made: Made, section: str | None, positive: set[tuple[str, Form]]) -> int:
    text = text_of(made, section)
    return sum(len(re.findall(each, form(text))) for each, form in positive)


def holds(node: Text, text: str) -> bool:
    return any(re.search(each, form(text)) for each, form in expressions(node))


def truth(
    node: Node, made: Made, section: str | None, reports: list[Made], *, words: bool = True
) -> Maybe:
    if isinstance(node, Text):
        return holds(node, text_of(made, section)) if words else None
    if isinstance(node, SameReport):
        return of_report(node.child, made, reports)
    if isinstance(node, FieldFilter):
        if node.field == "section":
            return (section or "none") in node.values
        return any(has(made, node.field, value, reports) for value in node.values)
    if isinstance(node, Comparison | StateIs):
        return condition(node, made)
    if isinstance(node, Not):
        inner = truth(node.child, made, section, reports, words=words)
        return None if inner is None else not inner
    parts = [truth(child, made, section, reports, words=words) for child in node.children]
    decisive = isinstance(node, Or)
    if decisive in parts:
        return decisive
    return None if None in parts else not decisive


def of_report(node: Node, made: Made, reports: list[Made]) -> Maybe:
    """A truth in which text may stand in any section, each node in one of its own."""
    if isinstance(node, Text):
        return any(holds(node, section.printed) for section in made.report.sections)
    if isinstance(node, FieldFilter) and node.field == "section":
        return any((s.id in node.values) for s in made.report.sections) or (
            not made.report.sections and "none" in node.values
        )
    if isinstance(node, SameReport):
        return of_report(node.child, made, reports)
    if isinstance(node, Not):
        inner = of_report(node.child, made, reports)
        return None if inner is None else not inner
    if isinstance(node, And | Or):
        parts = [of_report(child, made, reports) for child in node.children]
        decisive = isinstance(node, Or)
        if decisive in parts:
            return decisive
        return None if None in parts else not decisive
    return truth(node, made, None, reports)


def condition(node: Comparison | StateIs, made: Made) -> Maybe:
    if node.cell not in made.cells:
        if made.report.form:
            return None
        return node.state is State.MISSING if isinstance(node, StateIs) else None
    quantity = made.cells[node.cell]
    if isinstance(node, StateIs):
        return quantity.state is node.state
    number = quantity.value
    if number is None:
        return None
    if node.op is Op.BETWEEN:
        return (node.value is None or number >= node.value) and (
            node.upper is None or number <= node.upper
        )
    assert node.value is not None
    return {
        Op.EQ: number == node.value,
        Op.NE: number != node.value,
        Op.LT: number < node.value,
        Op.LE: number <= node.value,
        Op.GT: number > node.value,
        Op.GE: number >= node.value,
    }[node.op]


def passes(made: Made, filters: Filters, reports: list[Made]) -> bool:
    names = ("year", "region", "agency", "level", "kind", "form", "finding")
    return all(
        not values or any(has(made, name, value, reports) for value in values)
        for name in names
        for values in [getattr(filters, name)]
    ) and not any(
        has(made, name, value, reports)
        for name in names
        for value in getattr(filters, f"not_{name}")
    )


def has(made: Made, name: str, value: str, reports: list[Made]) -> bool:
    identity = made.report.identity
    if name == "report":
        return made.id == value
    if name == "finding":
        return value in found(made, reports)
    if name == "region":
        return has_region(identity.region, value)
    held = made.report.form if name == "form" else getattr(identity, name)
    if value == "none":
        return not held
    if not held:
        return False
    if name == "year":
        first, dots, last = value.partition("..")
        last = last if dots else first
        return (not first or held >= int(first)) and (not last or held <= int(last))
    if name == "agency" and all(m.report.identity.agency != value for m in reports):
        return value in held
    return bool(held == value)


def found(made: Made, reports: list[Made]) -> set[str]:
    """Codes and answers of a report's findings, ``none`` where it has none."""
    codes = {finding.code for finding in made.report.findings}
    identity = made.report.identity
    body = (identity.agency, identity.region, identity.year)
    if all((identity.agency, identity.year)) and any(
        (other.agency, other.region, other.year) == body
        for other in (m.report.identity for m in reports if m is not made)
    ):
        codes.add("same_agency_and_year")
    answers = {str(one.answer) for one in made.report.findings if one.answer is not None}
    return codes | answers or {"none"}


def has_region(region: tuple[str, ...] | None, value: str) -> bool:
    if value in ("none", "national"):
        return region == (None if value == "none" else ())
    if region is None:
        return False
    names = value.split("/")
    return any(
        all(
            unit == name
            or (len(name) > 1 and unit in (name + "省", name + "市", name + "县", name + "自治区"))
            for unit, name in zip(region[start:], names, strict=False)
        )
        for start in range(len(region) - len(names) + 1)
    )


def facet(reports: list[Made], tree: Node, filters: Filters, name: str) -> dict[str, int]:
    """Reports per value, under all filters but the facet's own."""
    others = replace(filters, **{name: (), f"not_{name}": ()})
    matching = {
        made.id: made for made in reports if made.id in answer(reports, tree, others).reports
    }
    counts: Counter[str] = Counter()
    if name == "section":
        every = {section.id for made in reports for section in made.report.sections} | {"none"}
        for value in every:
            counts[value] = len(answer(reports, tree, replace(others, section=(value,))).reports)
        return {value: n for value, n in counts.items() if n}
    for made in matching.values():
        identity = made.report.identity
        if name == "finding":
            counts.update(found(made, reports))
        elif name == "region":
            region = identity.region
            if not region:
                counts["none" if region is None else "national"] += 1
            else:
                counts.update("/".join(region[:end]) for end in range(1, len(region) + 1))
        else:
            held = made.report.form if name == "form" else getattr(identity, name)
            counts[str(held or "none")] += 1
    return dict(counts)
