"""Data becomes HTML in one place, and never anything but text and marks."""

import re

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from webui.markup import faulty, highlight, merged

TEXT = st.text(max_size=40)
SPANS = st.lists(st.tuples(st.integers(-3, 45), st.integers(-3, 45)), max_size=6)


def plain(html: Markup) -> str:
    return Markup(re.sub(r"</?(mark|u)( class=\"fault\")?>", "", str(html))).unescape()


@given(TEXT, SPANS)
def test_marking_changes_no_character(text: str, spans: list[tuple[int, int]]) -> None:
    assert plain(highlight(text, spans)) == text


@given(TEXT, SPANS)
def test_exactly_the_spans_are_marked(text: str, spans: list[tuple[int, int]]) -> None:
    marked = [
        Markup(m).unescape() for m in re.findall("(?s)<mark>(.*?)</mark>", highlight(text, spans))
    ]
    assert marked == [text[start:end] for start, end in merged(spans, len(text))]
    inside = {at for start, end in spans for at in range(max(start, 0), min(end, len(text)))}
    assert sum(map(len, marked)) == len(inside)


def test_markup_in_a_text_stays_text() -> None:
    html = highlight("<script>alert(1)</script>", [(0, 8)])
    assert html == "<mark>&lt;script&gt;</mark>alert(1)&lt;/script&gt;"


@given(TEXT, st.integers(-2, 45), st.integers(0, 5))
def test_a_fault_is_underlined_wherever_it_is(text: str, position: int, length: int) -> None:
    html = faulty(text, position, length)
    assert html.count("<u ") == 1
    assert plain(html).replace("␣", "") in (text, text.replace("␣", ""))


def test_a_fault_at_the_end_is_visible() -> None:
    assert faulty("新收=", 3, 0) == '新收=<u class="fault">␣</u>'
