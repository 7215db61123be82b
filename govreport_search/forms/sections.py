"""The controlled list of sections: ids, titles, and what users call them."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from govreport_search.forms.loader import all_forms, read_data
from govreport_search.forms.name import name_key
from govreport_search.text import fold

_VOCABULARY = read_data("sections.toml")
_NUMBER = re.compile("^[一二三四五六七八九十]+、")

SECTION_IDS: tuple[str, ...] = tuple(_VOCABULARY["order"])
"""Every section id of every form, in the order of a report."""


def section_title(section_id: str) -> str:
    """The Chinese title of a section: the newest form's, or our own for front and annex.

    Raises:
        KeyError: there is no such section.
    """
    return _titles()[section_id]


def find_section(name: str) -> tuple[str, ...]:
    """Ids of the sections that ``name`` may mean, in the order of a report.

    ``name`` is an id, the number of the form in force (一…六, 三、, （三）, 第三部分, 3),
    a title of any form, or a part of a title; an exact match beats a part.
    """
    text = unicodedata.normalize("NFKC", name).strip()
    if text.lower() in SECTION_IDS:
        return (text.lower(),)
    number = text.strip("第部分章节（）()、. 　")
    if number in _numbers():
        return (_numbers()[number],)
    key = name_key(text)
    if not key:
        return ()
    exact = tuple(i for i in SECTION_IDS if key in _names()[i])
    if exact or len(key) < 2:
        return exact
    return tuple(i for i in SECTION_IDS if any(key in known for known in _names()[i]))


def headings_with(text: str) -> tuple[str, ...]:
    """Ids of the sections of which a form's title, or one that reports print, holds a text.

    Args:
        text: two characters at least; the number of a heading may stand before it.
    """
    wanted = fold(_NUMBER.sub("", text))
    if len(wanted) < 2:
        return ()
    return tuple(i for i in SECTION_IDS if any(wanted in title for title in _headings()[i]))


@cache
def _headings() -> dict[str, frozenset[str]]:
    printed: dict[str, set[str]] = {section_id: set() for section_id in SECTION_IDS}
    for form in all_forms():
        for section in form.sections:
            printed[section.id].update(map(fold, (section.title, *section.aliases)))
    return {section_id: frozenset(titles) for section_id, titles in printed.items()}


@cache
def _titles() -> dict[str, str]:
    titles = {s.id: s.title for form in all_forms() for s in form.sections}
    return {**titles, **_VOCABULARY["titles"]}


@cache
def _numbers() -> dict[str, str]:
    numbered = [section for section in all_forms()[-1].sections if section.no]
    in_digits = {str(at): section.id for at, section in enumerate(numbered, start=1)}
    return {section.no: section.id for section in numbered} | in_digits


@cache
def _names() -> dict[str, frozenset[str]]:
    names: dict[str, set[str]] = {i: {name_key(_titles()[i])} for i in SECTION_IDS}
    for form in all_forms():
        for section in form.sections:
            names[section.id].update(name_key(t) for t in (section.title, *section.aliases))
    for section_id, more in _VOCABULARY["names"].items():
        names[section_id].update(name_key(t) for t in more)
    return {section_id: frozenset(keys) for section_id, keys in names.items()}
