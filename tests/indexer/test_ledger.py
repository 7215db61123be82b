"""The one that writes: what is counted, and that nothing stored is lost."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import contextmanager

import pytest
from report_maker import report_text

from govreport_search.store import SourceFile, Store
from indexer.ledger import Ledger
from indexer.pipeline import Input, read_report, sha256_of
from indexer.plan import Known
from indexer.worker import Failure


@pytest.fixture
def store(settings):
    with Store(settings.store_path, create=True) as store:
        yield store


def reading(name, **properties):
    data = report_text(**properties).encode("utf-8")
    source = SourceFile(f"/{name}", name, sha256_of(data), len(data))
    return [source], read_report((Input(name, data, source.sha256),))


def test_a_second_reading_counts_once_and_its_failure_loses_nothing(store):
    said = []
    ledger = Ledger(store, Known({}, {}, {}), 2, lambda *now: said.append(now))
    for name, year in (("a.txt", 2020), ("b.txt", 2021)):
        files, report = reading(name, year=year)
        ledger.expect(1)
        ledger.write(files, report)
    ledger.flush()
    assert (ledger.summary.indexed, ledger.summary.read) == (2, 2)
    files, again = reading("a.txt", year=2020)
    ledger.write(files, again)
    files, report = reading("b.txt", year=2021)
    ledger.write(files, Failure("too_slow", "b.txt 太慢。"))
    ledger.flush()
    summary = ledger.summary
    assert (summary.indexed, summary.read, len(summary.rejected)) == (1, 2, 1)
    assert report.id in summary.rejected[0].reason, "says what is kept"
    assert {head.identity.year for head in store.iter_reports()} == {2020, 2021}
    assert said[-1] == (4, 4, 1, "b.txt")


def test_an_annex_rejected_before_is_forgotten_when_it_joins(store):
    ledger = Ledger(store, Known({}, {}, {}), 2, lambda *now: None)
    files, report = reading("a.txt")
    annex = SourceFile("/annex.txt", "annex.txt", "00" * 32, 9)
    ledger.write(files, report)
    ledger.write([annex], Failure("not_a_report", "annex.txt 不像年度报告。"))
    ledger.flush()
    assert len(ledger.summary.rejected) == 1
    data = b"x"
    both = (Input("a.txt", report_text().encode(), files[0].sha256), Input("b", data, "00" * 32))
    ledger.write([*files, annex], read_report(both))
    ledger.flush()
    assert (ledger.summary.indexed, ledger.summary.rejected) == (1, [])
    assert [(s.file.source, s.part, s.code) for s in store.source_states()] == [
        ("a.txt", 0, ""),
        ("annex.txt", 1, ""),
    ]


class Pressed(Store):
    """Somebody presses Ctrl-C in the instant after a commit."""

    @contextmanager
    def writing(self):
        with super().writing() as writer:
            yield writer
        os.kill(os.getpid(), signal.SIGINT)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT of its own")
def test_what_is_committed_is_counted_whenever_the_run_is_stopped(settings):
    with Pressed(settings.store_path, create=True) as store:
        ledger = Ledger(store, Known({}, {}, {}), 1, lambda *now: None)
        ledger.write(*reading("a.txt"))
        with pytest.raises(KeyboardInterrupt):
            ledger.flush()
        ledger.flush()
        assert (ledger.summary.indexed, store.counts().reports) == (1, 1)
