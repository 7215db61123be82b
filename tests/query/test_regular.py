"""Regular expressions of queries: what they mean over folded and over printed text."""

from __future__ import annotations

import pytest

from govreport_search.query.regular import MOST_PIECES, BadExpressionError, compiled
from govreport_search.text import fold, unfolded

# expression -> printed text, what is found in its fold
FOUND = {
    "甲.乙": ("甲\n丙 乙", "甲丙乙"),
    "（甲）": ("(甲)", "(甲)"),
    "[（【]甲": ("见（甲", "(甲"),
    "[０-９]+": ("共 12 件", "12"),
    "[一-龥]+": ("12件收到", "件收到"),
    "[A-Z]+": ("附件ＡＢ", "ab"),
    "\\（甲": ("（甲）", "(甲"),
    "條例": ("《条例》", "条例"),
    "[條]例": ("《条例》", "条例"),
    "[]甲]+": ("甲]", "甲]"),
    "a b": ("A  b", "a b"),
}


@pytest.mark.parametrize("source", FOUND)
def test_an_expression_is_about_folded_text(source: str) -> None:
    printed, found = FOUND[source]
    match = compiled(source).search(fold(printed))
    assert match is not None
    assert match[0] == found


def test_an_expression_about_printed_text_folds_nothing() -> None:
    text = unfolded("（甲）共１２ 件 ABC 條\n例")
    assert compiled("（甲）", printed=True).search(text)
    assert not compiled("[0-9]+(?=件)", printed=True).search(unfolded("１２件"))
    assert compiled("[０-９]+", printed=True).search(text)[0] == "１２"
    assert compiled("[A-Z]+", printed=True).search(text)[0] == "ABC"
    assert not compiled("abc", printed=True).search(text)
    assert compiled("條例", printed=True).search(text)


@pytest.mark.parametrize(
    "source",
    [
        "((甲{1000}){1000}){1000}",
        "(?:(?:甲|乙){2000}){2000}",
        f"甲{{{MOST_PIECES + 1}}}",
        "(?R)甲",
        "甲(?1)",
        "(?x)(甲{900}) {900}",
        "(?r)甲",
        "(?P<a>甲)(?&a)",
    ],
)
def test_what_could_not_be_stopped_is_refused_at_once(source: str) -> None:
    with pytest.raises(BadExpressionError) as caught:  # unguarded it takes minutes
        compiled(source)
    assert caught.value.position is not None


@pytest.mark.parametrize(
    "source", ["甲{20}", "(甲{0,900}){0,900}乙", "[{1000}]{3}", "\\(?甲", "(?i:甲)"]
)
def test_counts_within_reason_are_not(source: str) -> None:
    assert compiled(source)


# expression -> index of the fault
PLACES = {"甲(乙": 2, "（（甲)": 3, "甲**": 2, "[甲": 1, "\\（(": 2}


@pytest.mark.parametrize("source", PLACES)
def test_a_fault_is_where_it_was_typed(source: str) -> None:
    with pytest.raises(BadExpressionError) as caught:
        compiled(source)
    assert caught.value.position == PLACES[source]


@pytest.mark.parametrize("source", ["甲*", "^", "(?:甲?)", "$", ""])
def test_what_is_everywhere_is_refused(source: str) -> None:
    with pytest.raises(BadExpressionError, match="空的文字"):
        compiled(source)


@pytest.mark.parametrize(
    "source",
    [
        r"\b",
        "(?=甲)",
        "(?!甲)\\b",
        "(?<=甲)",
        "(?<!甲)(?=(乙|丙[丁])+)",
        "(?:(?=甲))",
        "(?<名>(?=甲))",
    ],
)
def test_what_says_a_place_and_no_text_is_refused(source: str) -> None:
    with pytest.raises(BadExpressionError):
        compiled(source)


@pytest.mark.parametrize(
    "source",
    [
        "(?=甲).",
        "(?<=甲)乙",
        r"\b甲",
        "(?:甲)",
        "(?<名>甲)",
        "(?P<a>甲)",
        "(?>甲)",
        "(?i:甲)",
        r"\^",
    ],
)
def test_a_place_beside_text_is_not(source: str) -> None:
    assert compiled(source)
