"""The statutory forms as data: what tables a report must hold, and in force for which years."""

from govreport_search.forms.loader import all_forms, form
from govreport_search.forms.model import (
    Column,
    Evidence,
    Form,
    FormSection,
    Layout,
    Row,
    Table,
    ValueType,
)

__all__ = [
    "Column",
    "Evidence",
    "Form",
    "FormSection",
    "Layout",
    "Row",
    "Table",
    "ValueType",
    "all_forms",
    "form",
]
