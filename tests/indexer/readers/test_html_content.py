"""What of a page is the report, and what the page says of itself."""

from __future__ import annotations

from collections.abc import Callable

import html_page
import pytest

from indexer.blocks import Capture
from indexer.readers import read_document


def texts(markup: str, encoding: str = "utf-8") -> list[str]:
    return [line.text for line in read_document(markup.encode(encoding), "r.html").lines]


@pytest.mark.parametrize(
    "page", [html_page.modern, html_page.of_tables, html_page.hidden_until_a_script_runs]
)
@pytest.mark.parametrize("wrap", ["{}", "<div>{}</div>", "<section><div>{}</div><p></p></section>"])
def test_the_report_is_whole_and_its_frame_gone(page: Callable[[str], str], wrap: str) -> None:
    found = texts(page(wrap.format(html_page.CHAPTERS)))
    start = found.index(html_page.LINES[0])
    assert found[start:] == html_page.LINES
    assert html_page.TITLE in found[:start]
    assert len(found[:start]) <= 4


def test_a_report_in_several_boxes_is_kept_whole() -> None:
    parts = html_page.CHAPTERS.replace("<p>五、", "</div><div class='part'><p>五、")
    found = texts(html_page.modern(f"<div class='part'>{parts}</div>"))
    assert found[-len(html_page.LINES) :] == html_page.LINES


@pytest.mark.parametrize("name", ["footer", "nav", "share", "related", "header", "print"])
def test_a_name_never_removes_a_part_of_the_report(name: str) -> None:
    found = texts(html_page.modern(f"<div class='{name}'>{html_page.CHAPTERS}</div>"))
    assert found[-len(html_page.LINES) :] == html_page.LINES
    last = html_page.CHAPTERS.replace("<p>六、", f"<div class='{name}'><p>六、") + "</div>"
    assert texts(html_page.modern(last))[-2:] == html_page.LINES[-2:]


@pytest.mark.parametrize("tag", ["span", "font", "li", "center", "article"])
def test_any_element_may_hold_the_report(tag: str) -> None:
    body = f"<div>{html_page.NAV}</div><{tag}>{html_page.CHAPTERS}</{tag}><div>友情提示</div>"
    assert texts(f"<html><body>{body}</body></html>") == html_page.LINES


def test_a_copy_for_print_or_telephones_is_read_once() -> None:
    both = "".join(f"<div class={c}>{html_page.CHAPTERS}</div>" for c in ("pc", "mobile"))
    assert texts(f"<html><body>{both}</body></html>") == html_page.LINES


def test_annexes_stay_in_the_text() -> None:
    links = "".join(f"<p><a href='{n}.pdf'>附件{n}：年度报告.pdf</a></p>" for n in range(1, 5))
    markup = html_page.modern(f"{html_page.CHAPTERS}<div>{links}</div>")
    assert texts(markup)[-4:] == [f"附件{n}：年度报告.pdf" for n in range(1, 5)]


def test_lines_of_the_site_behind_a_report_are_dropped() -> None:
    behind = f"<p>【打印】【关闭】</p><p>上一篇：某局年报</p><p>{html_page.FOOT}</p>"
    assert texts(f"<html><body>{html_page.CHAPTERS}{behind}</body></html>") == html_page.LINES


def test_what_a_page_says_of_itself() -> None:
    modern = read_document(html_page.modern().encode(), "r.html").capture
    assert modern.title == html_page.TITLE
    assert modern.published == "2023-01-28"
    assert modern.url == "http://www.yunling.example/xxgk/2023/t1.html"
    assert "青禾镇人民政府" in modern.site
    assert "云岭县人民政府" in modern.site
    old = read_document(html_page.of_tables().encode("gb18030"), "r.html")
    assert old.encoding == "gb18030"
    assert (old.capture.title, old.capture.published) == (html_page.TITLE, "2023-01-28")
    assert "青禾镇人民政府" in old.capture.site


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>一、概述</p>", Capture()),
        ("<p>发布时间:2023/1/8 点击:3</p><p>一、概述</p>", Capture(published="2023-01-08")),
        ("<p>成文日期：2023年13月1日</p><p>一、概述</p>", Capture()),
        (
            "<!-- saved from url=(0031)http://www.example.cn/xxgk/a.htm -->\n<html><p>一、概述</p>",
            Capture(url="http://www.example.cn/xxgk/a.htm"),
        ),
        ("<meta property='og:url' content='javascript:x'><p>一、概述</p>", Capture()),
    ],
)
def test_dates_and_addresses(markup: str, expected: Capture) -> None:
    assert read_document(f"<html>{markup}".encode(), "r.html").capture == expected


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>一、<b>概</b>述</p>", ["一、概述"]),
        ("<p>上行<br>下行</p>", ["上行", "下行"]),
        ("<p>上\n行</p>甲<div>乙</div>丙", ["上行", "甲", "乙", "丙"]),
        ("<p>AT&amp;T\n and so</p>", ["AT&T and so"]),
        ("<pre>甲\n  乙</pre>", ["甲", "乙"]),
        ("<ul><li>一是<p>改进</p><li>二是</ul>", ["一是", "改进", "二是"]),
        ("<span style='display:block'>甲</span><span>乙</span>", ["甲", "乙"]),
        ("<div style='display:inline'>甲</div><div style='display:inline'>乙</div>", ["甲乙"]),
        ("<p>公开<s>旧</s>新</p>", ["公开新"]),
        ("<p>機<ruby>關<rp>(</rp><rt>guān</rt><rp>)</rp></ruby></p>", ["機關"]),
        ("<p>甲<noscript>乙</noscript><template>丙</template><iframe>丁</iframe></p>", ["甲"]),
        ("<p>&nbsp;&emsp;&#12288;甲&nbsp;&nbsp;乙</p>", ["甲  乙"]),
    ],
)
def test_lines_are_those_a_browser_shows(markup: str, expected: list[str]) -> None:
    assert texts(f"<html><body><p>年度报告</p>{markup}</body></html>")[1:] == expected


def test_every_line_names_its_element() -> None:
    document = read_document(html_page.modern().encode(), "r.html")
    places = {line.text: line.place.element for line in document.lines}
    assert places["无。"].endswith("/p[8]")
    assert all(place.startswith("html/body") for place in places.values())


def test_a_page_without_text_says_what_to_do() -> None:
    from govreport_search.errors import UnreadableSourceError

    markup = "<html><body><div id='app'></div><script>load()</script></body></html>"
    with pytest.raises(UnreadableSourceError) as caught:
        texts(markup)
    assert caught.value.code == "empty"
    assert "脚本" in (caught.value.remedy or "")
