"""Themes by kind of source.

The reader’s question: which kinds of source speak of a theme, and which are silent?
"""

from typing import Any

import pandas as pd

from secondcoder.page.figures.style import (
    INK,
    PALE,
    QUIET,
    SMALL,
    WIDTH,
    Sketch,
    canvas,
    short,
    write,
)
from secondcoder.page.values import percent2
from secondcoder.page.values import rows as rows_of
from secondcoder.procedures.second_coder.figures.matrix import tint

MOST, MOST_KINDS = 30, 6
_LEFT, _TOP, _ROW = 2.15, 0.62, 0.36


def sketch_kinds(cells: pd.DataFrame) -> Sketch | None:
    """Return a grid: percent of the passages of each kind that carry each theme."""
    kinds = list(dict.fromkeys(cells["kind"]))[:MOST_KINDS]
    themes = list(dict.fromkeys(cells["theme"]))[:MOST]
    if len(kinds) < 2 or not themes:
        return None
    from matplotlib.patches import Rectangle

    wide = (WIDTH - _LEFT - 0.06) / len(kinds)
    figure, axes = canvas(_TOP + _ROW * len(themes) + 0.1)
    write(axes, 0.02, 0.14, "percent of the passages of each kind", fontsize=SMALL, color=QUIET)
    sizes = dict(zip(cells["kind"], cells["passages_of_kind"], strict=True))
    for column, kind in enumerate(kinds):
        x = _LEFT + wide * (column + 0.5)
        write(axes, x, 0.34, short(kind, int(wide * 13)), ha="center", fontsize=SMALL)
        write(axes, x, 0.5, f"n = {sizes[kind]}", ha="center", fontsize=7, color=QUIET)
    most = float(cells["passage_percent"].max()) or 1.0
    by_place = {(row.theme, row.kind): row for row in rows_of(cells)}
    for row, theme in enumerate(themes):
        y = _TOP + _ROW * (row + 0.5)
        write(axes, _LEFT - 0.1, y, short(theme, 34), ha="right", fontsize=SMALL)
        for column, kind in enumerate(kinds):
            cell = by_place[theme, kind]
            x = _LEFT + wide * column
            depth = cell.passage_percent / most
            face = tint(depth) if cell.codes else PALE
            look: dict[str, Any] = {"facecolor": face, "edgecolor": "white", "linewidth": 1.4}
            axes.add_patch(Rectangle((x, y - _ROW / 2), wide, _ROW, **look))
            said = percent2(cell.passage_percent) if cell.codes else "silent"
            colour = "white" if cell.codes and depth > 0.55 else INK if cell.codes else QUIET
            write(axes, x + wide / 2, y, said, ha="center", fontsize=7.5, color=colour)
    return Sketch(figure, "content_kinds")
