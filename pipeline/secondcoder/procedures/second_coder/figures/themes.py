"""Candidate themes by size, with their stability.

The reader’s question: is each theme robust?
"""

import pandas as pd

from secondcoder.page.figures.style import (
    BLUE,
    PALE,
    QUIET,
    SMALL,
    WIDTH,
    Sketch,
    as_svg,
    canvas,
    short,
    write,
)
from secondcoder.page.values import rows as rows_of
from secondcoder.procedures.second_coder.page.words import stability_word

MOST = 25
"""Themes drawn; the rest stand in the table."""
_ROW = 0.44
_TINTS = {"stable": BLUE, "fairly stable": "#6BAED6", "unstable": "#C6DBEF"}


def draw_themes(themes: pd.DataFrame) -> str:
    """Return the figure below as SVG text, or an empty string."""
    return as_svg(sketch_themes(themes))


def sketch_themes(themes: pd.DataFrame) -> Sketch | None:
    """Return bars of passages for the themes of level 1, largest first."""
    tops = themes[themes["level"] == 1].sort_values("passages", ascending=False, kind="stable")
    tops = tops.head(MOST)
    if tops.empty:
        return None
    figure, axes = canvas(_ROW * len(tops) + 0.1)
    largest, room = float(tops["passages"].max()), WIDTH - 2.2
    for row, theme in enumerate(rows_of(tops)):
        y = 0.05 + row * _ROW
        word = stability_word(theme.stability)
        write(axes, 0.02, y + 0.1, short(theme.label, 62))
        axes.barh(y + 0.29, room, height=0.12, left=0.02, color=PALE)
        length = room * theme.passages / largest
        axes.barh(y + 0.29, length, height=0.12, left=0.02, color=_TINTS.get(word, QUIET))
        said = f"{theme.passages} · {word} {theme.stability:.2f}" if word else str(theme.passages)
        write(axes, room + 0.12, y + 0.29, said, fontsize=SMALL, color=QUIET)
    return Sketch(figure, "themes")
