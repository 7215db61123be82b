"""Every check that compares what stands in a report; the same after reading and correcting."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from govreport_search.domain import Fact, Finding, Identity, Section
from govreport_search.forms import all_forms
from govreport_search.forms import form as statutory_form
from govreport_search.forms.check import check_arithmetic, form_year_mismatch
from govreport_search.forms.derive import DerivedFact, derive
from indexer.statement import check_slips, check_statements

_OTHER_CODES = (
    *("form_year_mismatch", "blank_as_zero", "blank_gap", "group_sum"),
    *("text_vs_table", "number_missing_in_text", "part_count"),
)


@cache
def check_codes() -> frozenset[str]:
    """Codes of all findings that ``check`` can give; every other was made by the reading."""
    rules = (rule.code for form in all_forms() for rule in form.rules)
    return frozenset((*rules, *_OTHER_CODES))


def check(
    form: str, identity: Identity, sections: Sequence[Section], facts: Sequence[Fact]
) -> tuple[tuple[DerivedFact, ...], tuple[Finding, ...]]:
    """What the cells say in sums and rates, and what does not fit together.

    Args:
        form: id of the form in the report, empty if none was recognised.
    """
    derived: tuple[DerivedFact, ...] = ()
    findings: list[Finding] = []
    if form:
        template = statutory_form(form)
        derived = derive(template, facts)
        mismatch = form_year_mismatch(template, identity.year)
        findings += [mismatch] if mismatch else []
        findings += check_arithmetic(template, facts)
        findings += check_statements(
            sections,
            facts,
            template,
            derived=derived,
            year=identity.year,
            agency=identity.agency,
        )
    findings += check_slips(sections)
    return derived, tuple(findings)
