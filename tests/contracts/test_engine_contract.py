"""One suite for every engine: exact, whole commits, whatever happened before."""

from __future__ import annotations

import itertools
import random
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from govreport_search.engines.pattern import Pattern
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


def stands(text: str, start: int, pattern: Pattern) -> bool:
    """Whether the pattern starts there, every way tried; the spelled-out meaning of patterns."""
    ends = {start + len(pattern.parts[0])} if text.startswith(pattern.parts[0], start) else set()
    for part, (least, most) in zip(pattern.parts[1:], pattern.gaps, strict=True):
        begins = {end + gap for end in ends for gap in range(least, most + 1)}
        ends = {begin + len(part) for begin in begins if text.startswith(part, begin)}
    return start >= pattern.before and any(end + pattern.after <= len(text) for end in ends)


def expected_pattern(corpus: Corpus, pattern: Pattern) -> list[tuple[int, int]]:
    return sorted(
        (key, count)
        for sections in corpus.values()
        for key, text in sections.items()
        if (count := sum(stands(text, start, pattern) for start in range(len(text))))
    )


def found(engine: Engine, phrase: str | Pattern) -> list[tuple[int, int]]:
    matches = engine.find(phrase)
    assert matches.sections.dtype == np.int64
    assert matches.counts.dtype == np.int32
    return [(int(k), int(c)) for k, c in zip(matches.sections, matches.counts, strict=True)]


@st.composite
def patterns(draw: st.DrawFn) -> Pattern:
    """Few characters and small gaps, so that texts often hold them."""
    piece = st.text(st.sampled_from("公开不予0,"), min_size=1, max_size=2)
    parts = draw(st.lists(piece, min_size=1, max_size=4))
    gap = st.tuples(st.integers(0, 2), st.integers(0, 4)).map(lambda g: (g[0], g[0] + g[1]))
    gaps = tuple(draw(gap) for _ in parts[1:])
    around = st.sampled_from((0, 0, 1, 3))
    return Pattern(tuple(parts), gaps, draw(around), draw(around))


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

    @rule(pattern=patterns())
    def look(self, pattern: Pattern) -> None:
        if self.built:
            assert found(self.engine, pattern) == expected_pattern(self.corpus, pattern)

    @rule(data=st.data())
    def look_for_what_is_there(self, data: st.DataObject) -> None:
        """Two pieces of one text, with the gap they have there."""
        texts = [text for s in self.corpus.values() for text in s.values() if len(text) > 3]
        if not texts:
            return
        text = data.draw(st.sampled_from(texts))
        cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), min_size=4, max_size=4)))
        first, second = text[cuts[0] : cuts[1]], text[cuts[2] : cuts[3]]
        gap = cuts[2] - cuts[1]
        pattern = Pattern((first, second), ((gap - 1, gap + 2),), cuts[0], len(text) - cuts[3])
        matches = found(self.engine, pattern)
        assert matches == expected_pattern(self.corpus, pattern)
        assert matches

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


@settings(max_examples=150, deadline=None)
@given(text=st.text(st.sampled_from("公开不予0,"), max_size=30), pattern=patterns())
def test_the_spans_of_a_pattern_are_where_it_stands(text: str, pattern: Pattern) -> None:
    spans = list(pattern.spans(text))
    starts = [start + pattern.before for start, _ in spans]
    assert starts == [s for s in range(len(text)) if stands(text, s, pattern)]
    for start, end in spans:
        assert start >= 0
        assert text.startswith(pattern.parts[0], start + pattern.before)
        assert text[: end - pattern.after].endswith(pattern.parts[-1])
        assert end <= len(text)


@pytest.mark.parametrize(
    ("parts", "gaps", "text", "span"),
    [
        (("甲", "乙"), ((0, 9),), "甲乙乙", (0, 2)),  # the nearest
        (
            ("甲", "乙", "丙"),
            ((0, 9), (0, 1)),
            "甲乙一二乙丙",
            (0, 6),
        ),  # the rest follows
        (("甲", "乙"), ((1, 9),), "甲乙三乙", (0, 4)),
    ],
)
def test_the_shortest_gaps_are_marked(
    parts: tuple[str, ...], gaps: tuple[tuple[int, int], ...], text: str, span: tuple[int, int]
) -> None:
    assert list(Pattern(parts, gaps).spans(text)) == [span]


def test_many_gaps_are_no_trap(engine: Engine) -> None:
    """Trying every way would take longer than the world is old."""
    text = "甲" + "乙" * 5000
    pattern = Pattern(("甲", *["乙"] * 10, "丁"), ((0, 50),) * 11)
    engine.update([ReportTexts(1, [(10, text), (11, text[:200] + "丁")])], [], manifest_of(engine))
    assert found(engine, pattern) == [(11, 1)]
    assert list(pattern.spans(text)) == []


def long_texts(seed: int) -> list[str]:
    """Texts of few characters, so that long substrings are built of frequent pairs."""
    draw = random.Random(seed)
    return ["".join(draw.choices("公开不予信息0, ", k=draw.randint(150, 600))) for _ in range(30)]


@pytest.mark.parametrize("seed", range(3))
def test_phrases_of_every_length_are_substrings(engine: Engine, seed: int) -> None:
    """1 to 200 characters, after adds, updates, removes and merges, against plain Python."""
    draw = random.Random(seed)
    texts = long_texts(seed)
    corpus: Corpus = {}
    engine.update([], [], manifest_of(engine, 0))
    for step, at in enumerate(range(0, len(texts), 6), start=1):
        added = {at + n: {(at + n) * 10: text} for n, text in enumerate(texts[at : at + 6])}
        removed = [at - 2] if at else []
        engine.update(texts_of(added), removed, manifest_of(engine, step))
        corpus = {k: v for k, v in corpus.items() if k not in removed} | added
    for length in range(1, 201):
        text = draw.choice(texts)
        start = draw.randrange(max(len(text) - length, 1))
        phrase = text[start : start + length]
        assert found(engine, phrase) == expected(corpus, phrase)
        wrong = phrase[:-1] + "无" if length > 1 else "无"
        assert found(engine, wrong) == expected(corpus, wrong) == []
