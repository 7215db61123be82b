"""Paths, copies, renames, rejections: when a report lives, and when it goes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from govreport_search.errors import DataError, NotFoundError
from govreport_search.store import Action, HistoryEntry, ManifestEntry, SourceFile, Standing

SAME = "same_agency_and_year"


def ids(store):
    return [head.id for head in store.iter_reports()]


def flagged(store, report):
    return [f.found for f in store.findings_of(report) if f.code == SAME]


def at(file, sha256):
    return replace(file, sha256=sha256)


def test_changed_bytes_at_a_path_replace_its_report(store, make, file):
    with store.writing() as writer:
        writer.put(make("old"), [file("x")])
    key = store.report("old").key
    with store.writing() as writer:
        writer.put(make("new"), [at(file("x"), "other")])
    assert ids(store) == ["new"]
    assert store.changes_since(1).removed == (key,)
    assert [s.report for s in store.source_states()] == ["new"]


def test_the_same_bytes_at_two_paths_are_one_report(store, make, file):
    with store.writing() as writer:
        writer.put(make("a"), [file("x")])
    with store.writing() as writer:
        writer.attach(file("y"), "a")
    # Neither path exists on this disk: the first met is taken for the old name of the second.
    assert store.report("a").sources == ("reports/y.txt",)


def test_a_report_lives_as_long_as_one_path_leads_to_it(store, make, tmp_path):
    files = []
    for name in ("x", "y"):
        path = tmp_path / f"{name}.txt"
        path.write_text("same")
        files.append(SourceFile(str(path), f"{name}.txt", "sha-a", 4))
    with store.writing() as writer:
        writer.put(make("a"), [files[0]])
        writer.attach(files[1], "a")
    assert store.report("a").sources == ("x.txt", "y.txt")
    with store.writing() as writer:
        writer.put(make("b", year=2020), [files[0]])
    assert sorted(ids(store)) == ["a", "b"]
    assert store.report("a").sources == ("y.txt",)
    with store.writing() as writer:
        writer.put(make("c", year=2019), [files[1]])
    assert sorted(ids(store)) == ["b", "c"]


def test_a_renamed_file_keeps_its_report_and_its_manifest_entry(store, make, tmp_path):
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    new.write_text("moved here")
    with store.writing() as writer:
        writer.put_manifest([ManifestEntry(str(old), agency="乙局")])
        writer.put(make("a"), [SourceFile(str(old), "old.txt", "sha-a", 4)])
        writer.attach(SourceFile(str(new), "new.txt", "sha-a", 4), "a")
    assert store.report("a").sources == ("new.txt",)
    assert list(store.manifest_entries()) == [str(new)]


def test_a_file_renamed_over_another_displaces_its_report(store, make, tmp_path):
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    new.write_text("moved here")
    with store.writing() as writer:
        writer.put(make("a"), [SourceFile(str(old), "old.txt", "sha-a", 4)])
        writer.put(make("b", year=2020), [SourceFile(str(new), "new.txt", "sha-b", 4)])
    with store.writing() as writer:
        writer.attach(SourceFile(str(new), "new.txt", "sha-a", 4), "a")
    assert ids(store) == ["a"]
    assert store.report("a").sources == ("new.txt",)


def test_a_reading_again_keeps_all_paths(store, make, file, tmp_path):
    twin = tmp_path / "twin.txt"
    twin.write_text("x")
    with store.writing() as writer:
        writer.put(make("a"), [SourceFile(str(twin), "twin.txt", "sha-a", 1)])
        writer.attach(file("x"), "a")
        writer.put(make("a", text="读法变了"), [file("x")])
    assert store.report("a").sources == ("twin.txt", "reports/x.txt")


def test_a_rejected_file_keeps_its_last_good_report(store, make, file):
    with store.writing() as writer:
        writer.put(make("a"), [file("x")])
        writer.reject(at(file("x"), "broken"), "empty", "是空文件")
    assert ids(store) == ["a"]
    (state,) = store.source_states()
    assert (state.state, state.code, state.reason, state.report) == (
        "rejected",
        "empty",
        "是空文件",
        "a",
    )
    assert store.counts().rejected == 1
    with store.writing() as writer:
        writer.put(make("b"), [file("x")])
    (state,) = store.source_states()
    assert (state.state, state.code, state.report) == ("indexed", "", "b")


def test_a_file_that_never_was_a_report_is_remembered_with_its_reason(store, file):
    with store.writing() as writer:
        writer.reject(file("x"), "not_a_report", "不像年度报告")
    (state,) = store.source_states()
    assert (state.state, state.report) == ("rejected", "")
    assert store.sequence() == 0, "no report has changed"


def test_removed_reports_leave_no_trace_but_their_key(store, put):
    put("a")
    put("b", year=2021)
    key = store.report("a").key
    with store.writing() as writer:
        writer.remove(["a"])
    assert ids(store) == ["b"]
    assert [s.report for s in store.source_states()] == ["b"]
    assert store.changes_since(2).removed == (key,)
    counts = store.counts()
    assert (counts.reports, counts.sections, counts.source_files) == (1, 2, 1)
    with store._database.reading() as connection:
        texts = connection.exec_driver_sql("SELECT count(*) FROM source_texts").scalar_one()
    assert texts == 1


def test_removing_an_unknown_report_removes_nothing(store, put):
    put("a")
    sequence = store.sequence()
    with pytest.raises(NotFoundError), store.writing() as writer:
        writer.remove(["a", "zzz"])
    assert ids(store) == ["a"]
    assert store.sequence() == sequence


def test_two_reports_of_one_body_and_year_are_flagged_until_one_goes(store, put):
    put("a")
    put("b")
    put("c", year=2021)
    put("d", region=None)
    assert flagged(store, "a") == ["b"]
    assert flagged(store, "b") == ["a"]
    assert flagged(store, "c") == flagged(store, "d") == []
    with store.writing() as writer:
        writer.remove(["b"])
    assert flagged(store, "a") == []


def test_many_reports_of_one_body_and_year_are_counted(store, put):
    for number in range(8):
        put(f"r{number}")
    (finding,) = [f for f in store.findings_of("r0") if f.code == SAME]
    assert finding.message.endswith("：r1、r2、r3、r4、r5等 7 份")


def test_reports_without_agency_or_year_are_not_flagged(store, put):
    for name in "ab":
        put(name, agency="")
        put(name * 2, year=None)
    assert [f.finding.code for f in store.iter_findings() if f.finding.code == SAME] == []


def test_a_report_in_several_files(store, make, file):
    new = make("a")
    several = replace(new, files=(*new.files, replace(new.files[0], sha256="sha-p", text="附表")))
    with store.writing() as writer:
        writer.put(make("standalone", year=2000), [at(file("part"), "sha-p")])
        writer.put(several, [file("x"), at(file("part"), "sha-p")])
    assert ids(store) == ["a"], "the part is no report of its own any more"
    assert [(t.source, t.lines) for t in store.source_texts("a")] == [
        ("reports/x.txt", ("第一行", "第二行")),
        ("reports/part.txt", ("附表",)),
    ]
    assert [(s.report, s.part) for s in store.source_states()] == [("a", 1), ("a", 0)]


def test_a_report_that_contradicts_itself_harms_no_other(store, make, file):
    bad = make("bad", year=2020)
    facts = bad.report.facts
    bad = replace(bad, report=replace(bad.report, facts=(*facts, facts[0])))
    with store.writing() as writer:
        with pytest.raises(DataError):
            writer.put(bad, [file("bad")])
        writer.put(make("good"), [file("good")])
    assert ids(store) == ["good"]
    assert store.facts_of("good") == make("good").report.facts


def test_manifest_entries_survive_and_are_replaced(store):
    first = ManifestEntry("/a", "m.csv", 2, agency="甲局", region=(), year=2020, part_of="/b")
    second = ManifestEntry("/c", "m.csv", 3, region=("河南省", "洛阳市"), url="u")
    with store.writing() as writer:
        writer.put_manifest([second, first])
    assert list(store.manifest_entries().values()) == [first, second]
    with store.writing() as writer:
        writer.put_manifest([replace(first, agency=None)])
    assert store.manifest_entries()["/a"].agency is None


def test_a_revised_report_stays_at_its_paths_and_the_engine_is_told(store, make, file):
    """Main file at two paths, an annex at a third; another state of the same report."""
    new = make("a")
    annex = replace(new.files[0], sha256="sha-annex")
    whole = replace(new, files=(*new.files, annex))
    with store.writing() as writer:
        writer.put(whole, [file("a"), file("annex")])
        writer.put(whole, [file("a", "/copies"), file("annex")])
    before = store.report("a")
    sequence = store.sequence()
    told = replace(new.report, identity=replace(new.report.identity, year=1999))
    with store.writing() as writer:
        writer.revise(replace(whole, report=told))
    after = store.report("a")
    assert (after.identity.year, after.sources) == (1999, before.sources)
    changes = store.changes_since(sequence)
    assert (changes.changed, changes.removed) == ((after.key,), (before.key,))
    assert [(s.report, s.part) for s in store.source_states()] == [("a", 0), ("a", 0), ("a", 1)]
    with store.writing() as writer:
        assert writer.stored("a") == replace(whole, report=told)


def test_the_history_outlives_the_report(store, put):
    new = put("a")
    entry = HistoryEntry(
        report="a",
        digests=(new.files[0].sha256,),
        subject="year",
        action=Action.SET,
        value="2020",
        by="张三",
        at="2024-05-06",
        old_raw="2022",
    )
    with store.writing() as writer:
        recorded = writer.record(entry)
        writer.remove(["a"])
    history = store.history("a")
    assert history.entries == (recorded,)
    assert recorded == replace(entry, id=recorded.id)
    assert history.standings() == {recorded.id: Standing.ORPHANED}
    assert store.history("b").entries == ()
