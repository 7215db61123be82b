"""How one publisher words a table's labels: numbering, spaces, additions, small misprints."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from govreport_search.forms import Row, Table
from indexer.sample.body import sample_data


@dataclass(slots=True)
class Wording:
    """One publisher's habits, fixed for the whole report.

    Attributes:
        chapters: printed form of each （一）…, empty for the template's own.
        item: pattern of item numbers.
        loose: how often a space is put into a label.
        reworded: how often a label is worded otherwise.
        article: pattern of the captions of the disclosure table.
    """

    rng: Random
    chapters: dict[str, str]
    item: str
    loose: float
    reworded: float
    article: str

    @classmethod
    def draw(cls, rng: Random) -> Wording:
        """Habits at random; half of the publishers keep to the template."""
        data = sample_data("labels.toml")["numbering"]
        captions = sample_data("labels.toml")["notes"]["captions"]
        if rng.random() < 0.5:
            return cls(rng, {}, "{n}.", 0.0, 0.0, captions[0])
        style = rng.randrange(3)
        chapters = {official: some[style] for official, some in data["chapters"].items()}
        loose = rng.choice((0.0, 0.0, 0.15))
        reworded = rng.choice((0.0, 0.05, 0.2))
        item, article = rng.choice(data["items"]), rng.choice(captions)
        return cls(rng, chapters, item, loose, reworded, article)

    def label(self, table: Table, row: Row) -> str:
        """The row's label as this publisher prints it, with its number."""
        text = row.label
        variants = sample_data("labels.toml")["wording"].get(row.id)
        if table.id == "requests" and variants and self.rng.random() < self.reworded:
            text = self.rng.choice(variants)
        return self._number(row, text) + self._spaced(text)

    def header(self, text: str) -> str:
        """A column label as this publisher prints it."""
        return self._spaced(text)

    def caption(self, label: str) -> str:
        """第二十条第（一）项 as this publisher prints it."""
        number = label[label.find("（") + 1 : label.find("）")]
        return self.article.format(n=number)

    def _number(self, row: Row, label: str) -> str:
        if not row.no or row.no in label[:6]:
            return ""
        if row.no.endswith("."):
            return self.item.format(n=row.no[:-1])
        if row.no.startswith("（"):
            return self.chapters.get(row.no, row.no)
        return f"{row.no}、"

    def _spaced(self, text: str) -> str:
        if len(text) < 4 or self.rng.random() >= self.loose:
            return text
        cut = self.rng.randint(2, len(text) - 1)
        return f"{text[:cut]} {text[cut:]}"
