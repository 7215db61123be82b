"""A report as its page shows it: head, evidence, sections with their tables, derived values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from markupsafe import Markup

from govreport_search.domain import CellId, Fact, Identity, Place, Quantity, Section
from govreport_search.errors import UserError
from govreport_search.forms import Form
from govreport_search.forms.derive import DerivedFact
from govreport_search.forms.lookup import cell_labels
from govreport_search.forms.sections import section_title
from govreport_search.query.describe import describe_cell, value_label
from govreport_search.query.place import place_words
from govreport_search.query.request import Request
from govreport_search.query.walk import conditions
from govreport_search.query.words import FIELD_LABELS
from govreport_search.regions.vocabulary import kind_label, level_label
from govreport_search.sentence import listed, say
from govreport_search.services.finder import Finder
from govreport_search.services.question import looked_for
from govreport_search.store.record import ReportRecord
from webui.markup import Span, Way
from webui.present.hits import arrival, region_text, year_text
from webui.present.prose import lines_of, paragraphs, spans
from webui.present.sheet import Sheet

DOUBTFUL = 0.5
"""Below this confidence the head says so."""

EVIDENCE_FIELDS = ("agency", "region", "level", "kind", "year", "form")

PlaceLink = Callable[[Place | None, str, str, str], str]
"""A place, the anchor that speaks of it, the kind of its mark and its name → where it is shown."""


@dataclass(frozen=True, slots=True)
class SectionView:
    """One chapter.

    Attributes:
        key: unique within the page; a chapter printed twice has two.
        count: marked places in it.
        anchor: where a search that found the chapter arrives: its first hit, or its heading; empty
            where a chapter printed twice is arrived at in its other place.
        first_hit: number of the first of them on the page.
        sheets: tables that belong to it and were not shown before.
    """

    key: str
    title: str
    where: str
    line_url: str
    paragraphs: tuple[Markup, ...]
    count: int
    anchor: str
    sheets: tuple[Sheet, ...]
    first_hit: int = 1
    is_headed: bool = True


@dataclass(frozen=True, slots=True)
class Hits:
    """What was searched in one chapter.

    Attributes:
        spans: into its printed text.
        first: number of the first one on the page.
        total: of all on the page.
        ways: to their places in the source, by their numbers.
    """

    spans: Sequence[Span]
    first: int
    total: int
    ways: Mapping[int, Way]


@dataclass(frozen=True, slots=True)
class DerivedView:
    """A derived value with its full name."""

    name: str
    unit: str
    fact: DerivedFact

    @property
    def is_whole(self) -> bool:
        """Whether it counts all applicants or outcomes, not a part of them."""
        return self.fact.cell.column in ("total", "value")

    @property
    def corrected(self) -> list[tuple[str, str]]:
        """Id and name of the cells it rests on that a person put right."""
        return [(str(cell), describe_cell(cell)) for cell in self.fact.corrected]


def head(record: ReportRecord) -> list[tuple[str, str, str]]:
    """Label, value and a remark for each property of the report.

    Body, region and year stand in the heading: they come again only with a remark on them.
    """
    identity = record.identity

    def line(name: str, text: str) -> tuple[str, str, str]:
        confidence = identity.confidence.get(name, 0.0)
        if name in identity.corrections:
            return FIELD_LABELS[name], text, _said(identity, name)
        return FIELD_LABELS[name], text, say("把握不大") if 0 < confidence < DOUBTFUL else ""

    kind = listed("·", map(say, filter(None, (kind_label(identity.kind), identity.function))))
    lines = [
        line("agency", identity.agency or say("不详")),
        line("region", region_text(identity.region)),
        line("level", say(level_label(identity.level) or "不详")),
        line("kind", kind or say("不详")),
        line("year", year_text(identity.year)),
        line("form", value_label("form", record.form) if record.form else say("没有认出法定表格")),
    ]
    if identity.agency_printed and identity.agency_printed != identity.agency:
        lines.insert(1, (say("文中写作"), identity.agency_printed, ""))
    headed = {FIELD_LABELS[name] for name in ("agency", "region", "year")}
    lines = [line for line in lines if line[0] not in headed or line[2]]
    extra = ((say("公布"), record.published), (say("采集"), record.captured))
    return lines + [(label, value, "") for label, value in extra if value]


def _said(identity: Identity, name: str) -> str:
    """That a person corrected or confirmed a property, and what was read."""
    if identity.corrections[name].confirmed:
        return say("已核对")
    read = identity.read or identity
    old = {
        "agency": read.agency or say("不详"),
        "region": region_text(read.region),
        "year": year_text(read.year),
    }
    return say("更正；读作：%(value)s", value=old[name])


def web_address(url: str) -> str:
    """The address a report was published at, if a browser may follow it; else empty."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.netloc else ""


def evidence(identity: Identity) -> list[tuple[str, float, str]]:
    """Label, confidence and reason for each property."""
    return [
        (FIELD_LABELS[name], identity.confidence.get(name, 0.0), identity.evidence.get(name, ""))
        for name in EVIDENCE_FIELDS
    ]


def section_views(
    sections: Sequence[Section],
    sheets: Iterable[Sheet],
    wanted: Sequence[Finder],
    place_link: PlaceLink,
) -> tuple[SectionView, ...]:
    """The chapters in printed order, each table in the chapter the form puts it in.

    A table whose chapter was lost stands in a chapter of its own at the end.
    """
    waiting = list(sheets)
    views: list[SectionView] = []
    marks = [spans(section.printed, wanted) for section in sections]
    total, before = sum(map(len, marks)), 0
    first_found = {section.id: at for at, section in _found_last(sections, marks)}
    for at, section in enumerate(sections):
        # A chapter that is printed twice has its tables where it stands last.
        last = all(later.id != section.id for later in sections[at + 1 :])
        own = tuple(s for s in waiting if last and s.table.section == section.id)
        waiting = [s for s in waiting if s not in own]
        key = section.id if not any(v.key == section.id for v in views) else f"{section.id}-{at}"
        ways = _ways(section, marks[at], before + 1, place_link)
        hits = Hits(marks[at], before + 1, total, ways)
        anchor = arrival(section.id) if first_found[section.id] == at else ""
        views.append(_section(section, key, anchor, own, hits, place_link))
        before += len(marks[at])
    for table_section in dict.fromkeys(s.table.section for s in waiting):
        own = tuple(s for s in waiting if s.table.section == table_section)
        key = f"{table_section}-tables"
        title = say(section_title(table_section))
        views.append(SectionView(key, title, "", "", (), 0, arrival(key), own, is_headed=False))
    return tuple(views)


def _found_last(
    sections: Sequence[Section], marks: Sequence[Sequence[Span]]
) -> list[tuple[int, Section]]:
    """The chapters with their positions: those without a hit first, each from the back."""
    return sorted(enumerate(sections), key=lambda one: (bool(marks[one[0]]), -one[0]))


def _ways(
    section: Section, marks: Sequence[Span], first: int, place_link: PlaceLink
) -> dict[int, Way]:
    """Where the lines that hold a hit are shown in the source, which marks them there."""
    ways = {}
    for number, line in enumerate(lines_of(section.printed, marks), first):
        place = section.line_places[line] if line < len(section.line_places) else None
        url = place_link(place, f"hit-{number}", "hit", "")
        if place and url:
            ways[number] = url, place_words(place)
    return ways


def _section(
    section: Section,
    key: str,
    anchor: str,
    sheets: tuple[Sheet, ...],
    hits: Hits,
    place_link: PlaceLink,
) -> SectionView:
    return SectionView(
        key=key,
        title=section.title or say(section_title(section.id)),
        where=place_words(section.place),
        line_url=place_link(section.place, f"section-{key}", "place", ""),
        paragraphs=paragraphs(
            section.printed, hits.spans, hits.first, hits.total, hits.ways, anchor
        ),
        count=len(hits.spans),
        anchor=anchor,
        sheets=sheets,
        first_hit=hits.first,
    )


def asked_cells(
    asked: Request, facts: Sequence[Fact], derived: Sequence[DerivedFact]
) -> list[tuple[CellId, str, Quantity, bool]]:
    """The cells that the conditions of a search name: cell, name, content, and whether printed."""
    try:
        named = dict.fromkeys(one.cell for one in conditions(looked_for(asked).tree))
    except UserError:
        return []
    printed = {fact.cell: fact.quantity for fact in facts}
    held = {**{fact.cell: fact.quantity for fact in derived}, **printed}
    return [
        (cell, describe_cell(cell), held[cell], cell in printed) for cell in named if cell in held
    ]


def derived_views(derived: Iterable[DerivedFact], form: Form | None) -> tuple[DerivedView, ...]:
    """Derived values, named as the report's form names their rows and columns."""
    views = []
    for fact in derived:
        label, column, unit = cell_labels(fact.cell, form.id if form else "")
        views.append(DerivedView(f"{label}·{column}" if column else label, unit, fact))
    return tuple(views)
