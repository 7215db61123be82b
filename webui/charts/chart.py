"""What a chart shows, before anybody draws it."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

MOST_SERIES = 8
"""Shapes, dashes and colours that can be told apart; further series stand in the table."""


@dataclass(frozen=True, slots=True)
class Point:
    """A series at one place of the axis.

    Attributes:
        value: the number; ``None`` where there is none, which is never drawn as zero.
        words: what the point says in full, e.g. ``2021 年：7 件`` or ``2021 年：空白``.
        text: the number as printed beside its point.
        sign: what stands below the axis in the place of a number that is not there.
        url: where the number comes from, empty for nowhere.
        is_partial: whether fewer were added up than at other places of the series, so that its
            height alone says little; drawn hollow.
        is_corrected: whether it rests on what a person put right; drawn in a frame.
    """

    value: float | None
    words: str
    text: str = ""
    sign: str = ""
    url: str = ""
    is_partial: bool = False
    is_corrected: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """Points over the places of a chart, one for each.

    Attributes:
        breaks: indices of places after which the line is interrupted.
        speaks: whether its signs below the axis are those of the whole chart.
    """

    label: str
    points: tuple[Point, ...]
    breaks: frozenset[int] = frozenset()
    speaks: bool = False


@dataclass(frozen=True, slots=True)
class Divider:
    """A line between two places, where what is counted changed.

    Attributes:
        after: index of the place before it.
        label: a word or two that stand at its top.
        words: what changed.
    """

    after: int
    label: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """Series over common places.

    Attributes:
        label: what the chart shows, for those who do not see it.
        places: names along the axis, e.g. years.
        is_share: whether values are fractions that are written as percentages.
        further: how many series there are beside these, which nobody draws.
    """

    label: str
    places: tuple[str, ...]
    series: tuple[Series, ...]
    dividers: tuple[Divider, ...] = ()
    is_share: bool = False
    further: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether no series has any number."""
        return all(point.value is None for one in self.series for point in one.points)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart that is drawn.

    Attributes:
        svg: the picture.
        keys: of each series its sign and its label; empty for a single one.
        left_out: how many series are not in the picture.
        signs: signs in the place of numbers, each once, as they come.
        has_partial: whether any point is hollow.
        has_corrected: whether any point or sign is framed.
    """

    label: str
    svg: Markup
    keys: tuple[tuple[Markup, str], ...]
    left_out: int
    signs: tuple[str, ...]
    dividers: tuple[Divider, ...]
    has_partial: bool = False
    has_corrected: bool = False
