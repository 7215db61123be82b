"""Reports in several files: by link, by folder, in archives; and what is never joined."""

from __future__ import annotations

import pytest
from hostile_office import packed
from report_maker import report_text
from stored import numbers

from govreport_search.domain import CellId
from indexer.build import build

NEW = CellId("requests", "new", "total")


def halves(year=2022, agency="云溪县教育局"):
    """A report without its table, and the table alone with hardly any words."""
    whole = report_text(agency, year).split("\n")
    at = next(i for i, line in enumerate(whole) if "\t" in line)
    table = [line for line in whole if "\t" in line]
    return "\n".join(whole[:at] + whole[at + len(table) :]), "\n".join(["统计数据", *table[:3]])


def page(text, links=()):
    anchors = "".join(f'<p><a href="{link}">附件</a></p>' for link in links)
    words = "".join(f"<p>{line}</p>" for line in text.split("\n"))
    title = text.split("\n")[0]
    return f"<html><head><title>{title}</title></head><body>{words}{anchors}</body></html>".encode()


@pytest.fixture
def place(reports):
    def make(**files):
        for name, data in files.items():
            path = reports / name.replace("__", "/").replace("_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))

    return make


def state(store):
    return {
        s.file.source.rpartition("reports/")[2]: (s.report[:4], s.part, s.code)
        for s in store.source_states()
    }


def test_a_linked_annex_joins_the_page(settings, stored, place, reports):
    main, annex = halves()
    place(a_html=page(main, ["b.txt"]), b_txt=annex, z_txt="今天天气很好。")
    summary = build([reports], settings, ocr=False)
    assert summary.indexed == 1
    assert [r.source.rpartition("/")[2] for r in summary.rejected] == ["z.txt"]
    (head,) = stored().iter_reports()
    assert state(stored()) == {
        "a.html": (head.id[:4], 0, ""),
        "b.txt": (head.id[:4], 1, ""),
        "z.txt": ("", 0, "not_a_report"),
    }
    assert numbers(stored(), NEW) == [7]


def test_what_was_joined_stays_so_and_comes_apart_when_a_file_changes(
    settings, stored, place, reports
):
    main, annex = halves()
    place(a_html=page(main, ["b.txt"]), b_txt=annex)
    build([reports], settings, ocr=False)
    again = build([reports], settings, ocr=False)
    assert (again.indexed, again.unchanged, again.rejected) == (0, 1, [])
    alone = build([reports / "b.txt"], settings, ocr=False)
    assert (alone.indexed, alone.unchanged) == (0, 1), "a part stands for its report"
    place(b_txt=report_text(year=2015))
    changed = build([reports], settings, ocr=False)
    assert (changed.indexed, len(changed.rejected)) == (2, 0)
    assert sorted(h.identity.year for h in stored().iter_reports()) == [2015, 2022]
    place(b_txt=annex)
    assert build([reports], settings, ocr=False).indexed >= 1
    assert [h.identity.year for h in stored().iter_reports()] == [2022]
    (reports / "b.txt").unlink()
    gone = build([reports], settings, ocr=False)
    assert (gone.indexed, gone.rejected) == (1, [])
    assert "b.txt" not in state(stored())


def test_an_annex_by_name_joins_the_only_report_of_its_folder(settings, stored, place, reports):
    main, annex = halves()
    place(x__report_txt=main, x__附件1_txt=annex, y__附件2_txt=annex)
    summary = build([reports], settings, ocr=False)
    assert summary.indexed == 1
    assert [r.source.rpartition("/")[2] for r in summary.rejected] == ["附件2.txt"]
    (head,) = stored().iter_reports()
    assert state(stored())["x/附件1.txt"] == (head.id[:4], 1, "")


def test_in_an_archive_too(settings, stored, reports):
    main, annex = halves()
    members = {"甲/年报.txt": main, "甲/附件.txt": annex, "附件.txt": annex}
    (reports / "a.zip").write_bytes(packed(members))
    for expected in ((1, 0), (0, 1)):
        summary = build([reports], settings, ocr=False)
        assert (summary.indexed, summary.unchanged) == expected
        assert [r.source.rpartition("!/")[2] for r in summary.rejected] == ["附件.txt"]
    assert {s: part for s, (_, part, _) in state(stored()).items()} == {
        "a.zip!/甲/年报.txt": 0,
        "a.zip!/甲/附件.txt": 1,
        "a.zip!/附件.txt": 0,
    }


def test_two_reports_are_never_joined(settings, stored, place, reports):
    main, annex = halves()
    place(
        a_html=page(main, ["附件.txt", "c.txt"]),
        b_html=page(halves(2021)[0], ["附件.txt"]),
        附件_txt=annex,
        c_txt=report_text(year=2020),
        统计表_txt=report_text(year=2019),
    )
    summary = build([reports], settings, ocr=False)
    assert [r.source.rpartition("/")[2] for r in summary.rejected] == ["附件.txt"]
    assert sorted(h.identity.year for h in stored().iter_reports()) == [2019, 2020, 2021, 2022]


def test_a_table_that_passes_for_a_report_joins_one_without_tables(
    settings, stored, place, reports
):
    main = halves()[0]
    table = "\n".join(line for line in report_text().split("\n") if "\t" in line)
    place(report_txt=main, 统计表_txt=table)
    assert build([reports], settings, ocr=False).indexed == 1
    assert numbers(stored(), NEW) == [7]


def test_a_manifest_goes_before(settings, stored, place, reports):
    main, annex = halves()
    place(a_html=page(main, ["b.txt"]), b_txt=annex, m_csv="path,year\nb.txt,2020\n")
    summary = build([reports], settings, manifest=reports / "m.csv", ocr=False)
    assert summary.indexed == 1
    assert [r.source.rpartition("/")[2] for r in summary.rejected] == ["b.txt"]


def test_a_new_annex_finds_a_report_stored_earlier(settings, stored, place, reports):
    main, annex = halves()
    place(a_html=page(main, ["b.txt"]))
    build([reports], settings, ocr=False)
    place(b_txt=annex)
    summary = build([reports], settings, ocr=False)
    assert summary.rejected == []
    assert state(stored())["b.txt"][1] == 1


def test_copies_in_two_archives_are_one_report_at_two_places(settings, stored, reports):
    for name in ("a.zip", "b.zip"):
        (reports / name).write_bytes(packed({"x.txt": report_text()}))
    for expected in ((1, 1), (0, 2), (0, 2)):
        summary = build([reports], settings)
        assert (summary.indexed, summary.unchanged) == expected
        assert set(state(stored())) == {"a.zip!/x.txt", "b.zip!/x.txt"}


def test_a_manifest_names_files_in_archives(settings, stored, reports):
    main, annex = halves()
    (reports / "a.zip").write_bytes(packed({"main.txt": main, "x.txt": annex}))
    manifest = reports / "m.csv"
    manifest.write_text("path,year,part_of\na.zip!/main.txt,2018,\na.zip!/x.txt,,a.zip!/main.txt\n")
    for expected in ((1, 0), (0, 1)):
        summary = build([], settings, manifest=manifest)
        assert (summary.indexed, summary.unchanged, summary.rejected) == (*expected, [])
    (head,) = stored().iter_reports()
    assert head.identity.year == 2018
    assert state(stored())["a.zip!/x.txt"][1] == 1


@pytest.mark.parametrize("first", ["report.txt", "统计表.txt"])
def test_halves_that_are_reports_by_themselves_are_joined_by_a_later_run(
    settings, stored, place, reports, first
):
    """The annex came later, or the run before was stopped before it joined."""
    main = halves()[0]
    table = "\n".join(line for line in report_text().split("\n") if "\t" in line)
    place(report_txt=main, 统计表_txt=table)
    build([reports / first], settings, ocr=False)
    summary = build([reports], settings, ocr=False)
    assert (summary.indexed, summary.unchanged) == (1, 0)
    assert {part for _, part, _ in state(stored()).values()} == {0, 1}
    again = build([reports], settings, ocr=False)
    assert (again.indexed, again.unchanged) == (0, 1)


def test_stored_halves_are_joined_by_a_link_to_another_folder(settings, stored, place, reports):
    main = halves()[0]
    table = "\n".join(line for line in report_text().split("\n") if "\t" in line)
    place(a_html=page(main, ["annex/统计表.txt"]), annex__统计表_txt=table)
    for one in ("a.html", "annex"):
        assert build([reports / one], settings, ocr=False).indexed == 1
    summary = build([reports], settings, ocr=False)
    assert (summary.indexed, summary.unchanged) == (1, 0)
    assert len(list(stored().iter_reports())) == 1


@pytest.mark.parametrize(
    ("main", "annex", "link"),
    [
        ("x/page/a.html", "x/annex/表.txt", "../annex/%E8%A1%A8.txt"),
        ("a.html", "b.txt", "b.txt?version=2#page=1"),
        ("a.html", "b.txt", "http://www.yunxi.example/att/P0202/b.txt"),
        ("a.html", "b.txt", "/att/P0202/b.txt"),
        ("www.x.example/c/a.html", "www.x.example/att/b.txt", "//www.x.example/att/b.txt"),
        ("site/c/a.html", "site/att/b.txt", "/att/b.txt"),
        ("a.html", "%E8%A1%A8.txt", "%E8%A1%A8.txt"),
    ],
)
@pytest.mark.parametrize("packed_up", [False, True])
def test_a_link_leads_to_where_the_annex_was_saved(
    settings, stored, reports, main, annex, link, packed_up
):
    whole, table = halves()
    files = {main: page(whole, [link]), annex: table.encode("utf-8")}
    if packed_up:
        (reports / "a.zip").write_bytes(packed(files))
    else:
        for name, data in files.items():
            (reports / name).parent.mkdir(parents=True, exist_ok=True)
            (reports / name).write_bytes(data)
    assert build([reports], settings, ocr=False).indexed == 1
    assert [part for _, (_, part, _) in sorted(state(stored()).items())].count(1) == 1
    assert numbers(stored(), NEW) == [7]
    again = build([reports], settings, ocr=False)
    assert (again.indexed, again.unchanged, again.rejected) == (0, 1, [])


def test_no_link_leads_out_of_what_is_indexed_or_to_another_site(settings, stored, reports, place):
    main, annex = halves()
    place(in__a_html=page(main, ["../out/b.txt"]), out__b_txt=annex)
    assert build([reports / "in"], settings, ocr=False).indexed == 1
    assert set(state(stored())) == {"in/a.html"}
    own = b"<html><!-- saved from url=(0025)http://www.yunxi.example/1.html -->"
    linked = page(halves(2019)[0], ["http://www.weather.example/b.txt"])
    place(other__a_html=linked.replace(b"<html>", own), other__b_txt=annex)
    summary = build([reports / "other"], settings, ocr=False)
    assert (summary.indexed, [r.code for r in summary.rejected]) == (1, ["not_a_report"])
    zipped = {"d/a.html": page(halves(2018)[0], ["../../b.txt"]), "b.txt": annex}
    (reports / "c.zip").write_bytes(packed(zipped))
    assert len(build([reports / "c.zip"], settings, ocr=False).rejected) == 1


def test_the_page_that_names_the_place_goes_before_one_that_may_mean_it(
    settings, stored, reports, place
):
    table = halves()[1]
    place(
        a_html=page(halves(2022)[0], ["b.txt"]),
        z_html=page(halves(2019)[0], ["/somewhere/b.txt"]),
        b_txt=table,
    )
    assert build([reports], settings, ocr=False).indexed == 2
    found = state(stored())
    assert (found["b.txt"][:2], found["z.html"][1]) == ((found["a.html"][0], 1), 0)
