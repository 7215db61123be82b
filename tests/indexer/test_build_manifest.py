"""Corrections win over the text, survive later runs, and join files into one report."""

from __future__ import annotations

import pytest
from stored import numbers

from govreport_search.domain import CellId
from indexer.build import build

NEW = CellId("requests", "new", "total")


@pytest.fixture
def manifest(reports):
    def write(*lines: str, header: str = "path,agency,region,year,part_of"):
        path = reports / "m.csv"
        path.write_text("\n".join((header, *lines)) + "\n", encoding="utf-8")
        return path

    return write


def the_report(stored):
    (head,) = stored().iter_reports()
    return head


def test_the_manifest_wins_and_survives(settings, stored, write, manifest):
    path = write("a.txt")
    said = manifest("a.txt,星河市公安局,星河省/星河市,2019,")
    assert build([path], settings, manifest=said).indexed == 1
    said.unlink()
    for _ in range(2):
        identity = the_report(stored).identity
        assert identity.agency == "星河市公安局"
        assert identity.region == ("星河省", "星河市")
        assert identity.year == 2019
        assert (identity.kind, identity.function) == ("department", "公安")
        assert identity.agency_printed == "云溪县教育局", "what is printed stays what it is"
        assert [identity.confidence[name] for name in ("agency", "region", "year")] == [1, 1, 1]
        assert "m.csv 第 2 行" in identity.evidence["agency"]
        assert "第 2 行" in identity.evidence["kind"]
        assert build([path], settings, force=True).indexed == 1
    assert build([path], settings).unchanged == 1


def test_a_changed_file_keeps_its_correction(settings, stored, write, manifest):
    build([write("a.txt")], settings, manifest=manifest("a.txt,,,2019,"))
    build([write("a.txt", words="改过。")], settings)
    assert the_report(stored).identity.year == 2019


def test_only_what_is_said_is_corrected(settings, stored, write, manifest):
    build([write("a.txt")], settings, manifest=manifest("a.txt,,,2019,"))
    identity = the_report(stored).identity
    assert (identity.agency, identity.year) == ("云溪县教育局", 2019)
    assert "清单" not in identity.evidence["agency"]


def test_a_national_body_is_told_from_an_unknown_place(settings, stored, write, manifest):
    build([write("a.txt")], settings, manifest=manifest("a.txt,,全国,,"))
    assert the_report(stored).identity.region == ()


def test_a_new_word_reads_unchanged_bytes_again(settings, stored, write, manifest, reports):
    build([write("a.txt"), write("b.txt", year=2021)], settings)
    summary = build([reports], settings, manifest=manifest("a.txt,,,2019,"))
    assert (summary.indexed, summary.unchanged) == (1, 1)
    assert sorted(head.identity.year for head in stored().iter_reports()) == [2019, 2021]


def test_a_stored_report_is_corrected_though_it_is_not_named(settings, stored, write, manifest):
    build([write("a.txt"), write("b.txt", year=2021)], settings)
    summary = build([], settings, manifest=manifest("a.txt,,,2019,", "never-indexed.txt,,,2001,"))
    assert (summary.read, summary.indexed) == (2, 1)
    assert [r.code for r in summary.rejected] == ["not_found"]
    other = write("c.txt", year=2018)
    summary = build([other], settings, manifest=manifest("a.txt,,,2017,"))
    assert (summary.read, summary.indexed) == (2, 2)
    assert sorted(head.identity.year for head in stored().iter_reports()) == [2017, 2018, 2021]


def test_without_paths_the_manifest_s_files_are_indexed(settings, stored, write, manifest):
    write("a.txt")
    write("not-listed.txt", year=2021)
    assert build([], settings, manifest=manifest("a.txt,,,,")).indexed == 1
    assert the_report(stored).identity.year == 2022


def test_a_copy_shares_the_correction(settings, stored, write, manifest, reports):
    write("a.txt")
    write("b.txt")
    said = manifest("b.txt,,,2019,")
    build([reports / "a.txt", reports / "b.txt"], settings, manifest=said)
    assert the_report(stored).identity.year == 2019
    assert build([reports / "a.txt", reports / "b.txt"], settings).unchanged == 2


def test_url_and_dates_are_kept(settings, stored, write, manifest):
    said = manifest(
        "a.txt,https://example.invalid/1,2023-01-31,2024-05-06",
        header="path,url,published,captured",
    )
    build([write("a.txt")], settings, manifest=said)
    head = the_report(stored)
    assert (head.url, head.published, head.captured) == (
        "https://example.invalid/1",
        "2023-01-31",
        "2024-05-06",
    )


@pytest.fixture
def in_two_files(write, reports):
    """A report whose table stands in a second file; which file and line holds 本年新收."""
    lines = write("whole.txt", new="41").read_text(encoding="utf-8").splitlines()
    (reports / "whole.txt").unlink()
    start = next(i for i, line in enumerate(lines) if line.startswith("三、"))
    (reports / "main.txt").write_text("\n".join(lines[:start]), encoding="utf-8")
    (reports / "annex.txt").write_text("\n".join(lines[start:]), encoding="utf-8")
    return reports / "main.txt", reports / "annex.txt"


def test_files_joined_by_part_of_are_one_report(settings, stored, in_two_files, manifest):
    main, annex = in_two_files
    said = manifest("annex.txt,,,,main.txt")
    summary = build([main, annex], settings, manifest=said)
    assert (summary.read, summary.indexed) == (1, 1)
    head = the_report(stored)
    assert head.source == main.as_posix()
    fact = next(f for f in stored().facts_of(head.id) if f.cell == NEW)
    assert (fact.quantity.value, fact.place.part) == (41, 1)
    texts = stored().source_texts(head.id)
    assert [text.source for text in texts] == [main.as_posix(), annex.as_posix()]
    assert "41" in texts[fact.place.part].lines[fact.place.line - 1]
    assert build([main], settings).unchanged == 1


def test_a_part_alone_rebuilds_the_whole(settings, stored, in_two_files, manifest):
    main, annex = in_two_files
    build([main, annex], settings, manifest=manifest("annex.txt,,,,main.txt"))
    annex.write_text(annex.read_text(encoding="utf-8").replace("41", "42"), encoding="utf-8")
    summary = build([annex], settings)
    assert (summary.read, summary.indexed) == (1, 1)
    assert numbers(stored(), NEW) == [42]
    assert len(list(stored().iter_reports())) == 1


def test_a_report_becomes_a_part_when_the_manifest_says_so(
    settings, stored, in_two_files, manifest
):
    main, annex = in_two_files
    build([main, annex], settings, manifest=manifest("annex.txt,,,,"))
    assert len(list(stored().iter_reports())) == 2, "listed, so no rule joins it"
    summary = build([main, annex], settings, manifest=manifest("annex.txt,,,,main.txt"))
    assert (summary.read, summary.indexed) == (1, 1)
    assert the_report(stored).source == main.as_posix()
    summary = build([annex], settings, manifest=manifest("annex.txt,,,,"))
    assert summary.indexed == 2, "the part by itself, and the main file without it"
    assert len(list(stored().iter_reports())) == 2


def test_a_missing_part_is_named_and_the_last_reading_kept(
    settings, stored, in_two_files, manifest
):
    main, annex = in_two_files
    build([main, annex], settings, manifest=manifest("annex.txt,,,,main.txt"))
    annex.unlink()
    summary = build([main], settings)
    (rejection,) = summary.rejected
    assert (rejection.code, rejection.source) == ("not_found", main.as_posix())
    assert "annex.txt" in rejection.reason
    assert numbers(stored(), NEW) == [41]


def test_a_missing_main_file_is_told_with_the_part_that_needs_it(settings, stored, write, manifest):
    part = write("a.txt")
    summary = build([part], settings, manifest=manifest("a.txt,,,,lost.txt"))
    (rejection,) = summary.rejected
    assert rejection.code == "not_found"
    assert rejection.source.endswith("lost.txt")
    assert f"与 {part} 同属" in rejection.reason
    assert rejection.reason.count("lost.txt") == 1
