"""A drawn report as a Word document of hand-made XML."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from xml.sax.saxutils import escape

from indexer.sample.body import sample_data
from indexer.sample.drawn.paper import Block, Paper, Picture, Prose
from indexer.sample.drawn.table import DrawnTable
from indexer.sample.office.docx_picture import picture_xml
from indexer.sample.office.docx_table import TableHabit, table_xml
from indexer.sample.office.package import OFFICE, content_types, pack, relations

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACES = f'xmlns:w="{W}" xmlns:r="{OFFICE}"'
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class DocxHabit:
    """How one document is made up.

    Attributes:
        page: width, height, left, right, top and bottom margin in twentieths of a point.
        size: of the text in half-points.
        header, footer: patterns, empty for none; ``{page}`` is the page's number.
        automatic: whether headings are numbered by Word instead of by characters.
        split: how often a paragraph's text is split into several runs.
        landscape: whether tables stand on landscape pages of their own.
    """

    page: tuple[int, ...]
    font: str
    size: int
    header: str
    footer: str
    automatic: bool
    split: float
    landscape: bool
    table: TableHabit

    @classmethod
    def draw(cls, rng: Random, *, ruled: bool = True) -> DocxHabit:
        """Habits at random."""
        data = sample_data("office.toml")
        size, small = rng.choice(data["sizes"])
        font = rng.choice(data["fonts"])
        return cls(
            page=tuple(rng.choice(data["pages"])),
            font=font,
            size=size,
            header=rng.choice(data["headers"]),
            footer=rng.choice(data["footers"]),
            automatic=rng.random() < 0.25,
            split=rng.choice((0.0, 0.3)),
            landscape=rng.random() < 0.15,
            table=TableHabit.draw(rng, small, font, ruled=ruled),
        )


def docx_bytes(rng: Random, paper: Paper, habit: DocxHabit) -> bytes:
    """The document's bytes."""
    width = habit.page[0] - habit.page[2] - habit.page[3]
    parts: list[str] = []
    media: dict[str, bytes] = {}
    for at, block in enumerate(paper.blocks):
        if isinstance(block, DrawnTable):
            parts += _table(rng, block, habit, width)
        elif isinstance(block, Picture):
            name = f"media/image{len(media) + 1}.png"
            media[name] = block.png
            parts.append(picture_xml(block.png, len(media), width))
        else:
            parts.append(_paragraph(rng, block, habit))
            if at + 1 < len(paper.blocks) and _turns(paper.blocks[at : at + 2], habit):
                parts.append(f"<w:p><w:pPr>{_section(habit, turned=False)}</w:pPr></w:p>")
    document = (
        f"<w:document {SPACES}><w:body>{''.join(parts)}{_section(habit, turned=False)}"
        "</w:body></w:document>"
    )
    slots = {"title": paper.title, "body": paper.body.printed}
    files = {
        "word/document.xml": document,
        "word/styles.xml": _styles(habit),
        "word/numbering.xml": _numbering(),
        "word/header1.xml": _margin("hdr", habit.header, slots),
        "word/footer1.xml": _margin("ftr", habit.footer, slots),
    }
    return pack(_package(files, list(media)), {f"word/{name}": png for name, png in media.items()})


def _turns(pair: list[Block], habit: DocxHabit) -> bool:
    """Whether the page is turned between two blocks."""
    return habit.landscape and isinstance(pair[1], DrawnTable)


def _table(rng: Random, table: DrawnTable, habit: DocxHabit, width: int) -> list[str]:
    if not habit.landscape:
        return [table_xml(rng, table, habit.table, width), "<w:p/>"]
    wide = habit.page[1] - habit.page[4] - habit.page[5]
    made = table_xml(rng, table, habit.table, wide)
    # LibreOffice may not turn a page that begins with a table: the values then lie beyond it.
    return ["<w:p/>", made, f"<w:p><w:pPr>{_section(habit, turned=True)}</w:pPr></w:p>"]


def _section(habit: DocxHabit, *, turned: bool) -> str:
    width, height, left, right, top, bottom = habit.page
    if turned:
        width, height, left, right, top, bottom = height, width, top, bottom, right, left
    orient = ' w:orient="landscape"' if width > height else ""
    marks = '<w:headerReference w:type="default" r:id="rId3"/>' if habit.header else ""
    marks += '<w:footerReference w:type="default" r:id="rId4"/>' if habit.footer else ""
    return (
        f'<w:sectPr>{marks}<w:pgSz w:w="{width}" w:h="{height}"{orient}/>'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" '
        'w:header="720" w:footer="720" w:gutter="0"/></w:sectPr>'
    )


def _paragraph(rng: Random, block: Prose, habit: DocxHabit) -> str:
    text, options = block.text, ""
    if block.role == "title":
        options = '<w:jc w:val="center"/>'
    elif block.role == "note":
        options = '<w:jc w:val="right"/>'
    elif block.role == "heading":
        number, comma, rest = text.partition("、")
        if habit.automatic and comma and number in NUMERALS:
            text = rest
            options = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    else:
        options = '<w:ind w:firstLine="640"/>'
    style = "<w:b/>" if block.role in ("title", "heading") else ""
    runs = "".join(
        f'<w:r><w:rPr>{style}</w:rPr><w:t xml:space="preserve">{escape(piece)}</w:t></w:r>'
        for piece in _pieces(rng, text, habit.split)
    )
    return f"<w:p><w:pPr>{options}</w:pPr>{runs}</w:p>"


def _pieces(rng: Random, text: str, split: float) -> list[str]:
    pieces = [text]
    while len(pieces[-1]) > 6 and rng.random() < split:
        cut = rng.randint(1, len(pieces[-1]) - 1)
        pieces[-1:] = [pieces[-1][:cut], pieces[-1][cut:]]
    return pieces


def _styles(habit: DocxHabit) -> str:
    return (
        f"<w:styles {SPACES}><w:docDefaults><w:rPrDefault><w:rPr>"
        f'<w:rFonts w:ascii="{habit.font}" w:hAnsi="{habit.font}" w:eastAsia="{habit.font}"/>'
        f'<w:sz w:val="{habit.size}"/></w:rPr></w:rPrDefault></w:docDefaults></w:styles>'
    )


def _numbering() -> str:
    return (
        f'<w:numbering {SPACES}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">'
        '<w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:suff w:val="nothing"/>'
        '<w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )


def _margin(tag: str, pattern: str, slots: dict[str, str]) -> str:
    before, page, after = pattern.partition("{page}")
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">'
        ' PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        '<w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    runs = "".join(
        f'<w:r><w:t xml:space="preserve">{escape(part.format(**slots))}</w:t></w:r>'
        for part in (before, after)
    ).split("</w:r>", 1)
    inner = f"{runs[0]}</w:r>{field if page else ''}{runs[1]}"
    return f'<w:{tag} {SPACES}><w:p><w:pPr><w:jc w:val="center"/></w:pPr>{inner}</w:p></w:{tag}>'


def _package(files: dict[str, str], media: list[str]) -> dict[str, str]:
    kinds = {
        f"/{name}": f"{TYPE}.{name[5:-4].rstrip('1').replace('document', 'document.main')}+xml"
        for name in files
    }
    return {
        "[Content_Types].xml": content_types(kinds),
        "_rels/.rels": relations({"rId1": ("officeDocument", "word/document.xml")}),
        "word/_rels/document.xml.rels": relations(
            {f"rId{10 + at}": ("image", name) for at, name in enumerate(media, start=1)}
            | {
                "rId1": ("styles", "styles.xml"),
                "rId2": ("numbering", "numbering.xml"),
                "rId3": ("header", "header1.xml"),
                "rId4": ("footer", "footer1.xml"),
            }
        ),
        **files,
    }
