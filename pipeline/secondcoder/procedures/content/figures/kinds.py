"""Themes by kind of source.

The reader’s question: which kinds of source speak of a theme, and which are silent?
"""

from collections.abc import Sequence
from dataclasses import dataclass

from secondcoder.page.figures.heat import Cell, Side, draw_grid
from secondcoder.page.figures.style import Drawn, styled
from secondcoder.page.figures.text import clean
from secondcoder.page.values import percent2
from secondcoder.procedures.content.tables.sources import TriangulationRow

MOST, MOST_KINDS = 30, 6
"""Themes and kinds drawn; the rest stand in the table."""


@dataclass(frozen=True, slots=True)
class Kinds:
    """Percents of passages by theme and kind; nothing where a kind is silent."""

    kinds: dict[str, int]
    """The passages of each kind."""
    themes: list[str]
    percents: list[list[float | None]]


def kinds_of_source(table: Sequence[TriangulationRow]) -> Kinds:
    """Return what is drawn of the themes by kind of source."""
    kinds = list(dict.fromkeys(row.kind for row in table))[:MOST_KINDS]
    themes = list(dict.fromkeys(row.theme for row in table))[:MOST]
    sizes = {row.kind: row.passages_of_kind for row in table}
    found = {(row.theme, row.kind): row for row in table}
    percents = [
        [row.passage_percent if row.codes else None for row in (found[theme, k] for k in kinds)]
        for theme in themes
    ]
    return Kinds({kind: sizes[kind] for kind in kinds}, themes, percents)


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
