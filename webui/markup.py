"""The only maker of HTML from data; everything else is escaped by the templates.

Offsets are half-open code-point offsets into the text they come with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from markupsafe import Markup, escape

from govreport_search.sentence import Sentence
from webui import kept, language
from webui.language import gettext as _

_HAN = re.compile(r"[\u3400-\u9fff]")

Span = tuple[int, int]

Way = tuple[str, str]
"""Address of a place in the source, and its words."""


def highlight(text: str, spans: Iterable[Span]) -> Markup:
    """The text with ``<mark>`` around each span, all else escaped.

    Overlapping or touching spans share one mark; offsets beyond the text are cut.
    """
    parts: list[Markup] = []
    position = 0
    for start, end in merged(spans, len(text)):
        parts += [escape(text[position:start]), _element("mark", text[start:end])]
        position = end
    parts.append(escape(text[position:]))
    return Markup("").join(parts)


def numbered(
    text: str,
    spans: Iterable[tuple[int, int, int]],
    total: int,
    ways: Mapping[int, Way],
    anchors: Mapping[int, str],
) -> Markup:
    """The text with ``<mark>`` around each span, and behind it the way to its neighbours.

    Args:
        text: what is shown.
        spans: start, end and number of a hit, in order and apart; a number that comes again goes
            on with the same hit, and 0 is no hit of its own.
        total: of all hits on the page.
        ways: of a hit, by its number, to its place in the source.
        anchors: of a hit, by its number, another name that links know it by.
    """
    parts: list[Markup] = []
    position, last = 0, 0
    for start, end, number in spans:
        parts.append(escape(text[position:start]))
        new = number > last and total > 0
        anchor = Markup(' id="hit-{}"').format(number) if new else Markup("")
        if new and number in anchors:
            parts.append(Markup('<span id="{}"></span>').format(anchors[number]))
        parts.append(Markup("<mark{}>{}</mark>").format(anchor, text[start:end]))
        parts.append(_steps(number, total, ways.get(number)) if new else Markup(""))
        position, last = end, max(number, last)
    parts.append(escape(text[position:]))
    return Markup("").join(parts)


def _steps(number: int, total: int, way: Way | None) -> Markup:
    """Where the hit stands among all and in the source, shown where a link has led to it."""
    before, after = (number - 2) % total + 1, number % total + 1
    link = Markup("")
    if way:
        url, where = way
        link = Markup(' <a class="way" href="{}">{}{}</a>').format(url, _("原文"), told(where))
    return _step_words(language.chosen()).format(before, number, total, after, link)


@cache
def _step_words(spoken: str) -> Markup:
    """The same with places for the hit before, this one, all, the hit behind, and the source."""
    link = Markup('<a href="#hit-{{{}}}" aria-label="{}">{}</a>')
    own = Markup("") if spoken == language.CHINESE else Markup(' lang="en"')
    return Markup('<span class="step" role="group"{} aria-label="{}">{} {} {}{}</span>').format(
        own,  # it stands amid the report's Chinese
        _("命中"),
        link.format(0, _("上一处"), "‹"),
        _("第 %(n)s 处，共 %(m)s 处", n="{1}", m="{2}"),
        link.format(3, _("下一处"), "›"),
        Markup("{4}"),
    )


def merged(spans: Iterable[Span], length: int) -> list[Span]:
    """Spans in order, joined where they overlap or touch, cut to ``length``."""
    result: list[Span] = []
    for start, end in sorted(spans):
        start, end = max(start, 0), min(end, length)
        if end <= start:
            continue
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def faulty(query: str, position: int, length: int) -> Markup:
    """The query as typed with its faulty place underlined; a mark stands at an end fault."""
    position = min(max(position, 0), len(query))
    fault = query[position : position + length] or "␣"
    rest = query[position + length :]
    return escape(query[:position]) + _element("u", fault, "fault") + escape(rest)


def told(text: str) -> Markup:
    """A text of the library in the reader's language; what stays Chinese is marked as such.

    Sentences are said anew from their templates, and whatever they hold by themselves: names,
    words of a report and what a user typed stay as they are.
    """
    if language.is_chinese():
        return escape(text)
    if not isinstance(text, Sentence):
        return chinese(text)
    # The empty sentence is the catalogue's own head.
    template = _(text.template) if text.template else ""
    if text.parts:
        return escape(template).join(told(part) for part in text.parts)
    if template == text.template and _HAN.search(template):
        return chinese(text)
    values = {
        name: told(value) if isinstance(value, str) else value
        for name, value in text.values.items()
    }
    return escape(language.counted(template, text.values)) % values if values else escape(template)


def retold(text: str) -> Markup:
    """A text that the index keeps in the reader's language, see ``webui.kept``."""
    if isinstance(text, Sentence):
        return told(text)
    return told(kept.recognised(text)) if language.chosen() != language.CHINESE else escape(text)


def plain(text: str) -> str:
    """The same without marks, for places that hold text alone: choices, titles, attributes."""
    if not isinstance(text, Sentence) or language.is_chinese():
        return text
    template = str(_(text.template)) if text.template else ""
    if text.parts:
        return template.join(plain(part) for part in text.parts)
    values = {
        name: plain(value) if isinstance(value, str) else value
        for name, value in text.values.items()
    }
    return language.counted(template, text.values) % values if values else template


def chinese(text: str) -> Markup:
    """A text as it stands, marked as Chinese where the page around it is not."""
    if language.is_chinese() or not _HAN.search(text):
        return escape(text)
    return Markup('<span lang="zh-CN">{}</span>').format(text)


def _element(name: str, text: str, css: str = "") -> Markup:
    attribute = Markup(' class="{}"').format(css) if css else Markup("")
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(name), attribute, text)
