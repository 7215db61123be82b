"""The language of the pages: Chinese as written, English from the catalogues.

Every sentence stands in Chinese where it is used; ``translations/en/*.po`` hold the English, one
file for each room of pages. They are read as the text they are committed as, so that no compiled
copy can be older than its source.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import Flask, g, has_request_context, redirect, request, url_for
from flask_babel import Babel, Domain
from markupsafe import Markup
from werkzeug.wrappers import Response

from govreport_search.errors import NotFoundError
from govreport_search.sentence import say
from webui.long_address import MOST_BYTES

CHINESE, ENGLISH = "zh_Hans", "en"
LANGUAGES = {CHINESE: "中文", ENGLISH: "English"}
COOKIE = "language"
ONE_YEAR = 365 * 24 * 3600

_KEPT = "language"
"""Where a request keeps the language its reader chose."""

_COUNTED = re.compile(
    r"%\((?P<of>\w+)\)s(?P<between>[^%{}]*)\{(?P<one>[^{|}]*)\|(?P<more>[^{|}]*)\}"
)
"""``%(n)s more {report|reports}``: what stands for one, and for any other number."""

_CATALOGUES = Path(__file__).parent / "translations"


class _Written(Domain):  # type: ignore[misc]  # Flask-Babel ships no types
    """Translations made from the ``.po`` files themselves."""

    def get_translations(self) -> Translations:
        return catalogue(CHINESE if is_chinese() else chosen())


def is_chinese() -> bool:
    """Whether the page is in the language its sentences are written in; so are those of no page."""
    return not has_request_context() or chosen() == CHINESE


def gettext(text: str, **values: object) -> str:
    """A Chinese sentence of ours in the reader's language, with values in its places.

    As Flask-Babel's, whose way to the reader's language takes longer than the translation: a page
    says thousands of sentences.
    """
    said: str = text if is_chinese() else catalogue(chosen()).gettext(text)
    return counted(said, values) % values if values else said


class _Languages(Babel):  # type: ignore[misc]  # the same
    """Flask-Babel with our catalogues in the place of compiled ones."""

    domain_instance = _Written()


@cache
def catalogue(language: str) -> Translations:
    """The sentences of one language; empty for Chinese, which is what the sources hold."""
    joined = Translations()
    for path in sorted((_CATALOGUES / language).glob("*.po")):
        with path.open("rb") as source:
            read = read_po(source, locale=language)
        compiled = io.BytesIO()
        write_mo(compiled, read)
        compiled.seek(0)
        joined.merge(Translations(compiled))
    return joined


@cache
def sentences(name: str) -> tuple[str, ...]:
    """The Chinese sentences of one file of the English catalogue, in its order."""
    with (_CATALOGUES / ENGLISH / f"{name}.po").open("rb") as source:
        return tuple(one.id for one in read_po(source) if one.id and isinstance(one.id, str))


def english(text: str) -> str:
    """A sentence of ours in English, whatever the reader chose; itself where it has none."""
    return str(catalogue(ENGLISH).gettext(text))


def counted(template: str, values: Mapping[str, object]) -> str:
    """The sentence with its nouns in the number that its values ask for.

    It is settled before the values are put in, so that no braces of theirs are taken for ours.
    """
    if "{" not in template:
        return template
    return _COUNTED.sub(
        lambda found: (
            f"%({found['of']})s{found['between']}"
            + found["one" if str(values[found["of"]]) == "1" else "more"]
        ),
        template,
    )


def N_(text: str) -> str:  # noqa: N802  # the name that tools for translators look for
    """Marks a Chinese sentence that is translated where it is shown."""
    return text


def register(app: Flask) -> None:
    """Give the app its languages, and the address that switches them."""
    _Languages(
        app,
        default_locale=CHINESE,
        default_timezone="Asia/Shanghai",
        locale_selector=chosen,
    )
    app.add_url_rule("/language/<name>", "language", switch)
    app.jinja_env.globals.update(
        languages=LANGUAGES, language=chosen, switch_url=switch_url, gettext=_said, _=_said
    )


def _said(text: str, **values: object) -> Markup:
    """What templates call ``_``: as Jinja's own, which takes three times as long for each word.

    Values are escaped, the sentence itself is ours.
    """
    said = gettext(text)
    return Markup(counted(said, values)) % values if values or "%%" in text else Markup(said)


def chosen() -> str:
    """The language this reader chose; Chinese until they do."""
    kept = g._get_current_object()  # each look through Flask's own proxy would cost as much again
    name: str | None = kept.get(_KEPT)
    if name is None:
        name = request.cookies.get(COOKIE, CHINESE)
        name = name if name in LANGUAGES else CHINESE
        setattr(kept, _KEPT, name)
    return name


def switch_url(name: str) -> str:
    """Where a reader of this page gets it in another language.

    A posted form has no address, and one that is too long for a page none to go back to.
    """
    here = url_for("pages.search")
    if request.method == "GET" and len(request.query_string) <= MOST_BYTES:
        query = urlencode(list(request.args.items(multi=True)))
        here = f"{request.path}?{query}" if query else request.path
    return url_for("language", name=name, to=here)


def switch(name: str) -> Response:
    """Keep the reader's choice and go back to the page they came from.

    Raises:
        NotFoundError: no such language.
    """
    if name not in LANGUAGES:
        raise NotFoundError(
            say("没有“%(name)s”这种语言", name=name),
            remedy=say("可以选 %(value)s", value="、".join(LANGUAGES)),
        )
    answer = redirect(own_page(request.args.get("to", "/")), 303)
    answer.set_cookie(
        COOKIE, name, max_age=ONE_YEAR, httponly=True, samesite="Lax", secure=request.is_secure
    )
    return answer


def own_page(address: str) -> str:
    """An address of ours, or the start page: nobody sends a reader elsewhere through us."""
    # "//host" is an address of another host, and browsers read "/\\host" as one.
    own = address.startswith("/") and not address.startswith("//") and "\\" not in address
    return address if own and address.isprintable() else url_for("pages.search")
