"""Canonical values of fields, the same in the query and in options (``--year 2019..2021``)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from govreport_search.errors import BadFilterError, UnknownFieldError
from govreport_search.forms.loader import FORM_IDS
from govreport_search.forms.sections import SECTION_IDS, find_section, section_title
from govreport_search.query import words
from govreport_search.query.finding import ANSWERS, FINDINGS
from govreport_search.query.lexer import narrow
from govreport_search.query.near import near
from govreport_search.query.request import EMPTY_VALUE
from govreport_search.regions.vocabulary import KINDS, LEVELS, function_of, functions
from govreport_search.sentence import listed, named, say

NATIONAL = "national"
"""The region value of bodies of the whole country."""

_NEAREST = 6
"""Names offered of a field with many."""

_SEPARATORS = re.compile(r"[,，、|｜]")
_ENDS_VALUE = re.compile(r"[,，、|｜]")
_YEAR = re.compile(r"(\d{4})年?")
_SPAN = re.compile(r"(?:(\d{4})年?)?\.\.(?:(\d{4})年?)?")
_OTHER_SPAN = re.compile(r"(\d{4})年?(?:\.\.|[-~—–至到]+)(\d{4})年?")


def split_values(pieces: Iterable[tuple[str, bool]]) -> tuple[str, ...]:
    """Values of a list written with commas or bars; quoted pieces stay whole.

    Args:
        pieces: ``(text, is_quoted)`` in written order.
    """
    values: list[str] = []
    for text, is_quoted in pieces:
        values += [text] if is_quoted else _SEPARATORS.split(text)
    return tuple(value.strip() for value in values if value.strip())


def canonical_values(field: str, values: Iterable[str]) -> tuple[str, ...]:
    """Canonical spelling of each value of a field, without repetition.

    Raises:
        BadFilterError: a year that cannot be read.
        UnknownFieldError: a section, level, kind or form that does not exist.
    """
    read = _READERS.get(field, _as_written)
    return tuple(dict.fromkeys(one for value in values for one in _read(read, value.strip())))


def year_span(text: str) -> str:
    """What a mistyped year or range may have meant (2019-2021, 2021..2019), or nothing."""
    match = _OTHER_SPAN.fullmatch(narrow(text))
    if match is None:
        return ""
    first, last = sorted((match[1], match[2]))
    return f"{first}..{last}"


def year_range(operator: str, value: str) -> str:
    """The years that a comparison with one asks for (``>2020``: ``2021..``), or nothing."""
    match = _YEAR.fullmatch(narrow(value))
    if match is None:
        return ""
    year = int(match[1])
    spans = {">": f"{year + 1}..", ">=": f"{year}..", "<": f"..{year - 1}", "<=": f"..{year}"}
    return spans.get(operator, "")


def year_bounds(value: str) -> tuple[int | None, int | None]:
    """First and last year of a canonical year value other than ``none``; ``None`` is open."""
    first, dots, last = value.partition("..")
    if not dots:
        last = first
    return (int(first) if first else None), (int(last) if last else None)


def _read(read: Callable[[str], tuple[str, ...]], value: str) -> tuple[str, ...]:
    return (EMPTY_VALUE,) if narrow(value) in words.UNKNOWN_WORDS else read(value)


def _as_written(value: str) -> tuple[str, ...]:
    return (value,)


def _year(value: str) -> tuple[str, ...]:
    written = narrow(value)
    if one := _YEAR.fullmatch(written):
        return (one[1],)
    span = _SPAN.fullmatch(written)
    if span is None or not (span[1] or span[2]):
        meant = year_span(value)
        remedy = (
            say("写成 %(meant)s", meant=meant)
            if meant
            else say("写成 2020、2019..2021、..2019、2021.. 或 none")
        )
        raise BadFilterError(say("年份“%(value)s”无法识别", value=value), remedy=remedy)
    if span[1] and span[2] and span[1] > span[2]:
        raise BadFilterError(
            say("年份范围“%(value)s”的起始晚于结束", value=value),
            remedy=say("写成 %(meant)s", meant=f"{span[2]}..{span[1]}"),
        )
    return (f"{span[1] or ''}..{span[2] or ''}",)


def _region(value: str) -> tuple[str, ...]:
    path = value.replace("／", "/").strip("/")
    return (NATIONAL,) if narrow(path) in words.NATIONAL_WORDS else (path,)


def _section(value: str) -> tuple[str, ...]:
    found = find_section(value)
    if found:
        return found
    raise _unknown(say("章节"), value, {id_: section_title(id_) for id_ in SECTION_IDS})


def _level(value: str) -> tuple[str, ...]:
    return _by_label("层级", value, LEVELS)


def _kind(value: str) -> tuple[str, ...]:
    return _by_label("类型", value, KINDS)


def _function(value: str) -> tuple[str, ...]:
    if value in functions():
        return (value,)
    found, _ = function_of(value)
    if found:
        return (found,)
    raise _unknown(say("职能"), value, dict.fromkeys(functions(), ""))


def _form(value: str) -> tuple[str, ...]:
    written = narrow(value).removesuffix("年").removesuffix("版").removesuffix("年")
    if written in FORM_IDS:
        return (written,)
    raise _unknown(say("格式"), value, dict.fromkeys(FORM_IDS, ""))


def _finding(value: str) -> tuple[str, ...]:
    written = narrow(value)
    known = {**ANSWERS, **FINDINGS}
    found = tuple(code for code, name in known.items() if written in (code, narrow(name)))
    if found:
        return found
    raise _unknown(words.FIELD_LABELS["finding"], value, known, shown=_NEAREST)


def _by_label(field: str, value: str, labels: Mapping[str, str]) -> tuple[str, ...]:
    written = narrow(value)
    if written in labels:
        return (written,)
    matching = tuple(id_ for id_, label in labels.items() if value in (label, label[:-1]))
    if matching:
        return matching
    raise _unknown(field, value, labels)


def _unknown(
    field: str, value: str, labels: Mapping[str, str], *, shown: int | None = None
) -> UnknownFieldError:
    """What an unknown value says; with ``shown`` only so many of the nearest are offered."""
    names = {name: id_ for id_, label in labels.items() for name in (*_pieces(label), id_) if name}
    nearest: dict[str, str] = {}
    for name in near(value, names):
        nearest.setdefault(names[name], name)
    said = list(labels if shown is None else nearest)[:shown]
    every = listed("、", (named(labels[id_], id_) if labels[id_] else id_ for id_ in said))
    some = say("可选") if shown is None else say("相近的")
    empty = say("没有") if field == words.FIELD_LABELS["finding"] else say("未知")
    return UnknownFieldError(
        say("没有“%(value)s”这个%(field)s", value=value, field=say(field)),
        name=value,
        candidates=tuple(nearest.values())[:shown],
        remedy=say(
            "%(some)s：%(listed)s，或 %(none)s（%(empty)s）",
            some=some,
            listed=every,
            none=EMPTY_VALUE,
            empty=empty,
        ),
    )


def _pieces(label: str) -> tuple[str, ...]:
    """A label as it can be typed: a comma within it would end the value."""
    return (_ENDS_VALUE.split(label)[0],) if label else ()


_READERS: dict[str, Callable[[str], tuple[str, ...]]] = {
    "year": _year,
    "region": _region,
    "section": _section,
    "level": _level,
    "kind": _kind,
    "function": _function,
    "form": _form,
    "finding": _finding,
}
