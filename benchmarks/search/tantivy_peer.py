"""tantivy on 2-grams.

Set up as its documentation advises: grams come as text that the whitespace tokenizer splits, so
that they have positions (its own n-gram tokenizer gives all of them position 0); the text is not
stored; properties are fast fields, and facets are terms aggregations over them. A phrase is asked
by every second gram with its offset, which reads half of the postings.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path

import jieba
import tantivy

from search.question import FACETS, TOP, Answer, Question, Section, grams
from search.results import TANTIVY

VERSION = version("tantivy")
HEAP = 1_000_000_000
COMMON = (
    "for the whitespace tokenizer, record=position, not stored; one thread; 1 GB heap; merged by "
    "its own policy; raw fast fields, terms aggregations"
)


class Tantivy:
    """An index in a folder."""

    name = TANTIVY
    settings = f"{VERSION}; 2-grams as text {COMMON}; phrases by every second gram"

    def __init__(self, folder: Path, sections: Iterable[Section] | None = None) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("key", fast=True, stored=True)
        builder.add_integer_field("new", fast=True, indexed=True)
        for name in FACETS:
            builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
        builder.add_text_field("text", tokenizer_name="white", index_option="position")
        self._schema = builder.build()
        folder.mkdir(parents=True, exist_ok=True)
        self._index = tantivy.Index(self._schema, path=str(folder), reuse=sections is None)
        splits = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        self._index.register_tokenizer("white", splits)
        self.rate = self._build(sections) if sections is not None else 0.0
        self._index.reload()
        self._searcher = self._index.searcher()
        self._facets = {name: {"terms": {"field": name, "size": 10_000}} for name in FACETS}

    def _build(self, sections: Iterable[Section]) -> float:
        """Characters a second of CPU time, tokenising included."""
        begin, characters = time.process_time(), 0
        writer = self._index.writer(HEAP, 1)
        for section in sections:
            properties = dict(zip(FACETS, section.values, strict=True))
            text = " ".join(self._tokens(section.text))
            document = tantivy.Document(key=section.key, new=section.new, text=text, **properties)
            writer.add_document(document)
            characters += len(section.text)
        writer.commit()
        writer.wait_merging_threads()
        return characters / (time.process_time() - begin)

    def _tokens(self, text: str) -> list[str]:
        return grams(text)

    def ask(self, question: Question) -> Answer:
        """The answer; what ``best`` and ``counted`` together say."""
        query = self.query(question)
        facets = self.counted(query)
        return Answer(sum(facets[0].values()), facets, self.best(query))

    def query(self, question: Question) -> tantivy.Query:
        """The question as an object of the engine."""
        parts = [self._phrase(phrase) for phrase in question.phrases]
        if question.year:
            parts.append(tantivy.Query.term_query(self._schema, "year", str(question.year)))
        if question.zero_new:
            parts.append(tantivy.Query.term_query(self._schema, "new", 0))
        if len(parts) == 1:
            return parts[0]
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in parts])

    def _phrase(self, phrase: str) -> tantivy.Query:
        own = self._tokens(phrase)
        offsets = self._offsets(len(own))
        if len(offsets) == 1:
            return tantivy.Query.term_query(self._schema, "text", own[0])
        words: list[str | tuple[int, str]] = [(offset, own[offset]) for offset in offsets]
        return tantivy.Query.phrase_query(self._schema, "text", words)

    def _offsets(self, tokens: int) -> list[int]:
        """Which of a phrase's tokens say all that it says."""
        return sorted({*range(0, tokens, 2), tokens - 1})

    def alone(self, question: Question) -> Callable[[], object]:
        """The first of the two passes of ``ask``, the query being made."""
        return partial(self.best, self.query(question))

    def best(self, query: tantivy.Query) -> Sequence[int]:
        """Keys of the best sections."""
        found = self._searcher.search(query, TOP, count=False)
        return [self._searcher.doc(address)["key"][0] for _, address in found.hits]

    def hits(self, question: Question) -> set[int]:
        """Keys of all hits."""
        found = self._searcher.search(self.query(question), self._searcher.num_docs, count=False)
        return {self._searcher.doc(address)["key"][0] for _, address in found.hits}

    def counted(self, query: tantivy.Query) -> tuple[dict[str, int], ...]:
        """The facets; each section has one value of every property, so they hold the total."""
        made = self._searcher.aggregate(query, self._facets)
        return tuple(
            {str(each["key"]): int(each["doc_count"]) for each in made[name]["buckets"]}
            for name in FACETS
        )

    def note(self) -> str:
        """What the index became."""
        return f"{self._searcher.num_segments} segments"


class TantivyWords(Tantivy):
    """The same on jieba's words, which have the positions that the phrase query wants."""

    name = f"{TANTIVY} on jieba's words"
    settings = f"{VERSION}; jieba.lcut, words as text {COMMON}"

    def _tokens(self, text: str) -> list[str]:
        return [word for word in jieba.lcut(text) if not word.isspace()]

    def _offsets(self, tokens: int) -> list[int]:
        return list(range(tokens))
