"""Where themes come up: theme by heading and theme by case.

The reader’s question: what is widely shared, and by whom?
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from secondcoder.page.figures.heat import Cell, Side, draw_grid, tint
from secondcoder.page.figures.style import BLUE, Drawn, by_name, styled

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


def presence(long: pd.DataFrame, *, across: str, count: str) -> Presence:
    """Return what is drawn of a long table of themes by heading or by case."""
    ids = list(dict.fromkeys(long["theme_id"]))[:MOST_ROWS]
    columns = list(dict.fromkeys(long[across]))[:MOST_COLUMNS]
    labels = dict(zip(long["theme_id"], long["theme"], strict=True))
    places = list(zip(long["theme_id"], long[across], strict=True))
    counts = dict(zip(places, long[count], strict=True))
    marks = long["mention"] if "mention" in long else ["no"] * len(long)
    mentions = {place for place, mark in zip(places, marks, strict=True) if mark == "yes"}
    return Presence(
        [labels[theme] for theme in ids],
        columns,
        [[int(counts.get((theme, column), 0)) for column in columns] for theme in ids],
        [[(theme, column) in mentions for column in columns] for theme in ids],
    )


def draw_figures(tables: Mapping[str, pd.DataFrame]) -> dict[str, Drawn]:
    """Return the two matrices of a synthesis, where there is any theme."""
    headings = presence(tables["matrix_theme_heading"], across="heading", count="case_count")
    cases = presence(tables["matrix_theme_case"], across="case", count="heading_count")
    return by_name(
        draw_presence(headings, "heading; in a cell, the number of cases", "theme_by_heading"),
        draw_presence(cases, "case; in a cell, the number of headings", "theme_by_case"),
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
