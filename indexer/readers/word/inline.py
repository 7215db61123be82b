"""What a paragraph prints: its runs joined, without what is hidden, deleted or an instruction."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from indexer.readers.word.markup import MC, A, M, O, R, V, W, is_on, value, whole
from indexer.readers.word.numbering import Numbering
from indexer.readers.word.style import Styles
from indexer.readers.word.symbol import shown, symbol

_PASSED = frozenset(
    f"{W}{name}"
    for name in (
        "ins", "moveTo", "hyperlink", "smartTag", "customXml", "sdt", "sdtContent", "fldSimple",
        "dir", "bdo", "ruby", "rubyBase",
    )
) | {f"{MC}Choice", f"{MC}Fallback"}  # fmt: skip
"""Elements that only wrap runs."""

_FIGURES = (f"{W}drawing", f"{W}pict", f"{W}object")
_MARK = re.compile(r"[\d①-⑳*※＊#注()（）\[\]［］〔〕,，\-~]+")
_ENCLOSED = re.compile(r"eq\s*\\o\s*\\ac\s*\(\s*[○◯]\s*[,，;；]\s*(\d{1,2})\s*\)", re.IGNORECASE)
_SPACE = " \t\r\n"


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture or an embedded file in a paragraph.

    Attributes:
        picture: relationship id of the picture, or of the preview of what is embedded.
        embedded: relationship id of the embedded file, empty for a plain picture.
    """

    picture: str
    embedded: str = ""


@dataclass(slots=True)
class Flow:
    """What was printed so far of one paragraph.

    Attributes:
        text: its text; ``\\n`` where a line ends, ``\\t`` for a tab.
        boxes: contents of text boxes that are anchored in it (``w:txbxContent``).
        figures: pictures and embedded files.
        notes: ids of the footnotes that it refers to; endnotes begin with ``e``.
        raised: superscript at its end whose meaning what follows decides.
        size: of the last run that is not raised, in half points.
    """

    text: str = ""
    boxes: list[Any] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    raised: str = ""
    size: int = 0

    def lower(self) -> None:
        """Add the superscript collected so far, all its runs together."""
        self.text += _noted(self.text, self.raised) if self.raised else ""
        self.raised = ""


@dataclass(slots=True)
class _Field:
    """A field that is not closed yet; fields may run over paragraphs."""

    instruction: str = ""
    separated: bool = False


class Inline:
    """Prints the paragraphs of one document, in order."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        """Print with the document's styles and its automatic numbers."""
        self._styles = styles
        self._numbering = numbering
        self._fields: list[_Field] = []

    def paragraph(self, element: Any) -> Flow:
        """What a ``w:p`` prints, its automatic number included."""
        properties = element.find(f"{W}pPr")
        number = self._numbering.label(properties)
        flow = Flow()
        self._hidden = bool(self._styles.hidden(value(properties, "pStyle") or self._styles.usual))
        for child in element:
            self._take(child, flow)
        flow.lower()
        # 1. before 5 must not become 1.5: a tab parts them wherever the text goes.
        both = any(map(str.isdigit, number)) and flow.text.lstrip()[:1].isdigit()
        flow.text = f"{number.strip()}\t{flow.text}" if both else number + flow.text
        return flow

    def _take(self, element: Any, flow: Flow) -> None:
        tag = element.tag
        if tag == f"{W}r":
            self._run(element, flow)
        elif tag == f"{MC}AlternateContent":
            branch = _branch(element)
            if branch is not None:
                self._take(branch, flow)
        elif tag in _PASSED:
            if tag == f"{W}sdt" and _is_placeholder(element):
                return
            for child in element:
                self._take(child, flow)
        elif tag in (f"{M}oMath", f"{M}oMathPara"):
            flow.lower()
            flow.text += _formula(element) if self._printing else ""

    @property
    def _printing(self) -> bool:
        return all(field.separated for field in self._fields)

    def _run(self, run: Any, flow: Flow) -> None:
        properties = run.find(f"{W}rPr")
        hidden = self._is_hidden(properties)
        raised = _is_raised(properties, flow.size)
        if not hidden and not raised:
            flow.lower()
            flow.size = whole(value(properties, "sz"))
        before = flow.text
        font = _font(properties)
        for child in run:
            self._piece(child, flow, hidden, font)
        if raised:
            flow.raised += flow.text[len(before) :]
            flow.text = before

    def _piece(self, child: Any, flow: Flow, hidden: bool, font: str) -> None:
        tag = child.tag
        if tag == f"{W}fldChar":
            self._field(child, flow)
        elif tag == f"{W}instrText":
            if self._fields:
                self._fields[-1].instruction += child.text or ""
        elif hidden or not self._printing:
            return
        elif tag == f"{MC}AlternateContent":
            branch = _branch(child)
            for each in () if branch is None else branch:
                self._piece(each, flow, hidden, font)
        elif tag in _FIGURES:
            _figure(child, flow)
        elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            kind = "e" if tag.endswith("endnoteReference") else ""
            flow.notes.append(kind + child.get(f"{W}id", ""))
        elif tag == f"{W}ruby":
            self._take(child, flow)
        else:
            flow.text += _printed(child, font)

    def _is_hidden(self, properties: Any | None) -> bool:
        if properties is None or not len(properties):
            return self._hidden
        own = is_on(properties, "vanish")
        if own is not None:
            return own
        by_style = self._styles.hidden(value(properties, "rStyle"))
        return self._hidden if by_style is None else by_style

    def _field(self, element: Any, flow: Flow) -> None:
        match element.get(f"{W}fldCharType", ""):
            case "begin":
                self._fields.append(_Field())
            case "separate":
                if self._fields:
                    self._fields[-1].separated = True
            case "end":
                if self._fields:
                    ended = self._fields.pop()
                    enclosed = _ENCLOSED.search(ended.instruction)
                    if enclosed and not ended.separated and self._printing:
                        number = int(enclosed[1])
                        flow.text += chr(ord("①") + number - 1) if 0 < number <= 20 else "○"


def _printed(piece: Any, font: str) -> str:
    """A leaf of a run as text."""
    match piece.tag.rpartition("}")[2]:
        case "t":
            text = piece.text or ""
            if piece.get("{http://www.w3.org/XML/1998/namespace}space") != "preserve":
                text = text.strip(_SPACE)
            return shown(re.sub(r"[\r\n\t]+", " ", text), font)
        case "tab" | "ptab":
            return "\t"
        case "br" | "cr":
            return "\n"
        case "noBreakHyphen":
            return "-"
        case "sym":
            try:
                code = int(piece.get(f"{W}char", ""), 16)
            except ValueError:
                code = 0
            return symbol(code, piece.get(f"{W}font", ""))
    return ""


def _is_raised(properties: Any | None, size: int) -> bool:
    """Whether a run is superscript, or set higher and smaller than the one before.

    Args:
        properties: of the run.
        size: of the run before, in half points; 0 if unknown.
    """
    if properties is None or not len(properties):
        return False
    own = whole(value(properties, "sz"))
    higher = whole(value(properties, "position")) > 0 and 0 < own < (size or own + 1)
    return higher or value(properties, "vertAlign") == "superscript"


def _noted(before: str, raised: str) -> str:
    """Superscript after a text; the mark of a note must not become a number's last digit."""
    mark = raised.strip()
    if before[-1:].isdigit() and any(map(str.isdigit, mark)):
        bare = mark.strip("()（）[]［］〔〕")
        return f"（{bare}）" if _MARK.fullmatch(mark) else f"^{raised}"
    if before.strip() and _MARK.fullmatch(mark) and not before[-1:].isalpha():
        return ""
    return raised


def _font(properties: Any | None) -> str:
    fonts = None if properties is None else properties.find(f"{W}rFonts")
    if fonts is None:
        return ""
    return str(fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or "")


def _is_placeholder(sdt: Any) -> bool:
    """Whether a content control only invites to fill it in: nothing was."""
    return bool(is_on(sdt.find(f"{W}sdtPr"), "showingPlcHdr"))


def _branch(alternate: Any) -> Any | None:
    """The one branch of alternatives that print the same: the newest that holds something."""
    for branch in alternate.iterchildren(f"{MC}Choice"):
        if next(branch.iter(f"{W}txbxContent", f"{W}t", f"{A}blip", *_FIGURES), None) is not None:
            return branch
    return alternate.find(f"{MC}Fallback")


def _figure(element: Any, flow: Flow) -> None:
    """Text boxes, pictures and embedded files below a drawing, each once."""
    seen: set[str] = set()
    pending = [element]
    while pending:
        each = pending.pop()
        if each.tag == f"{W}txbxContent":
            flow.boxes.append(each)
            continue
        if each.tag == f"{MC}AlternateContent":
            branch = _branch(each)
            pending += [] if branch is None else [branch]
            continue
        picture = ""
        if each.tag == f"{A}blip":
            picture = each.get(f"{R}embed") or each.get(f"{R}link") or ""
        elif each.tag == f"{V}imagedata":
            picture = each.get(f"{R}id") or each.get(f"{O}relid") or ""
        if picture and picture not in seen:
            seen.add(picture)
            flow.figures.append(Figure(picture, _embedded(element)))
        pending += reversed(each)


def _embedded(element: Any) -> str:
    found = next(element.iter(f"{O}OLEObject"), None)
    if found is None or found.get("Type") == "Link":
        return ""
    return str(found.get(f"{R}id", ""))


def _formula(element: Any) -> str:
    """A formula in one line; what stands over each other is never pushed together."""
    if element.tag == f"{M}t":
        return element.text or ""
    if element.tag in (f"{M}f", f"{M}sSup", f"{M}sSub"):
        parts = [_formula(each) for each in element if not each.tag.endswith("Pr")]
        return ("/" if element.tag == f"{M}f" else "^").join(parts)
    return "".join(_formula(each) for each in element)


def as_lines(text: str) -> list[str]:
    """Printed lines of a text with breaks, without the soft hyphens and marks nobody sees."""
    clean = text.translate(
        dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"))
    )
    return clean.split("\n")


def span(element: Any | None, name: str, most: int) -> int:
    """A count such as ``w:gridSpan`` among the children, from 1 to ``most``."""
    return min(max(whole(value(element, name), 1), 1), most) if value(element, name) else 1
