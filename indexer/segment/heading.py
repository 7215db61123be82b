"""Where each statutory chapter begins.

A heading begins a section only if its words are a title of the form and the chapters keep
their order; a numbered line inside a narrative is no heading. Of several candidates those are
taken that together fit best.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import cache

from govreport_search.forms import Form, FormSection
from govreport_search.text.label import label_key, split_numbering
from indexer.blocks import Line
from indexer.segment.begin import ANNEX, CUT, Heading
from indexer.segment.contents import without_lists
from indexer.segment.title import NUMBERED, RIGHT_NUMBER, SURE, Words, score, titles, wordings

_LONGEST_HEADING = 60
_MOST_LINES = 3
_SHORTEST_PART = 4
_DECORATION = re.compile(r"^[#*\s>]+|[*\s]+$")
_ANNEX = re.compile(r"附(?:件|表)\s*[\d一二三四五]?\s*[:：]?\s*[^\s。；]{0,30}")
_SENTENCE = re.compile(r"(?![的及和与、（(《统表])[^。；，]{0,200}[。；，！]")
"""What may stand right behind a title: a sentence, and no words that make the title longer."""

_GLUE = 0.5
"""So much less sure is a title that nothing parts from the text behind it."""

_RUN_ON = re.compile(r"(?<=.)(?=[一二三四五六]\s*[、.．]\s*\S)")


def headings(
    lines: Sequence[Line], form: Form, drawn: AbstractSet[int] = frozenset()
) -> list[Heading]:
    """The headings of a report, in printed order and in the order of the form.

    Args:
        lines: the report's lines.
        form: whose chapters they are.
        drawn: lines, by index, that are rows of a statutory table: no chapter begins there.
    """
    outside = [
        replace(line, text="", cells=None) if index in drawn else line
        for index, line in enumerate(lines)
    ]
    found = [
        heading
        for index in range(len(lines))
        for heading in _candidates(outside, index, form.sections)
    ]
    chosen = _best_chain(
        without_lists(lines, found, form), [section.id for section in form.sections]
    )
    chosen = _with_untitled(lines, chosen, form)
    last = chosen[-1].end if chosen else len(lines)
    annex = None if any(h.section == ANNEX for h in chosen) else _annex(lines, last)
    return [*chosen, annex] if annex else chosen


def _candidates(
    lines: Sequence[Line], index: int, sections: Sequence[FormSection]
) -> Iterator[Heading]:
    text = _text(lines[index])
    glued = _glued(text, index, sections)
    if glued is not None:
        yield glued
    if not text or len(text) > 400:
        return
    yield from _title_and_text(text, index, sections)
    printed, end = text, index + 1
    for _ in range(_MOST_LINES):
        whole = _whole_title(printed, index, end, sections)
        if whole is not None:
            yield whole
            if label_key(printed) in titles(whole.section):
                return
        following = _following(lines, end)
        if following is None or not _goes_on(printed, _text(lines[following])):
            return
        if following > end and lines[following].text.rstrip().endswith("。"):
            return  # a sentence below a blank line
        printed, end = printed + _text(lines[following]), following + 1


def without_run_on(lines: Sequence[Line], heads: Sequence[Heading]) -> list[Line]:
    """The lines, those that run on into a heading cut before it."""
    cut = list(lines)
    for head in heads:
        if CUT in head.rest:
            line = lines[head.first]
            cut[head.first] = replace(line, text=head.rest.partition(CUT)[0], cells=None)
    return cut


def _text(line: Line) -> str:
    """A line as a heading would be read; rows of cells are none."""
    if line.cells is not None and sum(1 for cell in line.cells if cell) != 1:
        return ""
    text = "".join(line.cells) if line.cells else line.text
    return _DECORATION.sub("", text.strip())


def _following(lines: Sequence[Line], start: int) -> int | None:
    """The next line that is not blank, at most two lines on."""
    for index in range(start, min(start + 2, len(lines))):
        if lines[index].text.strip():
            return index
    return None


def _goes_on(printed: str, following: str) -> bool:
    """Whether a heading may go on in the next line."""
    if len(printed) > _LONGEST_HEADING or printed.endswith(("。", "；", "：", ":")):
        return False
    return not split_numbering(following)[0]


def _whole_title(
    printed: str, first: int, end: int, sections: Sequence[FormSection]
) -> Heading | None:
    if len(printed) > _LONGEST_HEADING:
        return None
    words = Words.of(printed)
    if words is None:
        return None
    best: Heading | None = None
    for section in sections:
        likely = score(words, section)
        if likely > 0 and (best is None or likely > best.score):
            best = Heading(section.id, first, end, printed, "", likely - 0.2 * (end - first - 1))
    return best


def _title_and_text(text: str, index: int, sections: Sequence[FormSection]) -> Iterator[Heading]:
    """A numbered title with the section's text behind it, or behind text of the line."""
    for start in (0, *(match.end() for match in _RUN_ON.finditer(text))):
        part = text[start:]
        no, _ = split_numbering(part)
        if not no.endswith("、"):
            continue
        for section in sections:
            for title in wordings(section.id):
                head = _numbered(title).match(part)
                if head is None or len(label_key(title)) < 4:
                    continue
                if start and section.no != no[:-1]:
                    continue
                rest = part[head.end() :].lstrip("。：:， ")
                likely = SURE + NUMBERED + RIGHT_NUMBER * (no[:-1] == section.no) - 0.1
                if start:
                    rest, likely = CUT.join((text[:start], rest)), likely - 1
                yield Heading(section.id, index, index + 1, head.group().strip(), rest, likely)


def _glued(text: str, index: int, sections: Sequence[FormSection]) -> Heading | None:
    """A numbered title word for word, the first sentence right behind it, as in cells of a sheet.

    The longest wording: of two titles that begin alike the rest of one is no sentence.
    """
    no, _ = split_numbering(text[:_LONGEST_HEADING])
    if not no.endswith("、"):
        return None
    found: Heading | None = None
    for section in sections:
        for title in wordings(section.id) if section.no == no[:-1] else ():
            head = _begun(title).match(text)
            if head is None or len(label_key(title)) < _SHORTEST_PART:
                continue
            if found is None or len(head.group()) > len(found.title):
                rest, likely = text[head.end() :], SURE + NUMBERED + RIGHT_NUMBER - _GLUE
                found = Heading(section.id, index, index + 1, head.group().strip(), rest, likely)
    return found if found is not None and _SENTENCE.match(found.rest) else None


@cache
def _begun(title: str) -> re.Pattern[str]:
    """A pattern for a title with its number and stray spaces, whatever follows."""
    spaced = r"\s*".join(re.escape(char) for char in title if not char.isspace())
    return re.compile(rf"[^、.．]{{1,3}}[、.．]\s*{spaced}")


@cache
def _numbered(title: str) -> re.Pattern[str]:
    """A pattern for a title with its number and stray spaces."""
    return re.compile(rf"{_begun(title).pattern}(?=$|[\s。：:，])")


def _best_chain(found: Sequence[Heading], order: Sequence[str]) -> list[Heading]:
    """The headings with the highest total score whose sections keep the form's order.

    Of equal ones the first. Each heading looks at one chain for each section, the best that ends
    there, so that a text of nothing but headings takes no longer than others.
    """
    rank = {section: i for i, section in enumerate(order)}
    ended: list[tuple[float, int, list[Heading]] | None] = [None] * len(order)
    running: list[tuple[float, int, list[Heading]]] = []
    best: tuple[float, int, list[Heading]] | None = None
    for number, heading in enumerate(found):
        over = [chain for chain in running if chain[2][-1].end <= heading.first]
        running = [chain for chain in running if chain[2][-1].end > heading.first]
        for chain in over:
            at = rank[chain[2][-1].section]
            ended[at] = _better(ended[at], chain)
        before = None
        for chain in filter(None, ended[: rank[heading.section]]):
            before = _better(before, chain) if chain[0] > 0.0 else before
        total, _, earlier = before or (0.0, 0, [])
        here = (total + heading.score, number, [*earlier, heading])
        running.append(here)
        best = _better(best, here)
    return best[2] if best else []


def _better(
    one: tuple[float, int, list[Heading]] | None, other: tuple[float, int, list[Heading]]
) -> tuple[float, int, list[Heading]]:
    """The chain with the higher score, of equal ones the earlier."""
    if one is None or (other[0], -other[1]) > (one[0], -one[1]):
        return other
    return one


def _annex(lines: Sequence[Line], start: int) -> Heading | None:
    for index in range(start, len(lines)):
        text = _text(lines[index])
        if _ANNEX.fullmatch(text):
            return Heading(ANNEX, index, index + 1, text)
    return None


def _with_untitled(lines: Sequence[Line], chosen: list[Heading], form: Form) -> list[Heading]:
    """The headings, and chapters whose own is lost but whose first sub-heading says what it is.

    Only behind the last table, where no other chapter can hold such a line.
    """
    tables = {table.section for table in form.tables}
    order = [section.id for section in form.sections]
    result = list(chosen)
    for name in order:
        before = [head for head in result if order.index(head.section) < order.index(name)]
        behind = [head for head in result if order.index(head.section) > order.index(name)]
        if name in tables or any(head.section == name for head in result) or not before:
            continue
        if any(order.index(table) > order.index(name) for table in tables):
            continue
        end = behind[0].first if behind else len(lines)
        for index in range(before[-1].end, end):
            if _is_sub_heading(_text(lines[index]), name):
                result.insert(len(before), Heading(name, index, index, ""))
                break
    return result


def _is_sub_heading(text: str, section_id: str) -> bool:
    """Whether a numbered line is a part of a section's title and nothing else."""
    no, key = split_numbering(text)[0], label_key(text)
    if not no.startswith("（") or len(key) < _SHORTEST_PART:
        return False
    return any(key in title for title in titles(section_id))
