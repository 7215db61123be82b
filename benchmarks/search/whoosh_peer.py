"""Whoosh as it comes, on 2-grams and on the words of jieba's analyzer for Whoosh.

Set up as its documentation advises: ``NgramTokenizer`` gives grams their positions; properties
are sortable fields, which facets read as columns; one process with 1 GB to collect postings in,
because more memory makes it faster and more processes did not. ``jieba.analyse.ChineseAnalyzer``
is what jieba's documentation gives for Whoosh, asked by its query parser for a quoted phrase.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

from jieba.analyse import ChineseAnalyzer
from whoosh import query, sorting, versionstring
from whoosh.analysis import Analyzer, NgramTokenizer
from whoosh.fields import ID, NUMERIC, TEXT, Schema
from whoosh.index import create_in, open_dir
from whoosh.qparser import QueryParser

from search.question import FACETS, TOP, Answer, Question, Section

VERSION = f"Whoosh {versionstring()}"
LIMIT = 1024
"""Megabytes to collect postings in."""

COMMON = f"sortable ID fields, FieldFacet with Count; procs=1, limitmb={LIMIT}"


class Whoosh:
    """An index in a folder, on 2-grams."""

    name = f"{VERSION} on 2-grams"
    settings = f"NgramTokenizer(2), phrase=True, not stored, query.Phrase; {COMMON}"

    def __init__(self, folder: Path, sections: Iterable[Section] | None = None) -> None:
        if sections is None:
            self._index, self.rate = open_dir(str(folder)), 0.0
        else:
            folder.mkdir(parents=True)
            text = TEXT(analyzer=self._analyzer(), phrase=True)
            properties = {name: ID(sortable=True) for name in FACETS}
            key, new = NUMERIC(signed=False, bits=64, sortable=True), NUMERIC(sortable=True)
            schema = Schema(key=key, new=new, text=text, **properties)
            self._index = create_in(str(folder), schema)
            self.rate = self._build(sections)
        self._searcher = self._index.searcher()
        self._keys = self._searcher.reader().column_reader("key")

    def _analyzer(self) -> Analyzer:
        return NgramTokenizer(2)

    def _build(self, sections: Iterable[Section]) -> float:
        """Characters a second of CPU time, tokenising included."""
        begin, characters = time.process_time(), 0
        writer = self._index.writer(procs=1, limitmb=LIMIT)
        for section in sections:
            properties = dict(zip(FACETS, section.values, strict=True))
            writer.add_document(key=section.key, new=section.new, text=section.text, **properties)
            characters += len(section.text)
        writer.commit()
        return characters / (time.process_time() - begin)

    def ask(self, question: Question) -> Answer:
        """Best, total and facets."""
        asked = self._query(question)
        grouped = {name: sorting.FieldFacet(name) for name in FACETS}
        # Where hits are grouped, it gathers all of them, whatever the limit.
        found = self._searcher.search(asked, limit=TOP, groupedby=grouped, maptype=sorting.Count)
        facets = tuple(dict(found.groups(name)) for name in FACETS)
        return Answer(len(found), facets, [self._keys[hit.docnum] for hit in found[:TOP]])

    def hits(self, question: Question) -> set[int]:
        """Keys of all hits."""
        return {self._keys[at] for at in self._searcher.docs_for_query(self._query(question))}

    def _query(self, question: Question) -> query.Query:
        parts = [self._phrase(phrase) for phrase in question.phrases]
        if question.year:
            parts.append(query.Term("year", str(question.year)))
        if question.zero_new:
            parts.append(query.NumericRange("new", 0, 0))
        return parts[0] if len(parts) == 1 else query.And(parts)

    def _phrase(self, phrase: str) -> query.Query:
        own = [phrase[at : at + 2] for at in range(len(phrase) - 1)]
        return query.Phrase("text", own) if len(own) > 1 else query.Term("text", phrase)

    def note(self) -> str:
        """What the index became."""
        return f"{len(self._searcher.leaf_searchers())} segments"

    def close(self) -> None:
        """Close the files."""
        self._searcher.close()
        self._index.close()


class WhooshWords(Whoosh):
    """The same on jieba's words; cannot give the same answer."""

    name = f"{VERSION} with jieba's ChineseAnalyzer"
    settings = f"jieba.analyse.ChineseAnalyzer(), phrase=True, not stored, QueryParser; {COMMON}"

    def _analyzer(self) -> Analyzer:
        return ChineseAnalyzer()

    def _phrase(self, phrase: str) -> query.Query:
        return QueryParser("text", self._index.schema).parse(f'"{phrase}"')
