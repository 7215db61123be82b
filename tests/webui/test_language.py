"""Every sentence of the pages in both languages, and every word of the library in English."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from every_page import addresses
from flask.testing import FlaskClient
from web_reading import foreign_words

import govreport_search
import indexer
from govreport_search.forms import all_forms
from govreport_search.forms.concordance import links
from govreport_search.forms.derived import derived_indicators
from govreport_search.forms.explanation import regulations, terms
from govreport_search.forms.lookup import row_name
from govreport_search.forms.model import Table
from govreport_search.forms.sections import SECTION_IDS, section_title
from govreport_search.forms.stock import stocks
from govreport_search.query import words
from govreport_search.query.describe import value_label
from govreport_search.query.finding import ANSWERS, FINDINGS
from govreport_search.query.finding_request import OWN_LABELS, OWN_VALUES
from govreport_search.query.request import EMPTY_VALUE
from govreport_search.query.value import NATIONAL
from govreport_search.regions.vocabulary import KINDS, LEVELS, functions
from govreport_search.sentence import say
from govreport_search.services.coverage import COVERAGE_STATES
from indexer.statement.claim import kinds as claims
from webui import language
from webui.markup import plain, told
from webui.present.drawing import row_text
from webui.present.glossary import sheets

WEBUI = Path(language.__file__).parent
LIBRARY = Path(govreport_search.__file__).parent
INDEXER = Path(indexer.__file__).parent
NAMED = re.compile(r"%\((\w+)\)[sd]")
KEYWORDS = {
    "_": None,
    "say": None,
    "template": None,
    "listed": (1,),
    "N_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "lazy_gettext": None,
}
SAYING = [("cli/**.py", "ignore"), ("**.py", "python")]
READING = [
    *((name, "ignore") for name in ("cli.py", "**/cli.py", "sample/**.py")),
    ("**.py", "python"),
]
"""The library and the indexer without their commands, which speak Chinese."""

METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2.ext.babel_extract")]

PAGES = (
    *("/findings", "/coverage?year=2020..2022", "/terms?terms=公开%0A没有这个词&year=2021"),
    *("/help", "/status", "/indicators", "/api", "/glossary", "/privacy", "/nothing"),
)
"""Pages beside those of ``every_page``."""


@cache
def sentences() -> dict[str, list[str]]:
    """Each sentence marked in our sources, with the places it stands at."""
    found: dict[str, list[str]] = defaultdict(list)
    for folder, methods in ((WEBUI, METHODS), (LIBRARY, SAYING), (INDEXER, READING)):
        for name, line, message, _, _ in extract_from_dir(
            folder, methods, options_map={"**": {"silent": "false"}}, keywords=KEYWORDS
        ):
            for one in (message,) if isinstance(message, str) else message:
                if one and (not one.isascii() or "%(" in one):
                    found[one].append(f"{folder.name}/{name}:{line}")
    return dict(found)


@cache
def catalogues() -> dict[str, dict[str, str]]:
    """File name to its Chinese sentences and their English."""
    read = {}
    for path in sorted((WEBUI / "translations" / "en").glob("*.po")):
        with path.open("rb") as source:
            entries = [one for one in read_po(source, locale="en") if one.id]
        read[path.name] = {one.id: one.string for one in entries if isinstance(one.id, str)} | {
            one.id[0]: one.string[-1] for one in entries if not isinstance(one.id, str)
        }
    return read


def english() -> dict[str, str]:
    return {zh: en for entries in catalogues().values() for zh, en in entries.items()}


def numbers_and_units(table: Table) -> Iterator[str]:
    """Numbers of rows as they are printed and picked by, and units behind a number."""
    for row in table.rows:
        number = row_text(row).removesuffix(row.label)
        yield from (one for one in (row.no, number) if not one.isascii())
    for unit in {table.unit, *(one.unit for one in (*table.columns, *table.rows))} - {""}:
        yield f"%(n)s {unit}"


def library_words() -> Iterator[str]:
    """What the library names in Chinese and pages show as it is."""
    for form in all_forms():
        yield form.title
        yield from (rule.words for rule in form.rules)
        yield from (section.title for section in form.sections)
        for table in form.tables:
            yield from (table.title, table.unit, table.corner)
            for column in table.columns:
                yield from (column.label, column.parent, column.unit)
            for row in table.rows:
                yield from (row.label, row.unit)
            yield from numbers_and_units(table)
            yield from (row_name(cell, form.id) for cell in table.cells())
    for derived in derived_indicators():
        yield from (derived.label, derived.definition, derived.unit)
    yield from explanations()
    yield from (section_title(section) for section in SECTION_IDS)
    for known in (OWN_LABELS, *OWN_VALUES.values(), COVERAGE_STATES):
        yield from known.values()
    for known in (LEVELS, KINDS, FINDINGS, ANSWERS, words.STATE_LABELS, words.OPERATOR_WORDS):
        yield from known.values()
    yield from functions()
    yield from (scope.words for claim in claims() for scope in claim.scopes)
    yield from (stock.note for stock in stocks())
    yield from (link.note for link in links() if link.note)
    yield from (word.label for word in (*words.FIELDS, *words.PREFIXES))
    yield value_label("region", EMPTY_VALUE)
    yield value_label("region", NATIONAL)


def explanations() -> Iterator[str]:
    """What the glossary says, and the clauses it names."""
    entries = [entry for sheet in sheets() for entry in (*sheet.rows, *sheet.columns)]
    for one in (*terms(), *(entry.told for entry in entries)):
        yield from (one.name, one.text)
        yield from (cited.label for cited in (*one.rests_on, *one.see))
    for regulation in regulations():
        yield from (regulation.title, regulation.number)
        yield from (clause.label for clause in regulation.clauses)


def test_the_sources_are_read() -> None:
    assert {"检索", "跳到正文"} <= set(sentences())
    places = {path.rpartition("/")[0] for at in sentences().values() for path in at}
    assert places >= {"webui/templates", "govreport_search/query", "govreport_search/services"}
    assert places >= {"govreport_search/forms", "indexer/readers/pdf", "indexer/statement"}


def test_every_sentence_has_its_english() -> None:
    known = english()
    assert {text: at for text, at in sentences().items() if not known.get(text)} == {}


def test_every_word_of_the_library_has_its_english() -> None:
    known = english()
    assert [word for word in dict.fromkeys(library_words()) if word and not known.get(word)] == []


def test_no_english_has_lost_its_sentence() -> None:
    used = {*sentences(), *library_words()}
    left = {name: sorted(set(entries) - used) for name, entries in catalogues().items()}
    assert {name: lost for name, lost in left.items() if lost} == {}


def test_a_sentence_has_one_english() -> None:
    said: dict[str, set[str]] = defaultdict(set)
    for entries in catalogues().values():
        for zh, en in entries.items():
            said[zh].add(en)
    assert {zh: en for zh, en in said.items() if len(en) > 1} == {}


def test_english_is_english_and_keeps_the_values() -> None:
    for zh, en in english().items():
        assert set(NAMED.findall(zh)) == set(NAMED.findall(en)), zh
        ends = (zh[:1].isspace(), zh[-1:].isspace())
        assert ends in ((False, False), (en[:1].isspace(), en[-1:].isspace())), zh


def test_english_pages_mark_what_is_chinese(sample: FlaskClient) -> None:
    sample.set_cookie(language.COOKIE, language.ENGLISH)
    urls = dict.fromkeys((*PAGES, *addresses(sample.application)))
    left = {url: foreign_words(sample.get(url).text) for url in urls}
    assert {url: found for url, found in left.items() if found} == {}


@pytest.mark.parametrize("url", PAGES)
def test_chinese_pages_stay_chinese(sample: FlaskClient, url: str) -> None:
    assert '<html lang="zh-CN">' in sample.get(url).text


@pytest.mark.parametrize(
    "to",
    [
        "//host",
        "//[",
        "/\\host",
        "\\\\host",
        "http://host/",
        "javascript:alert(1)",
        "host",
        "/a\nb",
    ],
)
def test_the_switch_leads_nowhere_else(world: FlaskClient, to: str) -> None:
    answer = world.get("/language/en", query_string={"to": to})
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/"


def test_the_switch_leads_back_to_the_page(world: FlaskClient) -> None:
    answer = world.get("/language/en", query_string={"to": "/reports/x?q=公开&part=1"})
    assert answer.headers["Location"] == "/reports/x?q=%E5%85%AC%E5%BC%80&part=1"
    assert "language=en" in answer.headers["Set-Cookie"]


@pytest.mark.parametrize(("n", "said"), [(1, "1 report"), ("1", "1 report"), (0, "0 reports")])
def test_one_is_not_many_in_english(world: FlaskClient, n: object, said: str) -> None:
    with world.application.test_request_context(headers={"Cookie": "language=en"}):
        assert language.gettext("共 %(n)s 份报告", n=n) == said
        assert plain(say("共 %(n)s 份报告", n=n)) == said
        assert str(told(say("共 %(n)s 份报告", n=n))) == said
    assert language.counted(
        "%(q)s: %(n)s more {row was|rows were} read", {"q": "1{a|b}", "n": 1}
    ) == ("%(q)s: %(n)s more row was read")


def test_counts_in_english_have_their_singular() -> None:
    counts = r"%\((?:n|m|count|reports|bodies|terms|total)\)s (?:more |further )?"
    nouns = "reports|sections|rows|bodies|files|findings|pages|lines|cells|terms"
    many = re.compile(rf"(?<!most )(?<!has ){counts}(?:{nouns})\b")
    assert [en for en in english().values() if many.search(en)] == []
