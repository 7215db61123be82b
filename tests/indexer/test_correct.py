"""People put readings right: what changes, what is kept, and what survives."""

from __future__ import annotations

from dataclasses import replace

import pytest

from govreport_search.domain import CellId, State
from govreport_search.errors import ManifestError, NotFoundError, UnknownFieldError, UserError
from govreport_search.services.editing import Wish
from govreport_search.store import Action, Standing
from indexer.build import build
from indexer.correct import correct, take_back
from indexer.correct.listing import read_listing
from indexer.correction import as_read, with_corrections
from indexer.correction.notation import notation_of, region_text
from indexer.manifest import read_manifest

NEW = CellId("requests", "new", "total")
DENIED = CellId("requests", "denied", "total")
BY = "张三"


@pytest.fixture
def indexed(settings, write, reports, stored):
    """One report in the store; its text says nothing about its numbers."""
    write("a.txt")
    build([reports], settings)
    with stored() as store:
        (head,) = store.iter_reports()
    return head.id


def say(store, report, subject, value, **more):
    return correct(store, [Wish(report, subject, value, BY, **more)])


def fact(store, report, cell=NEW):
    return next(f for f in store.facts_of(report) if f.cell == cell)


def codes(store, report):
    return [finding.code for finding in store.findings_of(report)]


def test_a_corrected_cell_tells_who_when_why_and_what_was_read(indexed, stored):
    with stored() as store:
        before = fact(store, indexed)
        sequence = store.sequence()
        change = say(store, indexed, str(NEW), "9", why="看图核对", at="2024-05-06T07:08:09+08:00")
        after = fact(store, indexed)
        assert store.sequence() > sequence
    (entry,) = change.entries
    assert (after.quantity.state, after.quantity.value, after.quantity.raw) == (
        State.NUMBER,
        9,
        "9",
    )
    assert after.read == before
    assert (after.place, after.label) == (before.place, before.label)
    said = after.correction
    assert (said.id, said.by, said.why, said.confirmed) == (entry.id, BY, "看图核对", False)
    assert said.at == "2024-05-06T07:08:09+08:00"
    assert (entry.old_state, entry.old_value, entry.old_raw) == (State.NUMBER, 7, "7")


def test_sums_and_checks_follow_and_come_back(indexed, stored):
    with stored() as store, store.writing() as writer:
        untouched = writer.stored(indexed)
    assert not any(finding.answer for finding in untouched.report.findings)
    with stored() as store:
        say(store, indexed, str(NEW), "9")
        assert "row_total" in codes(store, indexed), "the parts are 7, the total says 9 now"
        say(store, indexed, "requests.denied.state_secret.total", "5")
        held = store.cells_of([store.report(indexed).key], [DENIED])
        assert next(iter(held.values())).quantity.value == 5
        for line in reversed(store.history(indexed).entries):
            take_back(store, line.id, by=BY)
        with store.writing() as writer:
            assert writer.stored(indexed) == untouched


def test_a_correction_holds_after_reading_again_and_not_for_other_bytes(
    indexed, stored, settings, write, reports
):
    with stored() as store:
        say(store, indexed, str(NEW), "9")
        say(store, indexed, "year", "2020")
    build([reports], settings, force=True)
    with stored() as store:
        assert fact(store, indexed).quantity.value == 9
        assert store.report(indexed).identity.year == 2020
        assert "row_total" in codes(store, indexed)
    write("a.txt", new="8")
    build([reports], settings)
    with stored() as store:
        (head,) = store.iter_reports()
        assert head.id != indexed
        assert fact(store, head.id).quantity.value == 8
        assert head.identity.year == 2022
        history = store.history()
        assert set(history.standings().values()) == {Standing.ORPHANED}
    write("a.txt")
    build([reports], settings)
    with stored() as store:
        assert fact(store, indexed).quantity.value == 9
        assert set(store.history().standings().values()) == {Standing.STANDING}


def test_a_report_with_another_annex_is_of_other_bytes(indexed, stored):
    with stored() as store:
        say(store, indexed, str(NEW), "9")
        with store.writing() as writer:
            new = writer.stored(indexed)
            history = writer.history_of(indexed)
    annex = replace(new.files[0], sha256="another")
    longer = replace(new, report=as_read(new.report), files=(*new.files, annex))
    assert with_corrections(longer, history) is longer


@pytest.mark.parametrize(
    ("value", "state", "raw"),
    [
        ("0", State.NUMBER, "0"),
        ("１２.5", State.NUMBER, "12.5"),
        ("blank", State.BLANK, ""),
        ("空", State.BLANK, ""),
        ("/", State.NOT_APPLICABLE, "/"),
        ("unreadable", State.UNREADABLE, "7"),
        ("missing", State.MISSING, None),
        ("text:见附件", State.TEXT, "见附件"),
    ],
)
def test_every_state_can_be_said(indexed, stored, value, state, raw):
    with stored() as store:
        say(store, indexed, str(NEW), value)
        after = fact(store, indexed)
    assert (after.quantity.state, after.quantity.raw) == (state, raw)
    assert after.read.quantity.value == 7
    assert after.place == after.read.place


@pytest.mark.parametrize("value", ["", "三", "1,234", "1e3", "NaN", "12345678901234567", "text:"])
def test_what_is_no_value_changes_nothing(indexed, stored, value):
    with stored() as store:
        sequence = store.sequence()
        with pytest.raises(UserError) as caught:
            correct(
                store,
                [Wish(indexed, "agency", "乙局", BY), Wish(indexed, str(NEW), value, BY)],
            )
        assert caught.value.code == "bad_value"
        assert store.sequence() == sequence
        assert store.history().entries == ()


def test_what_does_not_exist_is_said_so(indexed, stored):
    with stored() as store:
        with pytest.raises(NotFoundError):
            say(store, "nowhere", str(NEW), "1")
        with pytest.raises(UnknownFieldError):
            say(store, indexed, "requests.nothing.total", "1")
        with pytest.raises(UnknownFieldError) as caught:
            say(store, indexed, str(DENIED), "1")
        assert caught.value.code == "unknown_cell", "a computed cell follows its parts"
        with pytest.raises(NotFoundError):
            take_back(store, 99, by=BY)


def test_a_cell_may_be_named_as_in_conditions(indexed, stored):
    with stored() as store:
        (entry,) = say(store, indexed, "新收", "9").entries
        assert entry.subject == str(NEW)


def test_the_newest_word_stands_and_undo_brings_the_one_before(indexed, stored):
    with stored() as store:
        first = say(store, indexed, str(NEW), "8").entries[0]
        second = say(store, indexed, str(NEW), "9").entries[0]
        assert second.old_value == 8
        assert fact(store, indexed).read.quantity.value == 7, "what was read, not what was said"
        standings = store.history().standings()
        assert standings == {first.id: Standing.REPLACED, second.id: Standing.STANDING}
        undo = take_back(store, second.id, by="李四", why="看错了").entries[0]
        assert (undo.action, undo.undoes, undo.by) == (Action.UNDO, second.id, "李四")
        assert fact(store, indexed).quantity.value == 8
        assert store.history().standings()[second.id] is Standing.UNDONE
        with pytest.raises(UserError, match="已经撤销"):
            take_back(store, second.id, by=BY)
        with pytest.raises(UserError, match="本身"):
            take_back(store, undo.id, by=BY)


def test_the_same_word_again_is_not_said_twice(indexed, stored):
    with stored() as store:
        say(store, indexed, str(NEW), "9")
        sequence = store.sequence()
        again = say(store, indexed, str(NEW), "9")
        assert (again.entries, again.unchanged) == ((), 1)
        assert store.sequence() == sequence


@pytest.mark.parametrize(
    ("subject", "value"),
    [(str(NEW), "7"), (str(NEW), "7.0"), ("year", "2022"), ("year", "2022年")],
)
def test_what_was_read_is_no_correction(indexed, stored, subject, value):
    with stored() as store:
        sequence = store.sequence()
        change = say(store, indexed, subject, value)
        assert (change.entries, change.unchanged) == ((), 1)
        assert [entry.subject for entry in change.as_read] == [subject]
        assert store.history().entries == ()
        assert store.sequence() == sequence
        assert fact(store, indexed).correction is None


def test_states_and_texts_that_were_read_are_no_correction_either(indexed, stored):
    with stored() as store:
        for cell in store.facts_of(indexed):
            change = say(store, indexed, str(cell.cell), notation_of(cell.quantity))
            assert change.as_read, cell
            assert not change.entries
        assert len(say(store, indexed, str(NEW), "text:七").entries) == 1
        assert say(store, indexed, str(NEW), "text:七").unchanged == 1


def test_the_read_value_in_place_of_a_correction_is_a_confirmation(indexed, stored):
    """What was read comes back as it was printed, and nothing is marked as put right."""
    with stored() as store:
        say(store, indexed, str(NEW), "9")
        (entry,) = say(store, indexed, str(NEW), "7").entries
        assert (entry.action, entry.old_value) == (Action.CONFIRM, 9)
        now = fact(store, indexed)
        assert now.quantity == now.read.quantity
        assert now.correction.confirmed
        assert all(not derived.corrected for derived in store.derived_of(indexed))
        assert say(store, indexed, str(NEW), "7").as_read, "confirmed already"


def test_a_region_that_another_agency_moved_can_be_set_back(indexed, stored):
    with stored() as store:
        region = ("河南省", "洛阳市")
        with store.writing() as writer:
            read = writer.stored(indexed)
            identity = replace(read.report.identity, region=region)
            writer.revise(replace(read, report=replace(read.report, identity=identity)))
        say(store, indexed, "agency", "江苏省南京市教育局")
        assert store.report(indexed).identity.region != region
        (entry,) = say(store, indexed, "region", region_text(region)).entries
        assert entry.action is Action.CONFIRM
        assert store.report(indexed).identity.region == region


def test_a_confirmed_reading_stays_and_holds_against_a_later_reader(indexed, stored):
    with stored() as store:
        say(store, indexed, str(NEW), None, why="与纸本相同")
        after = fact(store, indexed)
        assert after.correction.confirmed
        assert after.quantity == after.read.quantity
        with store.writing() as writer:
            new, history = writer.stored(indexed), writer.history_of(indexed)
    misread = tuple(
        replace(f, quantity=replace(f.quantity, value=f.quantity.value + 1, raw="8"))
        if f.cell == NEW
        else f
        for f in as_read(new.report).facts
    )
    later = with_corrections(
        replace(new, report=replace(as_read(new.report), facts=misread)), history
    )
    held = next(f for f in later.report.facts if f.cell == NEW)
    assert (held.quantity.value, held.read.quantity.value) == (7, 8)


def test_who_where_when_by_people_over_manifest_over_text(indexed, stored, settings, reports):
    listing = reports / "m.csv"
    listing.write_text(
        "path,agency,region,year\na.txt,乙县财政局,星河省/星河市,2021\n", encoding="utf-8"
    )
    build([reports / "a.txt"], settings, manifest=listing)
    with stored() as store:
        assert store.report(indexed).identity.agency == "乙县财政局"
        say(store, indexed, "year", "2020", why="封面")
        identity = store.report(indexed).identity
        assert (identity.agency, identity.year) == ("乙县财政局", 2020)
        assert identity.region == ("星河省", "星河市"), "the manifest's word stays"
        assert identity.read.year == 2021
        assert identity.corrections["year"].by == BY
        assert BY in identity.evidence["year"]
        assert "封面" in identity.evidence["year"]
        assert identity.confidence["year"] == 1
        say(store, indexed, "agency", "云溪县财政局")
        say(store, indexed, "region", "全国")
        identity = store.report(indexed).identity
        assert (identity.agency, identity.region) == ("云溪县财政局", ())
        assert [head.identity.year for head in store.iter_reports()] == [2020]
    build([reports / "a.txt"], settings, force=True)
    with stored() as store:
        assert store.report(indexed).identity == identity
        for entry in store.history().entries:
            take_back(store, entry.id, by=BY)
        identity = store.report(indexed).identity
        assert (identity.agency, identity.year, identity.read) == ("乙县财政局", 2021, None)
    assert read_manifest(listing)[0].year == 2021


def test_the_year_moves_the_checks_of_the_form(indexed, stored):
    with stored() as store:
        say(store, indexed, "year", "2015")
        assert "form_year_mismatch" in codes(store, indexed)


def test_checks_made_anew_equal_those_of_the_reading(sample_reading):
    """Nothing said: the pure function finds what the pipeline found, for reports of all kinds."""
    for new in sample_reading:
        digests = tuple(file.sha256 for file in new.files)
        first = new.report.facts[0] if new.report.facts else None
        if first is None:
            continue
        entry = Wish(new.id, str(first.cell), None, BY)
        told = with_corrections(new, [_confirmation(new, digests, entry)])
        assert told.derived == new.derived
        assert sorted(map(repr, told.report.findings)) == sorted(map(repr, new.report.findings))


def _confirmation(new, digests, wish):
    from govreport_search.store import HistoryEntry
    from indexer.correction.notation import notation_of

    held = new.report.facts[0].quantity
    return HistoryEntry(
        new.id, digests, wish.subject, Action.CONFIRM, notation_of(held), BY, "2024-01-01", id=1
    )


@pytest.fixture(scope="session")
def sample_reading(tmp_path_factory):
    """Sample reports with misprints in them, as the pipeline reads them."""
    from indexer.pipeline import Input, read_report, sha256_of
    from indexer.sample.cli import demo

    folder = tmp_path_factory.mktemp("samples")
    demo.main(
        ["--output", str(folder / "r"), "--count", "12", "--seed", "5"],
        obj=_settings(folder),
        standalone_mode=False,
    )
    found = []
    for path in sorted((folder / "r").glob("**/*.txt"))[:30]:
        data = path.read_bytes()
        found.append(read_report([Input(path.name, data, sha256_of(data))]))
    assert len(found) > 5
    assert any(new.report.findings for new in found)
    return found


def _settings(folder):
    from govreport_search.settings import Settings

    return Settings(folder / "index")


def test_a_list_of_corrections(indexed, stored, reports, tmp_path):
    listing = tmp_path / "更正.csv"
    listing.write_text(
        "path,report,cell,value,by,why,at\n"
        "reports/a.txt,,新收,9,李四,看图,2024-01-02\n"
        f",{indexed},requests.carried_in.total,confirm,,,\n"
        f",{indexed},year,2020年,,,\n",
        encoding="gb18030",
    )
    with stored() as store:
        at = {s.file.location: s.report for s in store.source_states()}
        wishes = read_listing(listing, at, by=BY)
        change = correct(store, wishes)
        assert [(e.subject, e.by, e.value) for e in change.entries] == [
            (str(NEW), "李四", "9"),
            ("requests.carried_in.total", BY, "0"),
            ("year", BY, "2020"),
        ]
        assert change.entries[0].at == "2024-01-02"
        assert change.entries[0].origin.endswith("更正.csv:2")
        again = correct(store, read_listing(listing, at, by=BY))
        assert (again.entries, again.unchanged) == ((), 3), "a list may be run again"


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("report,cell\n", "value"),
        ("report,cell,value,colour\n", "colour"),
        ("report,cell,value,by\nx,新收,,a\n", "第 2 行"),
        ("report,cell,value,by\nx,新收,1\n", "3 格"),
        ("report,cell,value\nx,新收,1\n", "谁"),
        ("path,cell,value,by\nno.txt,新收,1,a\n", "没有收入|还没有"),
        ("report,cell,value,by,at\nx,新收,1,a,昨天\n", "昨天"),
    ],
)
def test_a_faulty_list_names_line_and_cause(tmp_path, text, cause):
    listing = tmp_path / "c.csv"
    listing.write_text(text, encoding="utf-8")
    with pytest.raises(ManifestError, match=cause):
        read_listing(listing, {})
