"""What is asked of every engine, and the answer that all of them give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from search.vocabulary import FREQUENT, LESS, MEDIUM, RARE

FACETS = ("year", "level", "province", "section", "form")
"""Properties of a section by which its hits are counted; a region is counted by its province."""

TOP = 20


@dataclass(frozen=True)
class Question:
    """A question that engines of full text can be asked.

    Attributes:
        phrases: all of them in one section.
        year: of the report, 0 for any.
        zero_new: whether ``新收.总计=0`` must hold.
    """

    name: str
    phrases: tuple[str, ...]
    year: int = 0
    zero_new: bool = False

    @property
    def query(self) -> str:
        """In our query language."""
        parts = [f'"{phrase}"' for phrase in self.phrases]
        parts += [f"年份:{self.year}"] if self.year else []
        parts += ["requests.new.total=0"] if self.zero_new else []
        return " 且 ".join(parts)


QUESTIONS = (
    Question("frequent phrase", (FREQUENT,)),
    Question("medium phrase", (MEDIUM,)),
    Question("less frequent phrase", (LESS,)),
    Question("phrase + year", (FREQUENT,), year=2021),
    Question("phrase + 新收=0", (FREQUENT,), zero_new=True),
    Question("two phrases AND", (MEDIUM, LESS)),
    Question("frequent AND medium", (FREQUENT, MEDIUM)),
    Question("rare phrase", (RARE,)),
)


@dataclass(frozen=True)
class Section:
    """A section as a document of an engine.

    Attributes:
        values: by the names of ``FACETS``, all as texts.
        new: ``requests.new.total``, -1 where that is no number.
    """

    key: int
    text: str
    values: tuple[str, ...]
    new: int


@dataclass(frozen=True)
class Answer:
    """What an engine says.

    Attributes:
        total: sections that hold everything asked for.
        facets: for each of ``FACETS`` how many of those have each value; 0 is left out.
        top: keys of the best sections by BM25, at most ``TOP``.
    """

    total: int
    facets: tuple[Mapping[str, int], ...]
    top: Sequence[int]

    def differs(self, other: Answer) -> str:
        """In what two answers differ that must be equal; empty where they do not.

        Scores are not compared: engines weigh a term by its own documents and a phrase by its
        grams', so that near the end of the first 20 the order may differ. But the best must be
        hits, as many as there are.
        """
        if self.total != other.total:
            return f"total {self.total} != {other.total}"
        for name, own, its in zip(FACETS, self.facets, other.facets, strict=True):
            if dict(own) != dict(its):
                return f"facet {name}: {own} != {its}"
        if len(self.top) != len(other.top):
            return f"{len(self.top)} best hits, not {len(other.top)}"
        return ""


def grams(phrase: str) -> list[str]:
    """The 2-grams of a text at every place; blanks made visible, as they part the grams."""
    plain = phrase.translate(_BLANKS)
    return [plain[at : at + 2] for at in range(len(plain) - 1)]


_BLANKS = {ord(blank): "␣" for blank in " \t\n\r\u3000\xa0"}
