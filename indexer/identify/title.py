"""The title: body + year + 政府信息公开 + 年度报告, in any order, over up to three lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from govreport_search.regions import Divisions
from indexer.identify.name import BodyName, begins_with_place, parse_name
from indexer.identify.wording import HAN, Piece

YEAR = r"(?:20[0-4]\d|二[〇○零0][〇○零0一二三四][〇○零0一二三四五六七八九])"
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
OPENNESS = r"(?:(?:政府|政务|海关|环境|警务)?信息(?:主动)?公开(?:[和及与、]政务公开)?|政务公开)"
_REPORT = r"(?:年度|工作|情况|的|年)*(?:报告|年报|总结)"
_TITLE = re.compile(
    rf"(?:附件\d*:?|(?:名称|标题|题名|信息名称|文件名称|文件下载|主题|正文):?)?"
    rf"(?:(?P<first>{YEAR})年?度?)?(?P<name>(?:{HAN}|[()·])*?)"
    rf"(?:关于)?(?:(?P<second>{YEAR})年?度?)?{OPENNESS}(?:工作)?(?:情况)?的?"
    rf"(?:(?P<third>{YEAR})年?度?)?{_REPORT}"
    rf"(?:[和及与、]{YEAR}年.{{0,12}}|\((?P<fourth>{YEAR})年?度?\)|\(全文\)"
    rf"|[(:—-]+(?P<after>{HAN}{{3,30}})\)?)?"
    r"(?:的?(?:公告|通知|公示|通告))?(?:\.(?:docx?|wps|pdf|html?|txt|md))?"
)
_LEAD = re.compile(r"^(?:关于|(?:印发|公布|发布|公开|编制|报送|上报)|<|《)+")
# Words that stand where a body's name would, and name none.
_NO_BODY = re.compile(
    r"^(?:我|本|全|各|该|其|年度|政府|部门|行政机关|基层|关于)|^(?:办公室|委员会)$"
)
_ASIDE = re.compile(r"\([^()]*\)$")  # 某某委员会（某某办公室）: two names of one body
_HEAD = 60  # pieces; a title further down belongs to a quoted or listed report
_MAX_TITLE = 70


@dataclass(frozen=True, slots=True)
class Title:
    """A title as found.

    Attributes:
        text: the title, clean, its lines joined.
        line: the line it begins in.
        body: the body it names, ``None`` where it names none.
        printed: the body's name as the title prints it.
        year: the year it names, ``None`` where it names none.
        of_page: whether the body was named only by the web page around the report.
        page_year: the year that only the web page around the report names.
    """

    text: str
    line: int | None
    body: BodyName | None
    printed: str
    year: int | None
    of_page: bool = False
    page_year: int | None = None


def year_number(printed: str) -> int:
    """2020 from 2020 or 二〇二〇."""
    return int(printed.replace("二", "2").translate(_DIGITS))


def find_title(pieces: Sequence[Piece], divisions: Divisions) -> Title | None:
    """The best title among the first pieces, ``None`` where none is printed.

    One that names body and year on few lines wins over a fuller join; the first of equals.
    """
    best: tuple[tuple[int, int], Title] | None = None
    for title, count in _titles(pieces[:_HEAD], divisions):
        score = (2 * (title.body is not None) + (title.year is not None), -count)
        if best is None or score > best[0]:
            best = score, title
    return best[1] if best else None


def with_page_title(title: Title | None, page: Title | None) -> Title | None:
    """The report's own title, completed by that of the web page around it.

    Pages are titled by hand in lists of many years: what the report itself prints counts more.
    """
    if page is None or (title is not None and title.body and title.year):
        return title
    if title is None:
        return replace(page, of_page=page.body is not None, page_year=page.year, year=None)
    if title.body is None and page.body is not None:
        title = replace(title, body=page.body, printed=page.printed, of_page=True)
    return title if title.year else replace(title, page_year=page.year)


def _titles(pieces: Sequence[Piece], divisions: Divisions) -> Iterator[tuple[Title, int]]:
    for start, piece in enumerate(pieces):
        text = ""
        for count, part in enumerate(pieces[start : start + 3], 1):
            text += part.text
            if len(text) > _MAX_TITLE:
                break
            title = title_in(text, piece.line, divisions)
            # A join that adds a line without a body only repeats what a shorter one says,
            # and a breadcrumb without a body names a column of the site.
            if title is not None and (title.body or (count == 1 and not piece.is_step)):
                yield title, count


def title_in(text: str, line: int | None, divisions: Divisions) -> Title | None:
    """Reads a clean text that is a whole title; ``None`` where it is none."""
    found = _TITLE.fullmatch(text)
    if found is None:
        return None
    printed = _LEAD.sub("", found["name"]) or found["after"] or ""
    if printed.endswith("人民"):  # 某镇人民政府信息公开…: one 政府 serves both words
        printed += "政府"
    printed = printed.removesuffix("发布").removesuffix("公布")
    whole = _ASIDE.sub("", printed)
    body = None if is_no_body(whole, divisions) else parse_name(whole, divisions)
    year = next((found[g] for g in ("first", "second", "third", "fourth") if found[g]), None)
    return Title(text, line, body, printed if body else "", year_number(year) if year else None)


def is_no_body(name: str, divisions: Divisions) -> bool:
    """Whether a run of characters cannot be a body's name: 我局, 各部门, a lone 办公室."""
    if not _NO_BODY.match(name) or name.startswith(("政府办", "全国")):
        return False
    return not begins_with_place(name, divisions)  # 本溪市 is not 本市
