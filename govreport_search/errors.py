"""One root for every error a user can meet, each with a stable code and a message safe to show.

HTTP statuses and exit codes are mapped from these classes at the edges (``cli.py``,
``webui/errors.py``), never here.
"""

from __future__ import annotations


class GovReportError(Exception):
    """Root of all errors this project raises on purpose.

    Attributes:
        code: stable snake_case identifier, part of our interface.
        message: what went wrong, in Chinese, safe to show.
        remedy: what the user can do about it, in Chinese; may be empty.
    """

    code = "error"

    def __init__(self, message: str, *, remedy: str = "", code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        if code is not None:
            self.code = code

    def __str__(self) -> str:
        return f"{self.message}。{self.remedy}" if self.remedy else self.message


class UserError(GovReportError):
    """The request cannot be understood: exit code 2, HTTP 400."""

    code = "bad_request"


class QuerySyntaxError(UserError):
    """The query breaks the grammar.

    Attributes:
        position: code-point offset of the fault in the query as typed.
        length: code points that are at fault, 0 at the end of the query.
        repair: a whole query that would be accepted, or an empty string.
        query: the text that ``position`` counts in: the query, or one ``where`` condition.
    """

    code = "query_syntax"

    def __init__(
        self,
        message: str,
        *,
        position: int,
        length: int = 1,
        repair: str = "",
        remedy: str = "",
        query: str = "",
    ) -> None:
        super().__init__(message, remedy=remedy)
        self.query = query
        self.position = position
        self.length = length
        self.repair = repair


class UnknownFieldError(UserError):
    """A field, indicator, column, section or form that does not exist.

    Attributes:
        name: what the user wrote.
        candidates: what exists instead, best guesses first.
        position: offset in the query, or -1 where it came from an option.
        query: the text that ``position`` counts in, empty where it came from an option.
    """

    code = "unknown_field"

    def __init__(
        self,
        message: str,
        *,
        name: str,
        candidates: tuple[str, ...] = (),
        position: int = -1,
        remedy: str = "",
        code: str | None = None,
        query: str = "",
    ) -> None:
        super().__init__(message, remedy=remedy, code=code)
        self.query = query
        self.name = name
        self.candidates = candidates
        self.position = position


class BadFilterError(UserError):
    """A filter value that cannot be read, for example a year that is no number."""

    code = "bad_filter"


class NotFoundError(UserError):
    """What was asked for by name is not in the store: exit code 1, HTTP 404."""

    code = "not_found"


class BusyError(GovReportError):
    """Too much is asked for at once; the same request can be made again: HTTP 503."""

    code = "busy"


class DataError(GovReportError):
    """Input that cannot be used; the rest of a batch goes on."""

    code = "bad_data"


class UnreadableSourceError(DataError):
    """A source file that no reader can turn into blocks."""

    code = "unreadable_source"


class NotAReportError(DataError):
    """A readable file that is no 政府信息公开工作年度报告."""

    code = "not_a_report"


class ManifestError(DataError):
    """A manifest that cannot be read; names file, line and cause."""

    code = "bad_manifest"


class StoreError(GovReportError):
    """The store cannot be opened, is of a newer schema, or is damaged."""

    code = "store_unavailable"


class EngineError(GovReportError):
    """The full-text index cannot answer (not ready, outdated, locked, damaged)."""

    code = "engine_unavailable"
