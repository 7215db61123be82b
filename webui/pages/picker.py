"""The picker of cells, drawn; the pages of comparison, ranking, body and region have it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from flask import render_template
from markupsafe import Markup

from webui import language
from webui.present.compare_form import choice_groups, others

MOST_KEPT = 32
"""Pickers kept, of some 60 KB each: most pages ask for the same few."""


def picker(cells: Sequence[str], *, single: bool = False) -> Markup:
    """Every cell to be ticked, those named already are; or to be chosen, where only one can be."""
    return _drawn(language.chosen(), tuple(cells), single)


@lru_cache(maxsize=MOST_KEPT)
def _drawn(spoken: str, cells: tuple[str, ...], single: bool) -> Markup:
    groups = choice_groups(cells, single=single)
    typed = "，".join(others(cells))
    drawn = render_template("compare/choices.html", groups=groups, other_cells=typed, single=single)
    return Markup(drawn)
