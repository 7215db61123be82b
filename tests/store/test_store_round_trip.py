"""What is written comes back as it was, one by one and in exports."""

from __future__ import annotations

from dataclasses import replace
from itertools import cycle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stored import section_lengths

from govreport_search.domain import Box, CellId, Place
from govreport_search.errors import NotFoundError
from govreport_search.store import mapping
from govreport_search.text import fold

sides = st.integers(0, 10_000)
boxes = st.builds(Box, sides, sides, sides, sides)
places = st.builds(
    lambda line, more, page, part, end_page, box, element: Place(
        line, None if line is None else line + more, page, part, end_page, box, element
    ),
    st.none() | st.integers(1, 5),
    st.integers(0, 1),
    st.none() | st.integers(1, 2),
    st.integers(0, 1),
    st.none() | st.just(3),
    st.none() | boxes,
    st.sampled_from(["", "p[3]", "附表!C5"]),
)


def test_a_report_comes_back_as_it_was(store, put):
    new = put("aaa")
    head = store.report("aaa")
    assert head.identity == new.report.identity
    assert (head.id, head.form, head.url, head.published, head.captured) == (
        "aaa",
        "2021",
        "https://example.invalid/",
        "2023-01-31",
        "",
    )
    assert head.source == "reports/aaa.txt"
    assert head.sources == ("reports/aaa.txt",)
    assert tuple(s.section for s in store.sections_of("aaa")) == new.report.sections
    assert store.facts_of("aaa") == new.report.facts
    assert store.rows_of("aaa") == new.report.rows
    assert store.findings_of("aaa") == new.report.findings
    assert [(d.cell, d.quantity.state, d.how) for d in store.derived_of("aaa")] == [
        (d.cell, d.quantity.state, d.how) for d in new.derived
    ]
    (text,) = store.source_texts("aaa")
    assert text.source == "reports/aaa.txt"
    assert text.lines == ("第一行", "第二行")


def test_findings_of_older_indexes_name_a_sum_of_one_number_once(store, make, file):
    old, other = "“总计”行：甲等于乙，按印出的数字应为%s，印作0", "应为3（3＋0），印作0"
    new = make("aaa")
    findings = tuple(
        replace(new.report.findings[0], message=message) for message in (old % "3（3）", other)
    )
    with store.writing() as writer:
        writer.put(replace(new, report=replace(new.report, findings=findings)), [file("aaa")])
    assert [one.message for one in store.findings_of("aaa")] == [old % "3", other]


def test_searched_text_is_the_fold_of_the_printed_text(store, put):
    put("aaa", text="依 法公开\n信息")
    for section in store.sections_of("aaa"):
        assert section.text == fold(section.section.printed)
    assert section_lengths(store) == [len(fold("依 法公开\n信息\nＡ")), 0]


@pytest.mark.parametrize(
    "read", ["report", "sections_of", "facts_of", "derived_of", "rows_of", "findings_of"]
)
def test_a_report_that_does_not_exist_is_said_so(store, put, read):
    put("aaa")
    with pytest.raises(NotFoundError, match="bbb"):
        getattr(store, read)("bbb")


def test_exports_give_everything_in_order_or_what_was_named(store, put):
    reports = {name: put(name, year=year) for name, year in (("a", 2020), ("b", 2021), ("c", 2022))}
    keys = {head.id: head.key for head in store.iter_reports()}
    assert list(keys) == ["a", "b", "c"]
    assert [f.fact for f in store.iter_facts() if f.report.id == "b"] == list(
        reports["b"].report.facts
    )
    wanted = [keys["c"], keys["a"]]
    assert [head.id for head in store.iter_reports(wanted)] == ["c", "a"]
    assert list(dict.fromkeys(f.report.id for f in store.iter_facts(wanted))) == ["c", "a"]
    assert [s.report.id for s in store.iter_sections(wanted)] == ["c", "c", "a", "a"]
    assert [f.finding.code for f in store.iter_findings(wanted)] == ["row_total", "form_year"] * 2
    assert list(store.iter_reports([])) == []


def test_exports_cross_batches(store, make, file, monkeypatch):
    monkeypatch.setattr("govreport_search.store.batch.BATCH", 4)
    names = [f"r{i:03}" for i in range(9)]
    with store.writing() as writer:
        for name in names[:3]:
            writer.put(make(name), [file(name)])
        for year, name in enumerate(names[3:], start=1000):
            new = make(name, year=year)
            writer.put(
                type(new)(new.id, new.fingerprint, _bare(new.report), new.files), [file(name)]
            )
    assert [head.id for head in store.iter_reports()] == names
    assert [s.report.id for s in store.iter_sections()][:6] == ["r000"] * 2 + ["r001"] * 2 + [
        "r002"
    ] * 2


def _bare(report):
    return type(report)(report.identity, "", (), (), (), ())


def test_an_export_sees_the_store_as_it_was_when_it_began(store, put):
    put("a")
    put("b", year=2021)
    heads = store.iter_reports()
    assert next(heads).id == "a"
    with store.writing() as writer:
        writer.remove(["b"])
    assert [head.id for head in heads] == ["b"]
    assert [head.id for head in store.iter_reports()] == ["a"]


@given(st.lists(places, max_size=12))
def test_places_of_lines_survive(some):
    assert mapping.load_places(mapping.dump_places(some)) == tuple(some)


def test_consecutive_lines_are_one_run():
    some = [Place(line=n, end_line=n) for n in range(5, 905)]
    assert mapping.dump_places(some) == "[[5,5,null,0,900]]"


def test_lines_of_a_page_with_boxes_are_one_run():
    some = [Place(n, n, 2, box=Box(n, 0, 10_000, n)) for n in (5, 6)]
    assert mapping.dump_places(some) == ('[[5,5,2,0,2,{"box":[[5,0,10000,5],[6,0,10000,6]]}]]')


@given(st.none() | boxes)
def test_boxes_survive_in_one_number(box):
    packed = mapping.pack_box(box)
    assert mapping.unpack_box(packed) == box
    assert packed is None or 0 <= packed < 2**63


def test_a_box_that_reaches_over_the_edge_is_cut_and_spoils_no_other_side():
    assert mapping.unpack_box(mapping.pack_box(Box(-3, 7, 99_999, 8))) == Box(0, 7, 16_383, 8)


def test_where_things_stand_on_pages_comes_back(store, make, file):
    """Sections, facts, rows and findings with pages, boxes and elements; a fact's confidence."""
    new = make("a")
    on_page = Place(9, 9, 2, 0, 3, Box(1, 2, 3, 10_000))
    in_sheet = Place(4, 4, element="附表!C5")
    old = new.report
    report = replace(
        old,
        sections=tuple(
            replace(s, place=on_page, line_places=(on_page, in_sheet)) for s in old.sections
        ),
        facts=tuple(
            replace(fact, place=place, confidence=0.5)
            for fact, place in zip(old.facts, cycle((on_page, in_sheet)), strict=False)
        ),
        rows=tuple(replace(row, place=in_sheet) for row in old.rows),
        findings=tuple(replace(f, place=on_page) for f in old.findings),
    )
    files = (replace(new.files[0], kind="pdf", pages=3),)
    with store.writing() as writer:
        writer.put(replace(new, report=report, files=files), [file("a")])
        assert writer.stored("a") == replace(new, report=report, files=files)
    assert store.source_texts("a")[0].pages == 3
    with store._database.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT page, end_page, box, element, confidence FROM facts_named LIMIT 2"
        ).all()
    assert {tuple(row) for row in rows} == {
        (2, 3, "1,2,3,10000", None, 0.5),
        (None, None, None, "附表!C5", 0.5),
    }


@given(st.decimals(min_value=0, max_value=10**13, places=2, allow_nan=False))
def test_numbers_up_to_fifteen_digits_survive(value):
    back = mapping.decimal(mapping.real(value))
    assert back == value
    assert isinstance(mapping.number(back), int) == (value == value.to_integral_value())


@given(st.none() | st.lists(st.text("省市县镇", min_size=1), max_size=4).map(tuple))
def test_an_unknown_region_is_not_a_national_body(region):
    assert mapping.region_names(mapping.region_path(region)) == region


def test_rows_with_dots_in_their_id_survive():
    cell = CellId("requests", "denied.state_secret", "total")
    assert CellId.parse(str(cell)) == cell


@pytest.mark.parametrize(
    ("region", "columns"),
    [
        (None, (None, None, None, None)),
        ((), (None, None, None, None)),
        (("河南省", "洛阳市", "洛龙区"), ("河南省", "洛阳市", "洛龙区", None)),
        (("北京市", "海淀区"), ("北京市", None, "海淀区", None)),
        (("广东省", "东莞市", "虎门镇"), ("广东省", "东莞市", None, "虎门镇")),
        (("星河省", "星河市", "云溪县", "云溪镇"), ("星河省", "星河市", "云溪县", "云溪镇")),
    ],
)
def test_each_unit_of_a_region_stands_in_its_own_column(store, put, region, columns):
    put("a", region=region)
    with store._database.reading() as connection:
        row = connection.exec_driver_sql("SELECT province, city, county, township FROM reports")
        assert tuple(row.one()) == columns
