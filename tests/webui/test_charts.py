"""Charts: what is drawn, what is left open, and nothing that a page's rules forbid."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webui.charts import Chart, Divider, Drawing, Point, Series, lines, stacked
from webui.charts.chart import MOST_SERIES
from webui.charts.plot import line_plot, ticks

YEARS = ("2018", "2019", "2020", "2021", "2022")


def series(label: str, *values: float | None, breaks: frozenset[int] = frozenset()) -> Series:
    points = (
        Point(
            value, f"{year}：{value}", f"{value}", "" if value is not None else "空", f"/r#{year}"
        )
        for year, value in zip(YEARS, values, strict=True)
    )
    return Series(label, tuple(points), breaks)


def drawn(drawing: Drawing) -> Element:
    return fromstring(str(drawing.svg))


def having(root: Element, css: str) -> list[Element]:
    return [e for e in root.iter() if css in e.get("class", "").split()]


def points(root: Element, shape: str = "dot") -> list[Element]:
    return [one for one in having(root, "point") if having(one, shape)]


def heights(root: Element) -> list[float]:
    return [float(having(one, "hit")[0].get("cy", "")) for one in points(root)]


@pytest.mark.parametrize("draw", [lines, stacked])
def test_nothing_that_the_page_forbids(draw: Callable[[Chart], Drawing]) -> None:
    evil = series("<script>a</script>", 1, 2, None, 4, 5)
    chart = Chart('"><img src=x>', YEARS, (evil, series("乙", 0, 0, 0, 0, 0)), (Divider(1, "变"),))
    drawing = draw(chart)
    root = drawn(drawing)
    assert {e.tag for e in root.iter()} <= {
        *("svg", "g", "a", "path", "rect", "circle", "text", "title")
    }
    for element in root.iter():
        assert not {"style", "id", "onclick", "onload"} & set(element.keys())
        assert element.get("href", "/").startswith("/")
    assert "http" not in drawing.svg
    assert "<script" not in drawing.svg
    assert draw(chart) == drawing


def test_a_gap_is_no_zero() -> None:
    root = drawn(lines(Chart("申请", YEARS, (series("甲", 4, 0, None, 4, None),))))
    four, zero, again = heights(root)
    assert zero > four == again
    titles = [title.text for one in points(root) for title in one.iter("title")]
    assert titles == ["2018：4", "2019：0", "2021：4"]
    signs = having(root, "sign")
    assert [sign.text for sign in signs] == ["空", "空"]
    (line,) = having(root, "line")
    assert line.get("d", "").count("M") == 1
    assert line.get("d", "").count("L") == 1


def test_what_is_read_out_are_points_and_not_the_axis() -> None:
    given = series("甲", 4, 0, None, 4, None)
    linked = tuple(replace(one, url="/" if one.value == 4 else "") for one in given.points)
    divided = Chart(
        "申请", YEARS, (replace(given, points=linked),), dividers=(Divider(1, "新", "新口径"),)
    )
    root = drawn(lines(divided))
    assert root.get("role") == "group"
    hidden = [one for one in root.iter() if one.get("aria-hidden") == "true"]
    spoken = [one for one in root.iter() if one.get("aria-label") and one is not root]
    assert {one.get("aria-label") for one in spoken} == {
        "新口径",
        *(point.words for point in linked),
    }
    assert all(one.get("role") == "img" or one.get("href") for one in spoken)
    silent = {text for one in (*hidden, *spoken) for text in one.iter("text")}
    assert silent == set(root.iter("text")), "no bare text is read out"


def test_every_year_without_a_number_is_marked_for_each_of_several_series() -> None:
    several = (series("甲", None, 0, None, 4, None), series("乙", None, None, None, None, None))
    drawing = lines(Chart("申请", YEARS, several))
    root = drawn(drawing)
    first, second = having(root, "gaps")
    assert [sign.text for sign in having(first, "sign")] == ["空"] * 3
    assert [sign.text for sign in having(second, "sign")] == ["空"] * 5
    shapes = [having(row, "dot")[0].get("d") for row in (first, second)]
    assert shapes[0] != shapes[1], "each row says whose it is"
    heights = {sign.get("y") for sign in having(root, "sign")}
    assert len(heights) == 2
    assert [label for _, label in drawing.keys] == ["甲", "乙（没有数字）"]


@pytest.mark.parametrize("draw", [lines, stacked])
def test_what_was_put_right_is_framed(draw: Callable[[Chart], Drawing]) -> None:
    plain = series("甲", 1, None, 3, 4, None)
    right = [
        replace(one, is_corrected=year in ("2019", "2020"))
        for year, one in zip(YEARS, plain.points, strict=True)
    ]
    framed = draw(Chart("申请", YEARS, (replace(plain, points=tuple(right)),)))
    assert framed.has_corrected
    told = [
        next(one.iter("title")).text
        for one in drawn(framed).iter()
        if "corrected" in one.get("class", "").split()
    ]
    assert sorted(filter(None, told)) == ["2019：None", "2020：3"]
    bare = draw(Chart("申请", YEARS, (plain,)))
    assert not bare.has_corrected
    assert "frame" not in bare.svg


def test_zero_stands_on_the_axis() -> None:
    root = drawn(lines(Chart("申请", YEARS, (series("甲", 4, 0, 7, 9, 9),))))
    (zero,) = having(root, "zero")
    level = float(re.findall(r"[\d.]+", zero.get("d", ""))[1])
    assert heights(root)[1] == pytest.approx(level, abs=0.2)


@pytest.mark.parametrize("values", [(0, 10, 20, 30, 40), (-20, 0, 20, 40, -40), (0, 1, 0, 1, 1)])
def test_points_stand_at_the_guides_of_their_numbers(values: tuple[int, ...]) -> None:
    chart = Chart("申请", YEARS, (series("甲", *values),))
    geometry = line_plot(chart, [values], 16)
    guides = {text: y for y, text in geometry.ticks}
    (dots,) = geometry.dots
    assert [x for x, _ in dots] == list(geometry.places)
    assert [y for _, y in dots] == [pytest.approx(guides[str(value)]) for value in values]
    half = line_plot(chart, [(0, None, max(values) / 2, None, max(values))], 16).dots[0]
    assert half[1][1] == pytest.approx((half[0][1] + half[2][1]) / 2)


def test_a_break_interrupts_the_line() -> None:
    whole = drawn(lines(Chart("申请", YEARS, (series("甲", 1, 2, 3, 4, 5),))))
    cut = series("甲", 1, 2, 3, 4, 5, breaks=frozenset({1}))
    divider = Divider(1, "格式改变", "2019 年与 2020 年之间，格式改变")
    broken = drawn(lines(Chart("申请", YEARS, (cut,), (divider,))))
    assert [e.get("d", "").count("M") for e in having(whole, "line")] == [1]
    assert sum(e.get("d", "").count("M") for e in having(broken, "line")) == 2
    assert len(points(broken)) == 5
    (line,) = having(broken, "divider")
    assert [text.text for text in line.iter("text")] == ["格式改变"]
    left, right = (float(having(points(broken)[at], "hit")[0].get("cx", "")) for at in (1, 2))
    x = float(re.findall(r"[\d.]+", next(line.iter("path")).get("d", ""))[0])
    assert left < x < right


def test_points_lead_to_their_source() -> None:
    root = drawn(lines(Chart("申请", YEARS, (series("甲", 1, None, 3, 4, 5),))))
    links = [link.get("href") for link in root.iter("a") if having(link, "dot")]
    assert links == ["/r#2018", "/r#2020", "/r#2021", "/r#2022"]
    assert root.get("role") == "group"
    unlinked = Series("甲", (Point(1, "一"),))
    assert drawn(lines(Chart("申请", ("2018",), (unlinked,)))).get("role") == "img"


def test_series_are_told_apart_by_shape_and_what_is_left_out_is_counted() -> None:
    many = tuple(series(f"第{at}", 1, 2, 3, 4, at) for at in range(MOST_SERIES + 3))
    drawing = lines(Chart("申请", YEARS, many))
    shapes = {having(one, "dot")[0].get("d") for one in points(drawn(drawing))}
    assert len(shapes) == MOST_SERIES == len(drawing.keys)
    assert drawing.left_out == 3


def test_parts_of_a_whole_are_all_drawn_and_numbered() -> None:
    parts = tuple(series(f"第{at}", *(0.1,) * 5) for at in range(10))
    drawing = stacked(Chart("份额", YEARS, parts, is_share=True))
    assert len(points(drawn(drawing), "mark")) == 50
    assert [label for _, label in drawing.keys] == [one.label for one in parts]


def test_bars_grow_with_their_numbers() -> None:
    root = drawn(stacked(Chart("申请", YEARS, (series("甲", 1, 2, None, 4, 0),))))
    sizes = [float(rect.get("height", "")) for rect in root.iter("rect")]
    assert sizes[1] == pytest.approx(2 * sizes[0], abs=0.2)
    assert len(sizes) == 4
    assert sizes[3] < 1


@given(st.floats(-1e6, 1e9, allow_nan=False), st.floats(0, 1e9, allow_nan=False), st.booleans())
def test_ticks_hold_all_numbers_and_zero(low: float, span: float, is_share: bool) -> None:
    at = ticks(low, low + span, is_share=is_share)
    assert 0 in at
    nothing = 1e-8 * (abs(low) + span) + 1e-6  # no eye sees it
    assert at[0] <= low + nothing
    assert at[-1] >= low + span - nothing
    assert len(at) <= 8
    if not is_share:
        assert all(float(value).is_integer() for value in at)


@pytest.mark.parametrize(
    "values", [(252, 560, 331, 261, 406), (0, 3, 0, 0, 2), (9, 2, 9, 2, 9), (1, 2, 3, 4, 5)]
)
def test_numbers_stand_inside_the_picture_and_beside_the_rising_line(
    values: tuple[int, ...],
) -> None:
    root = drawn(lines(Chart("申请", YEARS, (series("甲", *values),))))
    ground = float(having(root, "zero")[0].get("d", "").split()[1].split("H")[0])
    spots = [
        (float(hit.get("cx", "")), float(hit.get("cy", "")))
        for point in points(root)
        for hit in having(point, "hit")
    ]
    amounts = having(root, "amount")
    assert [one.text for one in amounts] == [str(value) for value in values]
    for at, one in enumerate(amounts):
        (x, y), place, base = spots[at], float(one.get("x", "")), float(one.get("y", ""))
        assert base - 14 > 0, "the top of a number is below the top of the picture"
        near = [spots[side][1] for side in (at - 1, at + 1) if 0 <= side < len(spots)]
        if all(side < y for side in near) and ground - y > 22:
            assert y < base < ground, "a valley has its number below"
        else:
            assert base < y
            before, after = (
                at and spots[at - 1][1] < y,
                at + 1 < len(spots) and spots[at + 1][1] < y,
            )
            if before != after:
                assert (place > x) == before
