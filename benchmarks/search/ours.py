"""Our own search at three depths, so that each can be set beside what a peer does."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from govreport_search.columns import Columns
from govreport_search.engines.whoosh import WhooshEngine
from govreport_search.query.parser import parse
from govreport_search.query.request import Filters, Request
from govreport_search.query.result import Page
from govreport_search.services.archive import Archive
from govreport_search.services.corpus import Corpus
from govreport_search.services.evaluate import Evaluation
from govreport_search.services.facets import facets
from govreport_search.services.filters import Masks
from govreport_search.services.order import first
from govreport_search.services.outcome import Hits, Outcome
from govreport_search.services.search import search
from govreport_search.services.statistics import Statistics, statistics
from govreport_search.services.synchronise import bring_up
from govreport_search.settings import Settings
from govreport_search.store import Store
from search.question import FACETS, TOP, Answer, Question, Section

NAME = "ours"
SETTINGS = "as shipped"
_NO_NUMBER = -1
_EVERYTHING = Filters()


class Ours:
    """An open index folder."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.store = Store(settings.store_path)
        self.engine = WhooshEngine(settings.engine_path)
        self.columns = Columns(settings.columns_path)
        self.archive = Archive(self.store, self.engine, self.columns)
        bring_up(self.store, self.engine, self.columns)
        self._codes: tuple[Corpus, list[tuple[list[str], NDArray[np.int32]]]] | None = None

    def ask(self, question: Question) -> Answer:
        """The answer of the peers: best, total, and sections counted by five properties."""

        def answer(corpus: Corpus) -> Answer:
            found, _, every = _evaluated(corpus, question.query)
            counts = []
            for name, (values, codes) in zip(FACETS, self._coded(corpus), strict=True):
                entries = every.unit if name == "section" else every.report
                number = np.bincount(codes[entries], minlength=len(values))
                held = np.flatnonzero(number)
                counts.append({values[at]: int(number[at]) for at in held.tolist()})
            best = first(found, every, "relevance", TOP)
            top = corpus.columns.section_key[every.unit[best]].tolist()
            return Answer(len(every.unit), tuple(counts), top)

        return self.archive.ask(answer)

    def hits(self, question: Question) -> set[int]:
        """Keys of all hits."""

        def answer(corpus: Corpus) -> set[int]:
            every = _evaluated(corpus, question.query)[2]
            return set(corpus.columns.section_key[every.unit].tolist())

        return self.archive.ask(answer)

    def facetted(self, query: str) -> None:
        """What our pages show but the words: best, totals, all seven facets counted in reports."""

        def answer(corpus: Corpus) -> None:
            found, outcome, every = _evaluated(corpus, query)
            facets(corpus, outcome, Masks(corpus, _EVERYTHING), _EVERYTHING, Request())
            first(found, every, "relevance", TOP)

        self.archive.ask(answer)

    def search(self, query: str) -> Page:
        """The whole search, with snippets."""
        return search(self.archive, Request(query))

    def statistics(self) -> Statistics:
        """Sums and states of all cells of all reports by year."""
        return statistics(self.archive, Request(), "year")

    def sections(self) -> Iterator[Section]:
        """All sections as a peer takes them."""

        def values(corpus: Corpus) -> tuple[Corpus, list[list[str]], list[int]]:
            columns = []
            for name, (texts, codes) in zip(FACETS, self._coded(corpus), strict=True):
                of = codes if name == "section" else codes[corpus.columns.section_report]
                columns.append([texts[code] for code in of.tolist()])
            number = corpus.columns.cell("requests.new.total")[1]
            plain = np.where(np.isnan(number), _NO_NUMBER, number).astype(np.int64)
            return corpus, columns, plain[corpus.columns.section_report].tolist()

        corpus, columns, new = self.archive.ask(values)
        places = {key: at for at, key in enumerate(corpus.columns.section_key.tolist())}
        for entry in self.store.iter_sections():
            at = places[entry.section.key]
            own = tuple(column[at] for column in columns)
            yield Section(entry.section.key, entry.section.text, own, new[at])

    def _coded(self, corpus: Corpus) -> list[tuple[list[str], NDArray[np.int32]]]:
        """Values and codes of each of ``FACETS``: of the sections for ``section``, else reports."""
        if self._codes is None or self._codes[0] is not corpus:
            made = []
            for name in FACETS:
                if name == "section":
                    made.append((list(corpus.section_names), corpus.unit_kind))
                    continue
                column = corpus.column("region" if name == "province" else name)
                texts = [_text(name, value) for value in column.values]
                distinct = sorted(set(texts))
                number = {text: at for at, text in enumerate(distinct)}
                codes = np.array([number[text] for text in texts], dtype=np.int32)
                made.append((distinct, codes[column.codes]))
            self._codes = corpus, made
        return self._codes[1]

    def note(self) -> str:
        """What the index became."""
        snapshot = self.engine.snapshot()
        return f"{len(snapshot.segments)} segments"

    def close(self) -> None:
        """Close the files."""
        self.columns.close()
        self.engine.close()
        self.store.close()


def _evaluated(corpus: Corpus, query: str) -> tuple[Evaluation, Outcome, Hits]:
    found = Evaluation(corpus, parse(query))
    masks = Masks(corpus, _EVERYTHING)
    outcome = Outcome(found, masks.kinds)
    return found, outcome, outcome.hits(masks.reports())


def _text(name: str, value: object) -> str:
    if name != "province":
        return str(value)
    return value[0] if isinstance(value, tuple) and value else "-"
