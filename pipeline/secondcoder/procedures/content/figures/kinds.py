"""Themes by kind of source.

The reader’s question: which kinds of source speak of a theme, and which are silent?
"""

from dataclasses import dataclass

import pandas as pd

from secondcoder.page.figures.heat import Cell, Side, draw_grid
from secondcoder.page.figures.style import Drawn, styled
from secondcoder.page.figures.text import clean
from secondcoder.page.values import percent2, rows

MOST, MOST_KINDS = 30, 6
"""Themes and kinds drawn; the rest stand in the table."""


@dataclass(frozen=True, slots=True)
class Kinds:
    """Percents of passages by theme and kind; nothing where a kind is silent."""

    kinds: dict[str, int]
    """The passages of each kind."""
    themes: list[str]
    percents: list[list[float | None]]


def kinds_of_source(table: pd.DataFrame) -> Kinds:
    """Return what is drawn of the table ``triangulation``."""
    kinds = list(dict.fromkeys(table["kind"]))[:MOST_KINDS]
    themes = list(dict.fromkeys(table["theme"]))[:MOST]
    sizes = dict(zip(table["kind"], table["passages_of_kind"], strict=True))
    found = {(one.theme, one.kind): one for one in rows(table)}
    percents = [
        [one.passage_percent if one.codes else None for one in (found[theme, k] for k in kinds)]
        for theme in themes
    ]
    return Kinds({kind: int(sizes[kind]) for kind in kinds}, themes, percents)


@styled()
def draw_kinds(found: Kinds) -> Drawn | None:
    """Return a grid: percent of the passages of each kind that carry each theme."""
    if len(found.kinds) < 2 or not found.themes:
        return None
    most = max((value for row in found.percents for value in row if value), default=1.0)
    cells = [
        [Cell("silent") if value is None else Cell(percent2(value), value / most) for value in row]
        for row in found.percents
    ]
    columns = [f"{clean(kind)}\nn = {size}" for kind, size in found.kinds.items()]
    title = "kind of source; n: its passages"
    figure = draw_grid(cells, Side("theme", found.themes), Side(title, columns))
    return Drawn("kinds_of_source", figure)
