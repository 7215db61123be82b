"""How one web page is written: its markup, its dress and its charset."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from indexer.sample.body import sample_data

DRESSES = ("plain", "cms", "word")


@dataclass(frozen=True, slots=True)
class Habit:
    """One page's markup, fixed for the whole page.

    Attributes:
        dress: ``plain``, ``cms`` (with the chrome of a site) or ``word`` (saved from Word).
        tags: patterns of paragraphs by role.
        wrap: pattern of a value.
        blank: markup of a blank cell.
        breaks: how often a label is broken over lines.
        split: how often digits of a number lie in spans of their own.
        nested: whether each table stands in a layout table.
        header_tag: the tag of header cells.
        sections: whether tables have thead and tbody.
        closed: whether end tags of rows and cells are written.
        image: pattern of the address of an image.
        inline: whether an image's bytes stand in the page itself.
    """

    dress: str
    encoding: str
    declared: str
    tags: dict[str, str]
    wrap: str
    blank: str
    breaks: float
    split: float
    nested: bool
    header_tag: str
    sections: bool
    closed: bool
    image: str = "./W0202301{n}.png"
    inline: bool = True

    @classmethod
    def draw(cls, rng: Random, dress: str) -> Habit:
        """Habits at random for a dress."""
        data = sample_data("html.toml")
        encoding, declared = rng.choice(data["charsets"])
        return cls(
            dress=dress,
            encoding=encoding,
            declared=declared,
            tags={role: rng.choice(some) for role, some in data["tags"].items()},
            wrap=rng.choice(data["wraps"]),
            blank=rng.choice(data["blanks"]),
            breaks=rng.choice((0.0, 0.1, 0.5)),
            split=rng.choice((0.0, 0.3)) if dress == "word" else 0.0,
            nested=dress != "word" and rng.random() < 0.2,
            header_tag="th" if dress != "word" and rng.random() < 0.25 else "td",
            sections=dress != "word" and rng.random() < 0.3,
            closed=dress == "word" or rng.random() < 0.9,
        )
