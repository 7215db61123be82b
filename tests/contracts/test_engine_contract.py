"""One suite for every engine: exact, whole commits, whatever happened before."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from govreport_search.engines.protocol import Engine, Manifest, ReportTexts
from govreport_search.engines.scan import ScanEngine
from govreport_search.engines.whoosh import WhooshEngine
from govreport_search.errors import EngineError

ALPHABET = [*list("公开不予信息0012 aAb,。（“\x00\n"), "𠮷", "\U0010ffff"]
TEXT = st.text(alphabet=st.one_of(st.sampled_from(ALPHABET), st.characters()), max_size=25)
KEY = st.integers(0, 8)

Corpus = dict[int, dict[int, str]]


def manifest_of(engine: Engine, sequence: int = 1, fold: int = 1, store: str = "s") -> Manifest:
    return Manifest(engine.schema, fold, store, sequence)


def texts_of(corpus: Corpus) -> list[ReportTexts]:
    return [ReportTexts(key, list(sections.items())) for key, sections in corpus.items()]


def count_overlapping(text: str, phrase: str) -> int:
    return sum(text.startswith(phrase, start) for start in range(len(text)))


def expected(corpus: Corpus, phrase: str) -> list[tuple[int, int]]:
    return sorted(
        (key, count_overlapping(text, phrase))
        for sections in corpus.values()
        for key, text in sections.items()
        if phrase in text
    )


def found(engine: Engine, phrase: str) -> list[tuple[int, int]]:
    matches = engine.find(phrase)
    assert matches.sections.dtype == np.int64
    assert matches.counts.dtype == np.int32
    return [(int(k), int(c)) for k, c in zip(matches.sections, matches.counts, strict=True)]


@st.composite
def corpora(draw: st.DrawFn) -> Corpus:
    """Section keys grow from call to call in a store; here they only must not meet."""
    reports = draw(st.dictionaries(KEY, st.lists(TEXT, max_size=4), max_size=4))
    base = draw(st.integers(0, 1 << 40)) * 1000
    return {
        key: {base + key * 10 + number: text for number, text in enumerate(texts)}
        for key, texts in reports.items()
    }


class EngineMachine(RuleBasedStateMachine):
    """Any sequence of writes, against a dictionary; each engine has a machine below."""

    make: Callable[[Path], Engine]

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.engine = self.make(Path(self.folder.name))
        self.corpus: Corpus = {}
        self.sequence = 0
        self.built = False

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.engine.close()
            self.folder.cleanup()

    @rule(add=corpora(), remove=st.lists(KEY, max_size=3))
    def update(self, add: Corpus, remove: Iterable[int]) -> None:
        before = self.engine.snapshot() if self.built else None
        old = {phrase: expected(self.corpus, phrase) for phrase in self.phrases()}
        self.sequence += 1
        self.engine.update(texts_of(add), remove, manifest_of(self.engine, self.sequence))
        self.corpus = {k: v for k, v in self.corpus.items() if k not in set(remove)} | add
        self.built = True
        if before is not None:
            for phrase, hits in old.items():
                matches = before.find(phrase)
                assert list(zip(matches.sections, matches.counts, strict=True)) == hits

    @rule(reports=corpora())
    def rebuild(self, reports: Corpus) -> None:
        self.sequence += 1
        self.engine.rebuild(texts_of(reports), manifest_of(self.engine, self.sequence))
        self.corpus = reports
        self.built = True

    @precondition(lambda self: self.built)
    @rule(add=corpora())
    def fail(self, add: Corpus) -> None:
        """A source that breaks off leaves the last commit as it was."""

        def broken() -> Iterable[ReportTexts]:
            yield from texts_of(add)
            raise RuntimeError("the store went away")

        for write in (
            lambda: self.engine.update(broken(), list(self.corpus), manifest_of(self.engine)),
            lambda: self.engine.rebuild(broken(), manifest_of(self.engine)),
        ):
            with pytest.raises(RuntimeError, match="went away"):
                write()

    @rule(phrase=TEXT.filter(bool))
    def search(self, phrase: str) -> None:
        if self.built:
            assert found(self.engine, phrase) == expected(self.corpus, phrase)

    @invariant()
    def exact(self) -> None:
        if not hasattr(self, "built"):
            return
        manifest = self.engine.manifest()
        assert manifest == (manifest_of(self.engine, self.sequence) if self.built else None)
        for phrase in self.phrases():
            assert found(self.engine, phrase) == expected(self.corpus, phrase), phrase

    def phrases(self) -> list[str]:
        """Substrings of every length of some texts, and phrases that reach over a text's end."""
        texts = [text for sections in self.corpus.values() for text in sections.values()]
        chosen = set("".join(texts)[:6]) | {"公开", "0"} if self.built else set()
        for text in texts[:4]:
            chosen |= {text[len(text) // 3 :][:length] for length in range(1, 8)}
            chosen |= {text, text[-2:], text[:1]}
        for first, second in itertools.pairwise(texts):
            chosen |= {first[-2:] + second[:2], first[-1:] + second[:3]}
        return sorted(chosen - {""})


class ScanMachine(EngineMachine):
    make = staticmethod(lambda _: ScanEngine())


class WhooshMachine(EngineMachine):
    make = staticmethod(lambda folder: WhooshEngine(folder / "whoosh"))

    @precondition(lambda self: self.built)
    @rule()
    def reopen(self) -> None:
        self.engine.close()
        self.engine = self.make(Path(self.folder.name))

    @precondition(lambda self: self.built)
    @rule(add=corpora())
    def write_elsewhere(self, add: Corpus) -> None:
        """Another process writes; this one sees it."""
        other = self.make(Path(self.folder.name))
        self.sequence += 1
        other.update(texts_of(add), [], manifest_of(other, self.sequence))
        other.close()
        self.corpus |= add


COMMON = settings(
    max_examples=40, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
)
TestScanEngine = ScanMachine.TestCase
TestScanEngine.settings = COMMON
TestWhooshEngine = WhooshMachine.TestCase
TestWhooshEngine.settings = COMMON


@pytest.fixture(params=["scan", "whoosh"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    return ScanEngine() if request.param == "scan" else WhooshEngine(tmp_path / "whoosh")


def test_without_an_index_there_is_no_answer(engine: Engine) -> None:
    assert engine.manifest() is None
    with pytest.raises(EngineError) as caught:
        engine.find("公开")
    assert caught.value.code == "engine_missing"
    assert "govreport rebuild" in caught.value.remedy


def test_an_empty_index_answers_with_nothing(engine: Engine) -> None:
    engine.update([], [], manifest_of(engine))
    assert found(engine, "公开") == []
    assert engine.manifest() == manifest_of(engine)


def test_overlapping_occurrences_count(engine: Engine) -> None:
    engine.update([ReportTexts(1, [(10, "0 0 0 0"), (11, "哈哈哈")])], [], manifest_of(engine))
    assert found(engine, "0 0") == [(10, 3)]
    assert found(engine, "哈哈") == [(11, 2)]
    assert found(engine, "0") == [(10, 4)]


def test_a_phrase_never_reaches_into_the_next_section(engine: Engine) -> None:
    engine.update([ReportTexts(1, [(10, "不予"), (11, "公开")])], [], manifest_of(engine))
    assert found(engine, "不予公开") == []
    assert found(engine, "予公") == []


def test_a_report_added_twice_counts_once(engine: Engine) -> None:
    twice = [ReportTexts(1, [(10, "公开公开")]), ReportTexts(1, [(11, "公开")])]
    engine.update(twice, [], manifest_of(engine))
    assert found(engine, "公开") == [(11, 1)]


def test_an_empty_phrase_is_refused(engine: Engine) -> None:
    engine.update([], [], manifest_of(engine))
    with pytest.raises(ValueError, match="empty"):
        engine.find("")


@pytest.mark.parametrize(("fold", "store"), [(2, "s"), (1, "another")])
def test_what_cannot_be_mixed_must_be_rebuilt(engine: Engine, fold: int, store: str) -> None:
    engine.update([ReportTexts(1, [(10, "公开")])], [], manifest_of(engine))
    other = manifest_of(engine, 2, fold, store)
    with pytest.raises(EngineError) as caught:
        engine.update([ReportTexts(2, [(20, "公开")])], [], other)
    assert caught.value.code == "engine_outdated"
    assert found(engine, "公开") == [(10, 1)]
    engine.rebuild([ReportTexts(2, [(20, "公开")])], other)
    assert engine.manifest() == other
    assert found(engine, "公开") == [(20, 1)]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts=st.lists(TEXT, min_size=1, max_size=6), data=st.data())
def test_every_substring_is_found(texts: list[str], data: st.DataObject) -> None:
    corpus: Corpus = {1: dict(enumerate(texts, start=100))}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        engine = WhooshEngine(Path(folder) / "whoosh")
        engine.rebuild(texts_of(corpus), manifest_of(engine))
        for text in texts:
            for start in range(len(text)):
                end = data.draw(st.integers(start + 1, len(text)))
                phrase = text[start:end]
                assert found(engine, phrase) == expected(corpus, phrase)
        engine.close()
