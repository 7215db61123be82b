"""A question for findings: the reports they are of, and what they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from govreport_search.domain import Answer, Severity
from govreport_search.errors import BadFilterError, UnknownFieldError
from govreport_search.query.finding import ANSWERS, FINDINGS
from govreport_search.query.near import near
from govreport_search.query.request import EMPTY_VALUE, EXCLUDED, Request
from govreport_search.sentence import listed, say

SEVERITIES: Mapping[str, str] = {
    Severity.ERROR.value: "错误",
    Severity.WARNING.value: "注意",
    Severity.INFO.value: "说明",
}
"""Severities with their words, the gravest first."""

OWN_FIELDS = ("code", "answer", "severity")
"""What findings are told apart by, beside the filters on their reports."""

OWN_FILTERS = (*OWN_FIELDS, *(EXCLUDED + name for name in OWN_FIELDS))
"""What findings are chosen by: values of these fields that they have, and such they have not."""

_ANSWERS = {
    Answer.CONTRADICTION.value: "相互矛盾",
    Answer.OTHER_SCOPE.value: "口径不同",
    Answer.AGREES.value: "相符",
    EMPTY_VALUE: "不比较两个数",
}

OWN_VALUES: Mapping[str, Mapping[str, str]] = {
    "code": FINDINGS,
    "answer": _ANSWERS,
    "severity": SEVERITIES,
}
"""Every value of each of these fields with its word, in the order in which they are shown."""

OWN_LABELS: Mapping[str, str] = {"code": "核查项目", "answer": "结论", "severity": "轻重"}

FINDING_SORTS = ("gravity", "-year", "year", "agency", "-agency", "code")
"""Sort orders; ``gravity``: contradictions first, then by severity, of equal ones the newest."""


@dataclass(frozen=True, slots=True)
class FindingRequest:
    """Which findings are wanted, in which order.

    Attributes:
        asked: its query, filters, synonyms and fold choose the reports, its limit, offset and
            facet limits the page; its sort and unit do not count.
        code: of ``FINDINGS``.
        answer: ``contradiction``, ``other_scope``, ``agrees``, or ``none`` for checks that do
            not compare two numbers.
        severity: ``error``, ``warning`` or ``info``.
        not_code, not_answer, not_severity: findings with any of these are kept out.
        sort: one of ``FINDING_SORTS``.
    """

    asked: Request = field(default_factory=Request)
    code: tuple[str, ...] = ()
    answer: tuple[str, ...] = ()
    severity: tuple[str, ...] = ()
    sort: str = FINDING_SORTS[0]
    not_code: tuple[str, ...] = ()
    not_answer: tuple[str, ...] = ()
    not_severity: tuple[str, ...] = ()

    def wanted(self, name: str) -> tuple[str, ...]:
        """Values of one of ``OWN_FIELDS`` of which a finding must have one; none: any will do."""
        values: tuple[str, ...] = getattr(self, name)
        return values

    def unwanted(self, name: str) -> tuple[str, ...]:
        """Values of one of ``OWN_FIELDS`` of which a finding must have none."""
        values: tuple[str, ...] = getattr(self, EXCLUDED + name)
        return values


def finding_values(name: str, values: Iterable[str]) -> tuple[str, ...]:
    """Canonical spelling of values of one of ``OWN_FIELDS``: its id or its word, each once.

    Raises:
        UnknownFieldError: there is no such value.
    """
    known = OWN_VALUES[name]
    words = ANSWERS if name == "answer" else {}  # as the query language says them
    by_word = {word: value for value, word in (*words.items(), *known.items())}
    found: dict[str, None] = {}
    for value in values:
        written = value.strip()
        canonical = written if written in known else by_word.get(written)
        if canonical is None:
            choices = (say("%(word)s（%(id)s）", word=say(w), id=one) for one, w in known.items())
            raise UnknownFieldError(
                say("没有“%(value)s”这个%(field)s", value=value, field=say(OWN_LABELS[name])),
                name=value,
                candidates=near(value, known),
                remedy=say("可选：%(values)s", values=listed("、", choices)),
            )
        found[canonical] = None
    return tuple(found)


def check_finding_sort(sort: str) -> None:
    """Refuse a sort order that does not exist.

    Raises:
        BadFilterError: it is not in ``FINDING_SORTS``.
    """
    if sort not in FINDING_SORTS:
        raise BadFilterError(
            say("核查结果不能按“%(sort)s”排序", sort=sort),
            remedy=say("可选：%(values)s", values="、".join(FINDING_SORTS)),
        )
