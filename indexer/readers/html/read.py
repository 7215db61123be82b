"""A web page into a document: decode, parse, find the report, lay it out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from govreport_search.errors import UnreadableSourceError
from govreport_search.sentence import say
from indexer.blocks import Capture, Document
from indexer.readers import unread
from indexer.readers.charset import damage, decode
from indexer.readers.html import archive
from indexer.readers.html.capture import read_capture, title_node
from indexer.readers.html.content import find_content
from indexer.readers.html.flow import Flow, Text
from indexer.readers.html.layout import Layout
from indexer.readers.html.node import Node
from indexer.readers.html.parse import Page, parse
from indexer.readers.options import USUAL, ReadOptions
from indexer.readers.sniff import Kind

_BUTTONS = re.compile(
    r"[\s【\[（(]*(?:打印(?:本页|此页|页面)?|关闭(?:窗口|本页|页面)?|收藏(?:本页)?|返回(?:顶部|列表|上页)?|"
    r"分享(?:到|至)?|下载|上一[篇条页]|下一[篇条页]|扫一扫.{0,24}|相关(?:链接|信息|文章|阅读|附件)"
    r"|责任编辑|编辑|审核|浏览次数|点击(?:数|次数|量)|阅读(?:次数|量)|字[体号]).{0,40}"
    r"|.{0,80}(?:ICP|备案号|备案序号|网站标识码|版权所有|copyright|技术支持|主办单位|浏览器|分辨率).{0,120}"
    r"|主办[:：].{0,80}|.{0,4}公网安备.{0,30}",
    re.I,
)
"""Lines behind a report that belong to the page."""

_AT_TOP = 8  # lines that may hold the title


def read_html(
    data: bytes,
    name: str,
    options: ReadOptions = USUAL,
    attached: Mapping[str, bytes] | None = None,
) -> Document:
    """A page, a fragment of one or a page a browser has saved.

    Args:
        data: its bytes.
        name: file name, for messages.
        options: whether images are to be recognised.
        attached: bytes of images that were saved with the page, by the path it gives them.

    Raises:
        UnreadableSourceError: with code ``not_text``, ``too_complex``, ``empty`` or
            ``needs_ocr``.
    """
    return _read(data, name, options, attached or {}, "")


def read_mhtml(data: bytes, name: str, options: ReadOptions = USUAL) -> Document:
    """A page kept in one file with its images.

    Raises:
        UnreadableSourceError: as :func:`read_html`, or with code ``damaged``.
    """
    opened = archive.opened(data, name)
    first, *frames = opened.pages
    try:
        document = _read(first, name, options, opened.parts, opened.address)
    except UnreadableSourceError as error:
        if error.code != "empty" or not frames:
            raise
        document = _read(max(frames, key=len), name, options, opened.parts, opened.address)
    return replace(document, kind=Kind.MHTML)


def _read(
    data: bytes, name: str, options: ReadOptions, attached: Mapping[str, bytes], address: str
) -> Document:
    decoded = decode(data, name)
    page = parse(decoded.text, name)
    content = find_content(page)
    layout = Layout(options, attached, address)
    flow = Flow(layout.take_table, lambda node: node in content.frame)
    flow.walk(content.root)
    flow.end_line()
    capture = read_capture(page, decoded.text)
    if not capture.url:
        capture = replace(capture, url=address if address.startswith("http") else "")
    items = _trimmed(flow.items)
    top = _title_above(page, capture, items)
    if top is not None:
        layout.add_line(capture.title, top)
    layout.lay(items)
    lines, grids = tuple(layout.lines), tuple(layout.grids)
    if len(lines) == (top is not None):
        raise _nothing(name, layout, options)
    return Document(
        lines,
        Kind.HTML,
        decoded.encoding,
        "\n".join(line.text for line in lines),
        grids,
        findings=(*damage(decoded), *unread.table_images(lines, grids, layout.unread)),
        unread_images=len(layout.unread),
        capture=capture,
    )


def _trimmed(items: list[object]) -> list[object]:
    """Without the buttons and counters behind the report."""
    end = len(items)
    while end and isinstance(last := items[end - 1], Text) and _BUTTONS.fullmatch(last.text):
        end -= 1
    return items[:end]


def _title_above(page: Page, capture: Capture, items: list[object]) -> Node | None:
    """The element with the title, where it stands outside of the one that holds the report."""
    wanted = "".join(capture.title.split())
    first = [item.text for item in items[:_AT_TOP] if isinstance(item, Text)]
    if not wanted or wanted in "".join("".join(first).split()):
        return None
    return title_node(page, capture.title)


def _nothing(name: str, layout: Layout, options: ReadOptions) -> UnreadableSourceError:
    if layout.unread:
        from indexer.readers.scan import needs_ocr

        return needs_ocr(name, options)
    return UnreadableSourceError(
        say("%(name)s 的网页里没有正文", name=name),
        remedy=say("正文可能由脚本载入：请用浏览器打开，等内容出现后另存为完整网页或 PDF"),
        code="empty",
    )
