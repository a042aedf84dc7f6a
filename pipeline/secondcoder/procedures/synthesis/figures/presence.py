"""Where themes come up: theme by heading and theme by case.

The reader’s question: what is widely shared, and by whom?
"""

from collections.abc import Sequence
from dataclasses import dataclass

from secondcoder.page.figures.heat import Cell, Side, draw_grid, tint
from secondcoder.page.figures.style import BLUE, Drawn, styled
from secondcoder.procedures.drawn import Once, by_name
from secondcoder.procedures.synthesis.tables.matrices import ThemeByCase, ThemeByHeading

MOST_ROWS, MOST_COLUMNS = 24, 20
"""Themes and columns drawn; the rest stand in the table."""
_MIDDLE = 0.4
"""The depth of the filled field in the legend: between the palest and the deepest."""


@dataclass(frozen=True, slots=True)
class Presence:
    """Counts by theme and column, and which of them are mentions: no two cases share a theme."""

    themes: list[str]
    columns: list[str]
    counts: list[list[int]]
    mentions: list[list[bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """How often a theme comes up in one column."""

    theme_id: str
    theme: str
    column: str
    count: int
    mention: bool = False


def presence(places: Sequence[Place]) -> Presence:
    """Return what is drawn of themes by heading or by case."""
    labels = {place.theme_id: place.theme for place in places}
    ids = list(labels)[:MOST_ROWS]
    columns = list(dict.fromkeys(place.column for place in places))[:MOST_COLUMNS]
    counts = {(place.theme_id, place.column): place.count for place in places}
    mentions = {(place.theme_id, place.column) for place in places if place.mention}
    return Presence(
        [labels[theme] for theme in ids],
        columns,
        [[counts.get((theme, column), 0) for column in columns] for theme in ids],
        [[(theme, column) in mentions for column in columns] for theme in ids],
    )


def draw_figures(
    by_heading: Sequence[ThemeByHeading],
    by_case: Sequence[ThemeByCase],
    *,
    once: Once,
) -> dict[str, Drawn]:
    """Return the two matrices of a synthesis, where there is any theme; ``once`` draws them."""
    headings = [
        Place(
            theme_id=row.theme_id,
            theme=row.theme,
            column=row.heading,
            count=row.case_count,
            mention=row.mention,
        )
        for row in by_heading
    ]
    cases = [
        Place(theme_id=row.theme_id, theme=row.theme, column=row.case, count=row.heading_count)
        for row in by_case
    ]
    return by_name(
        once(
            draw_presence,
            presence(headings),
            "heading; in a cell, the number of cases",
            "theme_by_heading",
        ),
        once(
            draw_presence,
            presence(cases),
            "case; in a cell, the number of headings",
            "theme_by_case",
        ),
    )


@styled()
def draw_presence(found: Presence, title: str, name: str) -> Drawn | None:
    """Return a grid of counts: a row a theme, a column a heading or a case."""
    most = max((number for row in found.counts for number in row), default=0)
    if not most:
        return None
    from matplotlib.patches import Patch

    cells = [
        [
            Cell(str(number) if number else "", number / most if number else None, mention)
            for number, mention in zip(*row, strict=True)
        ]
        for row in zip(found.counts, found.mentions, strict=True)
    ]
    legend = [
        Patch(facecolor=tint(_MIDDLE), label="at least two cases share the theme"),
        Patch(facecolor="white", edgecolor=BLUE, label="answers without a shared theme"),
    ]
    mentioned = any(map(any, found.mentions))
    sides = Side("theme", found.themes), Side(title, found.columns)
    figure = draw_grid(cells, *sides, legend=legend if mentioned else ())
    return Drawn(name, figure)
