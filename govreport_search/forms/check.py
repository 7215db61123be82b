"""The official arithmetic of the tables: what adds up, what cannot, what a blank leaves open.

A printed error is kept and reported, never corrected. Only what no reading of the unknown
cells could repair is a contradiction; agreement yields no finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from govreport_search.domain import Answer, CellId, Fact, Finding, Place, Severity, State
from govreport_search.forms.derived import derived_indicators, sum_parts
from govreport_search.forms.equation import Equation, equations, known, state_of, value_of
from govreport_search.forms.loader import all_forms
from govreport_search.forms.lookup import cell_labels, row_name
from govreport_search.forms.model import Evidence, Form, Rule
from govreport_search.forms.proof import EMPTY
from govreport_search.sentence import Sentence, listed, say, template

MOST_NAMED = 3
"""Places that one note names; the count says how many there are."""

_GAPS = template("“%(rule)s”在%(places)s处无从判断：%(where)s有空白或“/”的格，按0计则不相等")
_SOME_GAPS = template("“%(rule)s”在%(places)s处无从判断：%(where)s等有空白或“/”的格，按0计则不相等")

_OTHER_FORM = template("%(year)s年度的报告用了%(form)s，该年度应用%(fitting)s")
_TOLERATED_FORM = template(
    "%(year)s年度的报告用了%(form)s，该年度应用%(fitting)s（该年度仅为鼓励使用）"
)


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of an equation as printed."""

    sum: Decimal
    blanks: int
    unknown: int

    @property
    def is_whole(self) -> bool:
        return not self.blanks and not self.unknown


def check_arithmetic(form: Form, facts: Iterable[Fact]) -> tuple[Finding, ...]:
    """Checks every rule of the form; findings in the order of the rules.

    - A rule whose cells are all numbers and do not agree is a contradiction.
    - So is one whose known numbers on one side already exceed the other, fully printed side:
      counts are not negative.
    - Where a rule agrees only if blanks are read as zero, one note per rule says so
      (``blank_as_zero``); where blanks leave a gap, one note says that (``blank_gap``).
    - A rule of unverified evidence never contradicts: its breach is a note.
    - A number printed in a group row must equal the sum of its rows (``group_sum``).
    """
    by_cell = {fact.cell: fact for fact in facts}
    findings: list[Finding] = []
    agreeing: dict[Rule, list[tuple[Equation, int]]] = {}
    gaps: dict[Rule, list[tuple[Equation, int]]] = {}
    for equation in equations(form, by_cell):
        left, right = _side(equation.left, by_cell), _side(equation.right, by_cell)
        if _contradicts(left, right):
            findings.append(_breach(form, equation, left, right, by_cell))
        elif not left.unknown and not right.unknown and left.blanks + right.blanks:
            if left.blanks + right.blanks == len(equation.cells):
                continue
            kept = agreeing if left.sum == right.sum else gaps
            kept.setdefault(equation.rule, []).append((equation, left.blanks + right.blanks))
    findings += [_blank_note(rule, seen, by_cell) for rule, seen in agreeing.items()]
    findings += [_gap_note(form, rule, seen, by_cell) for rule, seen in gaps.items()]
    return (*findings, *_group_sums(form, by_cell))


def form_year_mismatch(form: Form, year: int | None) -> Finding | None:
    """A finding where the form was not in force for that report year, else ``None``.

    The 2019 form was only encouraged for 2019, so an older form is no fault in that year.
    """
    if year is None or form.includes_year(year):
        return None
    fitting = [other for other in all_forms() if other.includes_year(year)]
    tolerated = year in form.tolerated_years
    return Finding(
        code="form_year_mismatch",
        severity=Severity.INFO if tolerated else Severity.WARNING,
        message=say(
            _TOLERATED_FORM if tolerated else _OTHER_FORM,
            year=year,
            form=form.title,
            fitting=fitting[0].title if fitting else say("其他格式"),
        ),
        expected=fitting[0].id if fitting else "",
        found=form.id,
    )


def _side(cells: tuple[CellId, ...], facts: Mapping[CellId, Fact]) -> _Side:
    states = [state_of(facts, cell) for cell in cells]
    blanks = sum(state in EMPTY for state in states)
    numbers = sum(state is State.NUMBER for state in states)
    return _Side(known(facts, cells), blanks, len(cells) - numbers - blanks)


def _contradicts(left: _Side, right: _Side) -> bool:
    if left.is_whole and right.is_whole:
        return left.sum != right.sum
    if left.is_whole:
        return right.sum > left.sum
    return right.is_whole and left.sum > right.sum


def _breach(
    form: Form, equation: Equation, left: _Side, right: _Side, facts: Mapping[CellId, Fact]
) -> Finding:
    rule, total = equation.rule, equation.total
    verified = rule.evidence is not Evidence.UNVERIFIED
    at_left = total in equation.left
    found, expected = (left, right) if at_left else (right, left)
    message = _said_breach(
        _name(form, total, rule),
        rule,
        (expected.sum, found.sum),
        _terms(equation.right if at_left else equation.left, facts),
    )
    if not (found.is_whole and expected.is_whole):
        message = say("%(reason)s（另有未知的格，只会相差更多）", reason=message)
    return Finding(
        code=rule.code,
        severity=Severity.ERROR if verified else Severity.INFO,
        message=message,
        answer=Answer.CONTRADICTION if verified else None,
        table=total.table,
        row=total.row,
        column=total.column,
        expected=str(expected.sum),
        found=str(found.sum),
        place=_place(equation, facts),
    )


def _said_breach(where: str, rule: Rule, sums: tuple[Decimal, Decimal], terms: str) -> Sentence:
    """What a rule asks for and what is printed; a sum of one number is that number."""
    expected, found = sums
    if terms == str(expected):
        return say(
            "%(where)s：%(rule)s，按印出的数字应为%(expected)s，印作%(found)s",
            where=where,
            rule=rule.words,
            expected=expected,
            found=found,
        )
    return say(
        "%(where)s：%(rule)s，按印出的数字应为%(expected)s（%(terms)s），印作%(found)s",
        where=where,
        rule=rule.words,
        expected=expected,
        terms=terms,
        found=found,
    )


def _terms(cells: tuple[CellId, ...], facts: Mapping[CellId, Fact]) -> str:
    """The numbers that make up a sum, zeros left out."""
    values = [value for cell in cells if (value := value_of(facts, cell))]
    return "＋".join(map(str, values)) if values else say("各项均为0或空白")


def _blank_note(
    rule: Rule, seen: list[tuple[Equation, int]], facts: Mapping[CellId, Fact]
) -> Finding:
    blanks = sum(count for _, count in seen)
    first = seen[0][0]
    return Finding(
        code="blank_as_zero",
        severity=Severity.INFO,
        message=say(
            "“%(rule)s”在%(places)s处成立，其中%(blanks)s个空白或“/”的格按0计",
            rule=rule.words,
            places=len(seen),
            blanks=blanks,
        ),
        answer=Answer.AGREES,
        table=first.total.table,
        row=first.total.row,
        column=first.total.column,
        place=_place(first, facts),
    )


def _gap_note(
    form: Form, rule: Rule, seen: list[tuple[Equation, int]], facts: Mapping[CellId, Fact]
) -> Finding:
    first = seen[0][0]
    names = listed("、", (_name(form, equation.total, rule) for equation, _ in seen[:MOST_NAMED]))
    left, right = known(facts, first.left), known(facts, first.right)
    at_left = first.total in first.left
    return Finding(
        code="blank_gap",
        severity=Severity.INFO,
        message=say(
            _SOME_GAPS if len(seen) > MOST_NAMED else _GAPS,
            rule=rule.words,
            places=len(seen),
            where=names,
        ),
        table=first.total.table,
        row=first.total.row,
        column=first.total.column,
        expected=str(right if at_left else left),
        found=str(left if at_left else right),
        place=_place(first, facts),
    )


def _group_sums(form: Form, facts: Mapping[CellId, Fact]) -> Iterator[Finding]:
    for indicator in derived_indicators():
        parts = () if indicator.is_rate else sum_parts(form, indicator.id)
        for column in indicator.columns if parts else ():
            cell = indicator.cell(column)
            printed = value_of(facts, cell)
            values = [value_of(facts, CellId(cell.table, row.id, column)) for row in parts]
            if printed is None or None in values:
                continue
            total = sum(filter(None, values), Decimal(0))
            if total != printed:
                yield Finding(
                    code="group_sum",
                    severity=Severity.ERROR,
                    message=say(
                        "“%(row)s”一行印作%(found)s，其下各行之和为%(expected)s",
                        row=indicator.label,
                        found=printed,
                        expected=total,
                    ),
                    answer=Answer.CONTRADICTION,
                    table=cell.table,
                    row=cell.row,
                    column=column,
                    expected=str(total),
                    found=str(printed),
                    place=facts[cell].place,
                )


def _name(form: Form, cell: CellId, rule: Rule) -> str:
    """Where a rule was applied: the row of a row rule, the column of a column rule."""
    if rule.each == "row":
        label = row_name(cell, form.id)  # its number, （七）, is no note in brackets
        return say("“%(row)s”行", row=label[:1] + label[1:].partition("（")[0])
    return say("“%(column)s”列", column=cell_labels(cell, form.id)[1])


def _place(equation: Equation, facts: Mapping[CellId, Fact]) -> Place | None:
    """The total's place, or that of the first printed cell of the rule."""
    for cell in (equation.total, *equation.cells):
        if cell in facts and facts[cell].place is not None:
            return facts[cell].place
    return None
