"""Runs of the indexer on real files: what is read again, what is kept, what goes."""

from __future__ import annotations

import pytest
from stored import numbers

from govreport_search.domain import CellId
from govreport_search.engines.whoosh import WhooshEngine
from govreport_search.errors import ManifestError, StoreError
from govreport_search.services.synchronise import is_current
from govreport_search.text import fold
from indexer.build import build
from indexer.pipeline import report_id, sha256_of

NEW = CellId("requests", "new", "total")


def counts(summary):
    return summary.read, summary.indexed, summary.unchanged, len(summary.rejected)


def found(settings, store, phrase):
    """Ids of the reports that the full-text index finds the phrase in."""
    engine = WhooshEngine(settings.engine_path)
    try:
        assert is_current(store, engine)
        keys = engine.find(fold(phrase)).sections
    finally:
        engine.close()
    sections = store.sections_by_key(keys)
    return {head.id for head in store.reports_by_key({s.report_key for s in sections})}


def id_of(path):
    return report_id(sha256_of(path.read_bytes()))


def test_a_report_is_stored_and_found(settings, stored, write):
    path = write("a.txt", words="设立了独特的查阅点。")
    summary = build([path], settings)
    assert counts(summary) == (1, 1, 0, 0)
    store = stored()
    head = store.report(id_of(path))
    assert (head.identity.agency, head.identity.year, head.form) == ("云溪县教育局", 2022, "2021")
    assert head.source == path.as_posix()
    assert found(settings, store, "独特的查阅点") == {head.id}
    assert numbers(store, NEW) == [7]
    assert summary.findings == len(store.findings_of(head.id))
    assert head.identity.confidence["form"] > 0


def test_what_is_unchanged_is_not_read_again_unless_forced(settings, stored, write):
    path = write("a.txt")
    first = build([path], settings)
    store = stored()
    key, sequence = store.report(id_of(path)).key, store.sequence()
    again = build([path], settings)
    assert counts(again) == (1, 0, 1, 0)
    assert again.findings == first.findings
    assert store.sequence() == sequence
    assert counts(build([path], settings, force=True)) == (1, 1, 0, 0)
    assert store.report(id_of(path)).key != key


def test_a_newer_reader_reads_again(settings, write, monkeypatch):
    path = write("a.txt")
    build([path], settings)
    monkeypatch.setattr("indexer.pipeline.READER_VERSION", 999)
    assert counts(build([path], settings)) == (1, 1, 0, 0)
    assert counts(build([path], settings)) == (1, 0, 1, 0)


def test_a_changed_file_replaces_its_report(settings, stored, write):
    path = write("a.txt", words="旧的说法。")
    build([path], settings)
    old = id_of(path)
    write("a.txt", words="新的说法。", new="9")
    assert counts(build([path], settings)) == (1, 1, 0, 0)
    store = stored()
    assert [head.id for head in store.iter_reports()] == [id_of(path)] != [old]
    assert found(settings, store, "旧的说法") == set()
    assert found(settings, store, "新的说法") == {id_of(path)}
    assert numbers(store, NEW) == [9]


def test_a_renamed_file_keeps_its_report(settings, stored, write, reports):
    path = write("a.txt")
    build([reports], settings)
    key = stored().report(id_of(path)).key
    path.rename(reports / "b.txt")
    assert counts(build([reports], settings)) == (1, 0, 1, 0)
    head = stored().report(id_of(reports / "b.txt"))
    assert head.key == key
    assert head.sources == ((reports / "b.txt").as_posix(),)


@pytest.mark.parametrize("force", [False, True])
def test_two_copies_are_one_report(settings, stored, write, reports, force):
    write("a.txt")
    write("b.txt")
    for expected in ((2, 1, 1, 0), (2, int(force), 2 - force, 0)):
        assert counts(build([reports], settings, force=force)) == expected
    (head,) = stored().iter_reports()
    assert [source.rpartition("/")[2] for source in head.sources] == ["a.txt", "b.txt"]


def test_two_copies_of_a_bad_file_are_both_rejected(settings, stored, reports):
    for name in ("a.txt", "b.txt"):
        (reports / name).write_text("今天天气很好。", encoding="utf-8")
    summary = build([reports], settings)
    assert counts(summary) == (2, 0, 0, 2)
    assert [r.reason[:5] for r in summary.rejected] == ["a.txt", "b.txt"]
    assert [s.code for s in stored().source_states()] == ["not_a_report"] * 2


def test_a_file_that_became_unreadable_keeps_its_last_report(settings, stored, write, reports):
    path = write("a.txt", words="还在的说法。")
    good = path.read_bytes()
    build([path], settings)
    kept = id_of(path)
    path.write_bytes(b"%PDF-1.7 broken")
    summary = build([reports], settings)
    assert counts(summary) == (1, 0, 0, 1)
    (rejection,) = summary.rejected
    assert rejection.code == "damaged"
    assert kept in rejection.reason
    store = stored()
    assert found(settings, store, "还在的说法") == {kept}
    assert [(s.state, s.report) for s in store.source_states()] == [("rejected", kept)]
    path.write_bytes(good)
    assert counts(build([path], settings)) == (1, 0, 1, 0)
    assert [s.state for s in store.source_states()] == ["indexed"]


def test_one_bad_file_does_not_stop_the_rest(settings, stored, write, reports):
    write("a.txt")
    (reports / "empty.txt").write_bytes(b"")
    (reports / "news.txt").write_text("日前，云溪县发布年度报告。", encoding="utf-8")
    write("z.txt", year=2021)
    summary = build([reports, reports / "gone.txt"], settings)
    assert counts(summary) == (5, 2, 0, 3)
    assert {(r.source.rpartition("/")[2], r.code) for r in summary.rejected} == {
        ("empty.txt", "empty"),
        ("news.txt", "not_a_report"),
        ("gone.txt", "not_found"),
    }
    assert all(r.source.rpartition("/")[2] in r.reason for r in summary.rejected)
    states = {s.file.source.rpartition("/")[2]: s.code for s in stored().source_states()}
    assert states == {"a.txt": "", "z.txt": "", "empty.txt": "empty", "news.txt": "not_a_report"}


def test_an_error_of_ours_is_a_rejection_that_names_the_file(settings, write, monkeypatch):
    good, bad = write("good.txt"), write("bad.txt", year=2021)

    def fail_on_bad(lines, *, name, **more):
        if name == "bad.txt":
            raise ZeroDivisionError("boom")
        return identify(lines, name=name, **more)

    from indexer.identify import identify

    monkeypatch.setattr("indexer.pipeline.identify", fail_on_bad)
    summary = build([bad, good], settings)
    assert counts(summary) == (2, 1, 0, 1)
    assert summary.rejected[0].code == "internal_error"
    assert "bad.txt" in summary.rejected[0].reason
    assert "ZeroDivisionError" in summary.rejected[0].reason


def test_ctrl_c_keeps_what_was_read_and_the_next_run_goes_on(settings, stored, write, reports):
    for year in range(2010, 2022):
        write(f"{year}.txt", year=year)

    def interrupt(done, total, rejected, source):
        assert total == 12
        if done == 5:
            raise KeyboardInterrupt

    summary = build([reports], settings, progress=interrupt)
    assert summary.interrupted
    assert counts(summary) == (5, 5, 0, 0)
    assert len(found(settings, stored(), "工作平稳有序")) == 5
    assert counts(build([reports], settings)) == (12, 7, 5, 0)


def test_worker_processes_give_the_same_store(settings, tmp_path, stored, write, reports):
    for year in range(2018, 2022):
        write(f"{year}.txt", year=year, new=str(year))
    (reports / "bad.txt").write_bytes(b"\xff\xfe\x00")
    one = build([reports], settings)
    several = type(settings)(tmp_path / "other")
    two = build([reports], several, jobs=2)
    assert counts(one) == counts(two) == (5, 4, 0, 1)
    with type(stored())(several.store_path) as other:
        assert [h.id for h in other.iter_reports()] == [h.id for h in stored().iter_reports()]
        assert numbers(other, NEW) == numbers(stored(), NEW)
    assert [r.code for r in one.rejected] == [r.code for r in two.rejected]


def test_two_reports_of_one_body_and_year_are_kept_and_flagged(settings, stored, write, reports):
    write("a.txt", words="第一稿。")
    write("b.txt", words="第二稿。")
    build([reports], settings)
    heads = list(stored().iter_reports())
    assert len(heads) == 2
    for head in heads:
        codes = [f.code for f in stored().findings_of(head.id)]
        assert codes.count("same_agency_and_year") == 1


def test_a_bad_manifest_stops_before_anything_is_done(settings, write, tmp_path):
    manifest = tmp_path / "m.csv"
    manifest.write_text("path,nonsense\n", encoding="utf-8")
    with pytest.raises(ManifestError):
        build([write("a.txt")], settings, manifest=manifest)
    assert not settings.index_dir.exists()


def test_a_store_that_cannot_be_used_is_said_so(settings, write):
    settings.index_dir.mkdir()
    settings.store_path.write_bytes(b"this is no database, although it stands in its place" * 9)
    with pytest.raises(StoreError, match=r"reports\.sqlite"):
        build([write("a.txt")], settings)
