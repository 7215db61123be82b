"""A whole web page: the article in its dress, and the page's bytes in its charset."""

from __future__ import annotations

from base64 import b64encode
from html import escape
from random import Random

from indexer.sample.body import sample_data
from indexer.sample.drawn.paper import Block, Paper, Prose
from indexer.sample.drawn.table import DrawnTable
from indexer.sample.html.habit import Habit
from indexer.sample.html.table import table_html

WORD_HEAD = """\
<meta name=ProgId content=Word.Document>
<meta name=Generator content="Microsoft Word 15">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!--
 /* Style Definitions */
 p.MsoNormal, li.MsoNormal {mso-style-unhide:no; margin:0cm; font-size:10.5pt;}
 @page WordSection1 {size:595.3pt 841.9pt; mso-page-orientation:portrait;}
--></style>
<!--[if gte mso 10]><style>table.MsoNormalTable {mso-style-name:普通表格;}</style><![endif]-->"""


def page_text(rng: Random, paper: Paper, habit: Habit) -> str:
    """The page as text, before it is encoded."""
    article = "\n".join(_block(rng, block, habit) for block in paper.blocks)
    if habit.dress == "word":
        return _word_page(paper, article, habit)
    if habit.dress == "cms":
        return _cms_page(rng, paper, article, habit)
    return (
        f"<!DOCTYPE html>\n<html>\n<head>\n{_declaration(habit)}<title>{escape(paper.title)}"
        f"</title>\n</head>\n<body>\n{article}\n</body>\n</html>\n"
    )


def encode_page(text: str, habit: Habit) -> bytes:
    """The page's bytes, whatever it declares."""
    return text.encode(habit.encoding)


def _declaration(habit: Habit) -> str:
    if not habit.declared:
        return ""
    return f'<meta http-equiv="Content-Type" content="text/html; charset={habit.declared}">\n'


def _block(rng: Random, block: Block, habit: Habit) -> str:
    if isinstance(block, Prose):
        return _prose(block, habit)
    if isinstance(block, DrawnTable):
        return table_html(rng, block, habit)
    source = habit.image.format(n=block.table.id)
    if block.png and habit.inline:
        source = f"data:image/png;base64,{b64encode(block.png).decode()}"
    return f'<p style="text-align:center"><img src="{source}" alt="" border="0"></p>'


def _prose(block: Prose, habit: Habit) -> str:
    text = escape(block.text, quote=False)
    if habit.dress == "word":
        strong = f"<b>{text}</b>" if block.role in ("title", "heading") else text
        return (
            f"<p class=MsoNormal style='text-indent:32.0pt'><span style='font-family:仿宋_GB2312'>"
            f"{strong}<span lang=EN-US><o:p></o:p></span></span></p>"
        )
    return habit.tags.get(block.role, habit.tags["body"]).replace("{t}", text)


def _word_page(paper: Paper, article: str, habit: Habit) -> str:
    return (
        '<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:'
        'office" xmlns:w="urn:schemas-microsoft-com:office:word" '
        'xmlns="http://www.w3.org/TR/REC-html40">\n<head>\n'
        f"{_declaration(habit)}{WORD_HEAD}\n<title>{escape(paper.title)}</title>\n</head>\n"
        f'<body lang=ZH-CN style="tab-interval:21.0pt">\n<div class=WordSection1>\n{article}\n'
        "</div>\n</body>\n</html>\n"
    )


def _cms_page(rng: Random, paper: Paper, article: str, habit: Habit) -> str:
    data = sample_data("html.toml")["cms"]
    slots = {
        "title": paper.title,
        "date": paper.published,
        "body": paper.body.printed,
        "index": f"SAMPLE{rng.randint(1000, 9999)}/{paper.published[:4]}-{rng.randint(10, 99)}",
        "minute": f"{rng.randint(10, 59)}",
    }
    slots["site"] = rng.choice(data["sites"]).format(**slots)
    above, below = (rng.choice(data[place]) for place in ("above", "below"))
    for slot, text in slots.items():
        above, below = (part.replace(f"{{{slot}}}", escape(text)) for part in (above, below))
    meta = data["meta"].format(**{slot: escape(text) for slot, text in slots.items()})
    return (
        f"<!DOCTYPE html>\n<html>\n<head>\n{_declaration(habit)}<title>{escape(paper.title)}_"
        f"{escape(slots['site'])}</title>{meta}{data['styles']}\n</head>\n<body>\n{above}\n"
        f'<div class="TRS_Editor" id="zoom">\n{article}\n</div>\n{below}\n</body>\n</html>\n'
    )
