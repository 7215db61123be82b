"""Terms of the field, and which of them are wordings of one thing."""

from govreport_search.terms.lint import faults
from govreport_search.terms.loader import (
    Group,
    Term,
    groups,
    stop_words,
    synonyms,
    terms,
    usual_wording,
)

__all__ = ["Group", "Term", "faults", "groups", "stop_words", "synonyms", "terms", "usual_wording"]
