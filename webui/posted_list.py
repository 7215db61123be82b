"""A list that a form posts: pasted or as a file, within limits, read once and never kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from urllib.parse import parse_qsl, urlencode

from flask import request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge

from govreport_search.errors import BadFilterError
from govreport_search.sentence import say
from govreport_search.services.pasted import MOST_BYTES, pasted_text
from webui import args

MOST_FIELDS = 200
"""Of one form; ours have a few dozen."""

LONGEST_ADDRESS = 4_000
"""Characters of an address that we lead to; every browser and every proxy takes so many."""

FILE, VIEW = "file", "view"
"""The field of the uploaded file, and of the query that says how the list is shown."""

MULTIPART = "multipart/form-data"

Pairs = Sequence[tuple[str, str]]


def limit_form() -> None:
    """Bounds for the form that this request posts; nothing is read beyond them."""
    request.max_content_length = MOST_BYTES + 64 * 1024
    request.max_form_memory_size = MOST_BYTES
    request.max_form_parts = MOST_FIELDS


def given_list(
    name: str, plain: Callable[[str], str], known: Collection[str]
) -> tuple[args.Args, str]:
    """How a list is to be shown, and the list: from the form that posts it, or the address.

    Args:
        name: of the list's parameter; several of them are one list.
        plain: as in ``posted_list``.
        known: every parameter of the page.

    Raises:
        UnknownFieldError: a parameter that does not exist.
        BadFilterError: as ``posted_list``.
    """
    given: args.Args
    if request.method == "POST":
        args.reject_unknown(request.args, ())
        given, listed = shown_with(name), posted_list(name, plain)
    else:
        given, listed = request.args, "\n".join(request.args.getlist(name))
    args.reject_unknown(given, known)
    return given, "\n".join(filter(None, map(str.strip, listed.splitlines())))


def posted_list(name: str, plain: Callable[[str], str]) -> str:
    """What the form's field and its file hold, one behind the other.

    Args:
        plain: a list without the heading that it may have; of two lists the second's would be
            read as one of its rows.

    Raises:
        BadFilterError: it is too long, has too many fields, or the file is no text.
    """
    limit_form()
    try:
        pieces = request.form.getlist(name)
        files = request.files.getlist(FILE)
    except RequestEntityTooLarge as error:
        raise _too_large() from error
    pieces += [pasted_text(file.stream.read(MOST_BYTES + 1)) for file in files if file.filename]
    pieces = [piece for piece in pieces if piece.strip()]
    return "\n".join(map(plain, pieces) if len(pieces) > 1 else pieces)


def shown_with(name: str) -> MultiDict[str, str]:
    """How the list is to be shown: the fields of the form, or the query in its ``view``.

    Raises:
        BadFilterError: as ``posted_list``.
    """
    limit_form()
    try:
        form = request.form
    except RequestEntityTooLarge as error:
        raise _too_large() from error
    if VIEW in form:
        try:
            return MultiDict(parse_qsl(form[VIEW], max_num_fields=MOST_FIELDS))
        except ValueError as error:  # more fields than that
            raise _too_large() from error
    return MultiDict([(key, one) for key, one in form.items(multi=True) if key != name])


def _too_large() -> BadFilterError:
    return BadFilterError(
        say("清单超过上限 %(most)s MB", most=MOST_BYTES // 1024**2),
        remedy=say("请分成几份，每行只写一个名称"),
    )


def address(path: str, pairs: Iterable[tuple[str, str]]) -> str:
    """``path`` with a query."""
    query = urlencode(list(pairs))
    return f"{path}?{query}" if query else path


def fits(url: str) -> bool:
    """Whether an address is short enough to be led to, kept and sent on."""
    return len(url) <= LONGEST_ADDRESS


class Listed:
    """A list and the pages that show it: by addresses that hold it, or by its form.

    Args:
        path: of the page.
        field: the parameter of the list.
        text: the list, empty where there is none.
        pairs: the other parameters of this page.
    """

    def __init__(self, path: str, field: str, text: str, pairs: Pairs) -> None:
        self._path, self._own = path, ([(field, text)] if text else [])
        self.permalink = address(path, [*self._own, *pairs])
        self.is_short = fits(self.permalink)

    def way(self, pairs: Pairs) -> dict[str, str]:
        """To the same list with other parameters: an address, or what a button posts."""
        url = address(self._path, [*self._own, *pairs]) if self.is_short else ""
        return {"url": url, "view": urlencode(list(pairs))}

    def downloads(self, path: str, pairs: Pairs, formats: Pairs) -> list[dict[str, str]]:
        """The whole table from the API at a path.

        Args:
            formats: what a download is called, and the API's name of its format.
        """
        own = self._own if self.is_short else []
        return [
            {"name": name, "url": address(path, [*own, *pairs, ("format", form)])}
            for name, form in formats
        ]
